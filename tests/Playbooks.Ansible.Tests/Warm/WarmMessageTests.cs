using Playbooks.Ansible.Backends.Warm;

namespace Playbooks.Ansible.Tests.Warm;

public sealed class WarmMessageTests
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
        await WarmMessage.WriteAsync(stream, WarmMessage.Output, content, Token);
        await WarmMessage.WriteAsync(stream, WarmMessage.Kill, default, Token);
        stream.Position = 0;

        WarmMessage? first = await WarmMessage.ReadAsync(stream, Token);
        WarmMessage? second = await WarmMessage.ReadAsync(stream, Token);

        first!.Value.Kind.ShouldBe(WarmMessage.Output);
        first.Value.Content.ToArray().ShouldBe(content);
        second!.Value.Kind.ShouldBe(WarmMessage.Kill);
        (await WarmMessage.ReadAsync(stream, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task WriteAsync_PutsLetterLengthAndBytes()
    {
        using MemoryStream stream = new();

        await WarmMessage.WriteAsync(stream, WarmMessage.Fork, "ab"u8.ToArray(), Token);

        stream.ToArray().ShouldBe("F\0\0\0\u0002ab"u8.ToArray());
    }

    [Fact]
    public async Task ReadAsync_CutOff_IsTheEnd()
    {
        using MemoryStream stream = new("T\0\0\0\u0009abc"u8.ToArray());

        (await WarmMessage.ReadAsync(stream, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadAsync_ImpossibleLength_Throws()
    {
        using MemoryStream stream = new([(byte)'T', 0xff, 0xff, 0xff, 0xff]);

        await Should.ThrowAsync<InvalidDataException>(async () => await WarmMessage.ReadAsync(stream, Token));
    }
}
