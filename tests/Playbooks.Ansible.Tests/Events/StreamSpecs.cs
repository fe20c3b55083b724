using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Events;

/// <summary>Whatever comes through the stream: forged, damaged, endless or in pieces.</summary>
public sealed class StreamSpecs
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly byte[] Recorded = File.ReadAllBytes(RecordedCase.Load("loop-one-fails").EventsFile);

    [Fact]
    public async Task Forged_lines_are_left_out()
    {
        ExecutionSummary summary = await AnsibleRecord.FoldAsync(
            AnsibleRecord.Ok("h1"),
            """{"event":"runner_on_ok","event_data":{"host":"forged"}}""",
            """{"uuid":"","counter":1,"runner_ident":"mine","event":"runner_on_ok","event_data":{"host":"forged"}}""",
            """{"uuid":"1","counter":"1","runner_ident":"mine","event":"runner_on_ok","event_data":{"host":"forged"}}""",
            AnsibleRecord.Ok("forged").Replace("\"mine\"", "\"theirs\"", StringComparison.Ordinal),
            AnsibleRecord.Ok("forged")[..^3],
            AnsibleRecord.Ok("forged") + " and more",
            "ok: [h1]", "{", "[1]", "{]", "{\"uuid\"", "{\"uuid\":", "");

        summary.HostsSummary.Keys.ShouldBe(["h1"]);
    }

    [Fact]
    public async Task The_first_event_of_a_stream_says_which_run_it_is()
    {
        string text = string.Join('\n', "PLAY", AnsibleRecord.Ok("h1"), AnsibleRecord.Ok("other").Replace("\"mine\"", "\"theirs\"", StringComparison.Ordinal), AnsibleRecord.Stats(("ok", "h1", 1)));

        ExecutionSummary summary = await EventSummarizer.SummarizeStreamAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);

        summary.HostsSummary.Keys.ShouldBe(["h1"]);
        summary.Status.ShouldBe(AnsibleRunStatus.Successful);
        summary.ExitCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_without_final_figures_is_a_failed_run()
    {
        ExecutionSummary summary = await EventSummarizer.SummarizeStreamAsync(new MemoryStream(Encoding.UTF8.GetBytes(AnsibleRecord.Ok("h1"))), TestContext.Current.CancellationToken);

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.KeyErrors.ShouldBe(["The events end before the run does and did not say why."]);
    }

    [Theory]
    [InlineData("NaN", "text", "text")]
    [InlineData("-Infinity", "text", "text")]
    [InlineData("1", @"caf\udce9 \ud83d\ude00 \\ud83d \ud83d", "caf\ufffd \U0001F600 \\ud83d \ufffd")]
    [InlineData("NaN", @"quotes \" + "\" and \\\\", "quotes \" and \\")]
    public async Task What_only_Python_calls_JSON_is_understood(string number, string text, string message)
        => (await AnsibleRecord.FoldAsync(AnsibleRecord.Of("runner_on_failed", $"{AnsibleRecord.Task("h1", "T")},\"res\":{{\"load\":{number},\"msg\":\"{text}\"}}"))).Failures[0].Message.ShouldBe(message);

    [Fact]
    public async Task A_byte_order_mark_and_carriage_returns_do_no_harm()
        => (await AnsibleRecord.FoldAsync([.. "\ufeff"u8, .. Encoding.UTF8.GetBytes(AnsibleRecord.Ok("h1") + "\r\n" + AnsibleRecord.Ok("h2") + "\r\n")])).OkCount.ShouldBe(2);

    [Fact]
    public async Task A_name_is_the_same_host_with_and_without_escapes()
        => (await AnsibleRecord.FoldAsync(AnsibleRecord.Ok("größe"), AnsibleRecord.Ok(@"gr\u00f6\u00dfe"))).HostsSummary["größe"].Ok.ShouldBe(2);

    [Theory]
    [InlineData(300_000)]
    [InlineData(1_100_000)]
    [InlineData(3_000_000)]
    public async Task A_message_of_any_length_is_told_by_its_beginning_and_end(int length)
    {
        string message = "begin" + string.Concat(Enumerable.Repeat(@"\""x", length / 3)) + "end";

        ExecutionSummary summary = await AnsibleRecord.FoldAsync(AnsibleRecord.Failed("h1", "T", message), AnsibleRecord.Ok("h2"));

        summary.Failures[0].Message.Length.ShouldBeInRange(1990, 2010);
        summary.Failures[0].Message.ShouldStartWith("begin\"x");
        summary.Failures[0].Message.ShouldEndWith("\"xend");
        summary.HostsSummary["h2"].Ok.ShouldBe(1);
    }

    [Theory]
    [InlineData("\"stdout\":\"@\",\"changed\":true")]
    [InlineData("\"stdout_lines\":[@\"\"],\"changed\":true")]
    [InlineData("\"facts\":{\"a\":{\"b\":[[@1]]}},\"changed\":true")]
    public async Task A_result_of_100_MB_is_counted_and_never_held(string result)
    {
        const int Pieces = 1600;
        string[] halves = AnsibleRecord.Ok("h1", result: result).Split('@');
        string filler = result.StartsWith("\"stdout\"", StringComparison.Ordinal) ? new string('x', 65536) : string.Concat(Enumerable.Repeat("\"a\\\"b, {[\",", 6553));
        EventSummarizer summarizer = new();
        await using HugeStream stream = new(halves[0], filler, Pieces, halves[1] + "\n" + AnsibleRecord.Ok("h2"));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Task reading = summarizer.AddLinesAsync(stream, AnsibleRecord.Ident, TestContext.Current.CancellationToken);

        // Nothing of it waited, so all of it was this thread's: what other tests allocate meanwhile does not count.
        reading.IsCompletedSuccessfully.ShouldBeTrue();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(32 * 1024 * 1024);
        await reading;
        ExecutionSummary summary = summarizer.Summarize(AnsibleRunStatus.Successful, 0, default);
        summary.HostsSummary["h1"].ShouldBe(new HostSummary { Ok = 1, Changed = 1 });
        summary.HostsSummary["h2"].ShouldBe(new HostSummary { Ok = 1 });
    }

    [Fact]
    public async Task Lines_that_are_no_JSON_are_never_held_either()
    {
        EventSummarizer summarizer = new();
        await using HugeStream stream = new("{\"a\":", string.Concat(Enumerable.Repeat("[1,{", 16384)), 800, "\n" + AnsibleRecord.Ok("h2"));

        await summarizer.AddLinesAsync(stream, AnsibleRecord.Ident, TestContext.Current.CancellationToken);

        summarizer.Summarize(AnsibleRunStatus.Successful, 0, default).HostsSummary.Keys.ShouldBe(["h2"]);
    }

    [Fact]
    public async Task Final_figures_of_very_many_hosts_are_whole()
    {
        (string, string, int)[] figures = [.. Enumerable.Range(0, 20_000).SelectMany(at => ((string[])["ok", "changed", "processed"]).Select(counter => (counter, $"web-{at:00000}.example.com", 2)))];

        ExecutionSummary summary = await AnsibleRecord.FoldAsync(AnsibleRecord.Stats(figures));

        summary.HostsSummary.Count.ShouldBe(20_000);
        summary.OkCount.ShouldBe(40_000);
    }

    [Fact]
    public async Task Memory_does_not_depend_on_the_number_of_events()
    {
        byte[] few = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(at => AnsibleRecord.Ok($"h{at % 10}") + "\n")));
        long small = await AllocatedAsync(few);
        long large = await AllocatedAsync([.. Enumerable.Repeat(few, 500).SelectMany(bytes => bytes)]);

        (large - small).ShouldBeLessThan(256 * 1024);
    }

    [Fact]
    public void Any_split_into_reads_gives_the_same_summary()
    {
        string whole = Describe(AnsibleRecord.FoldAsync(Recorded, ident: "case"));
        Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(),
            piece => Describe(AnsibleRecord.FoldAsync(Recorded, piece.Get, "case")) == whole).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_of_quotes_backslashes_and_brackets_is_passed_over_and_told()
        => Prop.ForAll(
            Gen.Elements("\"\\{}[], ab".ToCharArray()).ListOf().Select(letters => "<" + new string([.. letters]) + ">").ToArbitrary(),
            text =>
            {
                string json = JsonSerializer.Serialize(text, Relaxed);
                string result = $"\"noise\":[{json},{{{json}:[{json}]}}],\"msg\":{json}";
                ExecutionSummary summary = AnsibleRecord.FoldAsync(AnsibleRecord.Of("runner_on_failed", $"{AnsibleRecord.Task("h1", "T")},\"res\":{{{result}}}")).GetAwaiter().GetResult();
                return summary.Failures[0].Message == text;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(300));

    [Fact]
    public void Any_damage_never_throws()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<(int At, byte Value)[]>(),
            damage =>
            {
                byte[] bytes = [.. Recorded];
                foreach ((int at, byte value) in damage)
                {
                    bytes[(int)((uint)at % bytes.Length)] = value;
                }

                Describe(AnsibleRecord.FoldAsync(bytes, ident: null)).ShouldNotBeEmpty();
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_never_throw()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            bytes => Describe(AnsibleRecord.FoldAsync([.. "{\"uuid\":\"1\","u8, .. bytes], ident: null)).ShouldNotBeEmpty()).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_keys_does_not_matter()
    {
        string whole = Describe(AnsibleRecord.FoldAsync(Recorded, ident: "case"));
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                Random random = new(seed);
                IEnumerable<string> lines = Encoding.UTF8.GetString(Recorded).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Shuffle(JsonNode.Parse(line)!, random).ToJsonString());
                return Describe(AnsibleRecord.FoldAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), ident: "case")) == whole;
            }).QuickCheckThrowOnFailure();
    }

    private static JsonNode Shuffle(JsonNode node, Random random)
    {
        if (node is not JsonObject map)
        {
            return node.DeepClone();
        }

        KeyValuePair<string, JsonNode?>[] properties = [.. map.Select(property => KeyValuePair.Create(property.Key, property.Value is null ? null : Shuffle(property.Value, random)))];
        random.Shuffle(properties);
        return new JsonObject(properties);
    }

    // Nothing is waited for: the stream is in memory.
    private static string Describe(Task<ExecutionSummary> summary) => summary.GetAwaiter().GetResult().ToJson();

    private static async Task<long> AllocatedAsync(byte[] bytes)
    {
        EventSummarizer summarizer = new();
        await using MemoryStream stream = new(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        await summarizer.AddLinesAsync(stream, AnsibleRecord.Ident, TestContext.Current.CancellationToken);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>A head, so many times a filler, and an end, none of it in memory.</summary>
    private sealed class HugeStream(string head, string filler, int count, string end) : Stream
    {
        private readonly byte[] _filler = Encoding.UTF8.GetBytes(filler);
        private byte[] _current = Encoding.UTF8.GetBytes(head);
        private int _at;
        private int _left = count;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_at == _current.Length && _left >= 0)
            {
                _current = _left-- > 0 ? _filler : Encoding.UTF8.GetBytes(end);
                _at = 0;
            }

            int read = Math.Min(buffer.Length, _current.Length - _at);
            _current.AsSpan(_at, read).CopyTo(buffer);
            _at += read;
            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
