using System.Globalization;
using System.Text;
using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Commons.Texts;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Gits;

/// <summary>What one entry does to the repository.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Author">Who wrote it, with their mark.</param>
/// <param name="Written">When.</param>
/// <param name="Committer">Who entered it.</param>
/// <param name="Entered">When.</param>
/// <param name="Message">What they said of it.</param>
/// <param name="Changes">Paths that change, in order; those without a content go.</param>
internal sealed record GitCommit(
    long Entry,
    string Author,
    Moment Written,
    string Committer,
    Moment Entered,
    string Message,
    IReadOnlyList<(string Path, GitContent? Content)> Changes
);

/// <summary>What a file becomes.</summary>
/// <param name="Text">The text or file; null for a sentence, or for what lay elsewhere.</param>
/// <param name="Like">An earlier text that it is like.</param>
/// <param name="Sentence">What stands there instead of a text that is not there.</param>
/// <param name="From">The path at which it lay; null where it is new.</param>
internal sealed record GitContent(BlobId? Text, BlobId? Like, string Sentence, string? From = null);

/// <summary>Tells a log as a row of commits: a pure function of the entries and of what is out of sight, so that every copy tells the same (docs/format/git.md).</summary>
/// <param name="store">The log.</param>
internal sealed class GitStory(ILogStore store)
{
    private const string Hidden = "This text is out of sight.\n";
    private const string NeverCame = "The wiki from which this revision was brought gave it without its text.\n";
    private const string OutOfSight = "Out of sight";
    private const string Nobody = "Somebody";
    private const string Mark = "moot.invalid";
    private const long LastSecond = 253_402_300_799; // of the year 9999
    private static readonly HashSet<string> Told =
    [
        CreatePage.Kind,
        EditPage.Kind,
        TakeProposed.Kind,
        BringRevision.Kind,
        MovePage.Kind,
        SetAside.Kind,
        AddFile.Kind,
        Join.Kind,
        Rename.Kind,
    ];

    private readonly Dictionary<long, Place> pages = [];
    private readonly Dictionary<(long Import, long There), (long Page, long Last, Moment Saved, long Number)> brought = [];
    private readonly Dictionary<string, string> taken = new(StringComparer.Ordinal);
    private readonly Dictionary<MemberId, string?> names = [];
    private readonly GuestNames guests = new();
    private readonly HashSet<long> absent = [];

    /// <summary>A page as it stands after the entries that were told.</summary>
    private sealed class Place(long page)
    {
        public readonly List<long> Open = [];
        public readonly Dictionary<long, string> OpenPaths = [];
        public long Page => page;
        public string? Title { get; set; }
        public string? Path { get; set; }
        public long Newest { get; set; }
        public BlobId? Seen { get; set; }
    }

    /// <summary>How things stand.</summary>
    public World World { get; set; } = World.Empty(Capabilities.Registry);

    /// <summary>Entries whose texts were missed although nobody took them out of sight.</summary>
    public IReadOnlyCollection<long> Absent => absent;

    /// <summary>True for entries of which something stands in the repository.</summary>
    public bool Tells(long entry) => Told.Contains(KindOf(entry));

    /// <summary>True if all that an entry said is there to be read.</summary>
    public bool IsThere(long entry)
    {
        if (World.Get<Erasures>().Find(entry) is not null || store.Read(entry, entry + 1).First().Body.State is BodyState.Hidden or BodyState.Erased)
        {
            return false;
        }

        var library = World.Get<Library>();
        var text = library.FindRevision(entry) is { HasText: true } revision ? revision.Text : library.Files.GetValueOrDefault(entry)?.Content;
        return text is not { } blob || store.Blob(blob) is { State: BodyState.Present };
    }

    /// <summary>Notes that a text was not there.</summary>
    public void Miss(long entry) => absent.Add(entry);

