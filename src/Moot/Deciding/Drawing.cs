using System.Collections.Immutable;
using Moot.Counting;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Chance;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;

namespace Moot.Deciding;

/// <summary>Draws people by public numbers, as RFC 3797 has it, with SHA-256 in place of MD5 (§3.3).</summary>
public static class Drawing
{
    /// <summary>Numbers of one draw, all sources together, in characters.</summary>
    public const int KeyCharactersMax = 1_024;

    /// <summary>From whom a stage draws, in order of their ids: members whom its rule means; for a role those who can hold it and do not.</summary>
    public static ImmutableArray<MemberId> PoolOf(Assembly state, Matter matter, in Circumstance how)
    {
        var pool = ImmutableArray.CreateBuilder<MemberId>();
        var office = matter.OpenRole is { } role ? state.Charter.Roles.GetValueOrDefault(role) : null;
        foreach (var member in how.Read<Roster>().Members.Values)
        {
            var actor = Actor.Of(member.Id);
            if (
                member.Left is null
                && !matter.Recused.ContainsKey(actor)
                && Electorate.Includes(state, matter.Stage.Of, matter, how, actor)
                && (office is null || (Electorate.Includes(state, office.Eligible, matter, how, actor) && office.IsFreeFor(state, member.Id, how.At)))
            )
            {
                pool.Add(member.Id);
            }
        }

        pool.Sort((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
        return pool.ToImmutable();
    }

    /// <summary>The numbers of a draw as they stand in the log; null where they have another form: each with a period, those of a source from small to large, and a slash after each source.</summary>
    public static string? Key(string text, int sources)
    {
        if (text.Length > KeyCharactersMax || !text.EndsWith('/'))
        {
            return null;
        }

        var read = text[..^1].Split('/').Select(s => (IReadOnlyList<string>)s.TrimEnd('.').Split('.')).ToList();
        return read.Count == sources && PublicLot.TryKey(read, out var key, out _) && string.Equals(key, text, StringComparison.Ordinal) ? key : null;
    }

    /// <summary>Who is drawn, in order: as many as there are seats, of one organisation no more than the stage allows.</summary>
    public static ImmutableArray<MemberId> Order(Matter matter)
    {
        if (matter.Lot is not { Read: { } read } lot)
        {
            return [];
        }

        var seats = matter.Stage.Seats!.Value;
        var isCapped = matter.Stage.PerAffiliation is not null;
        var order = PublicLot.Draw(lot.Pool.Length, isCapped ? lot.Pool.Length : seats, read.Key, LotHash.Sha256).Select(s => lot.Pool[s.Selected - 1]);
        return AffiliationCap.Choose(order, m => AffiliationOf(matter, m), seats, matter.Stage.PerAffiliation ?? int.MaxValue).Chosen;
    }

    private static string? AffiliationOf(Matter matter, MemberId member) =>
        matter.Belonged.TryGetValue(Actor.Of(member), out var organisation) ? FormattableString.Invariant($"{organisation}") : null;

    /// <summary>Which of those who are tied are drawn, in order: as many as seats are left, of one organisation no more than the ballots allow.</summary>
    public static ImmutableArray<Elected> OrderOfOptions(Matter matter)
    {
        if (matter.Lot is not { Read: { } read } lot)
        {
            return [];
        }

        var ballots = matter.PastBallots[^1];
        ImmutableArray<long> chosen = [.. matter.Elected.Select(e => e.Option)];
        var drawn = ImmutableArray.CreateBuilder<Elected>();
        foreach (var step in PublicLot.Draw(lot.Options.Length, lot.Options.Length, read.Key, LotHash.Sha256))
        {
            var option = lot.Options[step.Selected - 1];
            if (drawn.Count < matter.TiedSeats && BallotResult.TooMany(ballots, chosen.Add(option)) is null)
            {
                chosen = chosen.Add(option);
                drawn.Add(new(option, BallotResult.TermOf(ballots, option)));
            }
        }

        return drawn.ToImmutable();
    }

    /// <summary>Who is drawn in the place of somebody: of a new draw from the same list, with the revealed value as a further source, the first who was not drawn yet and is still a member; null where nobody is left.</summary>
    public static MemberId? Next(Matter matter, Hash value, Roster roster)
    {
        if (matter.Drew is not { Lot: { Read: { } read } lot } drew)
        {
            return null;
        }

        foreach (var step in PublicLot.Draw(lot.Pool.Length, lot.Pool.Length, ReplacementChain.Extend(read.Key, value), LotHash.Sha256))
        {
            var member = lot.Pool[step.Selected - 1];
            if (matter.Drawn.Contains(member) || drew.Replaced.Contains(member) || roster.Find(member) is not { Left: null })
            {
                continue;
            }

            if (
                drew.PerAffiliation is { } most
                && drew.Belonged.TryGetValue(Actor.Of(member), out var organisation)
                && matter.Drawn.Count(m => !matter.Recused.ContainsKey(Actor.Of(m)) && drew.Belonged.GetValueOrDefault(Actor.Of(m), -1) == organisation) >= most
            )
            {
                continue;
            }

            return member;
        }

        return null;
    }
}
