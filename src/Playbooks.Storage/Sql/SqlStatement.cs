using System.Data;
using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>A statement with its parameters, whose values are given in their order.</summary>
internal sealed class SqlStatement(string text, params (string Name, DbType Type)[] parameters)
{
    public string Text => text;

    /// <summary>Makes the parameters; they keep their types, which a null would not tell.</summary>
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

    /// <summary>Lets go of the values: an output may have megabytes, and a prepared command lives as long as the store.</summary>
    public static void Forget(DbParameterCollection target)
    {
        for (int i = 0; i < target.Count; i++)
        {
            target[i].Value = DBNull.Value;
        }
    }

    // Times as ticks of 100 ns since the year 1, in UTC: the only form in which they come back exact from every database.
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
