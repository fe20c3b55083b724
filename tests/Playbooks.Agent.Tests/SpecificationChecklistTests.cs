using System.Reflection;

namespace Playbooks.Agent.Tests;

/// <summary>The part of the specification's list of test topics (B.10) that is about the agent: each case, and its test.</summary>
public sealed class SpecificationChecklistTests
{
    public static TheoryData<string, string, Type, string> Cases => new()
    {
        { "agent", "run_playbook", typeof(RunPlaybookSpecs), nameof(RunPlaybookSpecs.A_successful_run_is_completed_with_its_summary) },
        { "agent", "run_playbook fails", typeof(RunPlaybookSpecs), nameof(RunPlaybookSpecs.A_failed_run_is_failed_with_its_key_errors_joined) },
        { "agent", "deploy_service", typeof(DeployServiceSpecs), nameof(DeployServiceSpecs.An_intent_runs_the_playbook_that_it_means) },
        { "agent", "deploy_service below the threshold", typeof(DeployServiceSpecs), nameof(DeployServiceSpecs.An_intent_that_means_none_fails_with_the_mappings_suggestion_and_runs_nothing) },
        { "agent", "discover_playbooks", typeof(DeployServiceSpecs), nameof(DeployServiceSpecs.What_there_is_is_a_list_and_is_looked_for_again_when_asked) },
        { "agent", "unknown type", typeof(InfrastructureAgentSpecs), nameof(InfrastructureAgentSpecs.An_unknown_work_type_fails_in_the_words_of_the_specification) },
        { "agent", "not found", typeof(RunPlaybookSpecs), nameof(RunPlaybookSpecs.A_missing_playbook_fails_in_the_words_of_the_specification) },
        { "agent", "timeout", typeof(RunPlaybookSpecs), nameof(RunPlaybookSpecs.A_run_that_takes_too_long_fails_in_the_words_of_the_specification) },
        { "agent", "any other exception", typeof(InfrastructureAgentSpecs), nameof(InfrastructureAgentSpecs.Whatever_a_handler_throws_is_a_failed_result_and_an_error_in_the_log) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_has_a_test_that_runs(string topic, string name, Type tests, string test)
    {
        FactAttribute? fact = tests.GetMethod(test)?.GetCustomAttribute<FactAttribute>();

        fact.ShouldNotBeNull($"{topic}: {name}");
        fact.Skip.ShouldBeNull();
    }
}
