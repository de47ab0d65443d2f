using System.Collections.Immutable;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>The rules of a charter and the state of a matter, in sentences that need no knowledge of either. It says what the data say, and nothing else.</summary>
/// <param name="words">The reader's language.</param>
public sealed class Plain(Words words)
{
    /// <summary>A length of time.</summary>
    public string Span(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerDay == 0 ? words.Count("plain.days", span.Days)
        : span.Ticks % TimeSpan.TicksPerHour == 0 ? words.Count("plain.hours", span.Ticks / TimeSpan.TicksPerHour)
        : words.Count("plain.minutes", span.Ticks / TimeSpan.TicksPerMinute);

    /// <summary>Whom a rule means.</summary>
    public string Who(Who who) =>
        string.Join(words["plain.or"], who.Alternatives.Select(a => string.Join(words["plain.and"], a.Where(c => !IsSaid(c, a)).Select(One))));

    /// <summary>How many people something takes.</summary>
    public string Heads(HeadCount heads) =>
        heads.Form switch
        {
            HeadForm.Number => words.Count("plain.heads", heads.Above),
            HeadForm.Fraction => words.Say("plain.heads-fraction", $"{heads.Above}/{heads.Below}"),
            HeadForm.Root => words.Say("plain.heads-root", heads.Above),
            _ => words.Say("plain.heads-root-to-five", heads.Above, 5 * heads.Above),
        };

    /// <summary>A share that has to be reached.</summary>
    public string Share(Share share) =>
        IsEverybody(share)
            ? words["plain.share-everybody"]
            : words.Say(
                share.IsMore ? "plain.share-more" : "plain.share-least",
                $"{share.Above}/{share.Below}",
                words["plain.of-" + WordJson<ShareOf>.Word(share.Of)]
            );

    /// <summary>What a stage is called by its method.</summary>
    public string Method(Stage stage) => words[IsEverybody(stage.Pass) ? "plain.method-everybody" : "plain.method-" + WordJson<Method>.Word(stage.Method)];

    /// <summary>How a stage works, in a sentence.</summary>
    public string How(Stage stage) => words[IsEverybody(stage.Pass) ? "plain.how-everybody" : "plain.how-" + WordJson<Method>.Word(stage.Method)];

    /// <summary>True where the yes of everybody is asked.</summary>
    private static bool IsEverybody(Share? share) => share is { IsMore: false, Of: ShareOf.Electorate } && share.Above == share.Below;

    /// <summary>Everything that the charter says of a stage.</summary>
    public ImmutableArray<string> Rules(Pathway pathway, Stage stage)
    {
        var method = stage.Method;
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add(How(stage));
        if (By(stage) is { } by)
        {
            lines.Add(by);
        }

        Add("plain.lasts", IsOpenEnded(method) ? null : stage.For, Span);
        Add("plain.earliest", IsOpenEnded(method) ? stage.For : null, Span);
        Add("plain.confirm", stage.Confirm, Span);
        Add("plain.extend", stage.Extend, Span);
        Add("plain.at-most", stage.AtMost, Span);
        AddOf("plain.signatures", stage.Signatures, Heads);
        AddOf("plain.quorum", stage.Quorum, Heads);
        AddOf("plain.approvals", stage.Approvals, Heads);
        AddOf("plain.pass", stage.Pass, Share);
        if (stage.Between is { } between)
        {
            lines.Add(words.Say("plain.between", Share(between), NameOf(pathway, stage.BetweenThen)));
        }

        if (stage.Method == Charters.Method.Ballot)
        {
            AddBallot(lines, pathway, stage);
        }
        else if (stage.Seats is { } seats)
        {
            lines.Add(words.Say("plain.lot-seats", words.Number(seats), Who(stage.Of)));
        }

        AddOf("plain.casting", stage.Casting, Who);
        if (stage.PerAffiliation is { } most)
        {
            lines.Add(words.Say("plain.per-affiliation", words.Number(most)));
        }

        if (stage.Suspends)
        {
            lines.Add(words["plain.suspends-from"]);
        }

        if (stage.HasVeto)
        {
            lines.Add(words["plain.veto"]);
        }

        if (stage.EndsWhenCertain)
        {
            lines.Add(words["plain.until-certain"]);
        }

        Add("plain.review", stage.Review, Span);
        lines.Add(words.Say("plain.if-passed", Then(pathway, stage, hasPassed: true)));
        if (method is not (Charters.Method.Discussion or Charters.Method.StrawPoll or Charters.Method.Opinion))
        {
            lines.Add(words.Say("plain.if-failed", Then(pathway, stage, hasPassed: false)));
        }

        return lines.ToImmutable();

        void Add(string key, TimeSpan? value, Func<TimeSpan, string> say)
        {
            if (value is { } known)
            {
                lines.Add(words.Say(key, say(known)));
            }
        }

        void AddOf<T>(string key, T? value, Func<T, string> say)
            where T : class
        {
            if (value is not null)
            {
                lines.Add(words.Say(key, say(value)));
            }
        }
    }

    private void AddBallot(ImmutableArray<string>.Builder lines, Pathway pathway, Stage stage)
    {
        lines.Add(words["tally.method-" + stage.Count]);
        if (stage.Seats is { } seats)
        {
            lines.Add(words.Count("plain.ballot-seats", seats));
        }

        if (stage.Majority is { } majority)
        {
            lines.Add(words.Say("plain.ballot-majority", majority.ToString()));
        }

        if (stage.Shorter is { } less)
        {
            lines.Add(words.Say("plain.ballot-shorter", $"{less.Above}/{less.Below}", Span(less.Term)));
        }

        if (stage.Scores is { } most)
        {
            lines.Add(words.Say("plain.ballot-scores", words.Number(most)));
        }

        if (stage.Budget is { } budget)
        {
            lines.Add(words.Say("plain.ballot-budget", words.Number(budget)));
        }

        if (stage.HasDefault)
        {
            lines.Add(words["plain.ballot-default"]);
        }

        lines.Add(words[stage.IsSecret ? "plain.ballot-secret" : "plain.ballot-public"]);
        if (stage.Tie is { } tie)
        {
            lines.Add(words.Say("plain.ballot-tie", NameOf(pathway, tie)));
        }
    }

    /// <summary>A pathway in one sentence: its stages in order.</summary>
    public string Summary(Pathway pathway) =>
        string.Join(" → ", pathway.Stages.Select(s => s.For is { } span && !IsOpenEnded(s.Method) ? $"{Method(s)} ({Span(span)})" : Method(s)));

    /// <summary>What a role is, how long it is held, and how it is given and taken.</summary>
    public ImmutableArray<string> Rules(Role role)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add(role.Term is { } term ? words.Say("plain.role-term", Span(term)) : words["plain.role-no-term"]);
        if (role.Seats is { } seats)
        {
            lines.Add(words.Count("plain.role-seats", seats));
        }

        lines.Add(words.Say("plain.role-eligible", Who(role.Eligible)));
        lines.Add(role.By.IsEmpty ? words["plain.role-no-way"] : words.Say("plain.role-by", string.Join(words["plain.or"], role.By)));
        lines.Add(role.Recall.IsEmpty ? words["plain.role-no-recall"] : words.Say("plain.role-recall", string.Join(words["plain.or"], role.Recall)));
        if (role.Ahead is { } ahead)
        {
            lines.Add(words.Say("plain.role-ahead", Span(ahead)));
        }

        if (role.Pause is { } pause)
        {
            lines.Add(words.Say("plain.role-pause", Span(pause)));
        }

        if (role.PerAffiliation is { } most)
        {
            lines.Add(words.Say("plain.role-affiliation", words.Number(most)));
        }

        if (!role.Not.IsEmpty)
        {
            lines.Add(words.Say("plain.role-not", string.Join(", ", role.Not)));
        }

        return lines.ToImmutable();
    }

