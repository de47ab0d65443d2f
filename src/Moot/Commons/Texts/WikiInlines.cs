using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace Moot.Commons.Texts;

/// <summary>[[Title]], [[Title|words]], [[Category:Name]], ![[File:Name.png|caption]].</summary>
/// <param name="target">What stands before the first |.</param>
/// <param name="words">What stands behind it; null where there is none.</param>
/// <param name="isShown">True for ![[...]].</param>
internal sealed class WikiLinkInline(string target, string? words, bool isShown) : LeafInline
{
    public string Target => target;

    public string? Words => words;

    public bool IsShown => isShown;
}

/// <summary>{{page:Title}} within a line.</summary>
internal sealed class InclusionInline(string title) : LeafInline
{
    public string Title => title;
}

/// <summary>Reads links between pages; they hold no other markup.</summary>
internal sealed class WikiLinkParser : InlineParser
{
    public WikiLinkParser() => OpeningCharacters = ['[', '!'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.AsSpan();
        var isShown = text[0] == '!';
        var open = isShown ? 3 : 2;
        if (!text.StartsWith(isShown ? "![[" : "[["))
        {
            return false;
        }

        var inner = text[open..Math.Min(text.Length, open + MarkdownLimits.WikiLinkCharactersMax)];
        var end = inner.IndexOfAny("[]\n\r");
        if (end <= 0 || !inner[end..].StartsWith("]]"))
        {
            return false;
        }

        inner = inner[..end];
        var bar = inner.IndexOf('|');
        var target = (bar < 0 ? inner : inner[..bar]).Trim().ToString();
        var words = bar < 0 ? null : inner[(bar + 1)..].Trim().ToString();
        if (Titles.Normal(target.TrimStart(':')) is null)
        {
            return false;
        }

        processor.Inline = new WikiLinkInline(target, words, isShown);
        slice.Start += open + end + 2;
        return true;
    }
}

/// <summary>Reads {{page:Title}}.</summary>
internal sealed class InclusionParser : InlineParser
{
    private const string Open = "{{page:";

    public InclusionParser() => OpeningCharacters = ['{'];

    /// <summary>The title that a line takes in and nothing else; null where it is not such a line.</summary>
    public static string? Title(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return Length(line, out var title) == line.Length ? title : null;
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var length = Length(slice.AsSpan(), out var title);
        if (length == 0)
        {
            return false;
        }

        processor.Inline = new InclusionInline(title!);
        slice.Start += length;
        return true;
    }

    private static int Length(ReadOnlySpan<char> text, out string? title)
    {
        title = null;
        if (!text.StartsWith(Open, StringComparison.Ordinal))
        {
            return 0;
        }

        var inner = text[Open.Length..Math.Min(text.Length, Open.Length + MarkdownLimits.WikiLinkCharactersMax)];
        var end = inner.IndexOfAny("{}\n\r");
        if (end <= 0 || !inner[end..].StartsWith("}}"))
        {
            return 0;
        }

        title = Titles.Normal(inner[..end].ToString());
        return title is null ? 0 : Open.Length + end + 2;
    }
}
