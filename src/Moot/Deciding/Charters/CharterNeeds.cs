using System.Collections.Immutable;
using Moot.Counting;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Charters;

/// <summary>People whom a stage needs, together.</summary>
/// <param name="Who">Who they are.</param>
/// <param name="Of">How many they are; null where nobody knows.</param>
/// <param name="Block">How many of them can block it; null where nobody knows.</param>
/// <param name="Force">How many of them can force it, everybody else being against it; null where nobody knows.</param>
/// <param name="How">What they do: the words <c>check.how-HOW</c>.</param>
/// <param name="Assent">What they do to bring it about, where that is something else.</param>
/// <param name="Ballot">The vote, where how many it takes is known from its share alone.</param>
public sealed record Body(Who Who, long? Of, long? Block, long? Force, string How, string? Assent = null, Stage? Ballot = null)
{
    /// <summary>The only role that it is made of; null where it is made of something else too. Conditions that only narrow it are passed over, and whoever stands in for a role that nobody holds.</summary>
    public string? Role =>
        Who.Alternatives.Where(a => a.All(c => c.Trait != Trait.Vacant)).ToArray() is [var only] && only.FirstOrDefault(c => c.Trait == Trait.Role) is { } role
            ? role.Name
            : null;
}

/// <summary>What the decisions of a charter need, as needs of bodies.</summary>
/// <param name="charter">The charter.</param>
/// <param name="people">Who is there; null where only the charter is known. Then the seats of a role stand for those who will hold it.</param>
public sealed class CharterNeeds(Charter charter, CharterPeople? people)
{
    private readonly List<Body> bodies = [];

    /// <summary>The bodies, by their numbers as holders.</summary>
    public IReadOnlyList<Body> Bodies => bodies;

    /// <summary>What one of several pathways needs.</summary>
    public Need Of(ImmutableArray<string> pathways) => Need.Any([.. pathways.Select(p => Of(charter.Pathways[p]))]);

    /// <summary>What a decision on a pathway needs.</summary>
    public Need Of(Pathway pathway) => From(pathway, pathway.Stages[0], []);

    /// <summary>The bodies of a group.</summary>
    public IEnumerable<Body> In(ulong group) => bodies.Where((_, i) => (group >> i & 1) == 1);

    /// <summary>How many who are meant by a rule; null where nobody knows.</summary>
    public long? Count(Who who)
    {
        if (who.Alternatives.Any(a => a.Any(c => c.Trait == Trait.Drawn)))
        {
            return null; // They are drawn anew for each matter.
        }

        if (people is not null && who.IsCountable)
        {
            return who.Alternatives.Any(a => a[0].Trait == Trait.Members && a.Skip(1).All(v => people.In(v.Name).IsEmpty))
                ? people.Members
                : who.Alternatives.Where(a => a[0].Trait == Trait.Role).SelectMany(a => people.In(a[0].Name)).Distinct().Count();
        }

        var roles = who
            .Alternatives.Where(a => a.All(c => c.Trait != Trait.Vacant))
            .Select(a => a.FirstOrDefault(c => c.Trait == Trait.Role)?.Name)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var sum = 0L;
        foreach (var role in roles)
        {
            if (role is null || (people is null && charter.Roles[role].Seats is null))
            {
                return null;
            }

            sum += charter.Roles[role].Seats ?? 0;
        }

        return people is null ? sum : roles.SelectMany(r => people.In(r!)).Distinct().Count();
    }

    /// <summary>What is needed from a stage on. A stage to which a circle leads back gives no new way.</summary>
    private Need From(Pathway pathway, Stage stage, ImmutableHashSet<string> passed)
    {
        if (passed.Contains(stage.Name))
        {
            return Need.Impossible;
        }

        passed = passed.Add(stage.Name);
        var decides = stage.Method is not (Method.Discussion or Method.Petition or Method.StrawPoll or Method.Opinion or Method.Nomination);
        var after =
            pathway.Find(stage.Then) is { } then ? From(pathway, then, passed)
            : decides ? Need.Nothing
            : Need.Impossible;
        var ways = ImmutableArray.Create(Need.All(StageOf(stage), after));
        foreach (var other in new[] { stage.Else, stage.BetweenThen })
        {
            ways = pathway.Find(other) is { } next ? ways.Add(From(pathway, next, passed)) : ways;
        }

        return ways.Length == 1 ? ways[0] : Need.Any(ways);
    }

