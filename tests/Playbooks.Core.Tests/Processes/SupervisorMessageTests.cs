using Playbooks.Processes;

namespace Playbooks.Core.Tests.Processes;

public sealed class SupervisorMessageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public async Task ReadAsync_WhatWasWritten_IsTheSameOneAfterTheOther(int length)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        using MemoryStream stream = new();
        await SupervisorMessage.WriteAsync(stream, (byte)'O', content, Token);
        await SupervisorMessage.WriteAsync(stream, SupervisorMessage.End, default, Token);
        stream.Position = 0;

        SupervisorMessage? first = await SupervisorMessage.ReadAsync(stream, Token);
        SupervisorMessage? second = await SupervisorMessage.ReadAsync(stream, Token);

        first!.Value.Kind.ShouldBe((byte)'O');
        first.Value.Content.ToArray().ShouldBe(content);
        second!.Value.Kind.ShouldBe(SupervisorMessage.End);
        (await SupervisorMessage.ReadAsync(stream, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task WriteAsync_PutsLetterLengthAndBytes()
    {
        using MemoryStream stream = new();

        await SupervisorMessage.WriteAsync(stream, (byte)'F', "ab"u8.ToArray(), Token);

        stream.ToArray().ShouldBe("F\0\0\0\u0002ab"u8.ToArray());
    }

    [Fact]
    public async Task ReadAsync_CutOff_IsTheEnd()
    {
        using MemoryStream stream = new("T\0\0\0\u0009abc"u8.ToArray());

        (await SupervisorMessage.ReadAsync(stream, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadAsync_ImpossibleLength_Throws()
    {
        using MemoryStream stream = new([(byte)'T', 0xff, 0xff, 0xff, 0xff]);

        await Should.ThrowAsync<InvalidDataException>(async () => await SupervisorMessage.ReadAsync(stream, Token));
    }
}
