using Moot.Commons.Licensing;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>A page, as it is read.</summary>
/// <param name="Head">The page.</param>
/// <param name="Saved">The revision shown.</param>
/// <param name="Shown">The text; null where it is out of sight.</param>
/// <param name="Came">The former title by which the visitor came; null where they came by the present one.</param>
/// <param name="IsOpen">True if the revision stands beside the newest and nobody has put them together.</param>
public sealed record PageView(PageHead Head, RevisionHead Saved, Rendered? Shown, string? Came = null, bool IsOpen = false)
{
    /// <summary>True for the text as it is now, not as it was.</summary>
    public bool IsNewest => Saved.Entry == Head.Page.Newest;
}

/// <summary>A title that nobody has written a page for.</summary>
/// <param name="Title">The title.</param>
/// <param name="Near">The page whose title differs in large and small letters alone; null where there is none.</param>
public sealed record NoPageView(string Title, PageHead? Near = null);

/// <summary>A page being written.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Slug">End of its addresses.</param>
/// <param name="Page">The page; null for a new one.</param>
/// <param name="From">The revision that is written from; null for a new page.</param>
/// <param name="Section">The section alone; null for the whole text.</param>
/// <param name="Text">What is in the field.</param>
/// <param name="Summary">What was done.</param>
/// <param name="IsMinor">True if it is a small change.</param>
/// <param name="Preview">As it will be read; null before it was asked for.</param>
/// <param name="Refused">Why it was not saved; null where it was not tried.</param>
public sealed record EditView(
    string Title,
    string Slug,
    Page? Page,
    long? From,
    int? Section,
    string Text,
    string Summary = "",
    bool IsMinor = false,
    Rendered? Preview = null,
    Verdict? Refused = null
)
{
    /// <summary>A page that is there being written.</summary>
    public EditView(PageHead head, long? from, int? section, string text, string summary = "")
        : this(head.Title ?? head.Slug, head.Slug, head.Page, from, section, text, summary) { }

    /// <summary>What the visitor should know first: a key of the words; null where nothing.</summary>
    public string? Note { get; init; }

    /// <summary>What would change; null where it was not asked for.</summary>
    public DiffPart? Changes { get; init; }

    /// <summary>Where the text comes from, if somebody else wrote it.</summary>
    public SourceSaid Said { get; init; } = SourceSaid.Nothing;

    /// <summary>Texts that others saved since the one that is written from.</summary>
    public int Meanwhile { get; init; }
}
