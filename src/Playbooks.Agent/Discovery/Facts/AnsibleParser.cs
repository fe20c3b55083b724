using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.Tools;
using Playbooks.Processes;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>
/// Reads files with Ansible's own parser, in one Python process per scan that starts with the first file.
/// </summary>
/// <remarks>Not for use by several threads at a time.</remarks>
internal sealed class AnsibleParser(AnsiblePlaybookCatalogOptions options, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const string Remedy = "Install Ansible (for example 'pip install ansible-core', or your distribution's package), "
        + "or set AnsiblePlaybookCatalogOptions.PythonProgram to a Python that can import it.";

    // In the order in which they import each other. The last one runs.
    private static readonly string[] Modules =
    [
        "discovery_ansible", "discovery_values", "discovery_yaml", "discovery_jinja", "discovery_facts",
        "discovery_files", "discovery_workers",
    ];

    private static readonly byte[][] Scripts = [.. Modules.Select(ReadScript)];

    // The command line contains no more than this: the modules and then the jobs come through standard input.
    private static readonly string Reader = $"""
        import os, sys, types
        for name, size in ({string.Concat(Modules.Zip(Scripts, (name, script) => $"('{name}', {script.Length}), "))}):
            script = b''
            while len(script) < size:
                script += os.read(0, size - len(script)) or os._exit(0)
            sys.modules[name] = types.ModuleType(name)
            exec(compile(script, name, 'exec'), sys.modules[name].__dict__)
        """;

    private readonly Channel<byte[]> _jobs = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ArrayBufferWriter<byte> _rest = new();
    private readonly OutputTail _said = new();
    private AnsibleFileFacts?[] _answers = [];
    private int _missing;
    private TaskCompletionSource _answered = new();
    private Task<ProcessResult>? _run;

    /// <summary>Reads files, in the order in which they are given.</summary>
    /// <exception cref="AnsibleDiscoveryException">Ansible's Python was not found, or it ended early.</exception>
    public async Task<IReadOnlyList<AnsibleFileFacts>> ReadAsync(IReadOnlyList<(string Path, FileKind Kind)> files)
    {
        if (files.Count == 0)
        {
            return [];
        }

        _answers = new AnsibleFileFacts?[files.Count];
        _missing = files.Count;
        _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs.Writer.TryWrite(Jobs(files));
        _run ??= ChildProcess.RunAsync(Request(), TakeAsync, _said.WriteAsync, cancellationToken);
        if (await Task.WhenAny(_answered.Task, _run).ConfigureAwait(false) != _answered.Task)
        {
            await EndedEarlyAsync().ConfigureAwait(false);
        }

        await _answered.Task.ConfigureAwait(false);
        return _answers!;
    }

    /// <summary>Ends the process, if there is one.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        if (_run is not null)
        {
            // Its failure was reported to the caller that waited for an answer.
            await ((Task)_run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static byte[] Jobs(IReadOnlyList<(string Path, FileKind Kind)> files)
    {
        StringBuilder jobs = new();
        for (int i = 0; i < files.Count; i++)
        {
            string kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(files[i].Kind.ToString());

            // NUL is the only character that a path cannot contain.
            jobs.Append(CultureInfo.InvariantCulture, $"{i} {kind} {files[i].Path}\0");
        }

        return Encoding.UTF8.GetBytes(jobs.ToString());
    }

    private static byte[] ReadScript(string module)
    {
        using Stream stream = typeof(AnsibleParser).Assembly.GetManifestResourceStream($"{module}.py")!;
        using MemoryStream script = new();
        stream.CopyTo(script);
        return script.ToArray();
    }

    private ProcessRequest Request()
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["PATH"] = DefaultPath,
            ["LANG"] = "C.UTF-8",
            ["PYTHONDONTWRITEBYTECODE"] = "1",

            // Otherwise Ansible would create a folder in the user's home.
            ["ANSIBLE_LOCAL_TEMP"] = "/",
        };
        foreach (string name in (string[])["PATH", "HOME", "VIRTUAL_ENV"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }

        (string program, IReadOnlyList<string> arguments) = options.PythonProgram is { } given
            ? (given, [])
            : AnsibleInterpreter.Find(environment["PATH"]) is { } found
                ? (found.Program, found.Arguments)
                : throw new AnsibleDiscoveryException(
                    $"Ansible's own parser is needed to read a repository, but 'ansible-playbook' is not on the PATH. {Remedy}");
        return new ProcessRequest
        {
            FileName = program,
            Arguments = [.. arguments, "-c", Reader, .. Numbers(options.MaximumParallelism, options.MaximumFileBytes)],
            Environment = environment,
            WorkingDirectory = "/",
            WriteInput = WriteAsync,
            GracePeriod = TimeSpan.Zero,
            NotFoundHint = Remedy,
        };
    }

    private static IEnumerable<string> Numbers(params long[] numbers)
        => numbers.Select(number => number.ToString(CultureInfo.InvariantCulture));

    private async Task WriteAsync(Stream input, CancellationToken ended)
    {
        foreach (byte[] script in Scripts)
        {
            await input.WriteAsync(script, ended).ConfigureAwait(false);
        }

        await foreach (byte[] jobs in _jobs.Reader.ReadAllAsync(ended).ConfigureAwait(false))
        {
            await input.WriteAsync(jobs, ended).ConfigureAwait(false);
            await input.FlushAsync(ended).ConfigureAwait(false);
        }
    }

    private ValueTask TakeAsync(ReadOnlyMemory<byte> bytes, CancellationToken ended)
    {
        ReadOnlySpan<byte> rest = bytes.Span;
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            if (_rest.WrittenCount == 0)
            {
                Take(rest[..end]);
            }
            else
            {
                _rest.Write(rest[..end]);
                Take(_rest.WrittenSpan);
                _rest.ResetWrittenCount();
            }
        }

        _rest.Write(rest);
        return ValueTask.CompletedTask;
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        ParserAnswer answer = JsonSerializer.Deserialize(line, FactsJson.Default.ParserAnswer)!;
        _answers[answer.Id] = answer.Facts;
        if (--_missing == 0)
        {
            _answered.SetResult();
        }
    }

    // The last line is the error itself; the lines before it say where it was raised.
    private static string LastLine(string text)
        => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";

    private async Task EndedEarlyAsync()
    {
        try
        {
            ProcessResult result = await _run!.ConfigureAwait(false);
            string said = TerminalText.Shorten(LastLine(TerminalText.Clean(_said.ToString())), 500);
            throw new AnsibleDiscoveryException(
                "Ansible's own parser is needed to read a repository, but Python ended with exit code "
                + $"{result.ExitCode}{(said.Length > 0 ? $" ({said})" : "")}. {Remedy}");
        }
        catch (JsonException exception)
        {
            throw new AnsibleDiscoveryException(
                "Ansible's Python printed something else than answers: look for what it imports when it starts.", exception);
        }
        catch (ProcessStartException exception)
        {
            throw new AnsibleDiscoveryException(exception.Message, exception);
        }
    }
}
