using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moot.Host.Storage;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;
using Moot.Signing;

namespace Moot.Host.People;

/// <summary>A member as the passkey part of ASP.NET Core Identity knows them.</summary>
/// <param name="Member">Who.</param>
internal sealed record PasskeyUser(MemberId Member);

/// <summary>Passkeys of members: made, shown and kept. The protocol (WebAuthn level 3) is ASP.NET Core Identity's; here is where its keys lie.</summary>
internal sealed class Passkeys : IDisposable
{
    private readonly PasskeyFile file;
    private readonly UserManager<PasskeyUser> users;
    private readonly PasskeyHandler<PasskeyUser> handler;

    public Passkeys(PeopleFile people)
    {
        file = new(people);
        users = new(
            file,
            Options.Create(new IdentityOptions()),
            new PasswordHasher<PasskeyUser>(),
            [],
            [],
            new UpperInvariantLookupNormalizer(),
            new IdentityErrorDescriber(),
            services: null!,
            NullLogger<UserManager<PasskeyUser>>.Instance
        );
        var options = new IdentityPasskeyOptions { ResidentKeyRequirement = "required", UserVerificationRequirement = "preferred" };
        handler = new(users, Options.Create(options));
    }

    /// <summary>What a browser is told to make a passkey.</summary>
    public async Task<PasskeyOffer> Offer(HttpContext http, MemberId member, string name)
    {
        var user = new PasskeyUserEntity
        {
            Id = member.ToString(),
            Name = name,
            DisplayName = name,
        };
        var made = await handler.MakeCreationOptionsAsync(user, http);
        return new(made.CreationOptionsJson, made.AttestationState ?? "");
    }

    /// <summary>Takes a passkey that a browser made for a member.</summary>
    public async Task<Verdict> Add(HttpContext http, MemberId member, string credential, string state, string label)
    {
        var result = await handler.PerformAttestationAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = credential,
                AttestationState = state,
            }
        );
        if (!result.Succeeded || !string.Equals(result.UserEntity.Id, member.ToString(), StringComparison.Ordinal))
        {
            return Verdict.Refused("passkey-refused", "The browser gave no usable passkey. Try again.");
        }

        result.Passkey.Name = label;
        await file.AddOrUpdatePasskeyAsync(new(member), result.Passkey, CancellationToken.None);
        return Verdict.Lawful;
    }

    /// <summary>What a browser is told to show a passkey of whomever.</summary>
    public async Task<PasskeyOffer> Ask(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(user: null, http);
        return new(made.RequestOptionsJson, made.AssertionState ?? "");
    }

    /// <summary>Whose passkey a browser showed; null where it is nobody's, or wrong.</summary>
    public async Task<MemberId?> Prove(HttpContext http, string credential, string state)
    {
        var result = await handler.PerformAssertionAsync(
            new()
            {
                HttpContext = http,
                CredentialJson = credential,
                AssertionState = state,
            }
        );
        if (!result.Succeeded)
        {
            return null;
        }

        await file.AddOrUpdatePasskeyAsync(result.User, result.Passkey, CancellationToken.None);
        return result.User.Member;
    }

    /// <summary>The passkeys of a member, oldest first.</summary>
    public ImmutableArray<Passkey> Of(MemberId member) => file.List(member);

    /// <summary>Takes a passkey from a member.</summary>
    public void Remove(MemberId member, string id) => file.Remove(member, id);

    /// <summary>All members who have one.</summary>
    public IReadOnlyList<MemberId> All() => file.All();

    /// <summary>Destroys what is kept of a member who left.</summary>
    public void Forget(MemberId member) => file.Forget(member);

    public void Dispose()
    {
        users.Dispose();
        file.Dispose();
    }
}
