using Moot.Host.Storage;
using Moot.Kernel.Storage;

namespace Moot.Host.Tests.Storage;

public sealed class SqliteLogStoreTests : LogStoreContract
{
    private readonly TestFolder folder = new();
    private readonly Dictionary<ILogStore, string> paths = [];

    protected override ILogStore Make()
    {
        var path = folder[$"{paths.Count}.log"];
        var store = SqliteLogStore.Create(path);
        paths.Add(store, path);
        return store;
    }

    protected override ILogStore Again(ILogStore store)
    {
        var path = paths[store];
        store.Dispose();
        var again = SqliteLogStore.Open(path);
        paths.Add(again, path);
        return again;
    }

    public override void Dispose()
    {
        foreach (var store in paths.Keys)
        {
            store.Dispose();
        }

        base.Dispose();
        folder.Dispose();
    }
}