    /// <summary>Takes the next entry; what it does to the repository, null where nothing.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="act">The act, where it was read already.</param>
    /// <param name="isTold">True where its commit was made before, and only what follows from it matters.</param>
    public GitCommit? Take(long entry, ReadAct? act, bool isTold = false)
    {
        var kind = KindOf(entry);
        if (!Told.Contains(kind))
        {
            return null;
        }

        var library = World.Get<Library>();
        object? Record()
        {
            act ??= ReadAct.Of(store, World.Registry, entry);
            if (act is { Body: BodyState.Hidden or BodyState.Erased } && World.Get<Erasures>().Find(entry) is null)
            {
                absent.Add(entry);
            }

            return World.Get<Erasures>().Find(entry) is null ? act?.Record : null;
        }

        switch (kind)
        {
            case "member.join/1":
                var joined = Record() as Join;
                names[new(act!.Entry.Act.Id)] = joined?.Name.Text;
                return null;
            case "member.rename/1" when World.Entries.Author(entry).Member is { } member:
                names[member] = (Record() as Rename)?.Name.Text;
                return null;
            case "page.create/1" when library.FindRevision(entry) is { } first:
                return Begin(first, (Record() as CreatePage)?.Title.Text, (Record() as CreatePage)?.Summary.Text);
            case "page.edit/1" when library.FindRevision(entry) is { } next:
                return Edit(next, isTold ? null : Record() as EditPage);
            case "page.take/1":
                return TakeIn(entry, Record() as TakeProposed, act?.Record as TakeProposed);
            case "page.bring/1" when library.Imports.FindBrought(entry) is { } there:
                return Bring(
                    library.FindRevision(entry)!.Value,
                    there,
                    isTold && pages.ContainsKey(library.FindRevision(entry)!.Value.Page) ? null : Record() as BringRevision
                );
            case "page.move/1":
                return Move(entry, Record() as MovePage, act?.Record as MovePage);
            case "page.set-aside/1":
                return Drop(entry, Record() as SetAside, act?.Record as SetAside);
            case "file.add/1" when library.Files.GetValueOrDefault(entry) is { } file:
                return Add(file, Record() as AddFile);
            default:
                return null;
        }
    }

    private GitCommit Begin(in Revision first, string? title, string? summary)
    {
        var page = pages[first.Page] = new(first.Page) { Newest = first.Entry };
        page.Title = title is null ? null : Titles.Normal(title);
        var changes = new List<(string, GitContent?)>();
        Lay(page, first, changes);
        return Commit(first.Entry, summary ?? $"Begin {page.Title ?? "a page"}", changes);
    }

    private GitCommit Edit(in Revision next, EditPage? act)
    {
        var page = pages[next.Page];
        var changes = new List<(string, GitContent?)>();

        // What a save takes in stands in its leaf, also where its text is out of sight.
        if (page.Open.Count > 0)
        {
            var over = (ReadAct.Of(store, World.Registry, next.Entry)?.Record as EditPage)?.Over ?? default;
            foreach (var end in page.Open.Where(e => !over.IsDefault && over.Contains(e)).ToList())
            {
                Close(page, end, changes);
            }

            if (next.From is { } from && page.Open.Contains(from))
            {
                Close(page, from, changes);
            }
        }

        if (next.From == page.Newest && !World.Get<Library>().Proposed.Contains(next.Entry))
        {
            page.Newest = next.Entry;
            Lay(page, next, changes);
        }
        else
        {
            Open(page, next, changes);
        }

        return Commit(next.Entry, act?.Summary.Text ?? $"Edit {page.Title ?? "a page"}", changes);
    }

