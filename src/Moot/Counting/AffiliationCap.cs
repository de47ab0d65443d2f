using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Keeps one employer from having too many seats: whoever would be one too many is passed over.</summary>
/// <remarks>RFC 8713 §4.17 (lots) and PEP 13 (votes): going down the list in its order, a person whose affiliation already has its share is skipped.
/// Who belongs to nobody is never skipped.</remarks>
public static class AffiliationCap
{
    /// <summary>Chooses from an ordered list.</summary>
    /// <param name="order">The list, the first drawn or elected first.</param>
    /// <param name="affiliation">To whom each belongs; null or empty for nobody.</param>
    /// <param name="seats">How many are to be chosen.</param>
    /// <param name="most">How many of one affiliation at most.</param>
    public static (ImmutableArray<T> Chosen, ImmutableArray<T> Skipped) Choose<T>(IEnumerable<T> order, Func<T, string?> affiliation, int seats, int most)
    {
        var (chosen, skipped) = (ImmutableArray.CreateBuilder<T>(), ImmutableArray.CreateBuilder<T>());
        var seated = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in order)
        {
            if (chosen.Count >= seats)
            {
                break;
            }

            var to = affiliation(person)?.Trim() ?? "";
            var already = to.Length == 0 ? 0 : seated.GetValueOrDefault(to);
            if (to.Length > 0 && already >= most)
            {
                skipped.Add(person);
                continue;
            }

            seated[to] = already + 1;
            chosen.Add(person);
        }

        return (chosen.ToImmutable(), skipped.ToImmutable());
    }
}
