using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody who was named accepts, and says what they stand for.</summary>
/// <param name="Option">The candidature.</param>
/// <param name="Text">What they stand for.</param>
public sealed record AcceptNomination(long Option, Prose Text = default) : IAct<AcceptNomination, Assembly>
{
    public static string Kind => "option.accept/1";

    public static JsonTypeInfo<AcceptNomination> Json => DecidingJson.Default.AcceptNomination;

    public static Verdict Judge(Assembly state, AcceptNomination act, in Circumstance how) =>
        Floor.OfOption(state, act.Option, how) is not { } matter ? Floor.NoOption
        : matter.Settled is not null ? Floor.Closed
        : matter.Options[act.Option] is var option && option.Member is null ? Floor.NoOption
        : option.Member != how.Actor.Member ? Verdict.Refused("not-your-option", "Only who was named accepts.")
        : option.IsWithdrawn ? Verdict.Refused("option-gone", "This option was taken back.")
        : option.IsAccepted ? Verdict.Refused("accepted-already", "You have accepted already.")
        : matter.Stage.Method != Method.Nomination ? Verdict.Refused("options-stand", "The time in which candidates are named is over.")
        : Floor.First(Floor.RoomOnBallot(matter), Floor.Needs(act.Text, "text-missing", "Say what you stand for."));

    public static Assembly Fold(Assembly state, AcceptNomination act, in Circumstance how)
    {
        var matter = Floor.OfOption(state, act.Option, how)!;
        var option = matter.Options[act.Option];
        return state.With(
            matter.With(option with { IsAccepted = true, Text = how.Index, Belongs = state.AffiliationOf(option.Member!.Value) }).WithParty(how.Actor)
        );
    }
}
