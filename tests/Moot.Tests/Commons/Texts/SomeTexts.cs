using CsCheck;

namespace Moot.Tests.Commons.Texts;

/// <summary>Texts by chance: few different lines, so that they meet; all line ends; with and without a last one.</summary>
internal static class SomeTexts
{
    private static readonly string[] Words =
    [
        "a",
        "b",
        "the",
        "word",
        "Zoë",
        "e\u0301t\u0301",
        "漢字",
        "👩‍👩‍👧",
        "don't",
        "1.5",
        " ",
        "  ",
        ",",
        "(",
        "\t",
        "ไทย",
        "🇩🇪🇫🇷",
    ];

    public static Gen<string> Line { get; } = OneOf(Words).List[0, 6].Select(w => string.Join(' ', w));

    public static Gen<string> Any { get; } = Texts(Line);

    /// <summary>Lines of which each text has few, told from one another by their words alone.</summary>
    public static Gen<string> Simple { get; } = Texts(Gen.Int[0, 9].Select(i => "line" + i));

    /// <summary>A text and what two people made of it, line by line.</summary>
    public static Gen<(string Base, string Mine, string Theirs)> Three { get; } =
        Any.SelectMany(b => Gen.Select(Changed(b, Line), Changed(b, Line), (m, t) => (b, m, t)));

    /// <summary>As <see cref="Three"/>, but every line that somebody adds is one new word.</summary>
    public static Gen<(string Base, string Mine, string Theirs)> ThreeWithNewLines { get; } =
        Simple.SelectMany(b =>
            Gen.Select(Changed(b, Gen.Int[0, 99].Select(i => "mine" + i)), Changed(b, Gen.Int[0, 99].Select(i => "theirs" + i)), (m, t) => (b, m, t))
        );

    public static string[] LinesOf(string text) => text.Replace("\r\n", "\n").Split('\n');

    public static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<string> Texts(Gen<string> line) =>
        Gen.Select(
            Gen.Select(line, OneOf("\n", "\n", "\r\n"), (l, e) => l + e).List[0, 12],
            Gen.OneOf(Gen.Const(""), line),
            (l, last) => string.Concat(l) + last
        );

    private static Gen<string> Changed(string text, Gen<string> line) =>
        Gen.Select(Gen.Int[0, 6].Array[40], line.Array[40])
            .Select((dice, lines) => string.Concat(text.Split('\n').Select((l, i) => Change(l, i, dice[i % 40], lines[i % 40], text))));

    private static string Change(string line, int index, int dice, string other, string text)
    {
        var end = index < text.Count(c => c == '\n') ? "\n" : "";
        return dice switch
        {
            0 => "",
            1 => other + end,
            2 => line + end + other + end,
            3 => line + other + end,
            _ => line + end,
        };
    }
}
