using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>A page as everything about it is headed: what it is called and where it is found.</summary>
/// <param name="Page">The page.</param>
/// <param name="Title">Its title; null where it is out of sight.</param>
/// <param name="Slug">End of its addresses: its title, or <c>~12</c> where that is out of sight or another page's too.</param>
public sealed record PageHead(Page Page, string? Title, string Slug)
{
    /// <summary>True if an older page has the same title, so that this one is found by its number alone.</summary>
    public bool IsTwin => Title is not null and not ['~', ..] && Slug is ['~', ..];

    /// <summary>The head of a page.</summary>
    public static PageHead Of(Desk desk, Page page)
    {
        var index = TitleIndex.Of(desk.Served);
        var title = index.TitleOf(desk.World, page);
        var isFound = title is not null and not ['~', ..] && index.Find(desk.World, title)?.Id == page.Id;
        return new(page, title, isFound ? Titles.ToSlug(title!) : $"~{page.Id}");
    }

    /// <summary>The page at an address; null where there is none.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="title">A title, or <c>~12</c>: the page that entry 12 began, whatever it is called.</param>
    public static PageHead? At(Desk desk, string title) =>
        Titles.Normal(title) is { } wanted && PageRoutes.PageOf(desk, wanted) is { } page ? Of(desk, page) : null;

    /// <summary>The head of the page that a revision belongs to.</summary>
    public static PageHead Of(Desk desk, in Revision revision) => Of(desk, desk.State<Library>().Find(revision.Page)!);

    /// <summary>Its title, or that it is out of sight.</summary>
    public string Name(Moot.Ui.Words words) => Title ?? words["page.nameless"];
}

/// <summary>A revision with who saved it, when, and what they said of it.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Assurance">How sure that is.</param>
/// <param name="Summary">What they said; null where nothing, or out of sight.</param>
/// <param name="Withdrawn">How it went out of sight; null where it did not.</param>
public sealed record RevisionHead(Revision Revision, Actor By, Moment At, Assurance Assurance, string? Summary, Withdrawal? Withdrawn)
{
    /// <summary>Its entry.</summary>
    public long Entry => Revision.Entry;

    /// <summary>Where it comes from, if it was brought from another wiki; null where it was written here.</summary>
    public RevisionThere? There { get; private init; }

    /// <summary>The head of a revision.</summary>
    public static RevisionHead Of(Desk desk, in Revision revision)
    {
        var (entries, entry) = (desk.World.Entries, revision.Entry);
        var withdrawn = desk.State<Erasures>().Find(entry);
        return new(revision, entries.Author(entry), entries.At(entry), entries.AssuranceOf(entry), desk.Prose(entry, "summary"), withdrawn)
        {
            There = RevisionThere.Of(desk, entry),
        };
    }
}
