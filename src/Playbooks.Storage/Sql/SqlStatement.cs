using System.Data;
using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>A statement with its parameters. Values are given in the order of the parameters.</summary>
internal sealed class SqlStatement(string text, params (string Name, DbType Type)[] parameters)
{
    public string Text => text;

    /// <summary>Creates the parameters with their types, which a null value would not tell.</summary>
    public void Declare(DbCommand factory, DbParameterCollection target)
    {
        foreach ((string name, DbType type) in parameters)
        {
            DbParameter parameter = factory.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = type;
            target.Add(parameter);
        }
    }

    public static void Bind(DbParameterCollection target, object?[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            target[i].Value = Stored(values[i]);
        }
    }

    /// <summary>
    /// Releases the values: an output may have megabytes, and a prepared command lives as long as the store.
    /// </summary>
    public static void Forget(DbParameterCollection target)
    {
        for (int i = 0; i < target.Count; i++)
        {
            target[i].Value = DBNull.Value;
        }
    }

    // Store times as ticks of 100 ns since the year 1, in UTC: the only form that every database gives back exactly.
    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        string text => StoredText.Encode(text),
        DateTimeOffset time => time.UtcTicks,
        TimeSpan duration => duration.Ticks,
        bool flag => flag ? 1L : 0L,
        int number => (long)number,
        _ => value,
    };
}
