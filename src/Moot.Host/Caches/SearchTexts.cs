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

    /// <summary>What a page refers to, as it stands in the index.</summary>
    public const int Link = 1;
    public const int Inclusion = 2;
    public const int ShownFile = 3;
    public const int Category = 4;

    private static readonly RenderContext OwnTextAlone = new(_ => new("", Exists: true), _ => null, _ => null);

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

        return isWithdrawn;
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
        file["DELETE FROM title WHERE entry = ?1"].Bind(1, entry).Run();
        if (Prose(world, entry, "title") is { } raw && Titles.Normal(raw) is { } title)
        {
            file["INSERT INTO title VALUES (?1, ?2, ?3)"].Bind(1, entry).Bind(2, page).Bind(3, title).Run();
        }
    }

    private Rendered? Shown(World world, Page page, string text) =>
        world.Get<Library>().FindRevision(page.Newest)?.Format switch
        {
            TextFormat.Markdown => MarkdownText.Render(text, OwnTextAlone),
            TextFormat.Wikitext => WikitextText.Render(
                text,
                OwnTextAlone with
                {
                    Facts = OwnTextAlone.Facts.WithOrigin(world, page, (entry, field) => Prose(world, entry, field)),
                }
            ),
            _ => null,
        };

    private void TakePage(World world, Page page)
    {
        file["DELETE FROM reference WHERE page = ?1"].Bind(1, page.Id).Run();
        var title = Prose(world, page.Titled, "title");
        var text = TextOf(world, page);
        var words = text;
        if (text is not null && Shown(world, page, text) is { } shown)
        {
            words = Plain(shown.Html);
            Refer(page.Id, Link, shown.Links);
            Refer(page.Id, Inclusion, shown.Included);
            Refer(page.Id, ShownFile, shown.Files);
            Refer(page.Id, Category, shown.Categories);
        }

        // Where the text is out of sight, the page is still found by its title.
        Put(page.Id, "page", text is null ? page.Titled : page.Newest, title ?? "", title is null ? words : words ?? "");
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
