using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Stewarding;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Following;

/// <summary>The list of a page: <c>feed/PAGE.atom</c> and <c>feed/PAGE.json</c> tell what PAGE lists, with the same query.</summary>
public static class FeedViews
{
    /// <summary>Things in one feed.</summary>
    private const int ItemsMax = 50;

    /// <summary>UTF-16 characters of a message in a feed.</summary>
    private const int MessageCharactersMax = 4_000;

    /// <summary>The list that a page shows; null where it shows none.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="path">The page, unescaped.</param>
    /// <param name="query">Its query.</param>
    public static ListView? Of(Desk desk, string path, IQueryCollection query)
    {
        var (first, rest) = path.Split('/', 2) is [var f, var r] ? (f, r) : (path, "");
        return (first, rest) switch
        {
            ("recent", "") => Acts(desk, desk.Words["recent.title"], "recent", ActListView.Of(desk, ActFilter.Of(query))),
            ("member" or "guest", _) => ActsOf(desk, first, rest.EndsWith("/acts", StringComparison.Ordinal) ? rest[..^5] : rest, query),
            ("history", _) => History(desk, rest),
            ("talk", "") => Acts(desk, desk.Words["shell.talk"], "talk", ActListView.Of(desk, ActFilter.Of(query) with { Kind = ActFilter.Talks })),
            ("talk", _) => TalkOn(desk, rest),
            ("search", "") => Found(desk, query),
            ("category", _) => InCategory(desk, rest),
            ("pages", "") => Pages(desk, desk.Words["shell.pages"], "pages", desk.State<Library>().Pages.Values.Reverse().Take(ItemsMax)),
            ("members", "") => Members(desk),
            ("matters", "") => Matters(desk),
            ("powers", "") => Powers(desk),
            _ => null,
        };
    }

    private static ListView Acts(Desk desk, string title, string path, ActListView acts) =>
        new(title, path + acts.Filter.Query(acts.Filter.Before), Items(desk, acts.Lines), acts.Older is { } older ? acts.Filter.Query(older) : null);

    private static ListView? ActsOf(Desk desk, string noun, string digits, IQueryCollection query) =>
        ActRoutes.PersonOf(desk, digits, isMember: noun is "member") is { } person
            ? Acts(
                desk,
                desk.Words.Say("acts.of", desk.NameOf(person)),
                $"{noun}/{digits}/acts",
                ActListView.Of(desk, ActFilter.Of(query) with { Who = null }, person)
            )
            : null;

    private static ListView? History(Desk desk, string name)
    {
        if (Titles.Normal(name) is not { } title || PageRoutes.PageOf(desk, title) is not { } page)
        {
            return null;
        }

        var lines = new List<ActLineView>();
        for (var i = page.Revisions.Count - 1; i >= 0 && lines.Count < ItemsMax; i--)
        {
            if (ActLineViews.Of(desk, page.Revisions[i]) is { } line)
            {
                lines.Add(line);
            }
        }

        var (words, path) = ActLineViews.PageLink(desk, page.Id);
        return new(desk.Words.Say("feed.history", words), "history" + path["page".Length..], Items(desk, lines));
    }

    private static ListView? TalkOn(Desk desk, string rest)
    {
        var page = rest.StartsWith("page/", StringComparison.Ordinal) && Titles.Normal(rest[5..]) is { } title ? PageRoutes.PageOf(desk, title) : null;
        var name = page is not null ? $"page:{page.Id}" : rest.Replace('/', ':');
        if (!Subject.TryParse(name, out var subject) || (page is null && name.StartsWith("page:", StringComparison.Ordinal)))
        {
            return null;
        }

        var (words, path) = ActLineViews.SubjectLink(desk, name);
        var said = desk.State<Conversations>().On(subject).Select(m => m.Entry).Reverse().Take(ItemsMax).ToList();
        return new(
            desk.Words.Say("search.talk-on", words),
            path,
            [
                .. said.Select(entry => new ListItemView(
                    entry,
                    desk.Words.Say("feed.said", NameOf(desk, entry), words),
                    NameOf(desk, entry),
                    desk.World.Entries.At(entry),
                    desk.Prose(entry, "text") is { } text ? text[..Math.Min(text.Length, MessageCharactersMax)] : null,
                    $"{path}#e{entry}"
                )),
            ]
        );
    }

