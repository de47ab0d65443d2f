using System.Text;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Gits;

/// <summary>Makes git objects of a log: those of the entries that came since, and anew those behind a text that went out of sight or came back.</summary>
/// <param name="log">The log.</param>
/// <param name="store">Where objects go.</param>
internal sealed class GitMaking(ILogStore log, GitStore store)
{
    private readonly Dictionary<BlobId, (byte[] Bytes, ObjectName Name)> texts = [];
    private GitStory? story;
    private GitFolder root = new();
    private long textBytes;

    /// <summary>Makes everything up to a world.</summary>
    /// <param name="world">How things stand.</param>
    /// <param name="progress">Told entries done.</param>
    /// <param name="cancel">Stops it; what was made stays.</param>
    public void Make(World world, Action<long>? progress, CancellationToken cancel)
    {
        var told = story ?? new(log);
        told.World = world;
        if (FirstChanged(told, world) is { } changed)
        {
            store.Rewind(changed);
            story = null;
        }

        var size = Math.Min(world.Size, log.Size);
        if (story is null)
        {
            Resume(world);
        }

        if (store.Size >= size)
        {
            return;
        }

        var made = 0;
        var next = store.Size;
        try
        {
            foreach (var act in ReadAct.Between(log, world.Registry, store.Size, size))
            {
                if (story!.Take(next, act) is { } commit)
                {
                    Add(commit);
                    made++;
                }

                next++;
                if (made == GitLimits.BatchCommits || store.PendingBytes > GitLimits.BatchBytes)
                {
                    Keep(next, world);
                    progress?.Invoke(next);
                    made = 0;
                    cancel.ThrowIfCancellationRequested();
                }
            }

            Keep(next, world);
        }
        catch
        {
            // What was added and not kept is forgotten; the next one begins behind what was kept.
            store.Rewind(store.Size);
            story = null;
            throw;
        }
    }

    /// <summary>The first entry whose commit would be another one now; null where none would.</summary>
    private long? FirstChanged(GitStory told, World world)
    {
        long? first = null;
        foreach (var entry in world.Get<Erasures>().Withdrawn.Keys)
        {
            if (entry < store.Size && entry < (first ?? long.MaxValue) && !store.Gone.Contains(entry) && told.Tells(entry))
            {
                first = entry;
            }
        }

        foreach (var entry in store.Gone)
        {
            if (entry < (first ?? long.MaxValue) && told.IsThere(entry))
            {
                first = entry;
            }
        }

        return first;
    }

    private void Resume(World world)
    {
        story = new(log) { World = world };
        foreach (var entry in store.Gone.Where(e => world.Get<Erasures>().Find(e) is null))
        {
            story.Miss(entry);
        }

        for (long entry = 0; entry < store.Size; entry++)
        {
            story.Take(entry, act: null, isTold: true);
        }

        root = new();
        if (store.Commits is > 0 and var count)
        {
            var (_, commit) = store.Read(store.Commit(count - 1).Object);
            root = Load(GitStore.TreeOf(commit));
        }
    }

    private GitFolder Load(ObjectName tree)
    {
        var number = store.Find(tree);
        var bytes = store.Read(number).Bytes;
        var folder = new GitFolder
        {
            Last = number,
            Bytes = bytes,
            Name = tree,
            IsChanged = false,
        };
        foreach (var (name, isFolder, item) in GitTree.Items(bytes))
        {
            folder.TakeUp(name, item, isFolder ? Load(item) : null);
        }

        return folder;
    }

    private void Add(GitCommit commit)
    {
        foreach (var (path, content) in commit.Changes)
        {
            root.Set(path.Split('/'), content is null ? null : Blob(commit.Entry, content));
        }

        Write(root);
        var parent = store.CommitsInAll is > 0 and var count ? store.Object(store.Commit(count - 1).Object).Name : default(ObjectName?);
        var bytes = GitStory.ToBytes(commit, root.Name, parent);
        var number = store.Add(ObjectKind.Commit, ObjectName.Of(ObjectKind.Commit, bytes), bytes);
        store.Add(new MadeCommit(commit.Entry, number, GitStory.Seconds(commit.Entered)));
    }

    private ObjectName Blob(long entry, GitContent content)
    {
        if (content.From is { } from && root.Find(from.Split('/')) is { } there)
        {
            return there;
        }

        if (content.Text is { } id)
        {
            if (Text(id) is var (bytes, name))
            {
                var isText = content.Like is not null && bytes.Length <= GitLimits.DeltaBytesMax;
                var like =
                    isText && Text(content.Like!.Value) is { } before && store.Find(before.Name) is >= 0 and var number ? (number, before.Bytes) : (-1, []);
                store.Add(ObjectKind.Blob, name, bytes, like.Item1, like.Item2);
                return name;
            }

            story!.Miss(entry);
        }

        var sentence = Encoding.UTF8.GetBytes(content.Sentence);
        var called = ObjectName.Of(ObjectKind.Blob, sentence);
        store.Add(ObjectKind.Blob, called, sentence);
        return called;
    }

    private (byte[] Bytes, ObjectName Name)? Text(BlobId id)
    {
        if (texts.TryGetValue(id, out var known))
        {
            return known;
        }

        if (log.Blob(id) is not { State: BodyState.Present } blob)
        {
            return null;
        }

        var bytes = blob.Bytes.ToArray();
        textBytes += bytes.Length;
        if (textBytes > GitLimits.TextsBytesMax)
        {
            texts.Clear();
            textBytes = bytes.Length;
        }

        return texts[id] = (bytes, ObjectName.Of(ObjectKind.Blob, bytes));
    }

    /// <summary>Makes the objects of a folder that changed, and of those in it.</summary>
    private void Write(GitFolder folder)
    {
        if (!folder.IsChanged)
        {
            return;
        }

        foreach (var inner in folder.Folders)
        {
            Write(inner);
        }

        var bytes = folder.ToBytes();
        var name = ObjectName.Of(ObjectKind.Tree, bytes);
        var number = store.Add(ObjectKind.Tree, name, bytes, folder.Last, folder.Bytes);
        (folder.Last, folder.Bytes, folder.Name, folder.IsChanged) = (number, bytes, name, false);
    }

    private void Keep(long size, World world)
    {
        texts.Clear();
        textBytes = 0;
        var gone = world.Get<Erasures>().Withdrawn.Keys.Where(e => e < size && story!.Tells(e)).ToHashSet();
        gone.UnionWith(story!.Absent);
        store.Keep(size, gone);
    }
}

/// <summary>Reads the list of a folder.</summary>
internal static class GitTree
{
    /// <summary>What lies in a folder.</summary>
    public static IEnumerable<(string Name, bool IsFolder, ObjectName Object)> Items(byte[] tree)
    {
        for (var at = 0; at < tree.Length; )
        {
            var space = Array.IndexOf(tree, (byte)' ', at);
            var zero = Array.IndexOf(tree, (byte)0, space);
            yield return (
                Encoding.UTF8.GetString(tree, space + 1, zero - space - 1),
                tree[at] == (byte)'4',
                ObjectName.FromBytes(tree.AsSpan(zero + 1, ObjectName.Size))
            );
            at = zero + 1 + ObjectName.Size;
        }
    }
}
