namespace Playbooks.CrashHost;

/// <summary>The places where the program stops until it is told to go on, or killed.</summary>
internal sealed class Points(bool stops)
{
    public async Task StopAsync(string where)
    {
        if (stops)
        {
            Console.WriteLine($"at {where}");
            if (await Console.In.ReadLineAsync() is null)
            {
                // Whoever started it is gone.
                Environment.Exit(1);
            }
        }
    }
}
