using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Guard.Acts;

/// <summary>A member says that this account is a program, or no longer one. Its acts are marked from then on.</summary>
/// <param name="Bot">True for a program.</param>
public sealed record DeclareBot(bool Bot) : IAct<DeclareBot, Gatehouse>
{
    public static string Kind => "guard.bot/1";

    public static JsonTypeInfo<DeclareBot> Json => GuardJson.Default.DeclareBot;

    public static Verdict Judge(Gatehouse state, DeclareBot act, in Circumstance how) =>
        !how.Actor.IsMember ? Verdict.Refused("members-only", "Only members can do this.")
        : state.IsBot(how.Actor) == act.Bot ? Verdict.Refused("bot-so-already", "That is so already.")
        : Verdict.Lawful;

    public static Gatehouse Fold(Gatehouse state, DeclareBot act, in Circumstance how) => state.With(how.Actor.Member!.Value, act.Bot);
}
