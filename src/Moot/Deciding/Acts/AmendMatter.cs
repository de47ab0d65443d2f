using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever opened a matter changes what it proposes. Votes and signatures are given to one text: while they are, it stays. A discussion becomes longer, so that the new text can be read.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Charter">The charter that is to hold then, where it proposes one.</param>
/// <param name="Revision">The text that the page is to have then, where it proposes one.</param>
/// <param name="Text">What is proposed now, and why.</param>
public sealed record AmendMatter(long Matter, string? Charter = null, long? Revision = null, Prose Text = default) : IAct<AmendMatter, Assembly>
{
    public static string Kind => "matter.amend/1";

    public static JsonTypeInfo<AmendMatter> Json => DecidingJson.Default.AmendMatter;

    /// <summary>So close to its end a discussion takes no new text, unless that makes it longer by as much. Debian constitution A.3.4.</summary>
    public static readonly TimeSpan LastCall = TimeSpan.FromHours(24);

    public static Verdict Judge(Assembly state, AmendMatter act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not null ? Floor.Closed
        : matter.Opener != how.Actor ? Verdict.Refused("not-your-matter", "Whoever opened a matter can change its text.")
        : matter.Stage.Method is Method.Vote or Method.StrawPoll or Method.Petition or Method.Closing or Method.Opinion or Method.Ballot
            ? Verdict.Refused("text-stands", "People vote on, sign or weigh this text now: it stays. Take the matter back, or open another one.")
        : matter.Revision is not null && matter.Decree is var (_, until) && how.At < until
            ? Verdict.Refused("text-stands", "Somebody decided alone that this text holds for a time: it stays until that is over.")
        : (act.Charter is null) != (matter.NewCharter is null) || (act.Revision is null) != (matter.Revision is null)
            ? Verdict.Refused("one-thing", "A matter stays about what it was opened for.")
        : act.Charter is { } text && !CharterText.TryReadPlain(text, out _, out var error) ? Verdict.Refused("charter-unreadable", error)
        : act.Revision is { } revision && !how.Entries.Has(revision) ? Verdict.Refused("no-such-revision", "There is no such text.")
        : Floor.TooLateFor(matter, how.At) is { IsLawful: false } late ? late
        : Floor.Needs(act.Text, "text-missing", "A matter needs a text: what is proposed, and why.");

    public static Assembly Fold(Assembly state, AmendMatter act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        return state.With(
            matter with
            {
                Text = how.Index,
                Revision = act.Revision,
                NewCharter = act.Charter,
                OldCharter = state.CharterEntry,
                Ends = matter.Stage.Method == Method.Discussion ? EndAfter(matter, how.At) : matter.Ends,

                // What was called was another text.
                Call = null,

                // Silence about another text is no assent to this one.
                Began = matter.Stage.Method is Method.LazyConsensus or Method.Consent ? how.At : matter.Began,
            }
        );
    }

    /// <summary>When a discussion ends after a change: so long after it as the stage says, within its least and longest. Debian constitution A.1.4.</summary>
    internal static Moment EndAfter(Matter matter, Moment at)
    {
        var (least, most) = (matter.Began + matter.Stage.For!.Value, matter.Began + (matter.Stage.AtMost ?? matter.Stage.For!.Value));
        var wanted = matter.Stage.Extend is { } more ? at + more : least;
        var end =
            wanted < least ? least
            : wanted > most ? most
            : wanted;
        return Progress.WindowOf(matter) is { } now && end < now ? now : end;
    }
}