    private static ListView Found(Desk desk, IQueryCollection query)
    {
        var view = ActRoutes.SearchOf(desk, query);
        return new(
            desk.Words.Say("search.for", view.Text),
            "search" + view.Query(view.From),
            [
                .. view.Found.Select(found => new ListItemView(
                    found.Entry,
                    found.Title,
                    NameOf(desk, found.Entry),
                    desk.World.Entries.At(found.Entry),
                    string.Concat(found.Snippet.Select(p => p.Text)),
                    found.Path
                )),
            ],
            view.From + SearchView.FoundMax < view.Total ? view.Query(view.From + SearchView.FoundMax) : null
        );
    }

    private static ListView InCategory(Desk desk, string name)
    {
        var library = desk.State<Library>();
        var pages = desk.Served.Search.InCategory(name.Replace('_', ' ')).Select(library.Find).OfType<Page>();
        return Pages(desk, name.Replace('_', ' '), "category/" + Titles.ToSlug(name), pages.OrderByDescending(p => p.Newest).Take(ItemsMax));
    }

    private static ListView Pages(Desk desk, string title, string path, IEnumerable<Page> pages) =>
        new(
            title,
            path,
            [
                .. pages.Select(page =>
                {
                    var (words, link) = ActLineViews.PageLink(desk, page.Id);
                    var summary = desk.Prose(page.Newest, "summary");
                    return new ListItemView(page.Newest, words, NameOf(desk, page.Newest), desk.World.Entries.At(page.Newest), summary, link);
                }),
            ]
        );

    /// <summary>Matters, each told anew when it comes to another stage or is settled; what waits longest to be read says until when.</summary>
    private static ListView Matters(Desk desk)
    {
        var view = MatterViews.List(desk, before: null);
        return new(
            desk.Words["shell.matters"],
            "matters",
            [
                .. view
                    .Open.Concat(view.Settled)
                    .Select(l => (Line: l, At: l.Matter.Settled?.At ?? l.Matter.Call?.At ?? l.Matter.Began))
                    .OrderByDescending(l => l.At)
                    .Take(ItemsMax)
                    .Select(l => new ListItemView(
                        l.Line.Matter.Id,
                        l.Line.Title ?? desk.Words["act.nameless"],
                        desk.NameOf(l.Line.Matter.Opener),
                        l.At,
                        l.Line.Stands,
                        $"matter/{l.Line.Matter.Id}"
                    )),
            ]
        );
    }

    /// <summary>Uses of powers, and what was undone, the newest first.</summary>
    private static ListView Powers(Desk desk)
    {
        var uses = PowerViews.All(desk, by: null, byExceptions: false, before: null).Uses;
        return new(
            desk.Words["power.title"],
            "powers",
            [
                .. uses.SelectMany(u =>
                    {
                        var (use, path) = (u.Use, $"powers/{u.Use.Entry}");
                        var used = new ListItemView(
                            use.Entry,
                            desk.Words.Say("feed.power-used", desk.NameOf(use.By[0]), use.Rule.Name, u.Subject.Label),
                            desk.NameOf(use.By[0]),
                            use.At,
                            u.Reason is null ? u.Stands : $"{u.Reason} – {u.Stands}",
                            path
                        );
                        return use.Undone is { } undone
                            ?
                            [
                                used,
                                new(
                                    undone.Entry,
                                    desk.Words.Say("feed.power-undone", desk.NameOf(undone.By), use.Rule.Name, u.Subject.Label),
                                    desk.NameOf(undone.By),
                                    undone.At,
                                    u.UndoReason,
                                    path
                                ),
                            ]
                            : (ListItemView[])[used];
                    })
                    .OrderByDescending(i => i.Entry)
                    .Take(ItemsMax),
            ]
        );
    }

    private static ListView Members(Desk desk) =>
        new(
            desk.Words["shell.members"],
            "members",
            [
                .. desk.State<Roster>()
                    .Members.Values.OrderByDescending(m => m.Joined)
                    .Take(ItemsMax)
                    .Select(m => new ListItemView(
                        m.Joined,
                        desk.NameOf(Actor.Of(m.Id)),
                        desk.NameOf(Actor.Of(m.Id)),
                        desk.World.Entries.At(m.Joined),
                        Summary: null,
                        "member/" + m.Id.ToString()[..16]
                    )),
            ]
        );

    /// <summary>An act as a list has it.</summary>
    internal static ListItemView Item(Desk desk, ActLineView line) =>
        new(line.Entry, $"{desk.NameOf(line.Who)} {line.Sentence}", desk.NameOf(line.Who), line.At, line.Summary, line.Path);

    private static ImmutableArray<ListItemView> Items(Desk desk, IEnumerable<ActLineView> lines) => [.. lines.Select(line => Item(desk, line))];

    private static string NameOf(Desk desk, long entry) => desk.NameOf(desk.World.Entries.Author(entry));
}
