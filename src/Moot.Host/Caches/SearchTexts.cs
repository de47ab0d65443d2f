using System.Net;
using System.Text;
using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Commons.Texts;
using Moot.Commons.Wikitext;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Talk.Acts;
using Moot.Ui;

namespace Moot.Host.Caches;

/// <summary>Puts the texts of an association into the index: of each page the newest, messages, and what is said of files. What was taken out of sight is taken out.</summary>
/// <param name="file">The index.</param>
/// <param name="log">The log.</param>
internal sealed class SearchTexts(SqliteFile file, ILiveLog log)
{
    /// <summary>Kinds of things, as they stand in the index.</summary>
    public static readonly string[] Kinds = ["", "page", "talk", "file"];

    /// <summary>UTF-16 characters of one text that are indexed.</summary>
    private const int CharactersMax = 4 << 20;

    /// <summary>Pages whose categories are worked out anew in one round because a text that they take in changed; those beyond it wait until they are saved themselves.</summary>
    private const int FollowersMax = 2_000;

    /// <summary>Texts that one page takes in whose categories count for it.</summary>
    private const int FollowedTextsMax = 200;

    /// <summary>UTF-16 characters of these texts.</summary>
    private const int FollowedCharactersMax = 1 << 20;

    /// <summary>What a page refers to, as it stands in the index.</summary>
    public const int Link = 1;
    public const int Inclusion = 2;
    public const int ShownFile = 3;
    public const int Category = 4;

    private static readonly RenderContext OwnTextAlone = new(_ => new("", Exists: true), _ => null, _ => null);

    /// <summary>Titles that pages had before this round: what goes out of sight must not stay in the categories of those that took it in.</summary>
    private readonly List<string> formerly = [];

    /// <summary>Takes in entries from one place up to but without another, as things stand in a world that has at least these.</summary>
    /// <returns>True if something was taken out of sight.</returns>
    public bool Take(World world, long from, long to)
    {
        var pages = new SortedSet<long>();
        var isWithdrawn = false;
        for (var entry = from; entry < to; entry++)
        {
            switch (KindOf(world, entry))
            {
                case "body.hide/1" or "body.show/1" or "body.erase/1" when TargetOf(world, entry) is { } target:
                    isWithdrawn = true;
                    if (target < entry)
                    {
                        Look(world, target, pages);
                    }

                    break;
                default:
                    Look(world, entry, pages);
                    break;
            }
        }

        foreach (var page in pages)
        {
            if (world.Get<Library>().Find(page) is { } known)
            {
                // A page that changes again further on is taken in there.
                if (known.Newest < to)
                {
                    TakePage(world, known);
                }
                else
                {
                    Remove(page);
                }
            }
        }

        FollowChanges(world, pages);
        return isWithdrawn;
    }

    /// <summary>Pages that take changed texts in may be in other categories now.</summary>
    private void FollowChanges(World world, SortedSet<long> changed)
    {
        var (followers, named) = (new SortedSet<long>(), new SortedSet<string>(formerly, StringComparer.Ordinal));
        formerly.Clear();
        foreach (var page in changed)
        {
            var titles = file["SELECT title FROM title WHERE page = ?1"].Bind(1, page);
            while (titles.Next())
            {
                named.Add(titles.Text(0));
            }

            titles.Reset();
        }

        foreach (var title in named)
        {
            var found = file["SELECT page FROM reference WHERE kind = ?1 AND target = ?2 ORDER BY page LIMIT ?3"]
                .Bind(1, Inclusion)
                .Bind(2, title)
                .Bind(3, FollowersMax);
            while (found.Next() && followers.Count < FollowersMax)
            {
                followers.Add(found.Number(0));
            }

            found.Reset();
        }

        foreach (var page in followers)
        {
            if (world.Get<Library>().Find(page) is { } known && TextOf(world, known) is { } text && Shown(world, known, text, OwnTextAlone) is { } shown)
            {
                TakeReferences(world, known, text, shown);
            }
        }
    }

