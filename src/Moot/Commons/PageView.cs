using Moot.Commons.Texts;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>A page, as it is read.</summary>
/// <param name="Title">Its title; null where it is out of sight.</param>
/// <param name="Page">The page.</param>
/// <param name="Revision">The revision shown.</param>
/// <param name="By">Who saved it.</param>
/// <param name="At">When.</param>
/// <param name="Shown">The text; null where it is out of sight.</param>
public sealed record PageView(string? Title, Page Page, Revision Revision, Actor By, Moment At, Rendered? Shown)
{
    /// <summary>True for the text as it is now, not as it was.</summary>
    public bool IsNewest => Revision.Entry == Page.Newest;

    /// <summary>End of its addresses.</summary>
    public string Slug => Title is null ? $"~{Page.Id}" : Titles.ToSlug(Title);
}

/// <summary>A title that nobody has written a page for.</summary>
public sealed record NoPageView(string Title);

/// <summary>A page being written.</summary>
/// <param name="Title">Its title.</param>
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
    Page? Page,
    long? From,
    int? Section,
    string Text,
    string Summary = "",
    bool IsMinor = false,
    Rendered? Preview = null,
    Verdict? Refused = null
);
