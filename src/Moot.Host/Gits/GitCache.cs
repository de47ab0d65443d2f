using System.Text;
using Moot.Host.Live;
using Moot.Kernel;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Gits;

/// <summary>The git repository of an association that is served: made when somebody first asks for it, kept up when somebody asks again, and told anew at once where a text goes out of sight.</summary>
internal sealed class GitCache : IAsyncDisposable
{
    private readonly IServedLog log;
    private readonly Action<string> tell;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private Erasures seen;
    private GitStore? store;
    private GitMaking? making;
    private Task running = Task.CompletedTask;
    private long size = -1;
    private Erasures? made;

    private GitCache(IServedLog log, Action<string> tell) => (this.log, this.tell, seen) = (log, tell, log.Head.World.Get<Erasures>());

    /// <summary>Serves a log from now on.</summary>
    public static GitCache Of(IServedLog log, Action<string> tell)
    {
        var cache = new GitCache(log, tell);
        log.Moved += cache.Look;
        if (GitStore.Exists(log.Folder.CachePath))
        {
            _ = cache.Start(); // a text may have gone out of sight since it was made
        }

        return cache;
    }

    /// <summary>The repository as things stand.</summary>
    public async Task<GitStore> Current(CancellationToken cancel)
    {
        while (true)
        {
            var world = log.Head.World;
            lock (gate)
            {
                if (store is not null && size >= Math.Min(world.Size, log.Store.Size) && ReferenceEquals(made, world.Get<Erasures>()))
                {
                    return store;
                }
            }

            await Start().WaitAsync(cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        log.Moved -= Look;
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (Exception e) when (e is OperationCanceledException or LogException or IOException or UnauthorizedAccessException)
        {
            // It ends anyway.
        }

        store?.Dispose();
        stop.Dispose();
    }

    private void Look(object? sender, EventArgs e)
    {
        var now = log.Head.World.Get<Erasures>();
        lock (gate)
        {
            if (ReferenceEquals(now, seen) || stop.IsCancellationRequested)
            {
                return;
            }

            seen = now;
        }

        if (store is not null || GitStore.Exists(log.Folder.CachePath))
        {
            _ = Start();
        }
    }

    private Task Start()
    {
        lock (gate)
        {
            if (running.IsCompleted)
            {
                running = Task.Run(Make);
            }

            return running;
        }
    }

    private void Make()
    {
        try
        {
            var world = log.Head.World;
            if (store is null)
            {
                store = GitStore.Open(log.Folder.CachePath, Hash.Of(Encoding.UTF8.GetBytes($"{log.Folder.Vkey}\n{world.Association}")));
                making = new(log.Store, store);
            }

            making!.Make(world, progress: null, stop.Token);
            lock (gate)
            {
                (size, made) = (store.Size, world.Get<Erasures>());
            }
        }
        catch (LogException e) when (string.Equals(e.Code, "damaged", StringComparison.Ordinal))
        {
            store?.Dispose();
            (store, making) = (null, null);
            GitStore.Delete(log.Folder.CachePath);
            tell($"The cache for git was damaged and is made anew: {e.Message}");
            throw;
        }
    }
}
