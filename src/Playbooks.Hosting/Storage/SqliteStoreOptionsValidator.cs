using Microsoft.Extensions.Options;

namespace Playbooks.Hosting;

/// <summary>Finds everything that is wrong with the options at once.</summary>
internal sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        List<string> faults = Faults(options);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    public static List<string> Faults(SqliteStoreOptions options)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            faults.Add($"{nameof(SqliteStoreOptions.Path)} is not set: give the file of the history in AddSqliteStore");
        }

        if (options.BusyTimeout < ShortestTimeout || options.BusyTimeout > LongestTimeout)
        {
            faults.Add($"{nameof(SqliteStoreOptions.BusyTimeout)} is {options.BusyTimeout}; it must be from {ShortestTimeout} to {LongestTimeout}");
        }

        return faults;
    }
}
