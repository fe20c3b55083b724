using System.Globalization;
using YamlDotNet.Core;

namespace Playbooks.Reading;

/// <summary>Writes a playbook as YAML that <see cref="PlaybookReader"/> reads to an equal one. Comments and layout are not kept; what has its default is left out.</summary>
public static class PlaybookWriter
{
    /// <summary>The playbook as YAML text.</summary>
    public static string Write(Playbook playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        YamlEmitter yaml = new(new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024)));
        yaml.Document(() => yaml.Map(() => WriteKeys(yaml, playbook)));
        return text.ToString();
    }

    private static void WriteKeys(YamlEmitter yaml, Playbook playbook)
    {
        yaml.Entry("name", playbook.Name);
        yaml.Entry("version", playbook.Version);
        yaml.Entry("description", playbook.Description);
        yaml.Entry("domain", playbook.Domain);
        yaml.Entry("group", playbook.Group);
        yaml.Maps("parameters", playbook.Parameters, parameter => WriteParameter(yaml, parameter));
        yaml.Maps("steps", playbook.Steps, step => WriteStep(yaml, step));
        yaml.Maps("finally", playbook.Finally, step => WriteStep(yaml, step));
        if (playbook.Outputs.Count > 0)
        {
            yaml.Key("outputs");
            yaml.Map(() =>
            {
                foreach (PlaybookOutput output in playbook.Outputs)
                {
                    yaml.Key(output.Name);
                    yaml.Value(output.Value);
                }
            });
        }

        yaml.Entry("metadata", playbook.Metadata);
    }

    private static void WriteParameter(YamlEmitter yaml, PlaybookParameter parameter)
    {
        yaml.Entry("name", parameter.Name);
        yaml.Entry("type", parameter.Type == ParameterType.String ? null : parameter.Type.ToString().ToLowerInvariant());
        yaml.Entry("items", parameter.Items?.ToString().ToLowerInvariant());
        yaml.EntryOf("required", parameter.Required ? true : null);
        yaml.EntryOf("default", parameter.Default);
        yaml.Entry("description", parameter.Description);
        yaml.EntryOf("enum", parameter.Allowed.Count == 0 ? null : parameter.Allowed);
        yaml.Entry("pattern", parameter.Pattern);
        yaml.EntryOf("min", parameter.Minimum);
        yaml.EntryOf("max", parameter.Maximum);
        yaml.EntryOf("secret", parameter.Secret ? true : null);
    }

    private static void WriteStep(YamlEmitter yaml, PlaybookStep step)
    {
        yaml.Entry("id", step.Id);
        yaml.Entry("name", step.Name == step.Id ? null : step.Name);
        yaml.Entry("description", step.Description);
        yaml.Entry("type", step.Type);
        yaml.Entry("when", step.When);
        yaml.Entry("for_each", step.ForEach);
        yaml.EntryOf("max_parallel", step.MaximumParallel == 1 ? null : (long)step.MaximumParallel);
        yaml.Entry("parameters", step.Parameters.Entries.Count == 0 ? null : step.Parameters);
        yaml.EntryOf("timeout", step.Timeout?.TotalSeconds);
        yaml.EntryOf("retry_count", step.Retry.Count == 0 ? null : (long)step.Retry.Count);
        yaml.EntryOf("retry_delay", step.Retry.Delay == RetryPolicy.DefaultDelay ? null : step.Retry.Delay.TotalSeconds);
        yaml.Entry("retry_backoff", step.Retry.Backoff == RetryBackoff.Constant ? null : step.Retry.Backoff.ToString().ToLowerInvariant());
        yaml.Entry("on_failure", step.OnFailure == FailureAction.Abort ? null : step.OnFailure.ToString().ToLowerInvariant());
        yaml.EntryOf("repeatable", step.Repeatable);
        yaml.Maps("rollback", step.Rollback, undo => WriteStep(yaml, undo));
    }
}
