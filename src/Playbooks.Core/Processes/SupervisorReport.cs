using System.Globalization;
using System.Text;

namespace Playbooks.Processes;

/// <summary>A supervisor's last message: the end of the program and of everything that it had started.</summary>
/// <param name="ExitCode">The program's exit code; null when a signal ended it, or when it could not be ended.</param>
/// <param name="Signal">The signal that ended the program; null when it ended by itself.</param>
/// <param name="Unstoppable">The processes that could not be ended.</param>
/// <param name="Remains">The processes that were found when everything had to end.</param>
public sealed record SupervisorReport(
    int? ExitCode, int? Signal, IReadOnlyList<int> Unstoppable, ProcessRemains Remains)
{
    /// <summary>Reads it from the content of a <see cref="SupervisorMessage.Report"/>.</summary>
    public static SupervisorReport Parse(ReadOnlyMemory<byte> content)
    {
        string[] fields = Encoding.UTF8.GetString(content.Span).Split('\0');
        int? exit = fields[0].Length == 0 ? null : int.Parse(fields[0], CultureInfo.InvariantCulture);
        return new SupervisorReport(
            exit >= 0 ? exit : null,
            exit < 0 ? -exit : null,
            Ids(fields[1]),
            new ProcessRemains(Ids(fields[2]), fields[3..]));
    }

    private static List<int> Ids(string field)
        =>
        [
            .. field.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
        ];
}
