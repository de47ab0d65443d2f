using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Guard;

/// <summary>A public rule about what is written.</summary>
/// <param name="Id">Entry that made it.</param>
/// <param name="SetBy">Entry that set it last; its body has the note.</param>
/// <param name="Switched">Entry that switched it on or off last.</param>
/// <param name="Rule">What it hits.</param>
/// <param name="Effect">What it does then.</param>
/// <param name="IsOn">True if it is in use.</param>
public sealed record Filter(long Id, long SetBy, long Switched, FilterRule Rule, FilterEffect Effect, bool IsOn);

/// <summary>The filters of an association, and which members are programs.</summary>
public sealed record Gatehouse : IState<Gatehouse>
{
    /// <summary>Filters of one association.</summary>
    public const int FiltersMax = 200;

    private Gatehouse() { }

    public static Gatehouse Empty { get; } = new();

    /// <summary>Filters, by their ids.</summary>
    public ImmutableSortedDictionary<long, Filter> Filters { get; private init; } = ImmutableSortedDictionary<long, Filter>.Empty;

    /// <summary>Members who say that they are programs.</summary>
    public ImmutableHashSet<MemberId> Bots { get; private init; } = [];

    /// <summary>True if this is a member who says that it is a program.</summary>
    public bool IsBot(Actor actor) => actor.Member is { } member && Bots.Contains(member);

    public void WriteRows(StateRows rows)
    {
        foreach (var filter in Filters.Values)
        {
            rows.Row("filter", filter.Id, filter.SetBy, filter.Switched, WordJson<FilterEffect>.Word(filter.Effect), filter.IsOn, filter.Rule.ToRow());
        }

        foreach (var bot in Bots)
        {
            rows.Row("bot", bot);
        }
    }

    internal Gatehouse With(Filter filter) => this with { Filters = Filters.SetItem(filter.Id, filter) };

    internal Gatehouse With(MemberId member, bool isBot) => this with { Bots = isBot ? Bots.Add(member) : Bots.Remove(member) };

    /// <summary>Members alone switch filters, and with a reason.</summary>
    internal Verdict JudgeSwitch(long id, bool on, Prose reason, in Circumstance how) =>
        !how.Actor.IsMember ? Verdict.Refused("members-only", "Only members can do this.")
        : Filters.GetValueOrDefault(id) is not { } filter ? Verdict.Refused("no-such-filter", "There is no such filter.")
        : filter.IsOn == on ? Verdict.Refused("filter-so-already", on ? "This filter is on already." : "This filter is off already.")
        : reason.IsMissing ? Verdict.Refused("reason-missing", "Switching a filter needs a reason.")
        : Verdict.Lawful;
}
