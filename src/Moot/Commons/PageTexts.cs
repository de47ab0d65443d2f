using System.Collections.Concurrent;
using Moot.Commons.Texts;
using Moot.Commons.Wikitext;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Texts of pages, read and shown; what was shown before is kept until something that it depends on changes.</summary>
/// <param name="served">The association.</param>
public sealed class PageTexts(Served served)
{
    /// <summary>Shown texts that are kept.</summary>
    private const int KeptMax = 512;

    private readonly ConcurrentDictionary<(long Revision, string Language), (long Size, Rendered Shown)> kept = new();

    /// <summary>The texts of an association.</summary>
    public static PageTexts Of(Served served) => served.Keep(s => new PageTexts(s));

    /// <summary>The text of a revision; null where it is out of sight.</summary>
    public static string? Read(Desk desk, in Revision revision) => desk.State<Erasures>().Find(revision.Entry) is null ? desk.Text(revision.Text) : null;

    /// <summary>A revision as it is read; null where it is out of sight.</summary>
    public Rendered? Show(Desk desk, in Revision revision)
    {
        var key = (revision.Entry, desk.Words.Code);
        if (kept.TryGetValue(key, out var known) && known.Size == desk.World.Size)
        {
            return known.Shown;
        }

        if (Read(desk, revision) is not { } text)
        {
            return null;
        }

        var page = desk.State<Library>().Find(revision.Page)!;
        var isEditable = page.Newest == revision.Entry && revision.Format != TextFormat.Plain && served.Log.MirrorOf is null;
        var slug = isEditable ? PageHead.Of(desk, page).Slug : null;
        var shown = Show(desk, text, revision.Format, TitleIndex.Of(served).TitleOf(desk.World, page), slug);
        if (kept.Count >= KeptMax)
        {
            kept.Clear();
        }

        kept[key] = (desk.World.Size, shown);
        return shown;
    }

    /// <summary>A text as it would be read on a page.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="text">The text.</param>
    /// <param name="format">What it is written in.</param>
    /// <param name="title">Of the page.</param>
    /// <param name="slug">Of the page, where its sections shall have links by which to edit them.</param>
    public Rendered Show(Desk desk, string text, TextFormat format, string? title, string? slug = null)
    {
        var context = new RenderContext(t => Resolve(desk, t), n => File(desk, n), t => Included(desk, t), title)
        {
            SectionUrl = slug is null
                ? null
                : section => desk.Url($"edit/{slug}?section={section.ToString(System.Globalization.CultureInfo.InvariantCulture)}"),
            Words = new()
            {
                EditSection = desk.Words["text.edit-section"],
                Circle = desk.Words["text.circle"],
                TooDeep = desk.Words["text.too-deep"],
                TooMany = desk.Words["text.too-many"],
                NoSuchFile = desk.Words["text.no-such-file"],
                Back = desk.Words["text.back"],
            },
        };
        return format switch
        {
            TextFormat.Markdown => MarkdownText.Render(text, context),
            TextFormat.Wikitext => WikitextText.Render(
                text,
                context with
                {
                    // A first heading of wikitext has two signs: the title above it is the first.
                    HeadingShift = 0,
                    Wikitext = t => Template(desk, t),
                    Facts = new()
                    {
                        SiteName = desk.AssociationName,
                        Language = desk.Words.Code,
                        At = desk.Now.ToDate(),
                    },
                }
            ),
            _ => new($"<pre class=\"plain\">{System.Net.WebUtility.HtmlEncode(text)}</pre>", [], [], [], [], [], [], RenderNote.None),
        };
    }

    /// <summary>A message as it is read in a thread: it takes no pages in.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="text">Its words.</param>
    /// <param name="idPrefix">Tells its headings and footnotes from those of other messages.</param>
    public Rendered ShowMessage(Desk desk, string text, string idPrefix) =>
        MarkdownText.Render(
            text,
            new(t => Resolve(desk, t), _ => null, _ => null)
            {
                Words = new() { Back = desk.Words["text.back"] },
                IdPrefix = idPrefix,
            }
        );

    private LinkTarget Resolve(Desk desk, string title)
    {
        var (room, name) = Titles.Room(title);
        return room == TitleRoom.Category
            ? new(desk.Url("category/" + Titles.ToSlug(name)), Exists: true)
            : new(desk.Url("page/" + Titles.ToSlug(title)), TitleIndex.Of(served).Find(desk.World, title) is not null);
    }

    private FileTarget? File(Desk desk, string name)
    {
        var index = FileIndex.Of(served);
        return FileIndex.Plain(name) is { } plain && index.Find(desk.World, plain) is { } file
            ? new(desk.Url(FileViews.RawPath(file, plain)), desk.Url($"file/{file.Entry}"), Files.Cleaned.IsPicture(file.Type))
            : null;
    }

    private string? Template(Desk desk, string title) =>
        Titles.Normal(title) is { } normal
        && TitleIndex.Of(served).Find(desk.World, normal) is { } page
        && desk.State<Library>().FindRevision(page.Newest) is { Format: TextFormat.Wikitext } newest
            ? Read(desk, newest)
            : null;

    private string? Included(Desk desk, string title) =>
        TitleIndex.Of(served).Find(desk.World, title) is { } page && desk.State<Library>().FindRevision(page.Newest) is { Format: TextFormat.Markdown } newest
            ? Read(desk, newest)
            : null;
}
