using CsCheck;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Wikitext;

/// <summary>Wikitext made to run something, to keep a reader busy or to break it.</summary>
public class WikitextHostileTests
{
    /// <summary>Random pages of the ordinary run.</summary>
    private const int Pages = 20_000;

    private const int Small = 25_000;
    private const int Large = 8 * Small;

    private static readonly string[] Vectors =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><style><img src=1 onerror=alert(1)></style></math>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<div onmouseover=\"alert(1)\" style=\"background:url(javascript:alert(1))\">a</div>",
        "<div style=\"position:fixed\" id=\"main\" class=\"edit\">a</div>",
        "<b onclick=alert(1)//>a",
        "<b/onclick=alert(1)>a",
        "<td background=\"javascript:alert(1)\">a",
        "<span title='\"><script>alert(1)</script>'>a</span>",
        "<span title=\"&quot; onclick=&quot;alert(1)\">a</span>",
        "<span lang=\"'onclick=alert(1) \">a</span>",
        "<scr<b>ipt>alert(1)</scr</b>ipt>",
        "<<b>script>alert(1)<</b>/script>",
        "<b\0onclick=alert(1)>",
        "<a href=\"javascript:alert(1)\">a</a>",
        "[javascript:alert(1) a]",
        "[JaVaScRiPt:alert(1) a]",
        "[http://a\" onclick=\"alert(1) a]",
        "http://a\"onclick=alert(1)",
        "http://a&quot;onclick=alert(1)",
        "[//evil.example\\@x a]",
        "[data:text/html,<script>alert(1)</script> a]",
        "[[javascript:alert(1)]]",
        "[[a\" onclick=\"alert(1)|b]]",
        "[[File:a.png|link=javascript:alert(1)|a]]",
        "[[File:a.png|alt=\" onload=\"alert(1)]]",
        "[[File:a.png|thumb|<script>alert(1)</script>]]",
        "{{Say|<script>alert(1)</script>}}",
        "{{Say|1=<b onclick={{Say|alert}}(1)>}}",
        "{{#tag:script|alert(1)}}",
        "{{#tag:pre|x|onclick=alert(1)}}",
        "{{#tag:nowiki|<script>alert(1)</script>}}",
        "{{lc:<SCRIPT>ALERT(1)</SCRIPT>}}",
        "<nowiki><script>alert(1)</script></nowiki>",
        "<pre><script>alert(1)</script></pre>",
        "<pre onclick=alert(1)>a</pre>",
        "<ref name=\"<script>\"><script>alert(1)</script></ref>",
        "<ref group='\"><script>alert(1)</script>'>a</ref><references />",
        "<poem onclick=alert(1)><script>alert(1)</script></poem>",
        "<gallery caption=\"<script>alert(1)</script>\">\nFile:a.png|<script>alert(1)</script>\n</gallery>",
        "<syntaxhighlight lang=\"<script>\"></pre><script>alert(1)</script></syntaxhighlight>",
        "{| onclick=alert(1)\n| style=\"x:expression(alert(1))\" onclick=\"alert(1)\" | <script>alert(1)</script>\n|}",
        "== <script>alert(1)</script> ==",
        "== a\" onclick=\"alert(1) ==",
        "; <script> : alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        "<style>@import '//evil.example';</style>",
        "<form action=//evil.example><input name=a></form>",
        "<meta http-equiv=refresh content=0><base href=//evil.example><link rel=stylesheet href=//evil.example>",
        "\u007fi0\u007f\u007fn0\u007f\u007fb99\u007f<nowiki><script></nowiki>\u007fi0\u007f",
        "#REDIRECT [[<script>alert(1)</script>]]",
        "#REDIRECT [[javascript:alert(1)]]",
    ];

    private static readonly Func<string, string>[] Ways =
    [
        v => v,
        v => $"* {v}",
        v => $"''{v}''",
        v => $"== {v} ==",
        v => $"{{|\n! {v}\n|-\n| {v} || {v}\n|}}",
        v => $"{{|{v}\n|-{v}\n|{v}|a\n|}}",
        v => $"[[There|{v}]]",
        v => $"[[{v}]]",
        v => $"[https://a.example {v}]",
        v => $"[https://a.example/{v} a]",
        v => $"[[File:a.png|thumb|{v}]]",
        v => $"[[File:a.png|alt={v}]]",
        v => $"<ref>{v}</ref>",
        v => $"<span title=\"{v}\">a</span>",
        v => $"<div {v}>a</div>",
        v => $"{{{{Say|{v}}}}}",
        v => $"{{{{{v}}}}}",
        v => $"{{{{#if:{v}|{v}|{v}}}}}",
        v => $"<poem>{v}</poem>",
        v => $"<nowiki>{v}",
        v => $"[[Category:{v}|{v}]]",
    ];

    private static readonly string[] Pieces =
    [
        "[[",
        "]]",
        "{{",
        "}}",
        "{{{",
        "}}}",
        "{|",
        "|}",
        "|-",
        "|",
        "||",
        "!",
        "!!",
        "'''",
        "''",
        "==",
        "=",
        "*",
        "#",
        ":",
        ";",
        "\n",
        "\n\n",
        " ",
        "a",
        "b c",
        "<",
        ">",
        "<nowiki>",
        "</nowiki>",
        "<ref>",
        "<ref name=a>",
        "</ref>",
        "<references/>",
        "<pre>",
        "</pre>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<p>",
        "<td>",
        "<!--",
        "-->",
        "&amp;",
        "&",
        "&#x3c;",
        "\u007f",
        "\u007fi1\u007f",
        "\u007fs1\u007f",
        "\ud800",
        "\0",
        "http://",
        "https://x",
        "mailto:a@b",
        "//",
        "[",
        "]",
        "File:a.png",
        "Category:x",
        "Say",
        "Twice",
        "Circle",
        "#if:",
        "#switch:",
        "#expr:",
        "1/0",
        "2^99",
        "#tag:ref",
        "<noinclude>",
        "</noinclude>",
        "<includeonly>",
        "<onlyinclude>",
        "</onlyinclude>",
        "<poem>",
        "</poem>",
        "<gallery>",
        "</gallery>",
        "__TOC__",
        "__",
        "----",
        "-{",
        "}-",
        "~~~~",
        "RFC 1",
        "#REDIRECT [[",
        "\t",
        "../",
        "/",
        "padleft:",
        "lc:",
    ];

    private static readonly Dictionary<string, Func<int, string>> Shapes = new()
    {
        ["[["] = n => Many("[[", n),
        ["[[a|"] = n => Many("[[a|", n),
        ["[[File:a.png|"] = n => Many("[[File:a.png|", n),
        ["[[File:a.png| ]]"] = n => Many("[[File:a.png|", n / 2) + Many("]]", n / 8),
        ["[[a]]"] = n => Many("[[a]]", n),
        ["[[Category:a]]"] = n => Many("[[Category:a]]\n", n),
        ["[http://a "] = n => Many("[http://a ", n),
        ["http://a "] = n => Many("http://a ", n),
        ["http://aaa"] = n => "http://" + Many("a", n),
        ["http:"] = n => Many("http:", n),
        ["RFC"] = n => Many("RFC ", n),
        ["{{"] = n => Many("{{", n),
        ["{{ }}"] = n => Many("{{", n / 2) + Many("}}", n / 2),
        ["{{{"] = n => Many("{{{", n),
        ["{{a|"] = n => Many("{{a|", n),
        ["{{a"] = n => Many("{{a ", n) + Many("|", n),
        ["{{Say}}"] = n => Many("{{Say}}", n),
        ["{{Twice|x}}"] = n => Many("{{Twice|x}}", n),
        ["{{Bomb|x}}"] = n => "{{Bomb|" + Many("x", n) + "}}",
        ["{{Circle}}"] = n => Many("{{Circle}}", n),
        ["{{#if:"] = n => Many("{{#if:", n),
        ["{{#switch:"] = n => "{{#switch:x" + Many("|a=b", n) + "}}",
        ["'''"] = n => Many("'''", n),
        ["'''a''b"] = n => Many("'''a''b", n),
        ["' lines"] = n => Many("'''a\n", n),
        ["{|"] = n => Many("{|\n", n),
        ["{| in {|"] = n => Many("{|\n|\n", n),
        ["|-"] = n => "{|\n" + Many("|-\n|a\n", n),
        ["||"] = n => "{|\n|" + Many("||", n),
        ["! attributes"] = n => "{|\n|" + Many("a=b ", n) + "|x",
        ["*"] = n => Many("*", n),
        ["* by lines"] = n => Many("* a\n", n),
        ["*:#;"] = n => Many("*:#; a : b\n", n),
        [";"] = n => ";" + Many("<b>a:", n),
        ["=="] = n => Many("== a ==\n", n),
        ["="] = n => Many("=", n),
        ["= lines"] = n => Many("=a\n", n),
        ["<"] = n => Many("<", n),
        ["<b>"] = n => Many("<b>", n),
        ["<b><p>"] = n => Many("<b title=x><p>", n),
        ["<div>"] = n => Many("<div>", n),
        ["</p>"] = n => Many("</p>", n),
        ["<ref"] = n => Many("<ref", n),
        ["<ref>"] = n => Many("<ref>", n),
        ["<ref>a</ref>"] = n => Many("<ref>a</ref>", n),
        ["<ref><ref></ref>"] = n => Many("<ref>", n / 2) + Many("</ref>", n / 2),
        ["<nowiki>"] = n => Many("<nowiki>", n),
        ["<nowiki/>"] = n => Many("<nowiki/>", n),
        ["<pre>"] = n => Many("<pre>", n),
        ["<!--"] = n => Many("<!--", n),
        ["<!---->"] = n => Many(" <!---->", n),
        ["<noinclude>"] = n => Many("<noinclude>", n),
        ["<includeonly>"] = n => Many("<includeonly>", n),
        ["<h2>"] = n => Many("<h2>", n),
        ["&"] = n => Many("&", n),
        ["&#"] = n => Many("&#", n),
        ["_"] = n => Many("_", n),
        ["-"] = n => Many("-", n),
        ["spaces"] = n => Many(" ", n),
        ["lines"] = n => Many("\n", n),
        [" a"] = n => Many(" a\n\n", n),
        ["\u007f"] = n => Many("\u007fi0", n),
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Fact]
    public void Nothing_runs_by_any_way_into_a_page()
    {
        foreach (var vector in Vectors)
        {
            foreach (var way in Ways)
            {
                Texts.Shown.MustBeHarmless(Wiki.Of(way(vector)).Html);
            }
        }
    }

    [Fact]
    public void A_random_page_is_shown_and_is_harmless() =>
        Texts.SomeTexts.OneOf(Pieces).List[0, 24].Select(string.Concat).Sample(page => Texts.Shown.MustBeHarmless(Wiki.Of(page).Html), iter: Pages);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_made_to_keep_a_reader_busy_is_shown_in_time_with_its_length(string name)
    {
        Time(Shapes[name](Small));
        var small = Time(Shapes[name](Small));
        var large = Time(Shapes[name](Large));
        Assert.True(large < 800 || large < 24 * Math.Max(small, 40), $"{small} ms for {Small}, {large} ms for {Large}");
    }

    [Theory]
    [InlineData("[[", 1_000_000)]
    [InlineData("{{", 1_000_000)]
    [InlineData("{|", 1_000_000)]
    [InlineData("'''", 690_000)]
    public void As_many_signs_as_a_page_holds_are_read_in_seconds(string sign, int count)
    {
        const int MillisecondsMax = 30_000;
        Assert.InRange(Time(Many(sign, count * sign.Length)), 0, MillisecondsMax);
    }

    [Fact]
    public void A_text_that_is_too_long_is_shown_as_it_was_typed() =>
        Assert.Equal(RenderNote.TooLong, Wiki.Of(new string('a', Moot.Commons.Wikitext.WikitextLimits.CharactersMax + 1)).Note);

    private static long Time(string wikitext) => ThreadTime.Of(() => Wiki.Of(wikitext));

    private static string Many(string unit, int characters) => string.Concat(Enumerable.Repeat(unit, characters / unit.Length));
}