    private void Look(World world, long entry, SortedSet<long> pages)
    {
        switch (KindOf(world, entry))
        {
            case "page.create/1":
                TakeTitle(world, entry, entry);
                pages.Add(entry);
                break;
            case "page.move/1" when ReadAct.Of(log.Store, world.Registry, entry)?.Record is MovePage move:
                TakeTitle(world, entry, move.Page);
                pages.Add(move.Page);
                break;
            case "page.bring/1" when world.Get<Library>().FindRevision(entry) is { } brought:
                if (brought.Page == entry)
                {
                    TakeTitle(world, entry, entry);
                }

                pages.Add(brought.Page);
                break;
            case "page.edit/1" when world.Get<Library>().FindRevision(entry) is { } revision:
                pages.Add(revision.Page);
                break;
            case "page.take/1" when ReadAct.Of(log.Store, world.Registry, entry)?.Record is TakeProposed taken:
                pages.Add(taken.Page);
                break;
            case "talk.say/1":
                Put(entry, "talk", entry, title: "", Prose(world, entry, "text"));
                break;
            case "file.add/1":
                var name = Prose(world, entry, "name");
                var words = $"{Prose(world, entry, "summary")}\n{Prose(world, entry, "author")}";
                Put(entry, "file", entry, name ?? "", name is null ? null : words);
                break;
        }
    }

    private void TakeTitle(World world, long entry, long page)
    {
        var before = file["SELECT title FROM title WHERE entry = ?1"].Bind(1, entry);
        if (before.Next())
        {
            formerly.Add(before.Text(0));
        }

        before.Reset();
        file["DELETE FROM title WHERE entry = ?1"].Bind(1, entry).Run();
        if (Prose(world, entry, "title") is { } raw && Titles.Normal(raw) is { } title)
        {
            file["INSERT INTO title VALUES (?1, ?2, ?3)"].Bind(1, entry).Bind(2, page).Bind(3, title).Run();
        }
    }

    private static TextFormat FormatOf(World world, Page page) => world.Get<Library>().FindRevision(page.Newest)?.Format ?? default;

    private Rendered? Shown(World world, Page page, string text, RenderContext context) =>
        FormatOf(world, page) switch
        {
            TextFormat.Markdown => MarkdownText.Render(text, context),
            TextFormat.Wikitext => WikitextText.Render(
                text,
                context with
                {
                    Facts = context.Facts.WithOrigin(world, page, (entry, field) => Prose(world, entry, field)),
                }
            ),
            _ => null,
        };

    private void TakePage(World world, Page page)
    {
        var title = Prose(world, page.Titled, "title");
        var text = TextOf(world, page);
        var words = text;
        var shown = text is null ? null : Shown(world, page, text, OwnTextAlone);
        words = shown is null ? words : Plain(shown.Html);
        TakeReferences(world, page, text, shown);

        // Where the text is out of sight, the page is still found by its title.
        Put(page.Id, "page", text is null ? page.Titled : page.Newest, title ?? "", title is null ? words : words ?? "");
    }

    /// <summary>What a page refers to. Its words and links are its own; the categories and further texts of what it takes in count for it too.</summary>
    private void TakeReferences(World world, Page page, string? text, Rendered? shown)
    {
        file["DELETE FROM reference WHERE page = ?1"].Bind(1, page.Id).Run();
        if (text is null || shown is null)
        {
            return;
        }

        Refer(page.Id, Link, shown.Links);
        Refer(page.Id, Inclusion, shown.Included);
        Refer(page.Id, ShownFile, shown.Files);
        Refer(page.Id, Category, shown.Categories);
        if (shown.Included.Count > 0)
        {
            var (texts, characters) = (0, 0);
            string? Taken(string title)
            {
                if (
                    texts >= FollowedTextsMax
                    || characters >= FollowedCharactersMax
                    || PageOf(world, title) is not { } taken
                    || FormatOf(world, taken) != FormatOf(world, page)
                )
                {
                    return null;
                }

                var read = TextOf(world, taken);
                texts++;
                characters += read?.Length ?? 0;
                return read;
            }

            var whole = Shown(world, page, text, OwnTextAlone with { Transclude = Taken, Wikitext = Taken, Title = Prose(world, page.Titled, "title") })!;
            Refer(page.Id, Inclusion, whole.Included);
            Refer(page.Id, Category, whole.Categories);
        }
    }

