using System.Text;

namespace Moot.Host.Gits;

/// <summary>A folder of the repository as it stands after the last commit.</summary>
internal sealed class GitFolder
{
    private readonly SortedList<string, Item> items = new(TreeOrder.Instance);
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);
    private readonly SortedList<string, GitFolder> folders = new(TreeOrder.Instance);

    /// <summary>Where the objects of its items stand in <see cref="Bytes"/>, as long as none came or went: of a large folder one commit changes twenty bytes.</summary>
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly HashSet<string> touched = new(StringComparer.Ordinal);
    private bool hasPlaces;

    /// <summary>What lies in it.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Object">The file's object.</param>
    /// <param name="Folder">The folder, where it is one.</param>
    private sealed record Item(string Name, ObjectName Object, GitFolder? Folder);

    /// <summary>The object that was made of it last; -1 where none was.</summary>
    public int Last { get; set; } = -1;

    /// <summary>Its bytes then.</summary>
    public byte[] Bytes { get; set; } = [];

    /// <summary>Its name then.</summary>
    public ObjectName Name { get; set; }

    /// <summary>True if something in it changed since.</summary>
    public bool IsChanged { get; set; } = true;

    /// <summary>True if nothing lies in it.</summary>
    public bool IsEmpty => items.Count == 0;

    /// <summary>The folders in it.</summary>
    public IEnumerable<GitFolder> Folders => folders.Values;

    /// <summary>Puts a file somewhere below, or takes it away.</summary>
    /// <param name="path">The parts of its path.</param>
    /// <param name="file">Its object; null to take it away.</param>
    public void Set(ReadOnlySpan<string> path, ObjectName? file)
    {
        IsChanged = true;
        touched.Add(path[0]);
        if (path.Length == 1)
        {
            if (file is { } other && keys.TryGetValue(path[0], out var there) && items[there].Folder is null)
            {
                items[there] = new(path[0], other, Folder: null);
                return;
            }

            Remove(path[0]);
            if (file is { } name)
            {
                Put(new(path[0], name, Folder: null));
            }

            return;
        }

        var folder = keys.TryGetValue(path[0], out var key) ? items[key].Folder : null;
        if (folder is null)
        {
            if (file is null)
            {
                return;
            }

            Remove(path[0]);
            Put(new(path[0], default, folder = new()));
        }

        folder.Set(path[1..], file);
        if (folder.IsEmpty)
        {
            Remove(path[0]);
        }
    }

    /// <summary>The object at a path; null where none is.</summary>
    public ObjectName? Find(ReadOnlySpan<string> path) =>
        !keys.TryGetValue(path[0], out var key) ? null
        : path.Length == 1 ? items[key].Object
        : items[key].Folder?.Find(path[1..]);

    /// <summary>Takes up a folder that was made before.</summary>
    public void TakeUp(string name, ObjectName file, GitFolder? folder) => Put(new(name, file, folder));

    /// <summary>As a tree object.</summary>
    public byte[] ToBytes()
    {
        Span<byte> name = stackalloc byte[ObjectName.Size];
        if (hasPlaces)
        {
            var patched = Bytes.AsSpan().ToArray();
            foreach (var item in touched.Where(keys.ContainsKey).Select(t => items[keys[t]]))
            {
                (item.Folder?.Name ?? item.Object).CopyTo(patched.AsSpan(places[item.Name]));
            }

            touched.Clear();
            return patched;
        }

        var bytes = new MemoryStream();
        foreach (var item in items.Values)
        {
            bytes.Write(item.Folder is null ? "100644 "u8 : "40000 "u8);
            bytes.Write(Encoding.UTF8.GetBytes(item.Name));
            bytes.WriteByte(0);
            places[item.Name] = (int)bytes.Length;
            (item.Folder?.Name ?? item.Object).CopyTo(name);
            bytes.Write(name);
        }

        touched.Clear();
        hasPlaces = true;
        return bytes.ToArray();
    }

    private void Put(Item item)
    {
        // Git sorts a folder as if its name ended in a slash.
        var key = item.Folder is null ? item.Name : item.Name + "/";
        items[key] = item;
        keys[item.Name] = key;
        if (item.Folder is { } folder)
        {
            folders[key] = folder;
        }

        Reshape();
    }

    private void Remove(string name)
    {
        if (keys.Remove(name, out var key))
        {
            items.Remove(key);
            folders.Remove(key);
            Reshape();
        }
    }

    private void Reshape()
    {
        if (hasPlaces)
        {
            hasPlaces = false;
            places.Clear();
        }
    }

    /// <summary>By the bytes of the names in UTF-8, which is the order of their code points.</summary>
    private sealed class TreeOrder : IComparer<string>
    {
        public static readonly TreeOrder Instance = new();

        public int Compare(string? x, string? y)
        {
            var (one, other) = (x!, y!);
            var same = one.AsSpan().CommonPrefixLength(other);
            if (same == one.Length || same == other.Length)
            {
                return one.Length.CompareTo(other.Length);
            }

            // Halves of a code point beyond U+FFFF stand after all others.
            var (a, b) = (one[same], other[same]);
            return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b)
                : char.IsSurrogate(a) ? 1
                : -1;
        }
    }
}
