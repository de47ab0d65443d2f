using System.Collections.Immutable;
using System.Numerics;
using Moot.Counting;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

namespace Moot.Deciding.Charters;

/// <summary>How much something in a charter matters.</summary>
public enum Severity
{
    /// <summary>How things are.</summary>
    Note = 1,

    /// <summary>Something to think about.</summary>
    Caution,

    /// <summary>Somebody rules, or nothing can be done any more.</summary>
    Severe,
}

/// <summary>What the check of a charter found.</summary>
/// <param name="Code">What it is, for programs.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Article">Where: the block and its name, <c>power ban</c>.</param>
/// <param name="Form">Which sentence says it: the words <c>check.FORM</c>.</param>
/// <param name="Values">What stands in its places; <see cref="CheckWords"/> says each in a language.</param>
public sealed record Finding(string Code, Severity Severity, string Article, string Form, params ImmutableArray<object> Values);

/// <summary>What is decided about, in a sentence.</summary>
/// <param name="Name">One of <see cref="Charter.Nouns"/>.</param>
public sealed record Noun(string Name);

/// <summary>Pathways, in a sentence: all that lead somewhere.</summary>
/// <param name="Names">Their names.</param>
public sealed record Ways(ImmutableArray<string> Names);

/// <summary>Roles or people, in a sentence.</summary>
/// <param name="Who">Who they are; none where nobody is meant.</param>
/// <param name="Count">How many; null where nobody knows.</param>
public sealed record Crowd(ImmutableArray<Who> Who, long? Count = null);

/// <summary>The smallest group that can do something, in a sentence.</summary>
/// <param name="Bodies">Those who do it together; none where nobody in particular, or no small group can.</param>
/// <param name="Forces">True for those who bring something about; false for those who prevent it.</param>
/// <param name="Otherwise">What is said where there are none.</param>
public sealed record Group(ImmutableArray<Body> Bodies, bool Forces, string Otherwise = "");

/// <summary>Reads a charter for who rules: who can do and undo what, which small groups can block or force a decision, and what nobody can change any more.</summary>
public static class CharterCheck
{
    /// <summary>A group that nobody counted is taken for larger than every other.</summary>
    private const long ManyPeople = 1_000_000;

    /// <summary>Everything that is found, the severe first.</summary>
    /// <param name="charter">The charter.</param>
    /// <param name="people">Who is there; null where only the charter is known.</param>
    public static ImmutableArray<Finding> Of(Charter charter, CharterPeople? people = null)
    {
        var filled = Filled(charter, people);
        return
        [
            .. charter
                .Roles.Values.SelectMany(r => OfRole(charter, r, people, filled))
                .Concat(charter.Subjects.Values.SelectMany(s => OfSubject(charter, s, people, filled)))
                .Concat(charter.Pathways.Values.SelectMany(p => OfPathway(charter, p)))
                .Concat(charter.Powers.Values.SelectMany(p => OfPower(charter, p, people)))
                .OrderByDescending(f => f.Severity),
        ];
    }

    private static IEnumerable<Finding> OfRole(Charter charter, Role role, CharterPeople? people, ImmutableHashSet<string> filled)
    {
        var article = $"role {role.Name}";
        if (role.By.IsEmpty)
        {
            yield return new("role-unfilled", Severity.Severe, article, "role-no-way", role.Name);
        }
        else if (!filled.Contains(role.Name))
        {
            yield return new("role-unfilled", Severity.Severe, article, "role-unfilled", role.Name);
        }

        if (role.Term is null)
        {
            yield return new("role-without-term", Severity.Caution, article, "role-without-term", role.Name);
        }

        if (role.Recall.IsEmpty)
        {
            yield return role.Term is { } term
                ? new("role-without-recall", Severity.Caution, article, "role-without-recall", role.Name, term)
                : new("role-without-recall", Severity.Severe, article, "role-for-ever", role.Name);
        }
        else if (
            new CharterNeeds(charter, people: null) is var needs
            && Cuts.Of(needs.Of(role.Recall)).Any(c => BitOperations.PopCount(c) == 1 && needs.In(c).Single().Role is { } gate && gate == role.Name)
        )
        {
            yield return new("role-recalls-itself", role.Seats is 1 ? Severity.Severe : Severity.Caution, article, "role-recalls-itself", role.Name);
        }

        if (!role.By.IsEmpty && role.By.All(p => charter.Pathways[p].Nominates))
        {
            foreach (var finding in OfElection(charter, role, article, people))
            {
                yield return finding;
            }
        }
    }