    /// <summary>Who looks after an area, and where matters about its pages go.</summary>
    public ImmutableArray<string> Rules(Area area) =>
        [
            words.Say("plain.area-maintainers", Who(area.Maintainers)),
            area.By.IsEmpty ? words["plain.area-usual"] : words.Say("plain.area-by", string.Join(words["plain.or"], area.By)),
        ];

    /// <summary>Who has a power, and who undoes what was done with it.</summary>
    public ImmutableArray<string> Rules(Power power)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add(words.Say("plain.power-by", Who(power.By)));
        lines.Add(power.Undo is { } undo ? words.Say("plain.power-undo", Who(undo)) : words["plain.power-no-undo"]);
        if (power.NeedsMandate)
        {
            lines.Add(words["plain.power-mandate"]);
        }

        if (power.For is { } span)
        {
            lines.Add(words.Say("plain.power-for", Span(span)));
        }

        if (power.Together > 1)
        {
            lines.Add(words.Say("plain.power-together", power.Together));
        }

        if (power.Stops != Stops.Nothing)
        {
            lines.Add(words[power.Stops == Stops.Acts ? "plain.power-stops-acts" : "plain.power-stops-edits"]);
        }

        if (power.Stops == Stops.Edits)
        {
            lines.Add(words.Say("plain.power-allows", Who(power.Allows ?? power.By)));
        }

