using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody who looks after an area says that a page belongs to it, or to it no more. The first page of an area anybody puts there.</summary>
/// <param name="Page">The page.</param>
/// <param name="Area">The area; none where the page is taken out of the one that it is in.</param>
/// <param name="Reason">Why.</param>
public sealed record PlacePage(long Page, string? Area = null, Prose Reason = default) : IAct<PlacePage, Assembly>
{
    public static string Kind => "area.place/1";

    public static JsonTypeInfo<PlacePage> Json => DecidingJson.Default.PlacePage;

    public static Verdict Judge(Assembly state, PlacePage act, in Circumstance how)
    {
        var before = state.AreaOfPage.GetValueOrDefault(act.Page);
        return !how.Actor.IsMember ? Floor.MembersOnly
            : !IsPage(act.Page, how) ? Verdict.Refused("no-such-page", "There is no such page.")
            : act.Area is { } wanted && !state.Charter.Areas.ContainsKey(wanted) ? Verdict.Refused("no-such-area", $"The charter has no area {wanted}.")
            : string.Equals(act.Area, before, StringComparison.Ordinal) ? Verdict.Refused("placed-already", "The page is there already.")
            : act.Area is not null && before is null && state.AreaOfPage.Count >= Floor.PlacedMax
                ? Verdict.Refused("too-many-pages", $"At most {Floor.PlacedMax} pages belong to areas.")
            : !state.LooksAfter(before, how) || !state.LooksAfter(act.Area, how)
                ? Verdict.Refused("not-yours", $"This is for {Who(state, before) ?? Who(state, act.Area)}.")
            : Verdict.Lawful;
    }

    public static Assembly Fold(Assembly state, PlacePage act, in Circumstance how) => state.WithPlace(act.Page, act.Area);

    /// <summary>A page is known by the entry with its first text, written here or brought.</summary>
    private static bool IsPage(long entry, in Circumstance how) => how.Entries.Has(entry) && how.KindOf(entry) is "page.create/1" or "page.bring/1";

    private static Charters.Who? Who(Assembly state, string? area) =>
        area is not null && state.Charter.Areas.TryGetValue(area, out var known) ? known.Maintainers : null;
}