    /// <summary>Who can bring about and who can prevent that somebody is elected to a role, where every way to it is an election.</summary>
    private static IEnumerable<Finding> OfElection(Charter charter, Role role, string article, CharterPeople? people)
    {
        var needs = new CharterNeeds(charter, people);
        var need = needs.Of(role.By);
        var cuts = Cuts.Of(need);
        foreach (
            var gate in cuts.Where(c => BitOperations.PopCount(c) == 1)
                .SelectMany(needs.In)
                .Where(b => b.Role is not null)
                .DistinctBy(b => b.Role, StringComparer.Ordinal)
        )
        {
            yield return new("election-gatekeeper", Severity.Caution, article, "election-gatekeeper", role.Name, gate.Role!, new Ways(role.By));
        }

        var (force, block) = Groups(needs, need, cuts);
        yield return new("election", Severity.Note, article, "election", role.Name, force, block);
    }

    private static IEnumerable<Finding> OfPathway(Charter charter, Pathway pathway)
    {
        var article = $"pathway {pathway.Name}";
        if (pathway.Settles && pathway.Appeal.IsEmpty)
        {
            yield return new("no-appeal", Severity.Note, article, "no-appeal", pathway.Name);
        }

        foreach (var stage in pathway.Stages.Where(HasNoQuorum))
        {
            yield return new("no-quorum", Severity.Note, article, "no-quorum", stage.Name, pathway.Name);
        }

        foreach (var stage in pathway.Stages.Where(s => s.Pass is { IsMore: true } pass && pass.Above == pass.Below))
        {
            yield return new("never-passes", Severity.Severe, article, "never-passes", stage.Name, pathway.Name, stage.Pass!);
        }

        foreach (var stage in pathway.Stages.Where(s => s.IsSecret))
        {
            yield return new("secret-host", Severity.Caution, article, "secret-host", stage.Name, pathway.Name, stage.AtMost!.Value);
        }

        foreach (var stage in pathway.Stages.Where(s => s is { Method: Method.Ballot, Tie: null, Casting: null, Count: not SupportCount.Method }))
        {
            yield return new("tie-chooses-nobody", Severity.Note, article, "tie-chooses-nobody", stage.Name, pathway.Name);
        }

        if (pathway.Appeal.Contains(pathway.Name, StringComparer.Ordinal))
        {
            yield return new("appeal-to-itself", Severity.Note, article, "appeal-to-itself", pathway.Name);
        }

        if (
            Bodies(pathway).Distinct(StringComparer.Ordinal).ToArray() is [{ } gate]
            && !pathway.Appeal.IsEmpty
            && pathway.Appeal.All(a => Bodies(charter.Pathways[a]).Contains(gate, StringComparer.Ordinal) && !IsUninvolved(charter.Pathways[a]))
            && !IsReviewed(charter, pathway)
        )
        {
            yield return new("appeal-to-the-same", Severity.Caution, article, "appeal-to-the-same", pathway.Name, gate);
        }
    }

    /// <summary>True where one voter decides if nobody else votes.</summary>
    private static bool HasNoQuorum(Stage stage) =>
        stage is { Method: Method.Vote, Quorum: null, Approvals: null, Pass.Of: ShareOf.Cast or ShareOf.Voting }
        || stage is { Method: Method.Ballot, Quorum: null, Approvals: null };

    /// <summary>True where the appeal of an appeal comes before somebody else.</summary>
    private static bool IsReviewed(Charter charter, Pathway pathway) =>
        pathway.Appeal.Any(a => charter.Pathways[a].Appeal.Any(b => !Bodies(charter.Pathways[b]).SequenceEqual(Bodies(pathway), StringComparer.Ordinal)));

    private static bool IsUninvolved(Pathway pathway) => pathway.Stages.Any(s => s.By.Alternatives.All(a => a.Any(c => c.Trait == Trait.Uninvolved)));

    /// <summary>The roles that alone do what the stages of a pathway ask, one for each such stage.</summary>
    private static IEnumerable<string> Bodies(Pathway pathway) =>
        pathway.Stages.Where(s => s.Method is not Method.Discussion).Select(s => new Body(s.By, null, null, null, "").Role).OfType<string>();

