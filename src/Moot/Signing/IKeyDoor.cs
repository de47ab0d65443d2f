using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;
using Moot.Ui;

namespace Moot.Signing;

/// <summary>A key that signs a member in and nothing else: no act is signed with it. Known to the host alone.</summary>
/// <param name="Tool">The tool that it belongs to.</param>
/// <param name="Key">The key.</param>
/// <param name="MinisignId">Its id in minisign's signatures; 0 for other tools.</param>
/// <param name="Member">Whom it signs in.</param>
/// <param name="Label">What the member calls it.</param>
/// <param name="Since">Since when.</param>
public sealed record SignInKey(ProofTool Tool, PublicKey Key, ulong MinisignId, MemberId Member, string Label, Moment Since)
{
    /// <summary>UTF-16 characters of a label.</summary>
    public const int LabelCharactersMax = 80;

    /// <summary>Sign-in keys of one member.</summary>
    public const int KeysMax = 16;

    /// <summary>The key as minisign writes it.</summary>
    public MinisignKey AsMinisign => new(MinisignId, Key);
}

/// <summary>What a member calls a key of their own. It is their own affair: known to the host alone and in no log.</summary>
/// <param name="Key">The key.</param>
/// <param name="Label">What the member calls it; empty where they never said.</param>
/// <param name="Used">When it was used last at this host, to the day; null where it was not.</param>
public sealed record KeyNote(PublicKey Key, string Label, Moment? Used);

/// <summary>Lets people in who proved a key, and knows which keys sign whom in.</summary>
public interface IKeyDoor
{
    /// <summary>The door of the association that a request is for; null for a mirror, which lets nobody in.</summary>
    static IKeyDoor? Of(HttpContext http) => (http.Features.Get<IReception>() as IWithKeyDoor)?.KeyDoor;

    /// <summary>Begins a session of a member.</summary>
    /// <param name="http">The request; its answer gets the cookie.</param>
    /// <param name="member">Who.</param>
    /// <param name="browserKey">The key with which this browser signs; null where the host speaks for the member.</param>
    void LetIn(HttpContext http, MemberId member, PublicKey? browserKey);

    /// <summary>The sign-in keys of a member.</summary>
    ImmutableArray<SignInKey> KeysOf(MemberId member);

    /// <summary>What a member calls their own keys, and when these were used last.</summary>
    ImmutableArray<KeyNote> NotesOf(MemberId member);

    /// <summary>A member names one of their keys, for themselves.</summary>
    void NameKey(MemberId member, PublicKey key, string label);

    /// <summary>The key with which the browser that asks signs; null where it does not sign.</summary>
    PublicKey? KeyHere(HttpContext http);

    /// <summary>The sign-in key of these bytes; null where there is none.</summary>
    SignInKey? Find(ProofTool tool, PublicKey key);

    /// <summary>Sign-in keys by the id that a minisign signature names.</summary>
    ImmutableArray<SignInKey> ByMinisignId(ulong id);

    /// <summary>Links a key to a member.</summary>
    void Link(SignInKey key);

    /// <summary>Takes a key from a member.</summary>
    void Unlink(MemberId member, ProofTool tool, PublicKey key);

    /// <summary>What a browser is told to make a passkey of a member.</summary>
    Task<PasskeyOffer> OfferPasskey(HttpContext http, MemberId member, string name);

    /// <summary>Takes a passkey that a browser made.</summary>
    Task<Verdict> AddPasskey(HttpContext http, MemberId member, string credential, string state, string label);

    /// <summary>What a browser is told to show a passkey.</summary>
    Task<PasskeyOffer> AskForPasskey(HttpContext http);

    /// <summary>The member whose passkey a browser showed; null where it is nobody's.</summary>
    Task<MemberId?> ProvePasskey(HttpContext http, string credential, string state);

    /// <summary>The passkeys of a member.</summary>
    ImmutableArray<Passkey> PasskeysOf(MemberId member);

    /// <summary>Takes a passkey from a member.</summary>
    void RemovePasskey(MemberId member, string id);
}

/// <summary>A reception that may have a door for keys.</summary>
public interface IWithKeyDoor
{
    /// <summary>The door; null on a mirror.</summary>
    IKeyDoor? KeyDoor { get; }
}

/// <summary>What is told a browser about a passkey, and what the host has to know again when it answers.</summary>
/// <param name="Options">JSON for the browser (WebAuthn).</param>
/// <param name="State">For the host.</param>
public sealed record PasskeyOffer(string Options, string State);

/// <summary>A passkey that signs a member in.</summary>
/// <param name="Id">Its id, in hexadecimal digits.</param>
/// <param name="Label">What the member calls it.</param>
/// <param name="Since">Since when.</param>
public sealed record Passkey(string Id, string Label, Moment Since);
