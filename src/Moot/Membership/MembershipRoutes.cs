using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Membership.Pages;
using Moot.Ui;

namespace Moot.Membership;

/// <summary>Who is here: the members, and what each of them and each guest did.</summary>
public static class MembershipRoutes
{
    /// <summary>Members or acts on one page.</summary>
    public const int PageSize = 50;

    /// <summary>Hexadecimal digits that name somebody, at the least.</summary>
    public const int PrefixMin = 8;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("members", Members);
        routes.MapGet("member/{id}", OneMember);
        routes.MapGet("guest/{key}", OneGuest);
    }

    private static RazorComponentResult<MembersPage> Members(Desk desk, long? before, string? q)
    {
        var asked = (q ?? "").Trim() is { Length: <= Join.NameCharactersMax } text ? text : "";
        IEnumerable<Member> all = desk.State<Roster>().Members.Values;
        IReadOnlyCollection<Member> members = asked.Length > 0 ? NameIndexView.Of(desk.Served).Find(desk, asked) : [.. all];
        var here = members.Count(m => m.Left is null);
        var newest = members.Where(m => before is null || m.Joined < before).OrderByDescending(m => m.Joined).Take(PageSize + 1).ToList();
        var shown = newest.Take(PageSize).Select(m => Line(desk, m)).ToImmutableArray();
        long? newer = null;
        if (before is { } edge)
        {
            // The page before this one ends where this one begins.
            var later = members.Where(m => m.Joined >= edge).OrderBy(m => m.Joined).Take(PageSize).ToList();
            newer = later.Count > 0 ? later[^1].Joined + 1 : null;
        }

        return desk.Page<MembersPage, MembersView>(new(shown, here, newest.Count > PageSize ? shown[^1].Member.Joined : null, newer, asked));
    }

    private static IResult OneMember(Desk desk, string id, long? before)
    {
        var found = desk.State<Roster>().Members.Values.Where(m => Starts(m.Id.ToString(), id)).Take(2).ToList();
        return found is [var member] ? desk.Page<PersonPage, PersonView>(Person(desk, Actor.Of(member.Id), member, before)) : desk.Missing();
    }

    private static IResult OneGuest(Desk desk, string key, long? before)
    {
        var found = new List<Actor>();
        foreach (var person in desk.World.Entries.People)
        {
            if (person.Guest is { } guest && Starts(guest.ToString(), key))
            {
                found.Add(person);
            }
        }

        return found is not [var actor] ? desk.Missing()
            : desk.State<Roster>().OwnerOf(actor.Guest!.Value) is { } since ? desk.See("member/" + since.Id.ToString()[..16])
            : desk.Page<PersonPage, PersonView>(Person(desk, actor, member: null, before));
    }

    private static bool Starts(string id, string prefix) =>
        prefix.Length is >= PrefixMin and <= 2 * Kernel.Tree.Hash.Size && id.StartsWith(prefix, StringComparison.Ordinal);

    private static MemberLine Line(Desk desk, Member member)
    {
        var (count, _, last) = Tally(desk.World, Actor.Of(member.Id));
        return new(member, desk.World.Entries.At(member.Joined), count, last);
    }

    private static (long Count, Moment? First, Moment? Last) Tally(World world, Actor actor)
    {
        (long Count, Moment? First, Moment? Last) all = default;
        if (world.Entries.NumberOf(actor) is not { } person)
        {
            return all;
        }

        foreach (var kind in world.Registry.Kinds)
        {
            if (world.Standing.Of(person, kind) is { Count: > 0 } tally)
            {
                all = (
                    all.Count + tally.Count,
                    all.First is { } first && first < tally.First ? first : tally.First,
                    all.Last is { } last && last > tally.Last ? last : tally.Last
                );
            }
        }

        return all;
    }

    private static PersonView Person(Desk desk, Actor actor, Member? member, long? before)
    {
        var entries = desk.World.Entries;
        var (count, first, _) = Tally(desk.World, actor);
        var acts = Following.ActListView.Of(desk, new(Before: before), actor);
        var joined = member is not null ? entries.At(member.Joined) : first ?? desk.Now;
        return new(actor, member, joined, member?.Living(desk.Now).Count() ?? 0, count, acts)
        {
            Elsewhere = member is null ? [] : Commons.BroughtNameViews.OfMember(desk, member.Id),
        };
    }
}
