using System.Text.Json.Serialization.Metadata;
using Moot.Deciding;
using Moot.Kernel.Acts;

namespace Moot.Stewarding.Acts;

/// <summary>Somebody who holds a power too stands behind its use. Where the charter asks for several, it holds from the last that it needs.</summary>
/// <param name="Use">The use.</param>
public sealed record SecondPower(long Use) : IAct<SecondPower, Stewardship>
{
    public static string Kind => "power.second/1";

    public static JsonTypeInfo<SecondPower> Json => StewardingJson.Default.SecondPower;

    public static Verdict Judge(Stewardship state, SecondPower act, in Circumstance how) =>
        state.Find(act.Use) is not { } use ? Verdict.Refused("no-such-use", "There is no such use of a power.")
        : !use.IsWaiting(how.At) ? Verdict.Refused("not-waiting", "This waits for nobody: it holds, was undone, or came to nothing.")
        : use.By.Contains(how.Actor) ? Verdict.Refused("seconded-already", "You stand behind this already.")
        : !how.Actor.IsMember ? Verdict.Refused("members-only", "Only members can do this.")
        : how.Read<Assembly>() is var assembly && (use.IsException ? use.Rule.ExceptionBy! : use.Rule.By) is var who && !assembly.Means(who, how)
            ? Verdict.Refused("not-yours", $"This power is for {who}.")
        : use.Decision is { } decision && !assembly.Allows(decision, use.Rule.Name, use.Subject, how)
            ? Verdict.Refused("no-mandate", "This decision does not allow it: it is about something else, is over, or does not stand.")
        : Verdict.Lawful;

    public static Stewardship Fold(Stewardship state, SecondPower act, in Circumstance how)
    {
        var use = state.Find(act.Use)!;
        var by = use.By.Add(how.Actor);
        return state.With(use with { By = by, Since = by.Length >= use.Rule.Together ? how.At : null });
    }
}
