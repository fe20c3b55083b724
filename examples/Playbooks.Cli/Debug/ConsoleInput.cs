namespace Playbooks.Cli;

/// <summary>Reads commands from a terminal or a pipe.</summary>
internal sealed class ConsoleInput : IDebugInput
{
    public bool IsEchoed { get; } = Console.IsInputRedirected;

    public string? Place => null;

    // Reading from a terminal cannot be cancelled. A pending read ends with the process.
    public Task<string?> ReadAsync(CancellationToken cancellationToken) => Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
}
