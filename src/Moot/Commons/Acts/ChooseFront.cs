using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>A member chooses the page that visitors see first.</summary>
/// <param name="Page">The page.</param>
public sealed record ChooseFront(long Page) : IAct<ChooseFront, Library>
{
    public static string Kind => "commons.front/1";

    public static JsonTypeInfo<ChooseFront> Json => CommonsJson.Default.ChooseFront;

    public static Verdict Judge(Library state, ChooseFront act, in Circumstance how) =>
        state.Find(act.Page) is null ? Verdict.Refused("no-such-page", "There is no such page.")
        : !how.Actor.IsMember ? Verdict.Refused("members-only", "Choosing the front page takes a member; join first.")
        : state.Front == act.Page ? Verdict.Refused("front-already", "This page is the front page already.")
        : Verdict.Lawful;

    public static Library Fold(Library state, ChooseFront act, in Circumstance how) => state.WithFront(act.Page);
}
