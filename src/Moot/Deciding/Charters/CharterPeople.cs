using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

namespace Moot.Deciding.Charters;

/// <summary>Who is there: the members, and who holds which role.</summary>
/// <param name="Members">How many members there are.</param>
/// <param name="Holders">Those who hold each role; a role that nobody holds may be left out.</param>
public sealed record CharterPeople(long Members, ImmutableDictionary<string, ImmutableHashSet<MemberId>> Holders)
{
    /// <summary>Who is there at a time.</summary>
    public static CharterPeople Of(Assembly state, Roster roster, Moment at) =>
        new(
            roster.Members.Values.LongCount(m => m.Left is null),
            state.Charter.Roles.Keys.ToImmutableDictionary(
                r => r,
                r => state.HoldersOf(r, at).Select(t => t.Member).Where(m => roster.Find(m) is { Left: null }).ToImmutableHashSet(),
                StringComparer.Ordinal
            )
        );

    /// <summary>Who holds a role.</summary>
    public ImmutableHashSet<MemberId> In(string role) => Holders.GetValueOrDefault(role, []);
}
