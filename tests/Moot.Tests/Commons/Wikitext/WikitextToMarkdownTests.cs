using Moot.Commons.Texts;
using Moot.Commons.Wikitext;
using Moot.Tests.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Wikitext;

/// <summary>Wikitext becomes Markdown that says the same; what cannot be said is kept or counted.</summary>
public sealed class WikitextToMarkdownTests
{
    private static string Of(string wikitext) => WikitextToMarkdown.Convert(wikitext, new()).Markdown.TrimEnd('\n');

    [Theory]
    [InlineData("''a'' '''b''' '''''c'''''", "*a* **b** ***c***")]
    [InlineData("'''''a''' b''", "***a*** *b*")]
    [InlineData("'' spaced ''x", " *spaced* x")]
    [InlineData("'''open", "**open**")]
    [InlineData("it''''s", "it'**s**")]
    [InlineData("== Water ==", "# Water")]
    [InlineData("==== Pipes ====", "### Pipes")]
    [InlineData("* a\n** b\n# c", "- a\n    - b\n1. c")]
    [InlineData("; Tap : drips\n: so", "- **Tap** – drips\n\n> so")]
    [InlineData("a\n----\nb", "a\n\n---\n\nb")]
    [InlineData(" as typed ''here''\n more", "```\nas typed ''here''\nmore\n```")]
    [InlineData("[[Tap]] [[Tap|the tap]] [[Tap]]s", "[[Tap]] [[Tap|the tap]] [[Tap|Taps]]")]
    [InlineData("[[Category:Water|sort]] [[:Category:Water]]", "[[Category:Water]] [[:Category:Water]]")]
    [InlineData("[[File:Tap.png|thumb|200px|The ''old'' [[Tap|one]]]]", "![[File:Tap.png|The old one]]")]
    [InlineData("[https://a.example/x_y words ''here''] https://b.example/.", "[words *here*](<https://a.example/x_y>) <https://b.example/>.")]
    [InlineData("2 * 3 [x] `y` <z> \\ a_b _c_", "2 \\* 3 \\[x\\] \\`y\\` \\<z> \\\\ a_b \\_c\\_")]
    [InlineData("a\n- b\n1. c\n> d", "a\n\\- b\n1\\. c\n\\> d")]
    [InlineData("<nowiki>''[[a]]''</nowiki>", "''\\[\\[a\\]\\]''")]
    [InlineData("<pre>\na  ''b''\n</pre>", "```\na  ''b''\n```")]
    [InlineData("<syntaxhighlight lang=\"c\">\nint x;\n</syntaxhighlight>", "```c\nint x;\n```")]
    [InlineData("<code>a|b</code> <math>x^2</math>", "`a|b` `x^2`")]
    [InlineData("a<br>b <b>c</b> <s>d</s>", "a\\\nb **c** ~~d~~")]
    [InlineData(
        "A<ref name=x>One ''book''</ref> and<ref name=\"x\" />, B<ref>Two</ref>\n\n<references />",
        "A[^1] and[^1], B[^2]\n\n[^1]: One *book*\n[^2]: Two"
    )]
    [InlineData("{{Box|a=''b''}} x", "`{{Box|a=''b''}}` x")]
    [InlineData("{{Box\n|a={{b}}\n}}", "```wikitext\n{{Box\n|a={{b}}\n}}\n```")]
    [InlineData("{|\n! a !! b\n|-\n| 1 || [[x|y]]\n|-\n| colspan=2 | z\n|}", "| a | b |\n| --- | --- |\n| 1 | [[x|y]] |\n| z | |")]
    [InlineData("{|\n|+ Taps\n| a | b\n|}", "**Taps**\n\n| |\n| --- |\n| b |")]
    [InlineData("{|\n|+ '''Taps'''<br>\n| a\n|}", "**Taps**\n\n| |\n| --- |\n| a |")]
    [InlineData("a<!-- hidden -->b __NOTOC__", "ab")]
    [InlineData("#REDIRECT [[Tap]]", "→ [[Tap]]")]
    public void It_says_the_same(string wikitext, string markdown) => Assert.Equal(markdown, Of(wikitext));

