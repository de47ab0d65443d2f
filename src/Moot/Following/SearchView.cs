using System.Collections.Immutable;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Following;

/// <summary>A text that was found, as it is shown.</summary>
/// <param name="Kind">page, talk or file.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Path">Where it is, below the association.</param>
/// <param name="Entry">The entry that the text is from.</param>
/// <param name="Snippet">A passage, in pieces.</param>
public sealed record FoundView(string Kind, string Title, string Path, long Entry, ImmutableArray<(string Text, bool IsHit)> Snippet);

/// <summary>What was looked for and what was found.</summary>
/// <param name="Text">The words as they were typed.</param>
/// <param name="Kind">Only this kind of thing; null for all.</param>
/// <param name="IsTitleOnly">True to look in titles alone.</param>
/// <param name="From">Results that are passed over.</param>
/// <param name="Total">Results, as far as they were counted.</param>
/// <param name="Found">These of them.</param>
/// <param name="Exact">The page whose title is just this; null where there is none.</param>
/// <param name="ToWrite">The title under which a page could be written; null where there is one or it cannot be a title.</param>
/// <param name="IsBehind">True while the index is still being made.</param>
/// <param name="Beginning">Pages whose titles begin like this.</param>
public sealed record SearchView(
    string Text,
    string? Kind,
    bool IsTitleOnly,
    int From,
    int Total,
    ImmutableArray<FoundView> Found,
    (string Title, string Path)? Exact,
    string? ToWrite,
    bool IsBehind,
    ImmutableArray<(string Title, string Path)> Beginning
)
{
    /// <summary>Results of one page.</summary>
    public const int FoundMax = 20;

    /// <summary>Results that can be turned to.</summary>
    public const int FromMax = 1_000;

    /// <summary>Pages that begin like what was typed, and are shown before what was found.</summary>
    private const int BeginningMax = 8;

    /// <summary>Kinds of things that can be looked for.</summary>
    public static readonly string[] Kinds = ["page", "talk", "file"];

    /// <summary>Looks for words.</summary>
    public static SearchView Of(Desk desk, string? text, string? kind, bool isTitleOnly, int from)
    {
        text = (text ?? "").Trim();
        kind = Array.IndexOf(Kinds, kind) >= 0 ? kind : null;
        from = Math.Clamp(from, 0, FromMax);
        var search = desk.Served.Search;
        var result = text.Length == 0 ? new(0, []) : search.Find(new(text, kind, from, FoundMax, isTitleOnly));
        var title = text.Length is > 0 and <= Titles.CharactersMax ? Titles.Normal(text) : null;
        var page = title is null ? null : PageRoutes.PageOf(desk, title)?.Id ?? PageList.Of(desk.Served).Near(desk, title);
        return new(
            text,
            kind,
            isTitleOnly,
            from,
            result.Total,
            [.. result.Hits.Where(h => !desk.IsWithdrawn(h.Entry)).Select(h => Of(desk, h))],
            page is { } exact ? ActLineViews.PageLink(desk, exact) : null,
            page is null && title is not ['~', ..] ? title : null,
            search.Size < desk.World.Size,
            from > 0 || kind is not (null or "page") || title is null
                ? []
                : [.. PageList.Of(desk.Served).Beginning(desk, title, BeginningMax).Where(p => p.Page != page).Select(p => ActLineViews.PageLink(desk, p.Page))]
        );
    }

    /// <summary>The same question, as it stands in an address, with another place to begin at.</summary>
    public string Query(int from) =>
        $"?q={Uri.EscapeDataString(Text)}{(Kind is null ? "" : "&kind=" + Kind)}{(IsTitleOnly ? "&titles=1" : "")}{(from == 0 ? "" : $"&from={from}")}";

    private static FoundView Of(Desk desk, SearchHit hit)
    {
        var (words, path) = hit.Kind switch
        {
            "page" => ActLineViews.PageLink(desk, hit.Id),
            "talk"
                when desk.State<Conversations>().Find(hit.Id) is { } message && ActLineViews.SubjectLink(desk, message.Subject.Name) is var (subject, talk) => (
                desk.Words.Say("search.talk-on", subject),
                $"{talk}#e{hit.Entry}"
            ),
            "file" => ActLineViews.FileLink(desk, hit.Id),
            _ => (desk.Words.Say("act.entry", hit.Entry), $"entry/{hit.Entry}"),
        };
        return new(hit.Kind, words, path, hit.Entry, hit.Snippet);
    }
}
