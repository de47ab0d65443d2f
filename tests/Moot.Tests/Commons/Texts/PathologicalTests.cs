using System.Text;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Texts;

/// <summary>Texts made to keep a reader busy: eight times the text takes about eight times the time, not sixty-four.</summary>
public class PathologicalTests
{
    private const int Small = 25_000;
    private const int Large = 8 * Small;

    private static readonly Dictionary<string, Func<int, string>> Shapes = new()
    {
        ["["] = n => Many("[", n),
        ["]"] = n => Many("]", n),
        ["[ then ]"] = n => Many("[", n / 2) + Many("]", n / 2),
        ["[a]"] = n => Many("[a]", n),
        ["[[a]]"] = n => Many("[[a]]", n),
        ["[["] = n => Many("[[", n),
        ["[[a|"] = n => Many("[[a|", n),
        ["!["] = n => Many("![", n),
        ["![["] = n => Many("![[", n),
        ["[]("] = n => Many("[](", n),
        ["[a](b"] = n => Many("[a](b", n),
        ["[a](<b"] = n => Many("[a](<b", n),
        ["[a](b \""] = n => Many("[a](b \"", n),
        ["nested links"] = n => Many("[", n / 2) + "a" + Many("](b)", n / 2),
        ["nested images"] = n => Many("![", n / 2) + "a" + Many("](b)", n / 2),
        ["lines of ["] = n => Many("[a\n", n),
        ["<"] = n => Many("<", n),
        ["<a"] = n => Many("<a", n),
        ["<!--"] = n => Many("<!--", n),
        ["<http:"] = n => Many("<http:", n),
        ["<x@"] = n => Many("<x@", n),
        ["&"] = n => Many("&", n),
        ["&#x"] = n => Many("&#x", n),
        [">"] = n => Many(">", n),
        ["> by lines"] = n => Many("> a\n", n),
        ["- >"] = n => Many("- > ", n),
        ["- -"] = n => Many("- ", n),
        ["- + *"] = n => Many("- + * ", n),
        ["1. 1."] = n => Many("1. ", n),
        ["* by 40 deep"] = n => Many(string.Concat(Enumerable.Range(0, 40).Select(i => new string(' ', 2 * i) + "- a\n")), n),
        ["deeper and deeper"] = n => Growing(n, i => new string(' ', 2 * i) + "- a\n"),
        ["deeper by tabs"] = n => Growing(n, i => new string('\t', i) + "- a\n"),
        ["quoted references"] = n => Many("> [a]: b\n", n),
        ["flat list"] = n => Many("- a\n", n),
        ["loose list"] = n => Many("- a\n\n", n),
        ["*"] = n => Many("*", n),
        ["*a "] = n => Many("*a ", n),
        ["a*"] = n => Many("a*", n),
        ["*a_"] = n => Many("*a_", n),
        ["**a *a "] = n => Many("**a *a ", n),
        ["*a **a"] = n => Many("*a **a ", n / 2) + Many("a** a* ", n / 2),
        ["nested emphasis"] = n => Many("*a ", n / 2) + Many("b* ", n / 2),
        ["~~a"] = n => Many("~~a ", n),
        ["backticks"] = n => Many("`", n),
        ["`a``"] = n => Many("`a``b", n),
        ["growing backticks"] = n => Growing(n, i => new string('`', i) + " "),
        ["fences"] = n => Many("```\na\n", n),
        ["|"] = n => Many("|", n),
        ["|-"] = n => Many("a|b\n-|-\n", n),
        ["wide table"] = n => Many("|a", n / 3) + "\n" + Many("|-", n / 3) + "\n" + Many("|\n", n / 3),
        ["long table"] = n => "|a|b|\n|-|-|\n" + Many("|[c](d)|*d*|\n", n),
        ["table of 64 columns"] = n => Many("|a", 128) + "\n" + Many("|-", 128) + "\n" + Many("|\n", n),
        ["footnote calls"] = n => Many("[^a] ", n) + "\n\n[^a]: x",
        ["footnotes"] = n => string.Concat(Enumerable.Range(0, n / 14).Select(i => $"[^{i}]: x\n\n[^{i}]\n\n")),
        ["references"] = n => string.Concat(Enumerable.Range(0, n / 10).Select(i => $"[{i}]: x\n")),
        ["one reference"] = n => Many("[a]: b\n", n) + "\n[a]",
        ["unclosed reference titles"] = n => Many("[a]: b \"\n", n),
        ["definitions"] = n => Many("a\n:   b\n\n", n),
        [": :"] = n => "a\n" + Many(": ", n),
        ["headings of one name"] = n => Many("# a\n", n),
        ["underlined headings"] = n => Many("a\n=\n", n),
        ["tables behind words"] = n => Many("x\n|a|\n|-|\n\n", n),
        ["a few underlined headings"] = n => Many("a\n=\nb\nc d e f g h i j k l m n o p q r s t u v w x y z\n\n", n),
        ["# # #"] = n => Many("# ", n),
        ["lines of one paragraph"] = n => Many("a\n", n),
        ["hard breaks"] = n => Many("a  \n", n),
        ["\\"] = n => Many("\\", n),
        ["blank lines"] = n => Many("\n", n),
        ["spaces"] = n => Many(" ", n),
        ["tabs"] = n => Many("\t", n),
        ["tasks"] = n => Many("- [ ] a\n", n),
        ["{{page:"] = n => Many("{{page:", n),
        ["{{page:Note}}"] = n => Many("{{page:Note}} ", n),
        ["files"] = n => Many("![[File:a.png]] ", n),
        ["one word"] = n => Many("a", n),
        ["marks"] = n => Many("\u0301", n),
        ["NUL"] = n => Many("\0", n),
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_text_made_to_keep_a_reader_busy_is_shown_in_time_with_its_length(string name)
    {
        Time(Shapes[name](Small));
        var small = Math.Min(Time(Shapes[name](Small)), Time(Shapes[name](Small)));
        var large = Math.Min(Time(Shapes[name](Large)), Time(Shapes[name](Large)));
        TestContext.Current.SendDiagnosticMessage($"{name}: {small} ms, {large} ms");

        // Below half a second for 200 KB nothing is slow; above it, growth is judged, with room for a busy machine.
        Assert.True(large < 500 || large < 24 * Math.Max(small, 40), $"{small} ms for {Small}, {large} ms for {Large}");
    }

    private static long Time(string markdown) => ThreadTime.Of(() => Shown.MustBeHarmless(Shown.Of(markdown).Html));

    private static string Many(string unit, int characters) => string.Concat(Enumerable.Repeat(unit, characters / unit.Length));

    private static string Growing(int characters, Func<int, string> unit)
    {
        var text = new StringBuilder();
        for (var i = 1; text.Length < characters; i++)
        {
            text.Append(unit(i));
        }

        return text.ToString();
    }
}