        if (power is { ExceptionBy: { } exception, ExceptionFor: { } least })
        {
            lines.Add(words.Say("plain.power-exception", Who(exception), Span(least)));
        }

        return lines.ToImmutable();
    }

    /// <summary>How what a pathway decides can be appealed and opened again.</summary>
    public ImmutableArray<string> After(Pathway pathway)
    {
        var names = string.Join(words["plain.or"], pathway.Appeal);
        var appeal =
            pathway.Appeal.IsEmpty ? words["plain.no-appeal"]
            : pathway.AppealWithin is { } within ? words.Say("plain.appeal-within", names, Span(within))
            : words.Say("plain.appeal", names);
        var reopen = pathway.ReopenAfter is { } pause ? words.Say("plain.reopen-after", Span(pause)) : words["plain.reopen"];
        return
        [
            appeal,
            reopen,
            .. pathway.OnlyAnnuls ? [words["plain.annuls"]] : ImmutableArray<string>.Empty,
            .. pathway.Suspends ? [words["plain.suspends"]] : ImmutableArray<string>.Empty,
        ];
    }

    /// <summary>Where a matter stands, in one line.</summary>
    /// <param name="matter">As time left it.</param>
    /// <param name="count">How many could take part.</param>
    public string Line(Matter matter, Func<Who, Moment, long> count) =>
        matter.Settled is { } settled ? OutcomeOf(matter, settled)
        : Progress.WindowOf(matter) is { } end && !Progress.IsContested(matter) ? words.Say("plain.line-until", State(matter, count), words.DateTime(end))
        : State(matter, count);

    /// <summary>What there is to say of where a matter stands beyond its line: what it is in, what could happen next, when, and who could do it.</summary>
    /// <param name="matter">As time left it.</param>
    /// <param name="at">The time at which it is asked.</param>
    /// <param name="count">How many could take part.</param>
    public ImmutableArray<string> Stands(Matter matter, Moment at, Func<Who, Moment, long> count)
    {
        if (matter.Settled is { } settled)
        {
            return settled.Entry is null ? [words["plain.to-record"]]
                : matter.IsAnnulled ? [words["plain.annulled"]]
                : [];
        }

        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add(How(matter.Stage));
        if (matter.Stage.Method == Charters.Method.RoughConsensus)
        {
            AddCall(lines, matter, at);
        }
        else if (matter.Stage.Method is not (Charters.Method.Closing or Charters.Method.Opinion) && Progress.WindowOf(matter) is { } end)
        {
            AddWindow(lines, matter, end, count);
        }
        else
        {
            lines.Add(
                matter.Stage.For is { } least && at < matter.Began + least
                    ? words.Say("plain.closes-from", words.DateTime(matter.Began + least))
                    : words["plain.closes-when"]
            );
        }

        if (IsOpenEnded(matter.Stage.Method) && matter.Stage.AtMost is { } most && (matter.Call is null || Progress.IsContested(matter)))
        {
            lines.Add(words.Say("plain.waits-until", words.DateTime(matter.Began + most), Then(matter.Pathway, matter.Stage, hasPassed: false)));
        }

        if (By(matter.Stage) is { } by)
        {
            lines.Add(by);
        }

        return lines.ToImmutable();
    }

    /// <summary>How the decision of a matter can be appealed, and when it is looked at again, with dates where it is settled.</summary>
    public ImmutableArray<string> After(Matter matter)
    {
        if (matter.Settled is not { } settled)
        {
            return After(matter.Pathway);
        }

        var after = After(matter.Pathway);
        if (matter.Pathway is { Appeal.IsEmpty: false, AppealWithin: { } within })
        {
            after = after.SetItem(
                0,
                words.Say("plain.appeal-until", string.Join(words["plain.or"], matter.Pathway.Appeal), words.DateTime(settled.At + within))
            );
        }

        return settled.Outcome == Outcome.Adopted && matter.Stage.Review is { } review
            ? after.Insert(0, words.Say("plain.review-on", words.Date(settled.At + review)))
            : after;
    }

    /// <summary>What came out of a matter.</summary>
    public string OutcomeOf(Matter matter, Settlement settled) =>
        words.Say(
            "plain.outcome-"
                + (
                    matter.IsAnnulled && settled == matter.Settled ? "annulled"
                    : settled == matter.Settled && !matter.Elected.IsEmpty ? (matter.Pathway.Nominates ? "elected" : "chosen")
                    : WordJson<Outcome>.Word(settled.Outcome)
                ),
            words.DateTime(settled.At)
        );

    /// <summary>What follows a stage.</summary>
    public string Then(Pathway pathway, Stage stage, bool hasPassed) =>
        (hasPassed ? stage.Then : stage.Else) is { } next ? words.Say("plain.goes-on", NameOf(pathway, next))
        : stage.Method is Charters.Method.Discussion or Charters.Method.StrawPoll or Charters.Method.Opinion ? words["plain.is-advice"]
        : stage.Method is Charters.Method.Petition ? words[hasPassed ? "plain.is-advice" : "plain.nothing-follows"]
        : hasPassed ? words["plain.holds"]
        : words[stage.Method is Charters.Method.Vote or Charters.Method.Ballot ? "plain.is-rejected" : "plain.no-consensus"];

    /// <summary>Who does what a stage asks; null where it is everybody who talks.</summary>
    public string? By(Stage stage) =>
        stage.Method is Charters.Method.Discussion or Charters.Method.LazyConsensus
            ? words["plain.by-everybody"]
            : words.Say("plain.by-" + WordJson<Method>.Word(stage.Method), Who(stage.By));

    /// <summary>True for "members" beside something that members alone can be.</summary>
    private static bool IsSaid(Condition condition, ImmutableArray<Condition> all) =>
        condition.Trait == Trait.Members && all.Any(c => c.Trait is Trait.Uninvolved or Trait.Role or Trait.Since);

    private static bool IsOpenEnded(Method method) => method is Charters.Method.RoughConsensus or Charters.Method.Closing or Charters.Method.Opinion;

    private string State(Matter matter, Func<Who, Moment, long> count)
    {
        var method = Method(matter.Stage);
        var open = matter.Objections.Values.Count(o => !o.IsClosed);
        return matter.Stage.Method switch
        {
            Charters.Method.Vote or Charters.Method.StrawPoll => words.Say("plain.state", method, Counted(VoteCount.Of(matter, count))),
            Charters.Method.Petition => words.Say("plain.state", method, words.Count("plain.signed", matter.Signatures.Count)),
            Charters.Method.Nomination => words.Say("plain.state", method, words.Count("plain.candidates", matter.Options.Values.Count(o => o.Stands))),
            Charters.Method.Ballot => words.Say("plain.state", method, words.Count("plain.voted", matter.Balloting?.Papers.Count ?? 0)),
            Charters.Method.RoughConsensus when Progress.IsContested(matter) => words.Say("plain.state", method, words["plain.contested"]),
            Charters.Method.RoughConsensus when matter.Call is not null => words.Say("plain.state", method, words["plain.called"]),
            Charters.Method.RoughConsensus when open > 0 && matter.Objections.Values.All(o => o.IsClosed || o.IsAnswered) => words.Say(
                "plain.state",
                method,
                words["plain.all-answered"]
            ),
            Charters.Method.RoughConsensus or Charters.Method.LazyConsensus or Charters.Method.Consent => words.Say(
                "plain.state",
                method,
                open == 0 ? words["plain.no-objection"] : words.Count("plain.objections", open)
            ),
            _ => method,
        };
    }

    private string Counted(VoteCount votes) =>
        votes.Vetoes > 0
            ? words.Say("plain.votes-vetoes", words.Number(votes.Yes), words.Number(votes.No), words.Number(votes.Abstain), words.Number(votes.Vetoes))
            : words.Say("plain.votes", words.Number(votes.Yes), words.Number(votes.No), words.Number(votes.Abstain));

    private void AddCall(ImmutableArray<string>.Builder lines, Matter matter, Moment at)
    {
        if (matter.Call is not null)
        {
            lines.Add(
                Progress.IsContested(matter)
                    ? words["plain.call-contested"]
                    : words.Say("plain.call-holds", words.DateTime(Progress.WindowOf(matter)!.Value), Then(matter.Pathway, matter.Stage, hasPassed: true))
            );
            return;
        }

        var unanswered = matter.Objections.Values.Count(o => o is { IsClosed: false, IsAnswered: false });
        if (unanswered > 0)
        {
            lines.Add(words.Count("plain.unanswered", unanswered));
        }

        if (matter.Positions.All(p => p.Value.Stance != Stance.For || p.Key == matter.Opener))
        {
            lines.Add(words["plain.no-support"]);
        }

        lines.Add(
            matter.Stage.For is { } least && at < matter.Began + least
                ? words.Say("plain.call-from", words.DateTime(matter.Began + least), Span(matter.Stage.Confirm!.Value))
                : words.Say("plain.call-now", Span(matter.Stage.Confirm!.Value))
        );
    }

    private void AddWindow(ImmutableArray<string>.Builder lines, Matter matter, Moment end, Func<Who, Moment, long> count)
    {
        var (when, stage) = (words.DateTime(end), matter.Stage);
        var (passed, failed) = (Then(matter.Pathway, stage, hasPassed: true), Then(matter.Pathway, stage, hasPassed: false));
        switch (stage.Method)
        {
            case Charters.Method.LazyConsensus or Charters.Method.Consent:
                var isClear = matter.Objections.Values.All(o => o.IsClosed);
                lines.Add(words.Say(isClear ? "plain.silence-until" : "plain.objected-until", when, isClear ? passed : failed));
                break;
            case Charters.Method.Vote:
                var votes = VoteCount.Of(matter, count);
                lines.Add(
                    words.Say(
                        "plain.vote-until",
                        when,
                        votes.HasPassed ? passed
                            : votes.IsBetween ? words.Say("plain.goes-on", NameOf(matter.Pathway, stage.BetweenThen))
                            : failed
                    )
                );
                if (stage.Pass is { } share && !IsEverybody(share))
                {
                    lines.Add(words.Say("plain.pass", Share(share)));
                }

                if (stage.EndsWhenCertain && !IsEverybody(stage.Pass))
                {
                    lines.Add(words["plain.until-certain"]);
                }

                if (!votes.HasQuorum)
                {
                    lines.Add(
                        words.Say(
                            "plain.quorum-missing",
                            words.Number(stage.Quorum!.Least(votes.Electorate)),
                            words.Number(votes.Yes + votes.No + votes.Abstain)
                        )
                    );
                }

                break;
            case Charters.Method.Petition:
                var needed = stage.Signatures!.Least(
                    stage.Signatures.Form == HeadForm.Number ? 0
                    : stage.By.IsDrawn ? matter.Drawn.Length
                    : count(stage.By, matter.Began)
                );
                lines.Add(words.Say("plain.petition-until", words.Number(matter.Signatures.Count), words.Number(needed), when, passed));
                break;
            case Charters.Method.Lot:
                lines.Add(
                    matter.Lot is not { } lot ? words.Say("plain.lot-to-announce", when, failed)
                    : lot is { Read: not null, IsDisputed: false } ? words.Say("plain.lot-drawn", when)
                    : lot.Read is not null ? words["plain.lot-disputed"]
                    : words.Say("plain.lot-announced", words.DateTime(lot.Draws), words.Number(lot.Options.IsEmpty ? lot.Pool.Length : lot.Options.Length))
                );
                break;
            case Charters.Method.Nomination:
                lines.Add(words.Say("plain.until", when, matter.Options.Values.Any(o => o.Stands) ? passed : failed));
                break;
            case Charters.Method.Ballot when matter.Balloting is { } balloting:
                lines.Add(
                    balloting.Stage.IsSecret && balloting.Published is null && !balloting.Papers.IsEmpty
                        ? words.Say("plain.ballot-sealed-until", words.DateTime(balloting.Closes), when)
                    : balloting.Ends == balloting.Closes ? words.Say("plain.ballot-closes", when)
                    : words.Say("plain.ballot-until", words.DateTime(balloting.Closes), when)
                );
                break;
            case Charters.Method.Reserve:
                lines.Add(words.Say("plain.until", when, failed));
                break;
            default:
                lines.Add(words.Say("plain.until", when, passed));
                break;
        }
    }

    private string NameOf(Pathway pathway, string? stage) =>
        pathway.Find(stage) is { } known ? words.Say("plain.stage-name", known.Name, Method(known)) : stage ?? "";

    private string One(Condition condition) =>
        condition.Trait switch
        {
            Trait.Role => words.Say("plain.who-role", condition.Name),
            Trait.Vacant => words.Say("plain.who-vacant", condition.Name),
            Trait.Edits => condition.Span == default
                ? words.Say("plain.who-edits", words.Number(condition.Count), condition.Name)
                : words.Say("plain.who-edits-within", words.Number(condition.Count), condition.Name, Span(condition.Span)),
            Trait.Since => words.Say("plain.who-since", Span(condition.Span)),
            Trait.Acts => condition.Name.Length == 0
                ? words.Say("plain.who-acts", words.Number(condition.Count))
                : words.Say("plain.who-acts-of", words.Number(condition.Count), condition.Name),
            Trait.Active => words.Say("plain.who-active", Span(condition.Span)),
            _ => words["plain.who-" + WordJson<Trait>.Word(condition.Trait)],
        };
}