    /// <summary>The page of a title; null where there is none.</summary>
    private Page? PageOf(World world, string title)
    {
        if (Titles.Normal(title) is not { } wanted)
        {
            return null;
        }

        Page? former = null;
        var found = file["SELECT entry, page FROM title WHERE title = ?1 ORDER BY entry"].Bind(1, wanted);
        Page? present = null;
        while (present is null && found.Next())
        {
            if (world.Get<Library>().Find(found.Number(1)) is { } page)
            {
                present = page.Titled == found.Number(0) ? page : null;
                former = page;
            }
        }

        found.Reset();
        return present ?? former;
    }

    private string? TextOf(World world, Page page) =>
        world.Get<Erasures>().Find(page.Newest) is null
        && world.Get<Library>().FindRevision(page.Newest) is { } newest
        && log.Store.Blob(newest.Text) is { State: Kernel.Encoding.BodyState.Present } blob
            ? Encoding.UTF8.GetString(blob.Bytes.Span)
            : null;

    private string? Prose(World world, long entry, string member)
    {
        if (world.Get<Erasures>().Find(entry) is not null)
        {
            return null;
        }

        foreach (var stored in log.Store.Read(entry, entry + 1))
        {
            if (stored.Body.State == Kernel.Encoding.BodyState.Present)
            {
                using var json = System.Text.Json.JsonDocument.Parse(stored.Body.Bytes);
                return json.RootElement.TryGetProperty(member, out var text) ? text.GetString() : null;
            }
        }

        return null;
    }

    private void Refer(long page, int kind, IEnumerable<string> targets)
    {
        foreach (var target in targets)
        {
            file["INSERT OR IGNORE INTO reference VALUES (?1, ?2, ?3)"].Bind(1, page).Bind(2, kind).Bind(3, target).Run();
        }
    }

    private void Put(long id, string kind, long entry, string title, string? text)
    {
        Remove(id);
        if (text is not null)
        {
            text = text.Length > CharactersMax ? text[..CharactersMax] : text;
            file["INSERT INTO thing VALUES (?1, ?2, ?3)"].Bind(1, id).Bind(2, Array.IndexOf(Kinds, kind)).Bind(3, entry).Run();
            file["INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)"]
                .Bind(1, id)
                .Bind(2, SearchWords.Clean(title))
                .Bind(3, SearchWords.Clean(text))
                .Run();
        }
    }

    private void Remove(long id)
    {
        file["DELETE FROM thing WHERE id = ?1"].Bind(1, id).Run();
        file["DELETE FROM words WHERE rowid = ?1"].Bind(1, id).Run();
    }

    private long? TargetOf(World world, long entry) =>
        ReadAct.Of(log.Store, world.Registry, entry)?.Record switch
        {
            HideBody hide => hide.Entry,
            ShowBody show => show.Entry,
            EraseBody erase => erase.Entry,
            _ => null,
        };

    private static string KindOf(World world, long entry) => world.Entries.KindOf(entry) is >= 0 and var number ? world.Registry.Kinds[number].Name : "";

    /// <summary>The words of a shown text.</summary>
    private static string Plain(string html)
    {
        var plain = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length; )
        {
            var open = html.IndexOf('<', at);
            plain.Append(html, at, (open < 0 ? html.Length : open) - at);
            if (open < 0)
            {
                break;
            }

            // What stands in a line of its own is a word of its own.
            var close = html.IndexOf('>', open);
            var isBlock = html.AsSpan(open).TrimStart("</") is ['p' or 'h' or 'l' or 't' or 'd' or 'b' or 'u' or 'o', ..];
            plain.Append(isBlock ? "\n" : "");
            at = close < 0 ? html.Length : close + 1;
        }

        return WebUtility.HtmlDecode(plain.ToString());
    }
}