    private GitCommit Bring(in Revision revision, in BroughtRevision there, BringRevision? act)
    {
        var key = (there.Import, there.PageThere);
        var changes = new List<(string, GitContent?)>();
        var isKnown = brought.TryGetValue(key, out var before);
        var isLate = isKnown && (there.Saved, there.Number).CompareTo((before.Saved, before.Number)) < 0;
        if (!isKnown)
        {
            var begun = pages[revision.Page] = new(revision.Page) { Newest = revision.Entry };
            begun.Title = act?.Title.Text is { } title ? Titles.Normal(title) : null;
            Lay(begun, revision, changes);
        }
        else if (!isLate)
        {
            var page = pages[revision.Page];
            if (page.Newest == before.Last)
            {
                page.Newest = revision.Entry;
                Lay(page, revision, changes);
            }
            else
            {
                Close(page, before.Last, changes);
                Open(page, revision, changes);
            }
        }

        if (!isLate)
        {
            brought[key] = (revision.Page, revision.Entry, there.Saved, there.Number);
        }

        var name = act?.Author.Text switch
        {
            null => act is null || there.AuthorKind == AuthorThere.Suppressed ? OutOfSight : Nobody,
            var address when there.AuthorKind == AuthorThere.Address => RevisionThere.Shorten(address),
            var known => known,
        };
        var told = Commit(revision.Entry, act?.Summary.Text ?? $"Edit {pages[revision.Page].Title ?? "a page"}", changes);
        return told with { Author = $"{Plain(name)} <brought@{Mark}>", Written = there.Saved };
    }

    private GitCommit? TakeIn(long entry, TakeProposed? act, TakeProposed? leaf)
    {
        if ((act ?? leaf) is not { } taken || !pages.TryGetValue(taken.Page, out var page))
        {
            return null;
        }

        var changes = new List<(string, GitContent?)>();
        Close(page, taken.End, changes);
        page.Newest = taken.End;
        Lay(page, World.Get<Library>().FindRevision(taken.End)!.Value, changes);
        return Commit(
            entry,
            $"Take the text that was decided for {page.Title ?? "a page"}\n\nDecision: {taken.Decision.ToString(CultureInfo.InvariantCulture)}",
            changes
        );
    }

    private GitCommit? Move(long entry, MovePage? act, MovePage? leaf)
    {
        if (leaf is null || !pages.TryGetValue(leaf.Page, out var page))
        {
            return null;
        }

        var (was, path) = (page.Title, page.Path!);
        page.Title = act?.Title.Text is { } title ? Titles.Normal(title) : null;
        var changes = new List<(string, GitContent?)>();
        Free(path);
        page.Path = Claim(GitPaths.OfPage(page.Title, page.Page, World.Get<Library>().FindRevision(page.Newest)!.Value.Format), page.Page);
        changes.Add((page.Path, Moved(path)));
        if (!string.Equals(path, page.Path, StringComparison.Ordinal))
        {
            changes.Add((path, null));
        }

        var (from, to) = (was ?? "a page", page.Title ?? "a title that is out of sight");
        return Commit(entry, $"Move {from} to {to}{(act?.Reason.Text is { } reason ? "\n\n" + reason : "")}", changes);
    }

    private GitCommit? Drop(long entry, SetAside? act, SetAside? leaf)
    {
        if (leaf is null || !pages.TryGetValue(leaf.Page, out var page) || !page.OpenPaths.ContainsKey(leaf.End))
        {
            return null;
        }

        var changes = new List<(string, GitContent?)>();
        Close(page, leaf.End, changes);
        return Commit(entry, act?.Reason.Text ?? "Set a text aside", changes);
    }

    private GitCommit Add(CommonsFile file, AddFile? act)
    {
        var changes = new List<(string, GitContent?)>();
        if (act?.Name.Text is { } raw && FileIndex.Plain(raw) is { } name)
        {
            // Two names may differ for people and not for a disk; the same name again is a newer version of the file.
            var path = GitPaths.OfFile(name);
            for (
                var folded = GitPaths.Folded(path);
                taken.TryGetValue(folded, out var other) && !string.Equals(other, "file:" + name, StringComparison.Ordinal);

            )
            {
                path = GitPaths.Beside(path, file.Entry);
                folded = GitPaths.Folded(path);
            }

            taken[GitPaths.Folded(path)] = "file:" + name;
            changes.Add((path, new(file.Content, Like: null, Hidden)));
        }

        return Commit(file.Entry, act?.Summary.Text ?? $"Add {act?.Name.Text ?? "a file"}", changes);
    }

