using System.Collections.Immutable;
using Moot.Commons.Acts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>A choice of the first page: which, by whom and when.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="By">Who chose.</param>
/// <param name="At">When.</param>
/// <param name="Head">The page.</param>
public sealed record FrontChoice(long Entry, Actor By, Moment At, PageHead Head);

/// <summary>Who chose which first page, and what it was before: by choosing that one again the last choice is taken back.</summary>
public static class FrontChoices
{
    /// <summary>Choices that are shown.</summary>
    public const int ShownMax = 5;

    /// <summary>The last choices, newest first; one more than is shown tells what the oldest of them replaced.</summary>
    public static ImmutableArray<FrontChoice> Last(Desk desk)
    {
        var (world, entries) = (desk.World, desk.World.Entries);
        var found = ImmutableArray.CreateBuilder<FrontChoice>();
        if (desk.State<Library>().Front is null)
        {
            return [];
        }

        for (var entry = world.Size - 1; entry >= 0 && found.Count <= ShownMax; entry--)
        {
            if (
                entries.KindOf(entry) is >= 0 and var kind
                && string.Equals(world.Registry.Kinds[kind].Name, ChooseFront.Kind, StringComparison.Ordinal)
                && ReadAct.Of(desk.Store, world.Registry, entry)?.Record is ChooseFront choice
                && desk.State<Library>().Find(choice.Page) is { } page
            )
            {
                found.Add(new(entry, entries.Author(entry), entries.At(entry), PageHead.Of(desk, page)));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The page that was first before the last choice: the one chosen then, or the oldest of all; null where nothing was chosen.</summary>
    public static PageHead? Before(Desk desk, ImmutableArray<FrontChoice> last) =>
        last.IsEmpty ? null
        : last.Length > 1 ? last[1].Head
        : PageHead.Of(desk, desk.State<Library>().Pages.First().Value) is { } oldest && oldest.Page.Id != last[0].Head.Page.Id ? oldest
        : null;
}
