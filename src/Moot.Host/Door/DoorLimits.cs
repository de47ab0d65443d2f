namespace Moot.Host.Door;

/// <summary>How often something may be done: so many times at once, and from then on once in each span of time.</summary>
/// <param name="Name">What it is told apart by.</param>
/// <param name="AtOnce">Acts at once.</param>
/// <param name="Each">Time for each further act.</param>
internal sealed record DoorLimit(string Name, int AtOnce, TimeSpan Each);

/// <summary>How often different people may act at a host.</summary>
internal sealed record DoorLimits
{
    /// <summary>What a host allows when nothing else is said: enough for thirty people in one room, behind one address, without an account.</summary>
    public static DoorLimits Usual { get; } = new();

    /// <summary>Acts of one guest.</summary>
    public DoorLimit Guest { get; init; } = new("guest", 30, TimeSpan.FromSeconds(4));

    /// <summary>Pages that one guest begins.</summary>
    public DoorLimit GuestPages { get; init; } = new("guest-pages", 10, TimeSpan.FromMinutes(1));

    /// <summary>Acts of all guests behind one address.</summary>
    public DoorLimit Address { get; init; } = new("address", 600, TimeSpan.FromMilliseconds(200));

    /// <summary>Pages that all guests behind one address begin.</summary>
    public DoorLimit AddressPages { get; init; } = new("address-pages", 200, TimeSpan.FromSeconds(5));

    /// <summary>Acts of a member who joined less than <see cref="NewcomerTime"/> ago.</summary>
    public DoorLimit Newcomer { get; init; } = new("newcomer", 60, TimeSpan.FromSeconds(2));

    /// <summary>Acts of a member for whom the host vouches.</summary>
    public DoorLimit Vouched { get; init; } = new("vouched", 120, TimeSpan.FromSeconds(1));

    /// <summary>Acts that a member signs.</summary>
    public DoorLimit Signed { get; init; } = new("signed", 240, TimeSpan.FromMilliseconds(500));

    /// <summary>Acts of a member that is a program.</summary>
    public DoorLimit Bot { get; init; } = new("bot", 120, TimeSpan.FromSeconds(1));

    /// <summary>Acts of one author that a filter slows down.</summary>
    public DoorLimit Slowed { get; init; } = new("slowed", 1, TimeSpan.FromMinutes(1));

    /// <summary>Time for which a member is new.</summary>
    public TimeSpan NewcomerTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Links that a guest adds in one act.</summary>
    public int GuestLinksMax { get; init; } = 20;
}