    /// <summary>The text of a page, at its path: another one where it is written in something else now.</summary>
    private void Lay(Place page, in Revision revision, List<(string, GitContent?)> changes)
    {
        var end = GitPaths.EndOf(revision.Format);
        if (page.Path is null || !page.Path.EndsWith(end, StringComparison.Ordinal))
        {
            if (page.Path is { } before)
            {
                changes.Add((before, null));
                Free(before);
            }

            page.Path = Claim(GitPaths.OfPage(page.Title, page.Page, revision.Format), page.Page);
        }

        changes.Add((page.Path, Content(page, revision)));
    }

    private void Open(Place page, in Revision revision, List<(string, GitContent?)> changes)
    {
        page.Open.Add(revision.Entry);
        var path = page.OpenPaths[revision.Entry] = Claim(
            GitPaths.Beside(GitPaths.OfPage(page.Title, page.Page, revision.Format), revision.Entry),
            revision.Entry
        );
        changes.Add((path, Content(page, revision)));
    }

    private void Close(Place page, long end, List<(string, GitContent?)> changes)
    {
        page.Open.Remove(end);
        if (page.OpenPaths.Remove(end, out var path))
        {
            Free(path);
            changes.Add((path, null));
        }
    }

    private GitContent Content(Place page, in Revision revision)
    {
        var isShown = World.Get<Erasures>().Find(revision.Entry) is null;
        var like = page.Seen;
        if (isShown && revision.HasText)
        {
            page.Seen = revision.Text;
        }

        return new(isShown && revision.HasText ? revision.Text : null, like, isShown && !revision.HasText ? NeverCame : Hidden);
    }

    /// <summary>What lay at another path.</summary>
    private static GitContent Moved(string path) => new(Text: null, Like: null, Hidden, path);

    private string Claim(string path, long number)
    {
        while (!taken.TryAdd(GitPaths.Folded(path), path))
        {
            path = GitPaths.Beside(path, number);
        }

        return path;
    }

    private void Free(string path) => taken.Remove(GitPaths.Folded(path));

    private GitCommit Commit(long entry, string said, List<(string, GitContent?)> changes)
    {
        var isShown = World.Get<Erasures>().Find(entry) is null && !absent.Contains(entry);
        var (actor, at) = (World.Entries.Author(entry), World.Entries.At(entry));
        var who =
            actor.Member is { } member ? $"{Plain(names.GetValueOrDefault(member) ?? "Member " + member.ToString()[..8])} <{member.ToString()[..16]}@{Mark}>"
            : actor.Guest is { } key ? $"{guests.NameOf(World, actor)} <guest-{key.ToString()[..16]}@{Mark}>"
            : $"{Nobody} <@{Mark}>";
        var words = isShown ? said.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim() : OutOfSight;
        var message = $"{(words.Length == 0 ? "-" : words)}\n\nEntry: {entry.ToString(CultureInfo.InvariantCulture)}\n";
        return new(entry, who, at, who, at, message, changes);
    }

    /// <summary>The bytes of a commit.</summary>
    public static byte[] ToBytes(GitCommit commit, ObjectName tree, ObjectName? parent)
    {
        var text = new StringBuilder($"tree {tree}\n");
        if (parent is { } before)
        {
            text.Append(CultureInfo.InvariantCulture, $"parent {before}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"author {commit.Author} {Seconds(commit.Written)} +0000\n");
        text.Append(CultureInfo.InvariantCulture, $"committer {commit.Committer} {Seconds(commit.Entered)} +0000\n\n");
        return Encoding.UTF8.GetBytes(text.Append(commit.Message).ToString());
    }

    /// <summary>Git's own unit of time.</summary>
    public static long Seconds(Moment moment) => Math.Clamp(moment.Milliseconds / 1000, 0, LastSecond);

    /// <summary>A name as git takes it: on one line, without what parts it from the mark.</summary>
    private static string Plain(string name)
    {
        var plain = new string([.. name.Where(c => c is not ('<' or '>') && !char.IsControl(c))]).Trim();
        return plain.Length == 0 ? Nobody : plain;
    }

    private string KindOf(long entry) => World.Entries.KindOf(entry) is >= 0 and var number ? World.Registry.Kinds[number].Name : "";
}
