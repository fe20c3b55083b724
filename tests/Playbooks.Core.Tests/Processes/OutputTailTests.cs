using Playbooks.Processes;

namespace Playbooks.Tests.Processes;

public sealed class OutputTailTests
{
    /// <summary>However the output is cut into pieces, and wherever the buffer grows or wraps: the same end is kept.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(5000)]
    [InlineData(20_000)]
    public async Task Write_AnyPieces_KeepsTheEnd(int capacity)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            OutputTail tail = new(capacity);
            List<byte> all = [];
            for (int piece = 0; piece < 12; piece++)
            {
                byte[] bytes = new byte[random.Next(0, capacity * 2)];
                for (int i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)random.Next('a', 'z');
                }

                all.AddRange(bytes);
                await tail.WriteAsync(bytes, CancellationToken.None);

                tail.IsCut.ShouldBe(all.Count > capacity);
                tail.ToString().ShouldBe(System.Text.Encoding.ASCII.GetString([.. all.Skip(Math.Max(0, all.Count - capacity))]));
            }
        }
    }
}
