using System.Collections.Concurrent;
using Moot.Commons.Files;
using Moot.Commons.Texts;
using Moot.Kernel;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Which file a name leads to: the newest of this name that is in sight. Names are erasable, so they are no state: they are read from the bodies and kept in memory.</summary>
/// <param name="served">The association.</param>
public sealed class FileIndex(Served served)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<long>> byName = new(StringComparer.Ordinal);
    private readonly List<long> hidden = [];
    private readonly ConcurrentDictionary<long, bool> sound = new();
    private Erasures known = Erasures.Empty;
    private int read;

    /// <summary>The index of an association.</summary>
    public static FileIndex Of(Served served) => served.Keep(s => new FileIndex(s));

    /// <summary>The newest file of a name that is in sight; null where there is none.</summary>
    /// <param name="world">How things stand.</param>
    /// <param name="name">In order (<see cref="Titles.Normal"/>), without <c>File:</c>.</param>
    public CommonsFile? Find(World world, string name) => AllOf(world, name).FirstOrDefault();

    /// <summary>The files of a name that are in sight, newest first.</summary>
    public IEnumerable<CommonsFile> AllOf(World world, string name)
    {
        var (library, erasures) = (world.Get<Library>(), world.Get<Erasures>());
        foreach (var entry in Named(world, name))
        {
            if (erasures.Find(entry) is null && library.Files.GetValueOrDefault(entry) is { } file)
            {
                yield return file;
            }
        }
    }

    /// <summary>What a file is called; null where that is out of sight.</summary>
    public string? NameOf(World world, CommonsFile file) => served.Texts.Prose(world, file.Entry, "name") is { } raw ? Plain(raw) : null;

    /// <summary>What a file is served as: its bytes are looked at once, since whoever adds a file by a program may say anything of it. Null where they are something else.</summary>
    public FileType? TypeOf(CommonsFile file, in StoredBlob blob)
    {
        if (!sound.TryGetValue(file.Entry, out var isSound))
        {
            isSound = sound[file.Entry] = FileCheck.Served(file.Type, blob.Bytes) is not null;
        }

        return isSound ? file.Type : null;
    }

    /// <summary>A name as it is compared and shown: without room and path.</summary>
    public static string? Plain(string raw)
    {
        if (Titles.Normal(raw) is not { } title)
        {
            return null;
        }

        var (room, name) = Titles.Room(title);
        return Titles.Normal((room == TitleRoom.File ? name : title).Replace('/', '-'));
    }

    private long[] Named(World world, string name)
    {
        lock (gate)
        {
            var entries = world.Get<Library>().FileEntries;
            for (; read < entries.Count; read++)
            {
                Add(world, entries[read]);
            }

            // A name that was hidden when it was read may be in sight again.
            if (!ReferenceEquals(known, world.Get<Erasures>()))
            {
                known = world.Get<Erasures>();
                foreach (var entry in hidden.Where(h => known.Find(h) is null).ToList())
                {
                    hidden.Remove(entry);
                    Add(world, entry);
                }
            }

            return byName.TryGetValue(name, out var named) ? [.. named.OrderDescending()] : [];
        }
    }

    private void Add(World world, long entry)
    {
        if (served.Texts.Prose(world, entry, "name") is not { } raw)
        {
            hidden.Add(entry);
        }
        else if (Plain(raw) is { } name)
        {
            (byName.TryGetValue(name, out var named) ? named : byName[name] = []).Add(entry);
        }
    }
}
