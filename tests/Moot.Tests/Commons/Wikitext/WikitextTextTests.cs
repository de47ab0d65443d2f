using Moot.Commons;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Wikitext;

public class WikitextTextTests
{
    [Theory]
    [InlineData("one\ntwo\n\nthree", "<p>one two</p><p>three</p>")]
    [InlineData("''a'' '''b''' '''''c'''''", "<p><i>a</i><b>b</b><i><b>c</b></i></p>")]
    [InlineData("'''open", "<p><b>open</b></p>")]
    [InlineData("* a\n** b\n* c", "<ul><li> a <ul><li> b</li></ul></li><li> c</li></ul>")]
    [InlineData("# a\n#* b", "<ol><li> a <ul><li> b</li></ul></li></ol>")]
    [InlineData("; term : meaning", "<dl><dt> term</dt><dd> meaning</dd></dl>")]
    [InlineData("== A b ==", "<h2 id=\"s-a-b\">A b</h2>")]
    [InlineData("=== A ===\n= B =\n==== C ====", "<h2 id=\"s-a\">A</h2><h2 id=\"s-b\">B</h2><h3 id=\"s-c\">C</h3>")]
    [InlineData("----", "<hr>")]
    [InlineData(" code\n more", "<pre>code more</pre>")]
    [InlineData("a<!-- b -->c", "<p>ac</p>")]
    [InlineData("<nowiki>''a'' [[b]]</nowiki>", "<p>''a'' [[b]]</p>")]
    [InlineData("<pre>''a''\n* b</pre>", "<pre>''a'' * b</pre>")]
    [InlineData("<syntaxhighlight lang=\"c\">\n<b> && x\n</syntaxhighlight>", "<pre>&lt;b&gt; &amp;&amp; x</pre>")]
    [InlineData("<blockquote>a</blockquote>", "<blockquote>a</blockquote>")]
    [InlineData("a<sub>2</sub> &amp; &copy; &nosuch", "<p>a<sub>2</sub> &amp; © &amp;nosuch</p>")]
    [InlineData("~~~~", "<p>~~~~</p>")]
    [InlineData("__TOC__a", "<p>a</p>")]
    public void Marks_become_tags(string wikitext, string html) => Assert.Equal(html, Wiki.Html(wikitext));

    [Theory]
    [InlineData("[[There]]", "<a href=\"/w/There\" title=\"There\">There</a>")]
    [InlineData("[[there|words]]s", "<a href=\"/w/There\" title=\"There\">wordss</a>")]
    [InlineData("[[There#A b]]", "<a href=\"/w/There#s-a-b\" title=\"There\">There#A b</a>")]
    [InlineData("[[#A b|up]]", "<a href=\"#s-a-b\">up</a>")]
    [InlineData("[[Gone]]", "<a href=\"/w/Gone\" title=\"Gone\" class=\"missing\">Gone</a>")]
    [InlineData("[[Help:Gone (x)|]]", "<a href=\"/w/Help:Gone_(x)\" title=\"Help:Gone (x)\" class=\"missing\">Gone</a>")]
    [InlineData("[https://a.example/?b=c words]", "<a href=\"https://a.example/?b=c\" rel=\"nofollow ugc noopener\">words</a>")]
    [InlineData("[https://a.example]", "<a href=\"https://a.example\" rel=\"nofollow ugc noopener\">[1]</a>")]
    [InlineData("https://a.example/b.", "<a href=\"https://a.example/b\" rel=\"nofollow ugc noopener\">https://a.example/b</a>.")]
    [InlineData("[mailto:a@b.example us]", "<a href=\"mailto:a@b.example\">us</a>")]
    public void Links_lead_where_they_say(string wikitext, string html) => Assert.Equal($"<p>{html}</p>", Wiki.Html(wikitext));

    [Theory]
    [InlineData("{{Say|hello}}", "hello!")]
    [InlineData("{{say}}", "nothing!")]
    [InlineData("{{Twice|a}}", "a!a!")]
    [InlineData("{{Named|who=A}}", "A and nobody")]
    [InlineData("{{Part}}", "inside")]
    [InlineData("{{Onward|x}}", "x!")]
    [InlineData("{{#if:x|yes|no}}{{#if: |yes|no}}", "yesno")]
    [InlineData("{{#ifeq:01|1|same|other}}", "same")]
    [InlineData("{{#switch:b|a=1|b|c=2|#default=3}}{{#switch:z|a=1|#default=3}}", "23")]
    [InlineData("{{#ifexist:There|yes|no}}{{#ifexist:Gone|yes|no}}", "yesno")]
    [InlineData("{{#expr:0.1+0.2}}", "0.3")]
    [InlineData("{{#expr:(1+2)*3-7 mod 4}}", "6")]
    [InlineData("{{#expr:1/3 round 2}} {{#expr:-7/2}} {{#expr:2^10}}", "0.33 -3.5 1024")]
    [InlineData("{{#expr:1 < 2 and not 0}}", "1")]
    [InlineData("{{#iferror:{{#expr:1/0}}|bad|good}}", "bad")]
    [InlineData("{{#titleparts:a/b/c|2}}", "A/b")]
    [InlineData("{{lc:ABC}}{{uc:abc}}{{ucfirst:abc}}{{lcfirst:ABC}}", "abcABCAbcaBC")]
    [InlineData("{{padleft:7|3}}{{padright:7|3|xy}}", "0077xy")]
    [InlineData("{{formatnum:1234567.5}}", "1,234,567.5")]
    [InlineData("{{plural:1|page|pages}} {{plural:2|page|pages}}", "page pages")]
    [InlineData("{{urlencode:a b}} {{ns:10}}", "a+b Template")]
    [InlineData("{{PAGENAME}} {{SUBPAGENAME}} {{SITENAME}}", "Room/Page Page Our wiki")]
    public void Braces_are_filled_in(string wikitext, string text) => Assert.Equal($"<p>{text}</p>", Wiki.Html(wikitext));