    private static IEnumerable<Finding> OfSubject(Charter charter, SubjectRule rule, CharterPeople? people, ImmutableHashSet<string> filled)
    {
        var article = $"subject {rule.Noun}";
        var about = new Noun(rule.Noun);
        var isCharter = ReferenceEquals(rule, RuleOf(charter, "charter"));
        var needs = new CharterNeeds(charter, people);
        var ways = rule.By.Where(p => charter.Pathways[p].Settles).ToImmutableArray();
        var need = needs.Of(ways);
        var cuts = Cuts.Of(need);
        if (ways.IsEmpty || !ways.Any(p => CanRun(charter.Pathways[p], filled)))
        {
            yield return isCharter
                ? new("never-decided", Severity.Severe, article, "never-changed")
                : new("never-decided", Severity.Caution, article, "never-decided", about);
            yield break;
        }

        foreach (
            var gate in cuts.Where(c => BitOperations.PopCount(c) == 1)
                .SelectMany(needs.In)
                .Where(b => b.Role is not null)
                .DistinctBy(b => b.Role, StringComparer.Ordinal)
        )
        {
            var isOne = gate.Block is 1 && gate.Of is 1;
            yield return isOne && isCharter ? new("rules-of-one", Severity.Severe, article, "rules-of-one", new Ways(ways), gate.Who)
            : isOne ? new("gatekeeper", Severity.Severe, article, "gatekeeper-one", about, gate.Role!, new Ways(ways))
            : new("gatekeeper", Severity.Caution, article, "gatekeeper", about, gate.Role!, new Ways(ways));
        }

        if (isCharter && Cuts.Forcing(need).Where(c => BitOperations.PopCount(c) == 1).SelectMany(needs.In).FirstOrDefault(IsOnePerson) is { } ruler)
        {
            yield return new("one-changes-rules", Severity.Severe, article, "one-changes-rules", new Group([ruler], Forces: true));
        }

        foreach (var finding in OfPersons(needs, need, article, about, people))
        {
            yield return finding;
        }

        var (force, block) = Groups(needs, need, cuts);
        yield return new("groups", Severity.Note, article, "groups", about, force, block);
    }

    private static bool IsOnePerson(Body body) => body is { Of: 1, Force: 1, Role: not null };

    /// <summary>People who alone keep a subject shut, whichever roles they hold for it.</summary>
    private static IEnumerable<Finding> OfPersons(CharterNeeds needs, Need need, string article, Noun about, CharterPeople? people)
    {
        if (people is null)
        {
            yield break;
        }

        var missing = needs.Bodies.Where(b => b.Of is 0).Aggregate(0UL, (mask, b) => mask | Bit(b));
        if (missing != 0 && !need.Holds(missing))
        {
            yield return new("nobody-there", Severity.Caution, article, "nobody-there", about, new Crowd([.. needs.In(missing).Select(b => b.Who).Distinct()]));
            yield break;
        }

        foreach (var person in people.Holders.Values.SelectMany(h => h).Distinct().OrderBy(p => p.ToString(), StringComparer.Ordinal))
        {
            var alone = needs
                .Bodies.Where(b => b.Block is 1 && b.Role is { } role && people.In(role).Contains(person))
                .Aggregate(0UL, (mask, b) => mask | Bit(b));
            if (alone != 0 && !need.Holds(alone))
            {
                var roles = string.Join(", ", needs.In(alone).Select(b => b.Role).Distinct(StringComparer.Ordinal));
                yield return new("one-person", Severity.Severe, article, "one-person", about, person, roles);
            }
        }

        ulong Bit(Body body) => 1UL << needs.Bodies.ToList().IndexOf(body);
    }

