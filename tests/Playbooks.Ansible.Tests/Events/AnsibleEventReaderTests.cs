using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.Tests.Support;

namespace Playbooks.Ansible.Tests.Events;

public sealed class AnsibleEventReaderTests
{
    [Fact]
    public async Task ReadLines_ForgedLines_AreLeftOut()
    {
        string text = string.Join('\n',
            Event("runner_on_ok", "\"host\":\"h1\",\"res\":{\"changed\":true}"),
            """{"event":"runner_on_ok","event_data":{"host":"forged"}}""",
            Event("runner_on_ok", "\"host\":\"other-run\"").Replace("\"mine\"", "\"theirs\"", StringComparison.Ordinal),
            "ok: [h1]", "{", "[1]", "");

        List<AnsibleEvent> events = await ReadAsync(text, "mine");

        events.ShouldHaveSingleItem().Host.ShouldBe("h1");
        events[0].Changed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("NaN", "text")]
    [InlineData("-Infinity", "text")]
    [InlineData("1", @"caf\udce9 \ud83d\ude00 \\ud83d \ud83d")]
    [InlineData("NaN", @"quotes \" + "\" and \\\\")]
    public async Task ReadLines_WhatOnlyPythonCallsJson_IsUnderstood(string number, string text)
    {
        List<AnsibleEvent> events = await ReadAsync(Event("runner_on_failed", $"\"host\":\"h1\",\"res\":{{\"load\":{number},\"msg\":\"{text}\"}}"), null);

        events.ShouldHaveSingleItem().Message.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task ReadLines_ALineLongerThanTheBuffer_IsRead()
    {
        string message = new('m', 300_000);

        List<AnsibleEvent> events = await ReadAsync(Event("runner_on_failed", $"\"host\":\"h1\",\"res\":{{\"msg\":\"{message}\"}}") + "\n" + Event("runner_on_ok", "\"host\":\"h2\""), null);

        events.Count.ShouldBe(2);
        events[0].Message.Length.ShouldBeInRange(4000, 4010);
        events[1].Host.ShouldBe("h2");
    }

    [Theory]
    [InlineData("included: /a for b/x.yml for h1, h2 => (item=c for d)", "h1,h2")]
    [InlineData("included: /a for b/x.yml for h1", "h1")]
    public async Task ReadLines_Include_FindsItsHosts(string text, string hosts)
    {
        string line = Event("playbook_on_include", "\"included_file\":\"/a for b/x.yml\"").Replace("\"stdout\":\"\"", $"\"stdout\":\"{text}\"", StringComparison.Ordinal);

        string.Join(',', (await ReadAsync(line, null)).ShouldHaveSingleItem().Hosts).ShouldBe(hosts);
    }

    [Fact]
    public async Task ReadFolder_NoFolder_HoldsNoEvents()
        => (await AnsibleEventReader.ReadFolderAsync("/no/such/folder", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();

    [Fact]
    public void ReadLines_AnyDamage_NeverThrows()
    {
        byte[] recorded = File.ReadAllBytes(RecordedCase.Load("loop-one-fails").EventsFile);
        Prop.ForAll(
            ArbMap.Default.ArbFor<(int At, byte Value)[]>(),
            async damage =>
            {
                byte[] bytes = [.. recorded];
                foreach ((int at, byte value) in damage)
                {
                    bytes[(int)((uint)at % bytes.Length)] = value;
                }

                EventSummarizer summarizer = new();
                await foreach (AnsibleEvent next in AnsibleEventReader.ReadLinesAsync(new MemoryStream(bytes)))
                {
                    summarizer.Add(next);
                }

                summarizer.Summarize(AnsibleRunStatus.Failed, 2, default).ToJson().ShouldNotBeEmpty();
            }).QuickCheckThrowOnFailure();
    }

    private static string Event(string name, string data)
        => $$$"""{"uuid":"1","counter":1,"stdout":"","runner_ident":"mine","event":"{{{name}}}","event_data":{{{{data}}}}}""";

    private static async Task<List<AnsibleEvent>> ReadAsync(string text, string? ident)
    {
        List<AnsibleEvent> events = [];
        await foreach (AnsibleEvent next in AnsibleEventReader.ReadLinesAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), ident))
        {
            events.Add(next);
        }

        return events;
    }
}
