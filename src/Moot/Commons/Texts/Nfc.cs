using System.Collections.Frozen;
using System.Text;

namespace Moot.Commons.Texts;

/// <summary>Gives texts that look the same the same characters (Unicode normalisation form C).</summary>
/// <remarks>Source: Unicode Standard Annex 15. <see cref="string.Normalize()"/> does nothing where globalization is invariant, as it is here.</remarks>
public static class Nfc
{
    private const int HangulFirst = 0xAC00;
    private const int HangulLast = 0xD7A3;
    private const int LeadFirst = 0x1100;
    private const int VowelFirst = 0x1161;
    private const int TailFirst = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly FrozenDictionary<int, (int First, int Second)> Apart = ReadParts();
    private static readonly FrozenDictionary<(int, int), int> Together = ReadPairs();
    private static readonly FrozenDictionary<int, byte> Classes = ReadClasses();

    /// <summary>The text in form C. Surrogates without a partner become U+FFFD.</summary>
    public static string Normalize(string text)
    {
        // No character below U+0300 changes in form C.
        if (!text.AsSpan().ContainsAnyInRange('\u0300', '\uFFFF'))
        {
            return text;
        }

        var runes = new List<(int Rune, byte Class)>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            TakeApart(rune.Value, runes);
        }

        PutInOrder(runes);
        return PutTogether(runes);
    }

    private static void TakeApart(int rune, List<(int Rune, byte Class)> into)
    {
        if (rune is >= HangulFirst and <= HangulLast)
        {
            var syllable = rune - HangulFirst;
            into.Add((LeadFirst + syllable / (Vowels * Tails), 0));
            into.Add((VowelFirst + syllable % (Vowels * Tails) / Tails, 0));
            if (syllable % Tails > 0)
            {
                into.Add((TailFirst + syllable % Tails, 0));
            }
        }
        else if (Apart.TryGetValue(rune, out var parts))
        {
            TakeApart(parts.First, into);
            if (parts.Second > 0)
            {
                TakeApart(parts.Second, into);
            }
        }
        else
        {
            into.Add((rune, Classes.GetValueOrDefault(rune)));
        }
    }

    /// <summary>Marks behind a character, by class; those of one class keep their order.</summary>
    private static void PutInOrder(List<(int Rune, byte Class)> runes)
    {
        for (var start = 0; start < runes.Count; start++)
        {
            var end = start;
            while (end < runes.Count && runes[end].Class > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = runes.GetRange(start, end - start).OrderBy(r => r.Class).ToList();
                for (var i = 0; i < sorted.Count; i++)
                {
                    runes[start + i] = sorted[i];
                }
            }

            start = end;
        }
    }

    private static string PutTogether(List<(int Rune, byte Class)> runes)
    {
        var result = new List<int>(runes.Count);
        var starter = -1;
        var lastClass = 0;
        foreach (var (rune, @class) in runes)
        {
            var isNext = starter >= 0 && starter == result.Count - 1;
            if (starter >= 0 && (isNext || lastClass < @class) && Pair(result[starter], rune) is { } both)
            {
                result[starter] = both;
                continue;
            }

            if (@class == 0)
            {
                starter = result.Count;
            }

            lastClass = @class;
            result.Add(rune);
        }

        var text = new StringBuilder(result.Count);
        foreach (var rune in result)
        {
            text.Append(new Rune(rune).ToString());
        }

        return text.ToString();
    }

    private static int? Pair(int first, int second) =>
        first - LeadFirst is >= 0 and < Leads && second - VowelFirst is >= 0 and < Vowels
            ? HangulFirst + ((first - LeadFirst) * Vowels + second - VowelFirst) * Tails
        : first is >= HangulFirst and <= HangulLast && (first - HangulFirst) % Tails == 0 && second - TailFirst is > 0 and < Tails ? first + second - TailFirst
        : Together.TryGetValue((first, second), out var both) ? both
        : null;

    private static FrozenDictionary<int, (int, int)> ReadParts() => Parts().ToFrozenDictionary(p => p.Rune, p => (p.First, p.Second));

    private static FrozenDictionary<(int, int), int> ReadPairs() => Parts().Where(p => p.IsPair).ToFrozenDictionary(p => (p.First, p.Second), p => p.Rune);

    private static IEnumerable<(int Rune, int First, int Second, bool IsPair)> Parts()
    {
        var rune = 0;
        foreach (var item in NfcData.Parts.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = item.TrimEnd('!').Split('.');
            rune += Number(fields[0]);
            yield return (rune, Number(fields[1]), fields.Length > 2 ? Number(fields[2]) : 0, fields.Length > 2 && !item.EndsWith('!'));
        }
    }

    private static FrozenDictionary<int, byte> ReadClasses()
    {
        var classes = new Dictionary<int, byte>();
        var rune = 0;
        foreach (var item in NfcData.Classes.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = item.Split('.');
            rune += Number(fields[0]);
            for (var last = rune + Number(fields[1]); ; rune++)
            {
                classes.Add(rune, checked((byte)Number(fields[2])));
                if (rune == last)
                {
                    break;
                }
            }
        }

        return classes.ToFrozenDictionary();
    }

    private static int Number(string text) => text.Aggregate(0, (sum, c) => checked(sum * 36 + (c <= '9' ? c - '0' : c - 'a' + 10)));
}