    private static (Group Force, Group Block) Groups(CharterNeeds needs, Need need, ImmutableArray<ulong> cuts)
    {
        var forcing = Cuts.Forcing(need);
        return (
            forcing is [0, ..] ? new([], Forces: true, "nobody-needed")
            : Smallest(forcing, b => b.Force) is { } least ? new(Bodies(least, b => (b.Who, b.Force)), Forces: true)
            : new([], Forces: true, "larger-group"),
            cuts is [0, ..] ? new([], Forces: false, "cannot-be-decided")
            : Smallest(cuts, b => b.Block) is { } few ? new(Bodies(few, b => (b.Who, b.Block)), Forces: false)
            : new([], Forces: false, "no-small-group")
        );

        ulong? Smallest(ImmutableArray<ulong> groups, Func<Body, long?> count) =>
            groups.IsEmpty ? null : groups.MinBy(g => (needs.In(g).Aggregate(0L, (sum, b) => sum + (count(b) ?? ManyPeople)), BitOperations.PopCount(g), g));

        ImmutableArray<Body> Bodies(ulong group, Func<Body, (Who, long?)> same) => [.. needs.In(group).DistinctBy(b => (same(b), b.How, b.Of))];
    }

    private static IEnumerable<Finding> OfPower(Charter charter, Power power, CharterPeople? people)
    {
        var article = $"power {power.Name}";
        var needs = new CharterNeeds(charter, people);
        var (by, undo) = (needs.Count(power.By), power.Undo is { } who ? needs.Count(who) : null);
        yield return new(
            "power",
            Severity.Note,
            article,
            "power",
            power.Name,
            new Crowd([power.By], by),
            new Crowd(power.Undo is { } undoer ? [undoer] : [], undo),
            power
        );
        if (power.Undo is null)
        {
            yield return new("no-undoer", Severity.Severe, article, "no-undoer", power.Name);
        }
        else if (IsWithin(power.Undo, power.By))
        {
            // Where nobody counts the seats of a role it may come to one.
            yield return undo is 0 or 1
                ? new("monarchy", Severity.Severe, article, "monarchy", power.By, power.Name)
                : new("undone-by-the-same", Severity.Caution, article, "undone-by-the-same", power.By, power.Name);
        }
        else if (undo is 0)
        {
            yield return new("no-undoer", Severity.Severe, article, "no-undoer-now", power.Undo, power.Name);
        }

        if (by is { } some && some < power.Together && (people is null || some > 0))
        {
            yield return new("too-few-together", Severity.Caution, article, "too-few-together", power.Name, (long)power.Together, some);
        }
    }

    /// <summary>True if whoever is meant by the one rule is meant by the other, as far as their words tell.</summary>
    private static bool IsWithin(Who inner, Who outer) =>
        inner.Alternatives.All(a => outer.Alternatives.Any(b => b.All(c => c.Trait == Trait.Anyone || a.Contains(c))));

    private static SubjectRule RuleOf(Charter charter, string noun) => charter.Subjects.TryGetValue(noun, out var rule) ? rule : charter.Subjects["anything"];

    /// <summary>Roles that somebody holds, or that can be given by those who are there: everybody at first, then those whom they choose.</summary>
    private static ImmutableHashSet<string> Filled(Charter charter, CharterPeople? people)
    {
        var filled = charter.Roles.Keys.Where(r => people?.In(r).IsEmpty == false).ToImmutableHashSet(StringComparer.Ordinal);
        while (true)
        {
            var more = charter.Roles.Values.Where(r => CanAct(r.Eligible, filled) && r.By.Any(p => CanRun(charter.Pathways[p], filled))).Select(r => r.Name);
            var next = filled.Union(more);
            if (next.Count == filled.Count)
            {
                return filled;
            }

            filled = next;
        }
    }

    /// <summary>True if a pathway can come to a decision where these roles have holders.</summary>
    private static bool CanRun(Pathway pathway, ImmutableHashSet<string> filled)
    {
        return CanAct(pathway.Open, filled) && From(pathway.Stages[0], []);

        bool From(Stage stage, ImmutableHashSet<string> passed)
        {
            if (passed.Contains(stage.Name))
            {
                return false;
            }

            var before = passed.Add(stage.Name);
            var decides = stage.Method is not (Method.Discussion or Method.Petition or Method.StrawPoll or Method.Opinion or Method.Nomination);
            return (
                    (stage.Method is Method.Discussion or Method.LazyConsensus or Method.Consent || CanAct(stage.By, filled))
                    && (pathway.Find(stage.Then) is { } then ? From(then, before) : decides)
                ) || (pathway.Find(stage.Else) is { } other && From(other, before));
        }
    }

    private static bool CanAct(Who who, ImmutableHashSet<string> filled) =>
        who.Alternatives.Any(a => a.All(c => c.Trait != Trait.Role || filled.Contains(c.Name)));
}
