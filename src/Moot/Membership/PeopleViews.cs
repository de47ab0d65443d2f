using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

namespace Moot.Membership;

/// <summary>Somebody who is about to join.</summary>
/// <param name="Name">What they want to be called.</param>
/// <param name="Then">Where they go afterwards, below the association.</param>
/// <param name="Refused">Why it did not work; null where it was not tried.</param>
public sealed record JoinView(string Name = "", string Then = "", Verdict? Refused = null);

/// <summary>Somebody who is about to sign in.</summary>
/// <param name="Name">Their name, or the first digits of their id.</param>
/// <param name="Then">Where they go afterwards, below the association.</param>
/// <param name="Refused">Why it did not work; null where it was not tried.</param>
public sealed record SignInView(string Name = "", string Then = "", Verdict? Refused = null);

/// <summary>Somebody who comes in by a link that is good once.</summary>
/// <param name="Name">Who they will be.</param>
/// <param name="Token">The link's end.</param>
/// <param name="HasPassphrase">True if they have a passphrase already.</param>
/// <param name="Refused">Why it did not work; null where it was not tried.</param>
public sealed record EnterView(string? Name, string Token, bool HasPassphrase, Verdict? Refused = null);

/// <summary>A browser that is signed in.</summary>
/// <param name="Begun">Since when.</param>
/// <param name="Used">Last used, to the day.</param>
/// <param name="IsThis">True for the one that asks.</param>
/// <param name="Signs">True if a key in it signs.</param>
public sealed record SessionView(Moment Begun, Moment Used, bool IsThis, bool Signs);

/// <summary>What somebody can set about themselves.</summary>
/// <param name="Member">The member; null for a guest or a stranger.</param>
/// <param name="Name">Their name, or what they typed as a new one.</param>
/// <param name="HasPassphrase">True if they can sign in with one.</param>
/// <param name="Keys">Living keys of their own.</param>
/// <param name="Sessions">Browsers that are signed in.</param>
/// <param name="Form">The form that was refused: name, passphrase, vouching or leave.</param>
/// <param name="Refused">Why; null where nothing was refused.</param>
public sealed record MeView(
    Member? Member,
    string Name,
    bool HasPassphrase,
    int Keys,
    ImmutableArray<SessionView> Sessions,
    string Form = "",
    Verdict? Refused = null
);

/// <summary>One line of the list of members.</summary>
/// <param name="Member">The member.</param>
/// <param name="JoinedAt">When they joined.</param>
/// <param name="Acts">How many acts they did.</param>
/// <param name="Last">Time of the last; null where there is none.</param>
public sealed record MemberLine(Member Member, Moment JoinedAt, long Acts, Moment? Last);

/// <summary>Members, in the order in which they joined.</summary>
/// <param name="Lines">Those of this page.</param>
/// <param name="Count">How many there are in all.</param>
/// <param name="Older">Entry from which the earlier ones are listed; null where there are none.</param>
/// <param name="Newer">Entry from which the later ones are listed; null where there are none.</param>
/// <param name="Asked">The part of a name that was looked for; empty for all members.</param>
public sealed record MembersView(ImmutableArray<MemberLine> Lines, int Count, long? Older, long? Newer, string Asked = "");

/// <summary>Somebody and what they did.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Member">The member; null for a guest.</param>
/// <param name="JoinedAt">When they joined, or acted first.</param>
/// <param name="Keys">Living keys.</param>
/// <param name="Count">Acts in all.</param>
/// <param name="Acts">The last of them.</param>
public sealed record PersonView(Actor Actor, Member? Member, Moment JoinedAt, int Keys, long Count, Following.ActListView Acts)
{
    /// <summary>What they wrote in other wikis, under names that they say are theirs.</summary>
    public ImmutableArray<Commons.ClaimedNameView> Elsewhere { get; init; } = [];
}

/// <summary>An invitation: the association's address.</summary>
/// <param name="Address">The address.</param>
/// <param name="IsOwn">True if it is the one by which the visitor came.</param>
/// <param name="IsLocal">True if nobody but this machine can reach it.</param>
/// <param name="Refused">Why another address was not taken; null where none was given.</param>
public sealed record InviteView(string Address, bool IsOwn, bool IsLocal, Verdict? Refused = null);

/// <summary>A field of a form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What was typed.</param>
public sealed record FieldView(string Name, string Value);

/// <summary>A form that was not taken, to be sent once more.</summary>
/// <param name="Path">Where it goes, below the association.</param>
/// <param name="Fields">What was typed.</param>
/// <param name="Files">Names of the fields with files, which must be chosen again.</param>
/// <param name="Refused">Why it was not taken.</param>
public sealed record FormAgainView(string Path, ImmutableArray<FieldView> Fields, ImmutableArray<string> Files, Verdict Refused);

/// <summary>A QR code.</summary>
/// <param name="Size">Squares of a side, the quiet border included.</param>
/// <param name="Path">The dark squares, as one path.</param>
public sealed record QrPicture(int Size, string Path);

/// <summary>Letting another device in, on the one that is signed in.</summary>
/// <param name="Until">Until when the link is good; null where none is open.</param>
/// <param name="HasCome">True if a device came by it.</param>
/// <param name="IsAllowed">True if it was let in and has not gone on yet.</param>
/// <param name="Link">The link, shown once; null afterwards.</param>
/// <param name="Code">Its code, for those who type it.</param>
/// <param name="Picture">The link for a camera.</param>
/// <param name="Refused">Why something was not done.</param>
public sealed record DevicesView(
    Moment? Until = null,
    bool HasCome = false,
    bool IsAllowed = false,
    string? Link = null,
    string? Code = null,
    QrPicture? Picture = null,
    Verdict? Refused = null
);

/// <summary>Being let in, on the new device.</summary>
/// <param name="Token">By which it is known again; null before it came.</param>
/// <param name="Number">What it shows.</param>
/// <param name="Refused">Why it was not let in.</param>
public sealed record DeviceView(string? Token = null, string? Number = null, Verdict? Refused = null);
