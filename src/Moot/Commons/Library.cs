using System.Collections.Immutable;
using Moot.Commons.Licensing;
using Moot.Kernel;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>The pages and files of an association.</summary>
public sealed record Library : IState<Library>
{
    private Library() { }

    public static Library Empty { get; } = new();

    /// <summary>Pages, by the entry that created them.</summary>
    public ImmutableSortedDictionary<long, Page> Pages { get; private init; } = ImmutableSortedDictionary<long, Page>.Empty;

    /// <summary>Files, by their entries.</summary>
    public ImmutableSortedDictionary<long, CommonsFile> Files { get; private init; } = ImmutableSortedDictionary<long, CommonsFile>.Empty;

    /// <summary>Entries of the files, oldest first.</summary>
    public AppendOnly<long> FileEntries { get; private init; }

    /// <summary>The licence under which words are given (an SPDX expression); null where nobody chose one.</summary>
    public string? Licence { get; private init; }

    /// <summary>Saved texts of which their authors say that they come from elsewhere, oldest first.</summary>
    public AppendOnly<Elsewhere> Elsewhere { get; private init; }

    /// <summary>How the association's pages look; null where nobody chose.</summary>
    public CommonsLook? Look { get; private init; }

    /// <summary>All revisions, oldest first.</summary>
    public AppendOnly<Revision> Revisions { get; private init; }

    /// <summary>Revisions that no member has looked at since a guest saved them.</summary>
    public ImmutableSortedSet<long> Unreviewed { get; private init; } = [];

    /// <summary>Revisions that were saved to be decided about, and not as the newest text.</summary>
    public ImmutableSortedSet<long> Proposed { get; private init; } = [];

    /// <summary>What was brought in from other wikis.</summary>
    public Imports Imports { get; internal init; } = Imports.None;

    /// <summary>Names of other wikis that members claim.</summary>
    public NameClaims Claims { get; internal init; } = NameClaims.None;

    /// <summary>The page that members chose to show first; null where they chose none.</summary>
    public long? Front { get; private init; }

    /// <summary>The page that is shown first: the chosen one, else the oldest; null where there is no page.</summary>
    public Page? FrontPage =>
        Front is { } chosen ? Find(chosen)
        : Pages.IsEmpty ? null
        : Pages.First().Value;

    /// <summary>The page of this id; null where there is none.</summary>
    public Page? Find(long page) => Pages.GetValueOrDefault(page);

    /// <summary>The revision of an entry; null where the entry is none.</summary>
    public Revision? FindRevision(long entry) => Revisions.IndexOf(entry, r => r.Entry) is >= 0 and var at ? Revisions[at] : null;

    public void WriteRows(StateRows rows)
    {
        foreach (var page in Pages.Values)
        {
            rows.Row("page", page.Id, page.Titled, page.Newest, string.Join(',', page.OpenEnds));
        }

        foreach (var revision in Revisions.Span)
        {
            var format = WordJson<TextFormat>.Word(revision.Format);
            rows.Row("revision", revision.Entry, revision.Page, (object?)revision.From ?? "-", revision.Text, revision.Bytes, format, revision.IsMinor);
        }

        foreach (var file in Files.Values)
        {
            rows.Row("file", file.Entry, file.Content, file.Bytes, WordJson<FileType>.Word(file.Type));
        }

        foreach (var entry in Unreviewed)
        {
            rows.Row("unreviewed", entry);
        }

        foreach (var entry in Proposed)
        {
            rows.Row("proposed", entry);
        }

        if (Front is { } front)
        {
            rows.Row("front", front);
        }

        if (Licence is not null)
        {
            rows.Row("licence", Licence);
        }

        foreach (var text in Elsewhere.Span)
        {
            rows.Row("elsewhere", text.Entry, text.Licence);
        }

        Imports.WriteRows(rows);
        Claims.WriteRows(rows);
        if (Look is { } look)
        {
            rows.Row("look", look.Entry, look.Accent, look.AccentDark, WordJson<PaperTint>.Word(look.Paper), WordJson<TextFont>.Word(look.Font));
        }
    }

