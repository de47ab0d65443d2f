using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Stewarding;

namespace Moot.Commons.Acts;

/// <summary>Somebody gives a page another title. The old one leads to it as long as no other page takes it.</summary>
/// <param name="Page">The page.</param>
/// <param name="Title">Its new title.</param>
/// <param name="Reason">Why.</param>
public sealed record MovePage(long Page, Prose Title = default, Prose Reason = default) : IAct<MovePage, Library>
{
    public static string Kind => "page.move/1";

    public static JsonTypeInfo<MovePage> Json => CommonsJson.Default.MovePage;

    public static Verdict Judge(Library state, MovePage act, in Circumstance how) =>
        state.Find(act.Page) is null ? Verdict.Refused("no-such-page", "There is no such page.")
        : !how.Actor.IsMember ? Verdict.Refused("members-only", "Moving a page takes a member; join first.")
        : how.Read<Stewardship>().JudgeChange(act.Page, how) is { IsLawful: false } kept ? kept
        : CommonsLimits.JudgeTitle(act.Title);

    public static Library Fold(Library state, MovePage act, in Circumstance how) => state.WithTitle(act.Page, how.Index);
}