    [Fact]
    public void Templates_that_are_missing_or_run_in_a_circle_are_named()
    {
        Assert.Equal("<p><a href=\"/w/Template:None\" title=\"Template:None\" class=\"missing\">Template:None</a></p>", Wiki.Html("{{None}}"));
        Assert.Contains("class=\"error\"", Wiki.Html("{{Circle}}"));
        Assert.Equal(["Template:None"], Wiki.Of("{{None}}").Included);
    }

    [Fact]
    public void A_template_that_begins_with_a_list_begins_a_line() => Assert.Equal("<p>a</p><ul><li> one</li><li> two</li></ul>", Wiki.Html("a{{List}}"));

    [Fact]
    public void Tables_have_captions_heads_cells_and_tables_within()
    {
        Assert.Equal(
            "<table><caption> All</caption><tbody><tr><th> a </th><th> b</th></tr><tr><td colspan=\"2\"> c </td><td> d</td></tr></tbody></table>",
            Wiki.Html("{|\n|+ All\n! a !! b\n|-\n| colspan=2 style=\"color:red\" | c || d\n|}")
        );
        Assert.Equal(2, Shown(Wiki.Html("{|\n|\n{|\n| in\n|}\n|}")).QuerySelectorAll("table").Length);
    }

    [Fact]
    public void References_are_numbered_and_listed()
    {
        var html = Wiki.Html("a<ref name=\"x\">''one''</ref> b<ref name=\"x\" /> c<ref>two</ref>\n<references />");
        var page = Shown(html);
        Assert.Equal(["[1]", "[1]", "[2]"], page.QuerySelectorAll("sup").Select(s => s.TextContent));
        Assert.Equal(["one↩", "two ↩"], page.QuerySelectorAll(".footnotes li").Select(s => s.TextContent));
        Assert.All(page.QuerySelectorAll("sup a, .footnotes a"), a => Assert.NotNull(page.GetElementById(a.GetAttribute("href")![1..])));
    }

    [Fact]
    public void References_without_a_place_stand_at_the_end() => Assert.Single(Shown(Wiki.Html("a<ref>b</ref>")).QuerySelectorAll(".footnotes li"));

    [Fact]
    public void Files_are_shown_with_their_options()
    {
        Assert.Equal(
            "<p><a href=\"/w/File:A.png\" title=\"words\"><img src=\"/f/A.png\" alt=\"words\" width=\"80\" loading=\"lazy\"></a></p>",
            Wiki.Html("[[File:a.png|80px|words]]")
        );
        var figure = Shown(Wiki.Html("[[Image:A.png|thumb|left|alt=other|See [[There]]]]")).QuerySelector("figure.left")!;
        Assert.Equal("other", figure.QuerySelector("img")!.GetAttribute("alt"));
        Assert.Equal("/w/There", figure.QuerySelector("figcaption a")!.GetAttribute("href"));
        Assert.Contains("There is no such file: Missing.png", Wiki.Html("[[File:Missing.png]]"));
        Assert.Equal(2, Shown(Wiki.Html("<gallery>\nFile:A.png|one\nB.png\n</gallery>")).QuerySelectorAll("li img").Length);
        Assert.Equal(["A.png"], Wiki.Of("[[File:A.png]]").Files);
    }

    [Fact]
    public void Categories_stand_beside_the_text()
    {
        var shown = Wiki.Of("a\n[[Category:Cats|b]]\n[[:Category:Dogs]]");
        Assert.Equal(["Cats"], shown.Categories);
        Assert.Equal(["Category:Dogs"], shown.Links);
    }

    [Fact]
    public void A_page_that_leads_on_says_where_to() => Assert.Contains("<a href=\"/w/There\"", Wiki.Html("#REDIRECT [[There]]\n[[Category:Old]]"));

    [Fact]
    public void Poems_keep_their_lines() => Assert.Equal("<div><p>a<br> b</p></div>", Wiki.Html("<poem>\na\nb\n</poem>"));

    [Fact]
    public void Sections_have_the_numbers_by_which_they_are_edited()
    {
        const string Page = "lead\n== One ==\na\n=== Under ===\n{{Say|== no ==}}\n<nowiki>\n== no ==\n</nowiki>\n<!--\n== no ==\n-->\n== Two == <!-- c -->\nb";
        var sections = SectionEdit.Sections(Page, TextFormat.Wikitext);
        Assert.Equal(["", "One", "Under", "Two"], sections.Select(s => s.Heading));
        Assert.Equal([1, 2, 3], Wiki.Of(Page).Contents.Select(h => h.Section));
        Assert.StartsWith("== One ==\na\n=== Under ===", SectionEdit.Text(Page, 1, TextFormat.Wikitext));
        var replaced = SectionEdit.Replace(Page, 3, "== Three ==\nc", TextFormat.Wikitext)!.Value;
        Assert.Equal((Page[..Page.IndexOf("== Two")] + "== Three ==\nc", true), (replaced.Text, replaced.OthersStand));
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Shown(string html) => Texts.Shown.Parse(html);
}
