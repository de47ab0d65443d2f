using System.Collections.Immutable;

namespace Moot.Commons.Licensing;

/// <summary>Whether text under one licence may become part of words that are given under another.</summary>
/// <param name="May">True if it may.</param>
/// <param name="Why">Why, in a sentence.</param>
/// <param name="Source">Where that is published; null where nothing is.</param>
public readonly record struct Compatibility(bool May, string Why, string? Source)
{
    /// <summary>The answer for two SPDX expressions. Pure.</summary>
    /// <param name="from">Licence of the text. Of two joined by OR one is enough; joined by AND both count.</param>
    /// <param name="into">Licence under which words are given. Whether joined by OR or AND, the text has to fit all: whoever passes words on may choose any.</param>
    public static Compatibility Of(string from, string into)
    {
        var answer = new Compatibility(true, "The licence is the same.", null);
        if (string.Equals(from, into, StringComparison.Ordinal))
        {
            return answer;
        }

        var choices = Spdx.Alternatives(from);
        foreach (var target in Spdx.Alternatives(into).SelectMany(t => t).Distinct(StringComparer.Ordinal))
        {
            answer = Best(choices, target);
            if (!answer.May)
            {
                return answer;
            }
        }

        return answer;
    }

    private static Compatibility Best(ImmutableArray<ImmutableArray<string>> choices, string into)
    {
        var worst = default(Compatibility);
        foreach (var choice in choices)
        {
            worst = default;
            foreach (var term in choice)
            {
                worst = OfOne(term, into);
                if (!worst.May)
                {
                    break;
                }
            }

            if (worst.May)
            {
                break;
            }
        }

        return worst;
    }

    /// <summary>The answer for two single licences.</summary>
    private static Compatibility OfOne(string from, string into)
    {
        var (one, other) = (Licences.Normal(from), Licences.Normal(into));
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return new(true, "The licence is the same.", Licences.Find(one)?.Url);
        }

        foreach (var rule in LicenceRules.Lines)
        {
            if (rule.From.Contains(one, StringComparer.Ordinal) && rule.Into.Contains(other, StringComparer.Ordinal))
            {
                return new(rule.May, rule.Why, rule.Source);
            }
        }

        var words = one.Split('-');
        return Array.IndexOf(words, "ND") > 0 ? new(false, "It forbids changes.", Licences.Find(other)?.Url)
            : Array.IndexOf(words, "NC") > 0 ? new(false, "It forbids commercial use.", Licences.Find(other)?.Url)
            : Licences.Find(one) is null ? new(false, "It is not among the licences that are known here.", null)
            : Licences.Find(other) is null ? new(false, "The licence under which words are given here is not among those that are known.", null)
            : new(false, "Nothing is published that allows it.", null);
    }
}
