using System.Text;
using Moot.Commons;
using Moot.Commons.Files;
using Moot.Kernel.Tree;

namespace Moot.Leaving;

/// <summary>Names of the files of a copy: small letters, digits and hyphens, and the number of the thing, so that they are good and different on every system.</summary>
public static class CopyAddressViews
{
    /// <summary>Characters of a name without its number.</summary>
    public const int NameCharactersMax = 60;

    /// <summary>Hexadecimal digits that tell names apart which have no number.</summary>
    private const int HashDigits = 12;

    /// <summary>Latin letters and what is written for each; a name need not be read aloud, only told from others at a glance.</summary>
    private static readonly Dictionary<char, string> Plain = PlainLetters();

    /// <summary>A page.</summary>
    public static string Page(long page, string? title) => $"page/{Name(title, page)}.html";

    /// <summary>The history of a page.</summary>
    public static string History(long page, string? title) => $"history/{Name(title, page)}.html";

    /// <summary>A thread of talk.</summary>
    public static string Thread(long root) => $"talk/{root}.html";

    /// <summary>The page about a file.</summary>
    public static string File(long file, string? name) => $"file/{Name(name, file)}.html";

    /// <summary>The bytes of a file.</summary>
    public static string Bytes(CommonsFile file, string name) =>
        $"files/{Name(Path.GetFileNameWithoutExtension(name), file.Entry)}{Cleaned.Endings(file.Type)[0]}";

    /// <summary>The pages of a category.</summary>
    public static string Category(string name) => $"category/{Words(name)}-{Hash.Of(Encoding.UTF8.GetBytes(name)).ToHex()[..HashDigits]}.html";

    private static string Name(string? words, long number) => Words(words ?? "") is { Length: > 0 } plain ? $"{plain}-{number}" : $"{number}";

    private static string Words(string words)
    {
        var name = new StringBuilder();
        foreach (var c in words)
        {
            if (name.Length >= NameCharactersMax)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
            else if (Plain.TryGetValue(char.ToLowerInvariant(c), out var plain))
            {
                name.Append(plain);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        return name.ToString().Trim('-');
    }

    private static Dictionary<char, string> PlainLetters()
    {
        var letters = new Dictionary<char, string>
        {
            ['ä'] = "ae",
            ['ö'] = "oe",
            ['ü'] = "ue",
            ['ß'] = "ss",
            ['æ'] = "ae",
            ['œ'] = "oe",
            ['ø'] = "o",
            ['đ'] = "d",
            ['ł'] = "l",
            ['þ'] = "th",
            ['ð'] = "d",
            ['ı'] = "i",
        };
        foreach (var (plain, marked) in new[] { ("a", "áàâãåāăą"), ("c", "çćĉċč"), ("d", "ď"), ("e", "éèêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ") })
        {
            Add(plain, marked);
        }

        foreach (var (plain, marked) in new[] { ("i", "íìîïĩīĭį"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľ"), ("n", "ñńņň"), ("o", "óòôõōŏő"), ("r", "ŕŗř") })
        {
            Add(plain, marked);
        }

        foreach (var (plain, marked) in new[] { ("s", "śŝşš"), ("t", "ţťŧ"), ("u", "úùûũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž") })
        {
            Add(plain, marked);
        }

        return letters;

        void Add(string plain, string marked)
        {
            foreach (var letter in marked)
            {
                letters[letter] = plain;
            }
        }
    }
}
