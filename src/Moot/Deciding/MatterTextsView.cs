using System.Collections.Immutable;
using Moot.Commons;
using Moot.Deciding.Acts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>What a matter proposed before and since, and what changed between two of these texts.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Texts">The entries that wrote them, oldest first.</param>
/// <param name="Old">The older of the two.</param>
/// <param name="New">The newer one.</param>
/// <param name="Words">What changed; null where one of them is out of sight.</param>
/// <param name="Charter">What changed in the proposed charter; null where there is none or it stayed.</param>
public sealed record MatterTextsView(Matter Matter, ImmutableArray<long> Texts, long Old, long New, DiffPart? Words, DiffPart? Charter);

/// <summary>Compares the texts of a matter.</summary>
public static class MatterTextsViews
{
    /// <summary>Two texts of a matter; null where it has no such text.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="matter">The matter.</param>
    /// <param name="old">The older one; the one before the newer where it is left out.</param>
    /// <param name="new">The newer one; the last where it is left out.</param>
    public static MatterTextsView? Of(Desk desk, Matter matter, long? old, long? @new)
    {
        var texts = StepViews.Texts(desk, matter);
        var to = @new ?? texts[^1];
        var at = texts.IndexOf(to);
        var from = old ?? texts[Math.Max(0, at - 1)];
        if (at < 0 || !texts.Contains(from))
        {
            return null;
        }

        var words = desk.Prose(from, "text") is { } before && desk.Prose(to, "text") is { } after ? DiffPart.Between(before, after) : null;
        var charter =
            CharterOf(desk, from) is { } first && CharterOf(desk, to) is { } second && !string.Equals(first, second, StringComparison.Ordinal)
                ? DiffPart.Between(first, second)
                : null;
        return new(matter, texts, from, to, words, charter);
    }

    private static string? CharterOf(Desk desk, long entry) =>
        ReadAct.Of(desk.Store, desk.World.Registry, entry)?.Record switch
        {
            OpenMatter act => act.Charter,
            AmendMatter act => act.Charter,
            _ => null,
        };
}
