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
    private const int KeptMax = 4_096;

    /// <summary>Characters of all shown texts that are kept.</summary>
    private const long KeptCharactersMax = 16 << 20;

    private readonly ConcurrentDictionary<(long Revision, string Language), Kept> kept = new();
    private long keptCharacters;

    /// <summary>A shown text with what was looked up for it: as long as that is found again, the text looks the same.</summary>
    /// <param name="Shown">The text.</param>
    /// <param name="Title">The page's title at that time.</param>
    /// <param name="Slug">Of the page, where its sections have links.</param>
    /// <param name="Uses">What was looked up.</param>
    /// <param name="Format">What the text is written in.</param>
    /// <param name="Day">On which a text was shown that may say what day it is; null for others.</param>
    private sealed record Kept(Rendered Shown, string? Title, string? Slug, Uses Uses, TextFormat Format, DateTime? Day)
    {
        /// <summary>Size of the log at which it was looked up last.</summary>
        public long Size { get; set; }
    }

    /// <summary>What a text looked up while it was shown: titles, files, and the texts that it takes in.</summary>
    private sealed class Uses
    {
        public Dictionary<string, LinkTarget> Links { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, FileTarget?> Files { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, long?> Texts { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>The texts of an association.</summary>
    public static PageTexts Of(Served served) => served.Keep(s => new PageTexts(s));

    /// <summary>The text of a revision; null where it is out of sight.</summary>
    public static string? Read(Desk desk, in Revision revision) => desk.State<Erasures>().Find(revision.Entry) is null ? desk.Text(revision.Text) : null;

    /// <summary>A revision as it is read; null where it is out of sight.</summary>
    public Rendered? Show(Desk desk, in Revision revision)
    {
        var key = (revision.Entry, desk.Words.Code);
        var day = revision.Format == TextFormat.Wikitext ? desk.Now.ToDate().UtcDateTime.Date : (DateTime?)null;
        if (kept.TryGetValue(key, out var known) && known.Size == desk.World.Size && known.Day == day)
        {
            return known.Shown; // nothing was done since
        }

        if (desk.State<Erasures>().Find(revision.Entry) is not null)
        {
            Forget(key);
            return null;
        }

        var page = desk.State<Library>().Find(revision.Page)!;
        var isEditable = page.Newest == revision.Entry && revision.Format != TextFormat.Plain && served.Log.MirrorOf is null;
        var slug = isEditable ? PageHead.Of(desk, page).Slug : null;
        var title = TitleIndex.Of(served).TitleOf(desk.World, page);
        if (known is not null && known.Day == day && IsSame(desk, known, title, slug))
        {
            return known.Shown;
        }

        if (Read(desk, revision) is not { } text)
        {
            return null;
        }

        var uses = new Uses();
        var shown = Show(desk, text, revision.Format, title, slug, uses);
        Keep(key, new(shown, title, slug, uses, revision.Format, day) { Size = desk.World.Size });
        return shown;
    }

    /// <summary>A text as it would be read on a page.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="text">The text.</param>
    /// <param name="format">What it is written in.</param>
    /// <param name="title">Of the page.</param>
    /// <param name="slug">Of the page, where its sections shall have links by which to edit them.</param>
    public Rendered Show(Desk desk, string text, TextFormat format, string? title, string? slug = null) => Show(desk, text, format, title, slug, new());

    private Rendered Show(Desk desk, string text, TextFormat format, string? title, string? slug, Uses uses)
    {
        string? Taken(string taken)
        {
            var included = Included(desk, taken, format);
            uses.Texts[taken] = included?.Entry;
            return included is { } revision ? Read(desk, revision) : null;
        }

        var context = new RenderContext(t => uses.Links[t] = Resolve(desk, t), n => uses.Files[n] = File(desk, n), Taken, title)
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
                    Wikitext = Taken,
                    Facts = new WikitextFacts
                    {
                        SiteName = desk.AssociationName,
                        Language = desk.Words.Code,
                        At = desk.Now.ToDate(),
                    }.WithOrigin(desk.World, title is null ? null : TitleIndex.Of(served).Find(desk.World, title), desk.Prose),
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
            ? new(
                desk.Url(FileViews.RawPath(file, plain)),
                desk.Url($"file/{file.Entry}"),
                Files.Cleaned.IsPicture(file.Type),
                desk.Prose(file.Entry, "summary")
            )
            : null;
    }

    /// <summary>The text that a page takes in under a title; null where there is none in sight.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="title">What the text calls it.</param>
    /// <param name="format">A text takes in texts of its own kind.</param>
    private Revision? Included(Desk desk, string title, TextFormat format) =>
        Titles.Normal(title) is { } normal
        && TitleIndex.Of(served).Find(desk.World, normal) is { } page
        && desk.State<Library>().FindRevision(page.Newest) is { } newest
        && newest.Format == format
        && desk.State<Erasures>().Find(newest.Entry) is null
            ? newest
            : null;

    /// <summary>True if a text would look the same today.</summary>
    private bool IsSame(Desk desk, Kept known, string? title, string? slug)
    {
        var uses = known.Uses;
        var isSame =
            string.Equals(known.Title, title, StringComparison.Ordinal)
            && string.Equals(known.Slug, slug, StringComparison.Ordinal)
            && uses.Links.All(l => Resolve(desk, l.Key) == l.Value)
            && uses.Files.All(f => File(desk, f.Key) == f.Value)
            && uses.Texts.All(t => Included(desk, t.Key, known.Format)?.Entry == t.Value);
        if (isSame)
        {
            known.Size = desk.World.Size;
        }

        return isSame;
    }

    private void Keep((long Revision, string Language) key, Kept made)
    {
        Forget(key);
        if (kept.Count >= KeptMax || Interlocked.Read(ref keptCharacters) + made.Shown.Html.Length > KeptCharactersMax)
        {
            kept.Clear();
            Interlocked.Exchange(ref keptCharacters, 0);
        }

        if (kept.TryAdd(key, made))
        {
            Interlocked.Add(ref keptCharacters, made.Shown.Html.Length);
        }
    }

    private void Forget((long Revision, string Language) key)
    {
        if (kept.TryRemove(key, out var gone))
        {
            Interlocked.Add(ref keptCharacters, -gone.Shown.Html.Length);
        }
    }
}
