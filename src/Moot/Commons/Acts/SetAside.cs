using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>Somebody decides that an open end stays out of the page. It remains in the history.</summary>
/// <param name="Page">The page.</param>
/// <param name="End">The open end.</param>
/// <param name="Reason">Why.</param>
public sealed record SetAside(long Page, long End, Prose Reason = default) : IAct<SetAside, Library>
{
    public static string Kind => "page.set-aside/1";

    public static JsonTypeInfo<SetAside> Json => CommonsJson.Default.SetAside;

    public static Verdict Judge(Library state, SetAside act, in Circumstance how) =>
        state.Find(act.Page) is not { } page ? Verdict.Refused("no-such-page", "There is no such page.")
        : !page.OpenEnds.Contains(act.End) ? Verdict.Refused("no-such-end", "This page has no such open end.")
        : act.Reason.IsMissing ? Verdict.Refused("reason-missing", "Setting somebody's text aside needs a reason.")
        : Verdict.Lawful;

    public static Library Fold(Library state, SetAside act, in Circumstance how) => state.WithoutOpenEnd(act.Page, act.End);
}
