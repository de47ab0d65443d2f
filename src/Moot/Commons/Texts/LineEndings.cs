namespace Moot.Commons.Texts;

/// <summary>Keeps the line ends of a text as they were: a browser sends every line of a form with CR LF.</summary>
public static class LineEndings
{
    /// <summary>The text with the line ends of a sample: CR LF if most of the sample's lines end so, LF if not or if it has but one line.</summary>
    public static string Like(string sample, string text)
    {
        var plain = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        var ends = sample.AsSpan().Count('\n');
        return ends > 0 && sample.AsSpan().Count("\r\n") * 2 > ends ? plain.Replace("\n", "\r\n", StringComparison.Ordinal) : plain;
    }
}
