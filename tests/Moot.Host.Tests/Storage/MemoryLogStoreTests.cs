using Moot.Host.Storage;
using Moot.Kernel.Storage;

namespace Moot.Host.Tests.Storage;

public sealed class MemoryLogStoreTests : LogStoreContract
{
    protected override ILogStore Make() => new MemoryLogStore();

    protected override ILogStore Again(ILogStore store)
    {
        ((MemoryLogStore)store).Crash();
        return store;
    }
}
