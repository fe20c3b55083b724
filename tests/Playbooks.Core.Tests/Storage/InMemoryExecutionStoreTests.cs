using Playbooks.Storage;

namespace Playbooks.Tests.Storage;

public sealed class InMemoryExecutionStoreTests : ExecutionStoreContract
{
    protected override IExecutionStore Store { get; } = new InMemoryExecutionStore();
}