    [Fact]
    public void What_does_not_come_along_is_counted()
    {
        const string All =
            "{{A}} <small>b</small> <!-- c -->\n{| class=x\n| d\n|}\n{|\n|\n{|\n| e\n|}\n|}\n[[File:F.png|100px]] [[Category:G|h]] [[I#j]] __TOC__ <ref group=k>l</ref>";
        var losses = WikitextToMarkdown.Convert(All, new()).Losses;
        Lost[] expected = [Lost.Template, Lost.Tag, Lost.Style, Lost.Nested, Lost.Comment, Lost.Option, Lost.Sort, Lost.Switch, Lost.Group, Lost.Place];
        Assert.Equal(expected, losses.Keys);
        Assert.All(losses.Values, count => Assert.Equal(1, count));
        Assert.Equal(Lost.Redirect, Assert.Single(WikitextToMarkdown.Convert("#REDIRECT [[A]]", new()).Losses).Key);
        Assert.Empty(WikitextToMarkdown.Convert("== A ==\n* ''b'' [[C]]\n", new()).Losses);
    }

    [Fact]
    public void Rooms_have_their_names_of_here()
    {
        var facts = new WikitextFacts { Rooms = WikitextRooms.Read("6 - Datei\n10 - Vorlage\n14 - Kategorie\n") };
        var markdown = WikitextToMarkdown.Convert("[[Datei:A.png|mini|b]] [[Kategorie:C]] [[Vorlage:D]]", facts).Markdown;
        Assert.Equal("![[File:A.png|b]] [[Category:C]] [[Template:D]]\n", markdown);
    }

    [Fact]
    public void What_comes_out_is_read_as_it_was_meant()
    {
        const string Page =
            "== Water ==\nThe '''tap''' [[Tap|drips]].<ref>Seen by Mara.</ref>\n* one\n** two\n{|\n! a !! b\n|-\n| 1 || 2\n|}\n<script>alert(1)</script>";
        var shown = MarkdownText.Render(WikitextToMarkdown.Convert(Page, new()).Markdown, new(t => new("/page/" + t, Exists: true), _ => null, _ => null));
        foreach (var part in (string[])["<strong>tap</strong>", ">drips</a>", "<table>", "Seen by Mara.", "&lt;script&gt;", "<li>one"])
        {
            Assert.Contains(part, shown.Html, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<script", shown.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[")]
    [InlineData("{{")]
    [InlineData("<ref>")]
    [InlineData("<nowiki>")]
    [InlineData("<!--")]
    [InlineData("{|\n")]
    [InlineData("'''''a'' ")]
    [InlineData("[http://")]
    [InlineData("*#:;")]
    [InlineData("[[a|")]
    [InlineData("{{a}}<ref name=b>[[File:c|")]
    [InlineData("__A")]
    public void A_hostile_text_takes_time_with_its_length(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));
        var milliseconds = ThreadTime.Of(() => _ = WikitextToMarkdown.Convert(text, new()));
        Assert.True(milliseconds < 5_000, $"{piece}: {milliseconds} ms");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Anything_at_all_becomes_some_text(int seed)
    {
        var dice = new Random(seed);
        string[] pieces =
        [
            "[[",
            "]]",
            "{{",
            "}}",
            "|",
            "''",
            "'''",
            "\n",
            "* ",
            "{|",
            "|}",
            "|-",
            "<ref>",
            "</ref>",
            "<nowiki>",
            "</nowiki>",
            "=",
            "a b",
            "http://x.y",
            "\u0001",
            "0",
            "#",
            " ",
            "<!--",
            "-->",
            "__",
        ];
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, dice.Next(40)).Select(_ => pieces[dice.Next(pieces.Length)]));
            var markdown = WikitextToMarkdown.Convert(text, new()).Markdown;
            Assert.False(markdown.Contains('\u0001', StringComparison.Ordinal), $"seed {seed}, text {i}: {text}");
        }
    }
}
