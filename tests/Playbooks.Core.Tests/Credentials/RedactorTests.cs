using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Playbooks.Tests.Credentials;

public sealed class RedactorTests
{
    private const string Password = "p4ss \"w0rd\"/with 'quotes' & \\ + <é>";

    private const string PrivateKey = "-----BEGIN KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\nAAAAEbm9uZQAAAAAAAAABAAAAMwAAAA\nq1w2\n-----END KEY-----\n";

    public static TheoryData<string> Spellings =>
    [
        Password,
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Password),
        JavaScriptEncoder.Default.Encode(Password),
        // Python's json.dumps, with ensure_ascii and without; Go's; PHP's.
        "p4ss \\\"w0rd\\\"/with 'quotes' & \\\\ + <\\u00e9>",
        "p4ss \\\"w0rd\\\"/with 'quotes' & \\\\ + <é>",
        "p4ss \\\"w0rd\\\"/with 'quotes' \\u0026 \\\\ + \\u003cé\\u003e",
        "p4ss \\\"w0rd\\\"\\/with 'quotes' & \\\\ + <\\u00e9>",
        // Python's repr.
        "p4ss \"w0rd\"/with \\'quotes\\' & \\\\ + <\\xe9>",
        // JSON in JSON.
        JavaScriptEncoder.Default.Encode(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Password)),
        Uri.EscapeDataString(Password),
        Lower(Uri.EscapeDataString(Password)),
        WebUtility.UrlEncode(Password),
        Lower(WebUtility.UrlEncode(Password)),
        // JavaScript's encodeURIComponent, an address in JSON, an address in an address.
        Uri.EscapeDataString(Password).Replace("%27", "'", StringComparison.Ordinal),
        JavaScriptEncoder.Default.Encode(WebUtility.UrlEncode(Password)),
        Uri.EscapeDataString(Uri.EscapeDataString(Password)),
        WebUtility.HtmlEncode(Password),
        HtmlEncoder.Default.Encode(Password),
        // bash's, Python's shlex.quote, in double quotes, printf %q; YAML's and a table's doubled quotes.
        Password.Replace("'", "'\\''", StringComparison.Ordinal),
        Password.Replace("'", "'\"'\"'", StringComparison.Ordinal),
        Password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal),
        "p4ss\\ \\\"w0rd\\\"/with\\ \\'quotes\\'\\ \\&\\ \\\\\\ +\\ \\<é\\>",
        Password.Replace("'", "''", StringComparison.Ordinal),
        Password.Replace("\"", "\"\"", StringComparison.Ordinal),
        Base64(Password),
        Base64(Password).TrimEnd('='),
        UrlSafe(Base64(Password)),
        Uri.EscapeDataString(Base64(Password)),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Mask_EverySpelling_IsMaskedAsAWhole(string spelling)
    {
        Redactor redactor = Knowing(Password);

        redactor.Mask(spelling).TrimEnd('=').ShouldBe("***");
        redactor.Mask($"before: {spelling}, after").Replace("%3D", "", StringComparison.Ordinal).ShouldBe("before: ***, after");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("me:")]
    [InlineData("root:")]
    [InlineData("Ünïcode:")]
    public void Mask_InsideLongerBase64_LeavesNothingOfTheSecret(string before)
    {
        foreach (string secret in (string[])["abcd", "hunter2", Password, "ÿÿÿ~~~>>>???"])
        {
            foreach (string after in (string[])["", "x", ":y", " and more"])
            {
                string base64 = Base64(before + secret + after);
                string masked = Knowing(secret).Mask($"Basic {base64}");

                masked.ShouldStartWith("Basic ");
                masked.ShouldContain("***");
                // What is left decodes to what stood around it, at most.
                int left = masked.TrimEnd('=').Length - "Basic ".Length - "***".Length;
                left.ShouldBeLessThanOrEqualTo(Base64(before).Length + Base64(after).Length);
                Knowing(secret).Mask(UrlSafe(base64)).ShouldContain("***");
            }
        }
    }

    [Fact]
    public void Mask_SecretOfSeveralLines_IsMaskedHoweverItIsBroken()
    {
        Redactor redactor = Knowing(PrivateKey);
        string trimmed = PrivateKey.Trim();

        redactor.Mask(PrivateKey).ShouldBe("***");
        redactor.Mask(trimmed).ShouldBe("***");
        redactor.Mask($"[{trimmed.ReplaceLineEndings(" ")}]").ShouldBe("[***]");
        redactor.Mask($"[{trimmed.ReplaceLineEndings("\\n")}]").ShouldBe("[***]");
        redactor.Mask($"[{trimmed.ReplaceLineEndings("\r\n")}]").ShouldBe("[***]");
        redactor.Mask($"[{trimmed.ReplaceLineEndings("")}]").ShouldBe("[***]");
        redactor.Mask("line 2 is b3BlbnNzaC1rZXktdjEAAAAABG5vbmU").ShouldBe("line 2 is ***");
        redactor.Mask("q1w2").ShouldBe("***", "a short line, alone");
        redactor.Mask("xq1w2x").ShouldBe("xq1w2x", "a short line may be an ordinary word");
        redactor.Mask(Convert.ToBase64String(Encoding.UTF8.GetBytes(PrivateKey), Base64FormattingOptions.InsertLineBreaks)).TrimEnd('=').ReplaceLineEndings("").ShouldBe("******");
    }

    [Theory]
    [InlineData("417", "417", "***")]
    [InlineData("417", " 417\n", "***")]
    [InlineData("417", "the code is 417.", "the code is ***.")]
    [InlineData("417", "in 1417 and 417b and x_417", "in 1417 and 417b and x_417")]
    [InlineData("417", "NDE3", "***")]
    [InlineData("the", "the", "***")]
    [InlineData("the", "in the text", "in the text")]
    [InlineData("the", "in {\"a\":\"the\"}, 'the'", "in {\"a\":\"***\"}, '***'")]
    [InlineData("ab", "ab", "***")]
    [InlineData("ab", "\"ab\" ab", "\"ab\" ab")]
    [InlineData("7", "7", "***")]
    [InlineData("7", "Nw==", "***")]
    [InlineData("7", "17 and 7", "17 and 7")]
    [InlineData("    ", "a    b", "a    b")]
    [InlineData("", "anything", "anything")]
    [InlineData("***", "***", "***")]
    public void Mask_ShortSecret_LeavesOrdinaryWords(string secret, string text, string masked) => Knowing(secret).Mask(text).ShouldBe(masked);

    [Theory]
    [InlineData("begins p4ss \"w0…", "begins ***…")]
    [InlineData("begins p4ss \\\"w0…", "begins ***…")]
    [InlineData("begins p4ss%20%22w0rd%2…", "begins ***…")]
    [InlineData("begins p4ss &quot;w0rd&quo…", "begins ***…")]
    [InlineData("p4s… p4ss… ", "p4s… ***… ")]
    [InlineData("…", "…")]
    [InlineData("'p4ss \"w0rd\"/with 'qu…' or 'p4ss \"…'", "'***…' or '***…'")]
    public void Mask_QuoteThatWasCutOff_IsMaskedToItsBegin(string text, string masked) => Knowing(Password).Mask(text).ShouldBe(masked);

    [Fact]
    public void Mask_OverlappingSecrets_LeavesNoRest()
    {
        Knowing("abcdef", "defghi").Mask("-abcdefghi-").ShouldBe("-***-");
        Knowing("abcd", "abcdefgh").Mask("abcdefgh abcdef").ShouldBe("*** ***ef");
    }

    [Fact]
    public void Mask_Values_AreCopiedOnlyWhereTheyChange()
    {
        Redactor redactor = Knowing("hidden", "4711");
        Dictionary<string, object?> clean = new() { ["a"] = "x", ["n"] = 47L, ["list"] = new List<object?> { "y", null, true, 1.5 } };
        Dictionary<string, object?> mixed = new() { ["clean"] = clean, ["number"] = 4711L, ["hidden"] = new object?[] { "is hidden", "x" } };

        redactor.Mask(clean).ShouldBeSameAs(clean);
        IReadOnlyDictionary<string, object?> masked = redactor.Mask(mixed);

        masked["clean"].ShouldBeSameAs(clean);
        masked["number"].ShouldBe("***");
        masked["***"].ShouldBe(new object?[] { "is ***", "x" });
        mixed["number"].ShouldBe(4711L);
        redactor.Mask(new Uri("http://x/hidden")).ShouldBe("http://x/***");
        new Redactor().Mask((object)new object?[] { new Secret("unknown"), new Credential { Name = "a" } }).ShouldBe(new object?[] { "***", "credential 'a'" });
    }

    [Fact]
    public void AddAll_AnyCollection_IsSearched()
    {
        Redactor redactor = new();
        redactor.AddAll(new Dictionary<string, object?>
        {
            ["list"] = new List<Secret> { new("in-a-list") },
            ["map"] = new Dictionary<string, Secret> { ["x"] = new("in-a-map") },
            ["credential"] = new Credential { Name = "c", Password = new Secret("in-a-credential"), Fields = new Dictionary<string, Secret> { ["f"] = new("in-a-field") } },
        });

        redactor.Mask("in-a-list in-a-map in-a-credential in-a-field").ShouldBe("*** *** *** ***");
    }

    [Fact]
    public void Mask_NothingToMask_TakesNoMemory()
    {
        Dictionary<string, object?> outputs = new() { ["a"] = "some text", ["n"] = 47L, ["list"] = new object?[] { "y", 1.5 } };
        foreach (Redactor redactor in (Redactor[])[new(), Knowing("hidden"), Knowing(PrivateKey, "417")])
        {
            redactor.Mask(outputs);
            long before = GC.GetAllocatedBytesForCurrentThread();

            int same = 0;
            for (int i = 0; i < 1000; i++)
            {
                redactor.AddAll(outputs);
                same += ReferenceEquals(redactor.Mask(outputs), outputs) ? 1 : 0;
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000, "1,000 times");
            same.ShouldBe(1000);
        }
    }

    [Fact]
    public async Task Mask_WhileOthersAdd_IsSafe()
    {
        Redactor redactor = new();

        await Parallel.ForAsync(0, 500, TestContext.Current.CancellationToken, (i, _) =>
        {
            redactor.Add(new Secret($"parallel-{i}-secret"));
            redactor.Mask($"is parallel-{i}-secret").ShouldBe("is ***");
            return default;
        });
    }

    private static Redactor Knowing(params string[] secrets)
    {
        Redactor redactor = new();
        foreach (string secret in secrets)
        {
            redactor.Add(new Secret(secret));
        }

        return redactor;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string UrlSafe(string base64) => base64.Replace('+', '-').Replace('/', '_');

    /// <summary>The escapes of an address in lower case.</summary>
    private static string Lower(string address) => System.Text.RegularExpressions.Regex.Replace(address, "%[0-9A-F]{2}", match => match.Value.ToLowerInvariant());
}
