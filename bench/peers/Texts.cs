using System.Text;

namespace Moot.Peers;

/// <summary>How a wiki writes headings and links: each gets the same text in its own signs.</summary>
/// <param name="Heading">Writes a heading.</param>
/// <param name="Link">Writes a link to a page.</param>
internal sealed record Markup(Func<string, string> Heading, Func<string, string> Link);

/// <summary>Pages of 3 KB made of everyday words, with links and a list. The same number gives the same text, on every machine.</summary>
internal static class Texts
{
    /// <summary>Parts of a page: as many as there are people at once.</summary>
    public const int Parts = 8;

    private const int Bytes = 3000;
    private const uint Seed = 20_261_123;

    private static readonly string[] Words = (
        "water brook gate pump path garden shed tool meeting minutes key book shelf window roof rain barrel seed apple plum hedge neighbour children "
        + "summer autumn repair paint ladder rope stone wall bench table lamp evening coffee list turn week month money box letter answer question "
        + "we they who keeps brings opens closes looks after asks says knows gives takes should may must often never again first last together "
        + "green old new broken whole small large near far the a of to in on for with and but or when where because until before since"
    ).Split(' ');

    /// <summary>The page of a number, with a mark in each part that a save replaces.</summary>
    public static string Page(int number, Markup markup)
    {
        var chance = new Chance(Seed + ((uint)number * 7919));
        var text = new StringBuilder();
        for (var part = 0; part < Parts; part++)
        {
            text.Append(markup.Heading($"Part {part}")).Append('\n').Append('\n').Append(MarkOf(part)).Append("begun\n\n");
            text.Append($"See {markup.Link(Title(chance.Below(40)))} and {markup.Link(Title(chance.Below(40)))}.");
            while (text.Length < Bytes * (part + 1) / Parts)
            {
                text.Append(' ').Append(Words[chance.Below(Words.Length)]);
            }

            text.Append(".\n\n* ").Append(Words[chance.Below(Words.Length)]).Append("\n* ").Append(Words[chance.Below(Words.Length)]).Append("\n\n");
        }

        return text.ToString();
    }

    public static string Title(int number) => $"Page {number}";

    /// <summary>The text with another word at a part's mark; null where the mark is gone.</summary>
    public static string? WithMark(string text, int part, string word)
    {
        var (start, end) = Find(text, part);
        return start < 0 ? null : string.Concat(text.AsSpan(0, start), word, text.AsSpan(end));
    }

    /// <summary>The word at a part's mark; null where the mark is gone.</summary>
    public static string? Mark(string text, int part)
    {
        var (start, end) = Find(text, part);
        return start < 0 ? null : text[start..end].TrimEnd('\r');
    }

    private static string MarkOf(int part) => $"Last word of part {part}: ";

    private static (int Start, int End) Find(string text, int part)
    {
        var mark = MarkOf(part);
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return (-1, -1);
        }

        var end = text.IndexOf('\n', at);
        return (at + mark.Length, end < 0 ? text.Length : end);
    }

    /// <summary>Numbers that look like chance and are the same everywhere (xorshift).</summary>
    private sealed class Chance(uint seed)
    {
        private uint state = seed == 0 ? 1 : seed;

        public int Below(int end)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)end);
        }
    }
}
