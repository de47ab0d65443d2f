using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;

namespace Moot.Signing;

/// <summary>Signing in by a key of one's own.</summary>
/// <param name="Challenge">The line to sign.</param>
/// <param name="Proof">What was pasted.</param>
/// <param name="Refused">Why it was not taken.</param>
public sealed record SignInKeyView(Challenge Challenge, string Proof = "", Verdict? Refused = null);

/// <summary>Joining with a key of one's own.</summary>
/// <param name="Address">The association's address, for the command line.</param>
/// <param name="Name">What was typed.</param>
/// <param name="Refused">Why it was not taken.</param>
public sealed record JoinKeyView(string Address, string Name = "", Verdict? Refused = null);

/// <summary>The keys of the member who asks.</summary>
/// <param name="Member">The member.</param>
/// <param name="Challenge">The line to sign to link another tool's key.</param>
/// <param name="SignIn">Keys that sign them in only.</param>
/// <param name="Address">The association's address, for the command line.</param>
/// <param name="Refused">Why something was not done.</param>
public sealed record KeysView(Member Member, Challenge Challenge, ImmutableArray<SignInKey> SignIn, string Address, Verdict? Refused = null)
{
    /// <summary>What the member calls their keys.</summary>
    public ImmutableArray<KeyNote> Notes { get; init; } = [];

    /// <summary>The key with which the browser that asks signs; null where it does not sign.</summary>
    public PublicKey? Here { get; init; }

    /// <summary>A new key of theirs that was made on another device and waits; null where none does.</summary>
    public NewKey? Waiting { get; init; }

    /// <summary>What is noted of a key; null where nothing is.</summary>
    public KeyNote? NoteOf(PublicKey key) => Notes.FirstOrDefault(n => n.Key == key);
}

/// <summary>The sponsors of the member who asks.</summary>
/// <param name="Member">The member.</param>
/// <param name="Names">What was typed: one name or id on each line.</param>
/// <param name="Threshold">How many it takes.</param>
/// <param name="Refused">Why it was not done.</param>
public sealed record SponsorsView(Member Member, string Names, string Threshold, Verdict? Refused = null);

/// <summary>Asking for a new key.</summary>
/// <param name="Address">The association's address, for the command line.</param>
/// <param name="Who">Name or id that was typed.</param>
/// <param name="Found">The member; null where nobody was found yet.</param>
/// <param name="Reason">What was typed.</param>
/// <param name="Refused">Why it was not done.</param>
public sealed record RecoverView(string Address, string Who, Member? Found, string Reason = "", Verdict? Refused = null);

/// <summary>New keys that were asked for and wait.</summary>
/// <param name="Open">The newest first.</param>
/// <param name="Refused">Why something was not done.</param>
public sealed record RecoveriesView(ImmutableArray<Recovery> Open, Verdict? Refused = null);

/// <summary>Signing in with a passkey.</summary>
/// <param name="Options">What the browser is told.</param>
/// <param name="State">What the host has to know again.</param>
/// <param name="Refused">Why it was not taken.</param>
public sealed record PasskeySignInView(string Options, Challenge State, Verdict? Refused = null);

/// <summary>The passkeys of the member who asks.</summary>
/// <param name="Passkeys">Them.</param>
/// <param name="Options">What the browser is told to make another.</param>
/// <param name="State">What the host has to know again.</param>
/// <param name="Refused">Why it was not taken.</param>
public sealed record PasskeysView(ImmutableArray<Passkey> Passkeys, string Options, Challenge State, Verdict? Refused = null);