    private Need StageOf(Stage stage) =>
        stage.Method switch
        {
            Method.Discussion or Method.StrawPoll or Method.Opinion => Need.Nothing,
            Method.LazyConsensus or Method.Consent => Body(new(stage.By, Count(stage.By), 1, Count(stage.By), "object", "let-pass")),
            Method.RoughConsensus => Any(stage.By, "call"),
            Method.Closing => Any(stage.By, "close"),
            Method.Reserve => Any(stage.By, "decide"),
            Method.Lot => Any(stage.By, "draw"),
            Method.Petition => Body(Petition(stage)),
            Method.Nomination => Any(stage.By, "name"),
            Method.Vote => Body(Vote(stage)),
            Method.Ballot => Body(Ballots(stage)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Each of those meant can do it alone; nobody does it where all of them refuse.</summary>
    private Need Any(Who who, string how) =>
        Need.Any([.. who.Alternatives.Select(a => Who.Read(string.Join(" and ", a))!).Select(w => Body(new(w, Count(w), Count(w), 1, how)))]);

    private Body Petition(Stage stage)
    {
        var all = Count(stage.By);
        long? least =
            all is { } n ? stage.Signatures!.Least(n)
            : stage.Signatures!.Form == HeadForm.Number ? stage.Signatures.Above
            : null;
        return new(stage.By, all, all is { } of && least is { } l ? Math.Max(of - l + 1, 0) : null, least, "sign");
    }

    private Body Vote(Stage stage)
    {
        if (Count(stage.By) is not { } all)
        {
            return new(stage.By, null, stage.HasVeto ? 1 : null, null, "vote", Ballot: stage);
        }

        var least = LeastOf(all, yes => VoteCount.Of(stage, yes, all - yes, 0, 0, all).HasPassed);
        return new(stage.By, all, stage.HasVeto ? Math.Min(1, all) : Math.Max(all - least + 1, 0), stage.HasVeto ? all : least, "vote");
    }

    /// <summary>Those who choose by ballots. So many force that somebody of theirs, or their text, is chosen; so many others keep one that they do not want from it.</summary>
    private Body Ballots(Stage stage)
    {
        if (Count(stage.By) is not { } all)
        {
            return new(stage.By, null, null, null, "choose", Ballot: stage);
        }

        var least = LeastOf(all, yes => IsEnough(stage, yes, all));
        return new(stage.By, all, Math.Max(all - least + 1, 0), least, "choose");
    }

    /// <summary>True if so many who all prefer the same get it, whatever the others do.</summary>
    private static bool IsEnough(Stage stage, long yes, long all) =>
        stage.Count switch
        {
            DebianCount.Method => stage.Quorum?.IsReached(yes, all) != false && (stage.Majority ?? Majority.Simple).IsReached(yes, all - yes) && yes * 2 > all,
            SupportCount.Method => stage.Pass!.IsReached(yes, all) && stage.Approvals?.IsReached(yes, all) != false,
            // One seat more than there are to fill would take as many again: Droop's quota.
            StvCount.Method or MeekCount.Method => yes * ((stage.Seats ?? 1) + 1) > all,
            _ => yes * 2 > all,
        };

    /// <summary>The least number that is enough; one more than all where not even all are.</summary>
    private static long LeastOf(long all, Func<long, bool> isEnough)
    {
        var (low, high) = (0L, all + 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = middle <= all && isEnough(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private Need Body(Body body)
    {
        var at = bodies.IndexOf(body);
        if (at < 0)
        {
            // Beyond 64 different bodies in one subject the last one stands for those that follow: it is needed at least as often.
            at = Math.Min(bodies.Count, Cuts.HoldersMax - 1);
            if (at == bodies.Count)
            {
                bodies.Add(body);
            }
        }

        return Need.Of(at);
    }
}