    /// <summary>With a new page and its first revision.</summary>
    internal Library WithPage(Revision first, bool needsReview) =>
        Saved(first, needsReview) with
        {
            Pages = Pages.Add(first.Page, new(first.Page, first.Entry, first.Entry, default(AppendOnly<long>).Add(first.Entry), [])),
        };

    /// <summary>With a further revision: the newest if it was written from the newest, an open end if not. Ends that it was saved over are closed.</summary>
    internal Library WithRevision(Revision next, ImmutableArray<long> over, bool needsReview)
    {
        var page = Pages[next.Page];
        var isNewest = next.From == page.Newest;
        var open = page.OpenEnds.RemoveAll(e => over.Contains(e) || e == next.From);
        page = page with
        {
            Newest = isNewest ? next.Entry : page.Newest,
            OpenEnds = isNewest ? open : open.Add(next.Entry),
            Revisions = page.Revisions.Add(next.Entry),
        };
        return Saved(next, needsReview) with { Pages = Pages.SetItem(page.Id, page) };
    }

    /// <summary>With a text that is proposed: it stands beside the newest until somebody takes it in, sets it aside, or a decision gives it to the page.</summary>
    internal Library WithProposed(Revision next, bool needsReview)
    {
        var page = Pages[next.Page];
        page = page with { OpenEnds = page.OpenEnds.Add(next.Entry), Revisions = page.Revisions.Add(next.Entry) };
        return Saved(next, needsReview) with { Pages = Pages.SetItem(page.Id, page), Proposed = Proposed.Add(next.Entry) };
    }

    /// <summary>With a text that was proposed as the newest one.</summary>
    internal Library WithTaken(long id, long end) =>
        this with
        {
            Pages = Pages.SetItem(id, Pages[id] with { Newest = end, OpenEnds = Pages[id].OpenEnds.Remove(end) }),
        };

    /// <summary>With a revision of another wiki. It follows the last that was brought: as the newest, or, where somebody has written here since, as an open end.
    /// One that is older there than what was brought before joins the history and changes nothing else.</summary>
    internal Library WithBrought(Revision next, BroughtPage? there, BroughtRevision brought)
    {
        var isLate = there is not null && (brought.Saved, brought.Number).CompareTo((there.Saved, there.Number)) < 0;
        var known = isLate ? there! : new(next.Page, brought.PageThere, brought.Space, next.Entry, brought.Saved, brought.Number);
        var saved = (there is null ? WithPage(next, needsReview: false) : WithFollowing(next, there.Last, isLate)) with
        {
            Imports = Imports.With(known, brought),
        };
        return saved;
    }

    private Library WithFollowing(Revision next, long last, bool isLate)
    {
        var page = Pages[next.Page];
        var isNewest = !isLate && last == page.Newest;
        page = page with
        {
            Newest = isNewest ? next.Entry : page.Newest,
            OpenEnds = isNewest || isLate ? page.OpenEnds : page.OpenEnds.Remove(last).Add(next.Entry),
            Revisions = page.Revisions.Add(next.Entry),
        };
        return Saved(next, needsReview: false) with { Pages = Pages.SetItem(page.Id, page) };
    }

    internal Library WithTitle(long page, long entry) => this with { Pages = Pages.SetItem(page, Pages[page] with { Titled = entry }) };

    internal Library WithoutOpenEnd(long page, long end) =>
        this with
        {
            Pages = Pages.SetItem(page, Pages[page] with { OpenEnds = Pages[page].OpenEnds.Remove(end) }),
        };

    internal Library WithReview(long revision) => this with { Unreviewed = Unreviewed.Remove(revision) };

    internal Library WithFront(long page) => this with { Front = page };

    internal Library WithFile(CommonsFile file) => this with { Files = Files.Add(file.Entry, file), FileEntries = FileEntries.Add(file.Entry) };

    internal Library WithLicence(string licence) => this with { Licence = licence };

    internal Library WithElsewhere(long entry, string? licence) => licence is null ? this : this with { Elsewhere = Elsewhere.Add(new(entry, licence)) };

    internal Library WithLook(CommonsLook look) => this with { Look = look };

    private Library Saved(Revision revision, bool needsReview) =>
        this with
        {
            Revisions = Revisions.Add(revision),
            Unreviewed = needsReview ? Unreviewed.Add(revision.Entry) : Unreviewed,
        };
}
