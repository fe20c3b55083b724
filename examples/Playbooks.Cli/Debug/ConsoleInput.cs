namespace Playbooks.Cli;

/// <summary>Somebody at a terminal, or a pipe in their place.</summary>
internal sealed class ConsoleInput : IDebugInput
{
    public bool IsEchoed { get; } = Console.IsInputRedirected;

    public string? Place => null;

    // Reading a terminal cannot be cancelled: it is left behind, and ends with the process.
    public Task<string?> ReadAsync(CancellationToken cancellationToken) => Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
}
