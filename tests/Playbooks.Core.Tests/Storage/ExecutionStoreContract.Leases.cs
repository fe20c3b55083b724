using Playbooks.Storage;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Tests.Storage;

public abstract partial class ExecutionStoreContract
{
    private static readonly RunLease Yours = new("you", Now.AddMinutes(5));

    [Fact]
    public async Task A_lease_that_is_held_is_not_taken()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);

        (await Store.TryAcquireAsync("a", Yours, null, Now, Cancellation)).ShouldBeFalse();
        (await Store.TryAcquireAsync("a", Yours, "somebody else", Now, Cancellation)).ShouldBeFalse();
        (await Store.TryAcquireAsync("a", new RunLease("me", Now.AddDays(1)), null, Now.AddSeconds(59), Cancellation)).ShouldBeFalse();

        (await Store.FindAsync("a", Cancellation)).ShouldBe(Run("a"));
    }

    [Fact]
    public async Task A_lease_that_nobody_holds_is_taken()
    {
        await Store.CreateAsync(Run("a") with { Lease = null }, [], Cancellation);

        (await Store.TryAcquireAsync("a", Yours, null, Now, Cancellation)).ShouldBeTrue();

        (await Store.FindAsync("a", Cancellation)).ShouldBe(Run("a") with { Lease = Yours });
    }

    [Fact]
    public async Task A_lease_that_has_expired_is_taken_from_its_last_moment_on()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        DateTimeOffset expiry = Run("a").Lease!.ExpiresAt;

        (await Store.TryAcquireAsync("a", Yours, null, expiry.AddTicks(-1), Cancellation)).ShouldBeFalse();
        (await Store.TryAcquireAsync("a", Yours, null, expiry, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_lease_of_one_who_is_known_to_be_dead_is_taken()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);

        (await Store.TryAcquireAsync("a", Yours, "me", Now, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_in_doubt_is_running_again_when_its_lease_is_taken()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        await Store.CompleteAsync("a", "me", Completion(RunStatus.InDoubt), Cancellation);

        (await Store.TryAcquireAsync("a", Yours, null, Now, Cancellation)).ShouldBeTrue();

        (await Store.FindAsync("a", Cancellation)).ShouldBe(Run("a") with { Lease = Yours });
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.TimedOut)]
    [InlineData(RunStatus.Cancelled)]
    public async Task The_lease_of_a_run_that_has_ended_is_not_taken(RunStatus status)
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        await Store.CompleteAsync("a", "me", Completion(status), Cancellation);

        (await Store.TryAcquireAsync("a", Yours, "me", Now.AddYears(1), Cancellation)).ShouldBeFalse();

        (await Store.FindAsync("a", Cancellation))!.Status.ShouldBe(status);
    }

    [Fact]
    public async Task Of_twenty_who_want_a_lease_one_gets_it()
    {
        for (int round = 0; round < 5; round++)
        {
            string id = $"run{round}";
            await Store.CreateAsync(Run(id), [], Cancellation);

            bool[] taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
                async () => await Store.TryAcquireAsync(id, new RunLease($"owner{i}", Now.AddDays(2)), null, Now.AddDays(1), Cancellation))));

            taken.Count(one => one).ShouldBe(1);
            (await Store.FindAsync(id, Cancellation))!.Lease!.Owner.ShouldBe($"owner{Array.IndexOf(taken, true)}");
        }
    }

    [Fact]
    public async Task Of_twenty_who_enter_one_run_one_does()
    {
        bool[] entered = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SucceedsAsync(
            () => Store.CreateAsync(Run("a", $"owner{i}"), [Playbook("a.yaml", $"{i}"), Playbook("same.yaml", "same")], Cancellation))));

        entered.Count(one => one).ShouldBe(1);
        (await Store.FindAsync("a", Cancellation))!.Lease!.Owner.ShouldBe($"owner{Array.IndexOf(entered, true)}");
        (await Store.ReadPlaybooksAsync("a", Cancellation)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_lease_is_prolonged_by_its_owner_alone()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);

        (await Store.RenewAsync("a", Yours, Cancellation)).ShouldBeFalse();
        (await Store.RenewAsync("a", new RunLease("me", Now.AddHours(9)), Cancellation)).ShouldBeTrue();

        (await Store.FindAsync("a", Cancellation))!.Lease.ShouldBe(new RunLease("me", Now.AddHours(9)));
    }

    [Fact]
    public async Task Who_has_lost_a_lease_neither_prolongs_it_nor_completes_the_run()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        await Store.TryAcquireAsync("a", Yours, "me", Now, Cancellation);

        (await Store.RenewAsync("a", new RunLease("me", Now.AddDays(1)), Cancellation)).ShouldBeFalse();
        await Should.ThrowAsync<ExecutionStoreException>(async () => await Store.CompleteAsync("a", "me", Completion(), Cancellation));

        (await Store.FindAsync("a", Cancellation)).ShouldBe(Run("a") with { Lease = Yours });
    }

    [Fact]
    public async Task The_lease_of_a_run_that_has_ended_is_not_prolonged()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        await Store.CompleteAsync("a", "me", Completion(), Cancellation);

        (await Store.RenewAsync("a", new RunLease("me", Now.AddDays(1)), Cancellation)).ShouldBeFalse();
    }
}
