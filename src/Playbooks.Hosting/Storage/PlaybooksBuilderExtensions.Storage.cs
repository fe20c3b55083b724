using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Playbooks.Storage;

namespace Playbooks.Hosting;

public static partial class PlaybooksBuilderExtensions
{
    /// <summary>Keeps runs in a SQLite file.</summary>
    /// <param name="builder">The result of <c>AddPlaybooks</c>.</param>
    /// <param name="path">The file; see <see cref="SqliteStoreOptions.Path"/>.</param>
    public static PlaybooksBuilder AddSqliteStore(this PlaybooksBuilder builder, string path) => builder.AddSqliteStore(options => options.Path = path);

    /// <summary>Keeps runs in a SQLite file.</summary>
    /// <param name="builder">The result of <c>AddPlaybooks</c>.</param>
    /// <param name="configure">Sets options over the configuration; null for none.</param>
    public static PlaybooksBuilder AddSqliteStore(this PlaybooksBuilder builder, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddPart(
            new OptionsPart<SqliteStoreOptions>
            {
                Name = "Store",
                Bind = Bind,
                ResolvePaths = static (contentRoot, options) => options.Path = contentRoot.Resolve(options.Path),
                FindFaults = static options => options.FindFaultsWithFile(),
            },
            configure);
        builder.Services.AddSingleton<IExecutionStore>(provider => SqlExecutionStore.Sqlite(provider.GetValid<SqliteStoreOptions>()));
        return builder;
    }

    /// <summary>Keeps runs in a PostgreSQL database.</summary>
    /// <param name="builder">The result of <c>AddPlaybooks</c>.</param>
    /// <param name="dataSource">The database, such as an <c>NpgsqlDataSource</c>. The application disposes of
    /// it.</param>
    public static PlaybooksBuilder AddSqlStore(this PlaybooksBuilder builder, DbDataSource dataSource)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        builder.Services.AddSingleton<IExecutionStore>(_ => new SqlExecutionStore(dataSource));
        return builder;
    }

    /// <summary>Keeps runs in the application's own store. The application disposes of it.</summary>
    public static PlaybooksBuilder AddExecutionStore(this PlaybooksBuilder builder, IExecutionStore store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);
        builder.Services.AddSingleton(store);
        return builder;
    }

    private static void Bind(OptionsSection section, SqliteStoreOptions options)
    {
        section.Text(nameof(SqliteStoreOptions.Path), value => options.Path = value);
        section.Time(nameof(SqliteStoreOptions.BusyTimeout), value => options.BusyTimeout = value);
        section.Flag(nameof(SqliteStoreOptions.SurvivesPowerLoss), value => options.SurvivesPowerLoss = value);
    }
}
