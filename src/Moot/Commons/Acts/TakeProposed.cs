using System.Text.Json.Serialization.Metadata;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Talk;

namespace Moot.Commons.Acts;

/// <summary>A page gets the text that was decided for it. Anybody may enter it: who does so carries out what others decided.</summary>
/// <param name="Page">The page.</param>
/// <param name="End">The text that was proposed.</param>
/// <param name="Decision">The decision that stands.</param>
public sealed record TakeProposed(long Page, long End, long Decision) : IAct<TakeProposed, Library>
{
    public static string Kind => "page.take/1";

    public static JsonTypeInfo<TakeProposed> Json => CommonsJson.Default.TakeProposed;

    public static Verdict Judge(Library state, TakeProposed act, in Circumstance how) =>
        state.Find(act.Page) is not { } page ? Verdict.Refused("no-such-page", "There is no such page.")
        : !page.OpenEnds.Contains(act.End) ? Verdict.Refused("no-such-end", "This page has no such open end.")
        : how.Read<Assembly>() is var assembly
        && (assembly.Deciding(act.Decision) is not { } matter || matter.Revision != act.End || matter.Subject != Subject.Page(act.Page))
            ? Verdict.Refused("no-such-decision", "There is no decision about this text.")
        : !assembly.Stands(act.Decision, how) || (matter.Settled?.Entry ?? matter.Decree?.Entry) != act.Decision
            ? Verdict.Refused("decision-fell", "This decision does not stand: it was not adopted, or an appeal annulled it.")
        : state.FindRevision(act.End)!.Value.From != page.Newest
            ? Verdict.Refused("page-moved-on", "The page has changed since this text was written: put both together, and save that.")
        : Verdict.Lawful;

    public static Library Fold(Library state, TakeProposed act, in Circumstance how) => state.WithTaken(act.Page, act.End);
}
