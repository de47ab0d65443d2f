using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Texts;

public class MarkdownTextTests
{
    [Theory]
    [InlineData("Some *words* and **more** ~~less~~", "<p>Some <em>words</em> and <strong>more</strong> <del>less</del></p>")]
    [InlineData("- [x] done\n- [ ] open", "<ul>\n<li><span class=\"task\">☑</span> done</li>\n<li><span class=\"task\">☐</span> open</li>\n</ul>")]
    [InlineData("Term\n:   What it is", "<dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>")]
    [InlineData("```js\nlet a < b;\n```", "<pre><code>let a &lt; b;\n</code></pre>")]
    [InlineData("a <b>bold</b> & more", "<p>a &lt;b&gt;bold&lt;/b&gt; &amp; more</p>")]
    [InlineData("<div>\nraw\n</div>", "<p>&lt;div&gt;\nraw\n&lt;/div&gt;</p>")]
    [InlineData("# One", "<h2 id=\"s-one\">One</h2>")]
    [InlineData("7. seven\n8. eight", "<ol start=\"7\">\n<li>seven</li>\n<li>eight</li>\n</ol>")]
    public void Text_is_shown_as_CommonMark_says(string markdown, string html) => Assert.Equal(html, Shown.Html(markdown));

    [Theory]
    [InlineData("[[House rules]]", "<p><a href=\"/w/House_rules\">House rules</a></p>")]
    [InlineData("[[House rules|the rules]]", "<p><a href=\"/w/House_rules\">the rules</a></p>")]
    [InlineData("[[Missing page]]", "<p><a href=\"/w/Missing_page\" class=\"missing\">Missing page</a></p>")]
    [InlineData("[[日本|*x*]]", "<p><a href=\"/w/%E6%97%A5%E6%9C%AC\">*x*</a></p>")]
    [InlineData("[[]] [[a[b]] [[a\nb]]", "<p>[[]] [[a[b]] [[a\nb]]</p>")]
    [InlineData("`[[House]]`", "<p><code>[[House]]</code></p>")]
    [InlineData("[[:Category:Rules]]", "<p><a href=\"/w/Category:Rules\">Category:Rules</a></p>")]
    [InlineData("[a [[House]] b](https://x.org/)", "<p><a href=\"https://x.org/\" rel=\"nofollow ugc noopener\">a House b</a></p>")]
    public void Pages_link_to_each_other(string markdown, string html) => Assert.Equal(html, Shown.Html(markdown));

    [Theory]
    [InlineData("[x](https://a.org/b?c=d&e)", "<p><a href=\"https://a.org/b?c=d&amp;e\" rel=\"nofollow ugc noopener\">x</a></p>")]
    [InlineData("[x](//a.org)", "<p><a href=\"//a.org\" rel=\"nofollow ugc noopener\">x</a></p>")]
    [InlineData("[x](/w/House \"Our \\\"house\\\"\")", "<p><a href=\"/w/House\" title=\"Our &quot;house&quot;\">x</a></p>")]
    [InlineData("[x](#s-one)", "<p><a href=\"#s-one\">x</a></p>")]
    [InlineData("<ann@example.org>", "<p><a href=\"mailto:ann@example.org\">ann@example.org</a></p>")]
    [InlineData("[x](ftp://a.org)", "<p>x</p>")]
    [InlineData("[x](javascript:alert(1))", "<p>x</p>")]
    [InlineData("[x](/\\\\a.org)", "<p>x</p>")]
    [InlineData("![a map](https://a.org/map.png)", "<p><a href=\"https://a.org/map.png\" rel=\"nofollow ugc noopener\">a map</a></p>")]
    public void Links_elsewhere_are_told_apart(string markdown, string html) => Assert.Equal(html, Shown.Html(markdown));

    [Theory]
    [InlineData("![[File:Map.png|A map]]", "<p><a href=\"/w/File:Map.png\" title=\"A map\"><img src=\"/f/Map.png\" alt=\"A map\" loading=\"lazy\"></a></p>")]
    [InlineData("![A map](File:Map.png)", "<p><a href=\"/w/File:Map.png\" title=\"A map\"><img src=\"/f/Map.png\" alt=\"A map\" loading=\"lazy\"></a></p>")]
    [InlineData("[[File:Map.png|the map]]", "<p><a href=\"/w/File:Map.png\">the map</a></p>")]
    [InlineData("![[File:Minutes.pdf]]", "<p><a href=\"/w/File:Minutes.pdf\">Minutes.pdf</a></p>")]
    [InlineData("![[File:missing.png]]", "<p><span class=\"error\">There is no such file: missing.png</span></p>")]
    public void Files_are_shown(string markdown, string html) => Assert.Equal(html, Shown.Html(markdown));

    [Fact]
    public void What_a_page_refers_to_is_told()
    {
        var page = Shown.Of("[[House]] [[Missing]] [[House|again]] [[Category:Rules]] ![[File:Map.png]] [x](https://a.org/) {{page:Note}}");
        Assert.Equal(["House", "Missing"], page.Links);
        Assert.Equal(["Rules"], page.Categories);
        Assert.Equal(["Map.png"], page.Files);
        Assert.Equal(["Note"], page.Included);
        Assert.Equal(["https://a.org/"], page.OutsideLinks);
        Assert.Equal(RenderNote.None, page.Note);
    }

