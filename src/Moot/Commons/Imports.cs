using System.Collections.Immutable;
using Moot.Commons.Acts;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;

namespace Moot.Commons;

/// <summary>How another wiki tells the author of a revision.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<AuthorThere>))]
public enum AuthorThere
{
    /// <summary>By a name.</summary>
    Name = 1,

    /// <summary>By an internet address.</summary>
    Address,

    /// <summary>It took the name out of sight.</summary>
    Suppressed,

    /// <summary>It names nobody.</summary>
    Unknown,
}

/// <summary>Why a revision was brought without its text.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<TextLack>))]
public enum TextLack
{
    /// <summary>The other wiki took it out of sight.</summary>
    Suppressed = 1,

    /// <summary>The file that was brought in had no texts.</summary>
    Stub,
}

/// <summary>What is known of a revision of another wiki besides its text.</summary>
/// <param name="Entry">The entry that brought it.</param>
/// <param name="Import">The import.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Parent">Number of the one before it; 0 for none.</param>
/// <param name="Origin">Number of the one that first had the text; 0 for itself.</param>
/// <param name="Author">Number of the author; -1 where it is not known.</param>
/// <param name="Saved">When it was saved there.</param>
/// <param name="AuthorKind">How the author is told.</param>
/// <param name="Lacks">Why there is no text; 0 where there is one.</param>
/// <param name="IsSummaryHidden">True if the summary was out of sight there.</param>
public readonly record struct BroughtRevision(
    long Entry,
    long Import,
    long Number,
    long Parent,
    long Origin,
    long Author,
    Moment Saved,
    AuthorThere AuthorKind,
    TextLack Lacks,
    bool IsSummaryHidden
)
{
    internal BroughtRevision(long entry, BringRevision act)
        : this(
            entry,
            act.Import,
            act.RevisionThere,
            act.ParentThere ?? 0,
            act.OriginThere ?? 0,
            act.AuthorThere ?? -1,
            act.SavedThere,
            act.AuthorKind,
            act.Lacks ?? default,
            act.SummaryHidden
        )
    {
        (PageThere, Space) = (act.PageThere, act.Space);
    }

    /// <summary>Number of the page there.</summary>
    public long PageThere { get; private init; }

    /// <summary>Number of its namespace there.</summary>
    public int Space { get; private init; }
}

/// <summary>A page of another wiki that was brought in.</summary>
/// <param name="Page">The page that it became.</param>
/// <param name="PageThere">Its number there.</param>
/// <param name="Space">Number of its namespace.</param>
/// <param name="Last">The newest revision that was brought, by its time there.</param>
/// <param name="Saved">That time.</param>
/// <param name="Number">Its number there.</param>
public sealed record BroughtPage(long Page, long PageThere, int Space, long Last, Moment Saved, long Number);

/// <summary>What was brought in from other wikis: so that nothing is brought twice, and everything can be given back as it came.</summary>
public sealed record Imports
{
    /// <summary>Nothing was brought.</summary>
    public static Imports None { get; } = new();

    /// <summary>Entries that began imports, by the sources.</summary>
    public ImmutableSortedDictionary<string, long> Sources { get; private init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Licences of the imports, by the entries that began them, where they were said.</summary>
    public ImmutableSortedDictionary<long, string> Licences { get; private init; } = ImmutableSortedDictionary<long, string>.Empty;

    /// <summary>All revisions that were brought, oldest entry first.</summary>
    public AppendOnly<BroughtRevision> Revisions { get; private init; }

    /// <summary>Pages, by import and their numbers there.</summary>
    public ImmutableSortedDictionary<(long Import, long PageThere), BroughtPage> Pages { get; private init; } =
        ImmutableSortedDictionary<(long Import, long PageThere), BroughtPage>.Empty;

    private ImmutableSortedDictionary<(long Import, long Number), long> Known { get; init; } =
        ImmutableSortedDictionary<(long Import, long Number), long>.Empty;

    /// <summary>The import of a source; null where none began.</summary>
    public long? Of(Hash source) => Sources.TryGetValue(source.ToHex(), out var entry) ? entry : null;

    /// <summary>True if an import began with this entry.</summary>
    public bool Has(long import) => Sources.ContainsValue(import);

    /// <summary>The entry that brought a revision; null where none did.</summary>
    public long? Find(long import, long number) => Known.TryGetValue((import, number), out var entry) ? entry : null;

    /// <summary>The page that a page of another wiki became; null where it has not been brought.</summary>
    public BroughtPage? PageOf(long import, long pageThere) => Pages.GetValueOrDefault((import, pageThere));

    /// <summary>What is known of the revision that an entry brought; null where it brought none.</summary>
    public BroughtRevision? FindBrought(long entry) => Revisions.IndexOf(entry, r => r.Entry) is >= 0 and var at ? Revisions[at] : null;

    internal Imports With(Hash source, long entry) => this with { Sources = Sources.Add(source.ToHex(), entry) };

    internal Imports WithLicence(long import, string licence) => this with { Licences = Licences.SetItem(import, licence) };

    internal Imports With(BroughtPage page, in BroughtRevision revision) =>
        this with
        {
            Revisions = Revisions.Add(revision),
            Known = Known.Add((revision.Import, revision.Number), revision.Entry),
            Pages = Pages.SetItem((revision.Import, page.PageThere), page),
        };

    internal void WriteRows(StateRows rows)
    {
        foreach (var (source, entry) in Sources)
        {
            rows.Row("import", entry, source);
        }

        foreach (var (import, licence) in Licences)
        {
            rows.Row("import-licence", import, licence);
        }

        foreach (var r in Revisions.Span)
        {
            var lacks = r.Lacks == default ? "-" : WordJson<TextLack>.Word(r.Lacks);
            var author = WordJson<AuthorThere>.Word(r.AuthorKind);
            var saved = r.Saved.Milliseconds;
            rows.Row("brought", r.Entry, r.Import, r.PageThere, r.Space, r.Number, r.Parent, r.Origin, saved, author, r.Author, lacks, r.IsSummaryHidden);
        }

        foreach (var ((import, _), page) in Pages)
        {
            rows.Row("brought-page", import, page.PageThere, page.Page, page.Space, page.Last);
        }
    }
}
