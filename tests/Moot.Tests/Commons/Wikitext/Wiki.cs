using Moot.Commons.Texts;
using Moot.Commons.Wikitext;

namespace Moot.Tests.Commons.Wikitext;

/// <summary>A small wiki: a few templates, a few pages, one picture.</summary>
internal static class Wiki
{
    private static readonly Dictionary<string, string> Pages = new()
    {
        ["Template:Say"] = "{{{1|nothing}}}<noinclude> about</noinclude><includeonly>!</includeonly>",
        ["Template:Twice"] = "{{Say|{{{1}}}}}{{Say|{{{1}}}}}",
        ["Template:Named"] = "{{{who}}} and {{{whom|nobody}}}",
        ["Template:Part"] = "before <onlyinclude>inside</onlyinclude> after",
        ["Template:Circle"] = "a {{Circle}} b",
        ["Template:Deep"] = "{{Deep/{{{1}}}}}",
        ["Template:List"] = "* one\n* two",
        ["Template:Bomb"] = string.Concat(Enumerable.Repeat("{{Bomb2|{{{1}}}{{{1}}}}}", 20)),
        ["Template:Bomb2"] = string.Concat(Enumerable.Repeat("{{Bomb3|{{{1}}}{{{1}}}}}", 20)),
        ["Template:Bomb3"] = string.Concat(Enumerable.Repeat("{{Bomb4|{{{1}}}{{{1}}}}}", 20)),
        ["Template:Bomb4"] = string.Concat(Enumerable.Repeat("{{Say|{{{1}}}{{{1}}}}}", 20)),
        ["Template:Onward"] = "#REDIRECT [[Template:Say]]",
        ["There"] = "here",
    };

    public static RenderContext Context { get; } =
        new(
            t => new("/w/" + Titles.ToSlug(t), Pages.ContainsKey(t)),
            n => n.StartsWith("Missing") ? null : new("/f/" + Titles.ToSlug(n), "/w/File:" + Titles.ToSlug(n), !n.EndsWith(".pdf")),
            _ => null,
            "Room/Page"
        )
        {
            Wikitext = t => Pages.GetValueOrDefault(t),
            Facts = new() { SiteName = "Our wiki" },
        };

    public static Rendered Of(string wikitext) => WikitextText.Render(wikitext, Context);

    public static string Html(string wikitext) => Of(wikitext).Html.ReplaceLineEndings(" ").Replace("> <", "><").Replace(" </", "</").Trim();
}