    [Fact]
    public void Headings_have_ids_of_their_own_and_a_table_of_contents()
    {
        var page = Shown.Of("# Die *Räume*\n\n## x\n\n## x\n\n## x-2\n\n> # quoted\n\n# 日本\n\n# !!!\n\n{{page:Long}}");
        Assert.Equal(["s-die-räume", "s-x", "s-x-2", "s-x-2-2", "s-quoted", "s-日本", "s-section", "s-inner"], page.Contents.Select(h => h.Id));
        Assert.Equal([1, 2, 3, 4, null, 5, 6, null], page.Contents.Select(h => h.Section));
        Assert.Equal("Die Räume", page.Contents[0].Text);
        var document = Shown.Parse(page.Html);
        Assert.All(page.Contents, h => Assert.NotNull(document.GetElementById(h.Id)));
    }

    [Theory]
    [InlineData("# a\n## b\n### c\n# d", "2 3 4 2")]
    [InlineData("## a\n### b\n## c", "2 3 2")]
    [InlineData("#### a\n# b\n### c\n## d\n###### e\n> # f\n\n## g", "2 2 3 3 4 2 3")]
    [InlineData("# a\n## b\n### c\n#### d\n##### e\n###### f", "2 3 4 5 6 6")]
    public void Headings_stand_below_the_title_without_a_gap(string markdown, string levels) =>
        Assert.Equal(levels, string.Join(' ', Shown.Parse(Shown.Html(markdown)).QuerySelectorAll("h1,h2,h3,h4,h5,h6").Select(h => h.LocalName[1..])));

    [Fact]
    public void Tables_have_heads_and_sides()
    {
        const string Html = """
            <table>
            <thead>
            <tr><th scope="col" class="left">a</th><th scope="col" class="right">b</th></tr>
            </thead>
            <tbody>
            <tr><td class="left"><em>1</em></td><td class="right">x|y <a href="/w/House">h</a></td></tr>
            <tr><td class="left">2</td></tr>
            </tbody>
            </table>
            """;
        Assert.Equal(Html, Shown.Html("|a|b|\n|:-|-:|\n|*1*|x\\|y [[House|h]]|too many|\n|2\n"));
        Assert.Contains("<p>before</p>\n<table>", Shown.Html("before\na | b\n--|--\n1 | 2"));
        Assert.Equal("<p>a | b\nno table</p>", Shown.Html("a | b\nno table"));
    }

    [Fact]
    public void Footnotes_of_a_page_and_of_what_it_takes_in_do_not_mix()
    {
        var page = Shown.Of("own[^1]\n\n{{page:Long}}\n\n[^1]: own note");
        var ids = Shown.MustBeHarmless(page.Html).QuerySelectorAll("[id^=fn-]").Select(e => e.Id).ToList();
        Assert.Equal(4, ids.Count);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("{{page:Note}}", "<div class=\"included\">\n<p>Read <em>this</em>.</p>\n</div>")]
    [InlineData("Please: {{page:Note}}", "<p>Please: Read <em>this</em>.</p>")]
    [InlineData("See {{page:Long}}", "<p>See <a href=\"/w/Long\">Long</a></p>")]
    [InlineData("{{page:Missing}}", "<p><a href=\"/w/Missing\" class=\"missing\">Missing</a></p>")]
    [InlineData("{{page:Home}}", "<p class=\"error\">This page takes in itself: Home</p>")]
    [InlineData("{{page:Circle}}", "<div class=\"included\">\n<p>in <span class=\"error\">This page takes in itself: Circle</span> out</p>\n</div>")]
    [InlineData("a {{page:Circle}}", "<p>a in <span class=\"error\">This page takes in itself: Circle</span> out</p>")]
    public void A_page_takes_in_another(string markdown, string html) => Assert.Equal(html, Shown.Html(markdown));

    [Fact]
    public void Circles_depth_and_number_of_pages_taken_in_are_bounded()
    {
        Assert.Contains("This page takes in itself: Ping", Shown.Html("{{page:Ping}}"));
        Assert.Contains("Too many pages are taken in within each other: Deep 5", Shown.Html("{{page:Deep 0}}"));
        Assert.Contains("Too many pages are taken in: Note", Shown.Html("{{page:Many}}"));
    }

    [Fact]
    public void The_same_text_gives_the_same_HTML()
    {
        const string Text = "# a\n\n[[b]] [^1] {{page:Long}}\n\n[^1]: c\n\n|a|b|\n|-|-|\n|c|d|";
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(Shown.Html(Text), Shown.Html(Text)));
    }

    [Fact]
    public void A_text_that_is_too_long_or_too_deep_is_shown_as_it_was_typed()
    {
        Assert.Equal(RenderNote.TooLong, Shown.Of(new string('a', MarkdownLimits.CharactersMax + 1)).Note);
        var deep = Shown.Of(new string('>', 5000) + " <script>");
        Assert.Equal(RenderNote.Tangled, deep.Note);
        Assert.EndsWith("&gt; &lt;script&gt;</pre>", deep.Html);
        Assert.Equal(RenderNote.Tangled, Shown.Of(string.Concat(Enumerable.Range(0, MarkdownLimits.DefinitionsMax + 1).Select(i => $"[{i}]: x\n"))).Note);
        Assert.Equal(
            RenderNote.None,
            Shown.Of("```\n" + string.Concat(Enumerable.Range(0, MarkdownLimits.DefinitionsMax + 1).Select(i => $"a[{i}]: x\n")) + "```").Note
        );
        Assert.Equal(RenderNote.None, Shown.Of(string.Concat(Enumerable.Repeat("* ", 100)) + "\n\n" + new string('-', 100)).Note);
    }
}
