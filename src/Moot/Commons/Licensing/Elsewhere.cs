using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;

namespace Moot.Commons.Licensing;

/// <summary>A saved text of which its author says that it, or a part, comes from elsewhere.</summary>
/// <param name="Entry">The entry that saved it.</param>
/// <param name="Licence">Under which licence it is given there.</param>
public readonly record struct Elsewhere(long Entry, string Licence);

/// <summary>What the acts that bring texts in from elsewhere have in common: their texts must fit the association's licence.</summary>
public static class Bringing
{
    /// <summary>UTF-16 characters of an address.</summary>
    public const int SourceCharactersMax = 1_000;

    /// <summary>UTF-16 characters of authors' names.</summary>
    public const int AuthorsCharactersMax = 2_000;

    /// <summary>Texts in the way that are named one by one.</summary>
    private const int NamedMax = 3;

    /// <summary>May text under a licence be brought in?</summary>
    /// <param name="here">The association's licence; null where it chose none.</param>
    /// <param name="there">The text's; null where nobody says.</param>
    public static Verdict Judge(string? here, string? there) =>
        there is null
            ? here is null
                ? Verdict.Lawful
                : Verdict.Refused("licence-untold", $"Say under which licence the text is given where it comes from: here words are given under {here}.", here)
            : !Spdx.IsExpression(there)
                ? Verdict.Refused("bad-licence", "A licence is named by its SPDX identifier, such as CC-BY-SA-4.0.")
                : here is null || Compatibility.Of(there, here) is not { May: false } wrong
                    ? Verdict.Lawful
                    : Verdict.Refused(
                        "licence-incompatible",
                        $"Text under {there} cannot be brought in where words are given under {here}. {wrong.Why}",
                        there,
                        here,
                        wrong.Why
                    );

    /// <summary>May a text be saved of which its author says where it comes from?</summary>
    internal static Verdict JudgeSource(string? here, string? there, Prose source, Prose authors) =>
        there is null
            ? source.Text is null && authors.Text is null // of a body that was erased nobody knows what it held
                ? Verdict.Lawful
                : Verdict.Refused("licence-untold", "Say under which licence the text is given where it comes from.")
            : source.IsMissing
                ? Verdict.Refused("source-missing", "Say where the text comes from: its address, or what it is called.")
                : source.Length > SourceCharactersMax
                    ? Verdict.Refused("source-too-long", $"An address has at most {SourceCharactersMax} characters.")
                    : authors.Length > AuthorsCharactersMax
                        ? Verdict.Refused("authors-too-long", $"Authors' names have at most {AuthorsCharactersMax} characters.")
                        : Judge(here, there);

    /// <summary>May the association choose a licence, with all that was brought in?</summary>
    internal static Verdict JudgeChoice(Library state, string licence, in Circumstance how)
    {
        var (said, count) = (new List<string>(), 0);
        string[] first = [];
        var known = new Dictionary<string, string?>(StringComparer.Ordinal); // many texts, few licences
        foreach (var import in state.Imports.Sources.Values)
        {
            Note(import, state.Imports.Licences.GetValueOrDefault(import));
        }

        var erasures = how.Read<Erasures>();
        foreach (var text in state.Elsewhere.Span)
        {
            // What was erased is gone, and with it what it asked.
            if (erasures.Find(text.Entry) is not { IsErased: true })
            {
                Note(text.Entry, text.Licence);
            }
        }

        return count == 0
            ? Verdict.Lawful
            : Verdict.Refused(
                "licence-in-the-way",
                $"Texts that were brought in stand in the way: {string.Join("; ", said)}{(count > said.Count ? $"; and {count - said.Count} more" : "")}.",
                [.. first, $"{count}"]
            );

        void Note(long entry, string? there)
        {
            if (!known.TryGetValue(there ?? "", out var wrong))
            {
                wrong =
                    there is null ? "nobody has said under which licence"
                    : Compatibility.Of(there, licence) is { May: false } not ? $"{there} - {not.Why.TrimEnd('.')}"
                    : null;
                known[there ?? ""] = wrong;
            }

            if (wrong is not null && ++count <= NamedMax)
            {
                said.Add($"entry {entry} ({wrong})");
                first =
                    first.Length > 0
                        ? first
                        : [$"{entry}", there ?? "–", there is null ? "Nobody has said under which licence." : Compatibility.Of(there, licence).Why];
            }
        }
    }
}
