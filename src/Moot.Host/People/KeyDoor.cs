using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;
using Moot.Signing;

namespace Moot.Host.People;

/// <summary>Lets in who proved a key or showed a passkey.</summary>
/// <param name="room">The association.</param>
/// <param name="people">Who is known there.</param>
internal sealed class KeyDoor(Room room, PeopleOf people) : IKeyDoor
{
    public void LetIn(HttpContext http, MemberId member, PublicKey? browserKey)
    {
        if (Visit.Of(http, room) is { } before)
        {
            GuestMarks.CopyIfJoined(room, before, member);
            people.Sessions.End(before);
        }

        var (session, token) = people.Sessions.Begin(member);
        if (browserKey is not null)
        {
            people.Sessions.UseBrowserKey(session, browserKey);
            session = session with { BrowserKey = browserKey };
            people.KeyNotes.Use(member, browserKey.Value);
        }

        Visit.Begin(http, room, session, token);
    }

    public ImmutableArray<SignInKey> KeysOf(MemberId member) => people.SignInKeys.Of(member);

    public ImmutableArray<KeyNote> NotesOf(MemberId member) => people.KeyNotes.Of(member);

    public void NameKey(MemberId member, PublicKey key, string label) => people.KeyNotes.Name(member, key, label);

    public PublicKey? KeyHere(HttpContext http) => Visit.Of(http, room)?.BrowserKey;

    public SignInKey? Find(ProofTool tool, PublicKey key) => people.SignInKeys.Find(tool, key);

    public ImmutableArray<SignInKey> ByMinisignId(ulong id) => people.SignInKeys.ByMinisignId(id);

    public void Link(SignInKey key) => people.SignInKeys.Add(key);

    public void Unlink(MemberId member, ProofTool tool, PublicKey key) => people.SignInKeys.Remove(member, tool, key);

    public Task<PasskeyOffer> OfferPasskey(HttpContext http, MemberId member, string name) => people.Passkeys.Offer(http, member, name);

    public Task<Verdict> AddPasskey(HttpContext http, MemberId member, string credential, string state, string label) =>
        people.Passkeys.Add(http, member, credential, state, label);

    public Task<PasskeyOffer> AskForPasskey(HttpContext http) => people.Passkeys.Ask(http);

    public Task<MemberId?> ProvePasskey(HttpContext http, string credential, string state) => people.Passkeys.Prove(http, credential, state);

    public ImmutableArray<Passkey> PasskeysOf(MemberId member) => people.Passkeys.Of(member);

    public void RemovePasskey(MemberId member, string id) => people.Passkeys.Remove(member, id);
}
