using System.Reflection;
using Playbooks.Ansible.Tests.Events;
using Playbooks.Ansible.Tests.Executor;
using Playbooks.Ansible.Tests.Summary;

namespace Playbooks.Ansible.Tests;

/// <summary>The specification's own list of test topics (B.10): each case, and where it is tested.</summary>
public sealed class SpecificationChecklistTests
{
    public static TheoryData<string, string, Type, string> Cases => new()
    {
        { "summary", "valid", typeof(ExecutionSummaryTests), nameof(ExecutionSummaryTests.ToJson_EveryField_HasTheNameOfTheSpecification) },
        { "summary", "allowed status values", typeof(ExecutionSummaryTests), nameof(ExecutionSummaryTests.ToJson_EveryStatus_IsALowerCaseWord) },
        { "summary", "errors cut at five", typeof(ExecutionSummaryTests), nameof(ExecutionSummaryTests.KeyErrors_MoreThanFive_AreCut) },
        { "construction", "valid path", typeof(ConstructionTests), nameof(ConstructionTests.Constructor_ExistingFolder_KeepsItAbsolute) },
        { "construction", "home folder", typeof(ConstructionTests), nameof(ConstructionTests.Constructor_Tilde_IsTheHomeFolder) },
        { "construction", "missing path", typeof(ConstructionTests), nameof(ConstructionTests.Constructor_MissingFolder_Throws) },
        { "construction", "default retention", typeof(ConstructionTests), nameof(ConstructionTests.Constructor_NoOptions_KeepsTenRuns) },
        { "validation", "not found", typeof(RequestSpecs), nameof(RequestSpecs.A_missing_playbook_is_an_exception_that_suggests_what_is_there) },
        { "validation", "relative and absolute", typeof(RequestSpecs), nameof(RequestSpecs.A_playbook_may_be_relative_or_absolute_or_outside_of_the_repository) },
        { "validation", "defaults", typeof(RequestSpecs), nameof(RequestSpecs.A_request_has_the_defaults_of_the_specification) },
        { "execution", "success", typeof(ExecutionSpecs), nameof(ExecutionSpecs.A_successful_run_gives_its_figures) },
        { "execution", "failure", typeof(ExecutionSpecs), nameof(ExecutionSpecs.A_failed_run_is_a_result_with_its_errors) },
        { "execution", "timeout", typeof(ExecutionSpecs), nameof(ExecutionSpecs.A_run_that_takes_too_long_is_ended_with_everything_it_started) },
        { "execution", "cancelled", typeof(ExecutionSpecs), nameof(ExecutionSpecs.A_cancelled_run_throws_with_the_callers_token_and_what_is_known) },
        { "execution", "runner error", typeof(RunnerExecutionSpecs), nameof(RunnerExecutionSpecs.A_runner_that_crashes_is_an_exception_with_what_it_said) },
        { "execution", "extra vars passed", typeof(ExecutionSpecs), nameof(ExecutionSpecs.Extra_vars_go_through_a_private_file_with_their_types) },
        { "execution", "inventory override, tags", typeof(ExecutionSpecs), nameof(ExecutionSpecs.Every_option_of_the_request_reaches_Ansible_as_it_is) },
        { "event processing", "ok", typeof(EventProcessingSpecs), nameof(EventProcessingSpecs.Ok_counts_results_that_went_well_changed_ones_among_them) },
        { "event processing", "changed", typeof(EventProcessingSpecs), nameof(EventProcessingSpecs.Changed_counts_results_that_changed_something) },
        { "event processing", "failed", typeof(EventProcessingSpecs), nameof(EventProcessingSpecs.Failed_counts_results_that_failed) },
        { "event processing", "skipped", typeof(EventProcessingSpecs), nameof(EventProcessingSpecs.Skipped_counts_results_that_were_skipped) },
        { "event processing", "names of failed tasks", typeof(EventProcessingSpecs), nameof(EventProcessingSpecs.Failed_tasks_are_named) },
        { "event processing", "messages", typeof(EventProcessingSpecs), nameof(EventProcessingSpecs.Messages_of_failed_tasks_are_kept) },
        { "event processing", "duration", typeof(EventProcessingSpecs), nameof(EventProcessingSpecs.Duration_is_in_milliseconds) },
        { "event processing", "per-host summary", typeof(EventProcessingSpecs), nameof(EventProcessingSpecs.Every_host_has_its_own_figures) },
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
