using System.Collections.Immutable;
using Moot.Ui;

namespace Moot.Counting.Pictures;

/// <summary>Names and numbers as pictures and their sentences have them.</summary>
/// <param name="tally">The count.</param>
/// <param name="words">The language.</param>
internal sealed class Names(Tally tally, Words words)
{
    /// <summary>Parts of a vote that are told apart where votes are split.</summary>
    public const long Vote = 10_000;

    private const int Digits = 2;
    private const int TableDigits = 4;

    public Words Words => words;

    public string this[int option] => tally.Options[option];

    /// <summary>Several names as in a sentence.</summary>
    public string List(IReadOnlyList<int> options) =>
        options.Count < 2
            ? string.Concat(options.Select(o => this[o]))
            : words.Say("count.and", string.Join(", ", options.Take(options.Count - 1).Select(o => this[o])), this[options[^1]]);

    /// <summary>A name that fits.</summary>
    public static string Short(string name, int most)
    {
        if (name.Length <= most)
        {
            return name;
        }

        var end = char.IsHighSurrogate(name[most - 2]) ? most - 2 : most - 1;
        return name[..end].TrimEnd() + "…";
    }

    /// <summary>Parts of votes, rounded, with thousands set apart.</summary>
    public string Votes(long parts) => Decimals(parts, Digits);

    /// <summary>Parts of votes as in a table.</summary>
    public string Exactly(long parts) => Decimals(parts, TableDigits);

    /// <summary>Ten-billionths with all their digits.</summary>
    public string Fixed(long value) => new Fraction(value, MeekCount.One).Decimals(MeekCount.Digits, words["count.point"]);

    private string Decimals(long parts, int digits)
    {
        var said = new Fraction(Math.Abs(parts), Vote).Decimals(digits, ".").Split('.');
        var whole = words.Number(long.Parse(said[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture));
        return (parts < 0 ? "−" : "") + whole + (said.Length > 1 ? words["count.point"] + said[1] : "");
    }

    /// <summary>A fraction of votes in parts of a vote, cut off.</summary>
    public static long Parts(Fraction votes) => (long)(votes.Above * Vote / votes.Below);

    /// <summary>How much of a whole, in percent, rounded.</summary>
    public string Percent(long part, long whole) => whole <= 0 ? "" : words.Say("tally.percent", ((200 * (Int128)part) + whole) / (2 * (Int128)whole));

    /// <summary>A length that stands for a number.</summary>
    /// <param name="value">The number; not below 0.</param>
    /// <param name="most">The number that the whole length stands for.</param>
    /// <param name="length">That length.</param>
    public static int Length(long value, long most, int length) => most <= 0 || value <= 0 ? 0 : (int)((Int128)Math.Min(value, most) * length / most);
}
