using System.Collections.Immutable;
using Moot.Commons.Texts;
using Moot.Commons.Wikitext;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>A page of wikitext that is to be written in Markdown from now on, before that is saved.</summary>
/// <param name="Head">The page.</param>
/// <param name="From">The revision that is turned.</param>
/// <param name="Text">The Markdown, as it may be put right.</param>
/// <param name="Losses">What does not come along as it was.</param>
/// <param name="Changes">What changes; the old text is wikitext.</param>
/// <param name="Preview">How it will be read.</param>
/// <param name="IsAnew">True if somebody saved the page meanwhile, so that it was turned once more.</param>
/// <param name="Refused">Why it was not saved; null where it was not tried.</param>
public sealed record ConvertView(
    PageHead Head,
    long From,
    string Text,
    ImmutableSortedDictionary<Lost, int> Losses,
    DiffPart Changes,
    Rendered Preview,
    bool IsAnew = false,
    Verdict? Refused = null
);
