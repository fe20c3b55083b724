using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Playbooks.Processes;

namespace Playbooks.Core.Tests.Processes;

/// <summary>Arguments, variables and input of every kind reach a program as they are, all the way through its supervisor.</summary>
public sealed class ArgumentPropertyTests
{
    // Small, real, and exact: everything that it was given, each ended by a zero byte.
    private const string Program = """for one in "$@" "$VALUE" "$(cat; printf x)"; do printf '%s\0' "$one"; done""";

    private static readonly string[] Pieces =
    [
        "", " ", "\t", "\n", "\r\n", "'", "\"", "\\", "\\\\", "\\\"", "$HOME", "$(id)", "`id`", "*", "?", "~", "%PATH%", "!", "&", "|", ";", "<", ">", "-",
        "--", "=", "#", "{}", "[a]", "a", "ü", "漢字", "👩‍👩‍👧", "\u0001", "\u001b[31m", "\u007f", "\u00a0", "\u2028", "\ufeff", "e\u0301",
    ];

    [Fact(Timeout = Limit)]
    public async Task RunAsync_AnyArguments_AreHandedOnUnchanged()
    {
        Gen<string> text = from pieces in Gen.Elements(Pieces).ListOf() select string.Concat(pieces);
        Gen<string> value = Gen.Frequency((9, text), (1, from piece in Gen.Elements(Pieces) select Long(piece)));
        Gen<(string[], string, string)> cases = from arguments in value.ArrayOf() from variable in text from input in text select (arguments, variable, input);

        foreach ((string[] arguments, string variable, string input) in Gen.Sample(cases, 30).Append((["", Long("x"), ""], "", "")))
        {
            (await HandOnAsync(arguments, variable, input)).ShouldBe([.. arguments, variable, input + "x"]);
        }
    }

    // 100 kB: a single argument may have 128 KiB.
    private static string Long(string piece) => piece.Length == 0 ? "" : string.Concat(Enumerable.Repeat(piece, 100_000 / Encoding.UTF8.GetByteCount(piece)));

    private static async Task<string[]> HandOnAsync(string[] arguments, string variable, string input)
    {
        using MemoryStream output = new();
        ProcessRequest request = new()
        {
            FileName = "sh",
            Arguments = ["-c", Program, "sh", .. arguments],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["VALUE"] = variable },
            Input = input,
        };
        ProcessResult result = await ChildProcess.RunAsync(
            request,
            (bytes, _) =>
            {
                output.Write(bytes.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken: TestContext.Current.CancellationToken);
        result.ExitCode.ShouldBe(0);
        result.Warnings.ShouldBeEmpty();
        return Encoding.UTF8.GetString(output.ToArray()).Split('\0')[..^1];
    }
}
