using System.Collections.Immutable;

namespace Moot.Commons;

/// <summary>Names of licences, as SPDX writes them (SPDX 2.3, annex D).</summary>
public static class Spdx
{
    /// <summary>Characters of an expression.</summary>
    public const int CharactersMax = 120;

    /// <summary>Licences of an expression.</summary>
    private const int TermsMax = 12;

    /// <summary>What an association, or somebody with a picture, is likely to choose; the usual one first.</summary>
    public static ImmutableArray<(string Id, string Words)> Choices { get; } =
    [
        ("CC-BY-SA-4.0", "Creative Commons Attribution-ShareAlike 4.0"),
        ("CC-BY-4.0", "Creative Commons Attribution 4.0"),
        ("CC0-1.0", "Creative Commons Zero 1.0"),
        ("CC-BY-NC-SA-4.0", "Creative Commons Attribution-NonCommercial-ShareAlike 4.0"),
        ("GFDL-1.3-or-later", "GNU Free Documentation License 1.3 or later"),
        ("ODbL-1.0", "Open Database License 1.0"),
        ("LicenseRef-public-domain", "Public domain"),
    ];

    /// <summary>What an association gives its words under when nobody says otherwise.</summary>
    public const string Usual = "CC-BY-SA-4.0";

    /// <summary>True for an expression by the grammar: identifiers joined by AND, OR and WITH, in brackets where needed.</summary>
    public static bool IsExpression(string text)
    {
        if (text.Length is 0 or > CharactersMax || text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '+' or ' ' or '(' or ')' or ':')))
        {
            return false;
        }

        var words = text.Replace("(", " ( ", StringComparison.Ordinal)
            .Replace(")", " ) ", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (depth, terms, wantsTerm, mayWith) = (0, 0, true, false);
        foreach (var word in words)
        {
            switch (word)
            {
                case "(" when wantsTerm:
                    depth++;
                    break;
                case ")" when !wantsTerm && depth > 0:
                    (depth, mayWith) = (depth - 1, false);
                    break;
                case "AND" or "OR" when !wantsTerm:
                    (wantsTerm, mayWith) = (true, false);
                    break;
                case "WITH" when mayWith:
                    (wantsTerm, mayWith) = (true, false);
                    break;
                case "(" or ")" or "AND" or "OR" or "WITH":
                    return false;
                default:
                    if (!wantsTerm || !IsIdentifier(word) || ++terms > TermsMax)
                    {
                        return false;
                    }

                    (wantsTerm, mayWith) = (false, true);
                    break;
            }
        }

        return depth == 0 && !wantsTerm;
    }

    /// <summary>What an expression allows to choose among: each choice with all licences that then count together. A licence with an exception is one of its own.</summary>
    /// <param name="expression">One for which <see cref="IsExpression"/> is true.</param>
    public static ImmutableArray<ImmutableArray<string>> Alternatives(string expression)
    {
        var words = new Queue<string>(
            expression
                .Replace("(", " ( ", StringComparison.Ordinal)
                .Replace(")", " ) ", StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        return IsExpression(expression)
            ? Either(words)
            :
            [
                [expression],
            ];
    }

    /// <summary>AND binds closer than OR (SPDX 2.3, annex D.4).</summary>
    private static ImmutableArray<ImmutableArray<string>> Either(Queue<string> words)
    {
        var all = Both(words);
        while (words.TryPeek(out var word) && word is "OR")
        {
            words.Dequeue();
            all = all.AddRange(Both(words));
        }

        return all;
    }

    private static ImmutableArray<ImmutableArray<string>> Both(Queue<string> words)
    {
        var all = One(words);
        while (words.TryPeek(out var word) && word is "AND")
        {
            words.Dequeue();
            var more = One(words);
            all = [.. all.SelectMany(_ => more, (a, b) => a.AddRange(b))];
        }

        return all;
    }

    private static ImmutableArray<ImmutableArray<string>> One(Queue<string> words)
    {
        var word = words.Dequeue();
        if (word is "(")
        {
            var inner = Either(words);
            words.Dequeue();
            return inner;
        }

        if (words.TryPeek(out var next) && next is "WITH")
        {
            words.Dequeue();
            word += " WITH " + words.Dequeue();
        }

        return
        [
            [word],
        ];
    }

    /// <summary>Where the text of a licence is to be read; null where SPDX has none.</summary>
    public static string? TextUrl(string licence) =>
        IsIdentifier(licence) && !licence.StartsWith("LicenseRef-", StringComparison.Ordinal) ? $"https://spdx.org/licenses/{licence.TrimEnd('+')}.html" : null;

    private static bool IsIdentifier(string word)
    {
        var name = word.EndsWith('+') ? word[..^1] : word;
        return name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
    }
}
