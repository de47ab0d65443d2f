using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

namespace Moot.Host.People;

/// <summary>What somebody watched as a guest they watch as the member they became.</summary>
internal static class GuestMarks
{
    /// <summary>Copies a guest's marks to a member.</summary>
    public static void Copy(Room room, Actor guest, MemberId member)
    {
        var (marks, now) = (room.Served.Marks, Moment.Of(room.Clock.GetUtcNow()));
        foreach (var (subject, mark) in marks.Of(guest))
        {
            marks.Note(Actor.Of(member), subject, mark, now);
        }
    }

    /// <summary>Copies them where the guest of a session has just become this member: not where an older member signs in on a browser that others use too.</summary>
    public static void CopyIfJoined(Room room, Session session, MemberId member)
    {
        var world = room.Log.Head.World;
        if (session.Actor is { IsMember: false } guest && world.Get<Roster>().Find(member) is { } joined && world.Entries.At(joined.Joined) >= session.Begun)
        {
            Copy(room, guest, member);
        }
    }
}
