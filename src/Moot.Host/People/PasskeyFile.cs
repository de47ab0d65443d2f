using System.Collections.Immutable;
using Microsoft.AspNetCore.Identity;
using Moot.Host.Storage;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;
using Moot.Signing;

namespace Moot.Host.People;

/// <summary>Where the public halves of passkeys lie: a table of the people's file. Members themselves are in the log, so nobody is created or deleted here.</summary>
/// <param name="file">The file.</param>
internal sealed class PasskeyFile(PeopleFile file) : IUserPasskeyStore<PasskeyUser>
{
    private const string Columns = "SELECT credential, member, public, count, since, flags, transports, label FROM passkey ";

    private const int Verified = 1;
    private const int BackupEligible = 2;
    private const int BackedUp = 4;

    /// <summary>The passkeys of a member, oldest first.</summary>
    public ImmutableArray<Passkey> List(MemberId member) =>
        [.. Of(member).Select(p => new Passkey(Convert.ToHexStringLower(p.Info.CredentialId), p.Info.Name ?? "", Moment.Of(p.Info.CreatedAt)))];

    /// <summary>Takes a passkey from a member.</summary>
    public void Remove(MemberId member, string id)
    {
        if (id.Length is > 0 and <= 2048 && id.Length % 2 == 0 && id.All(char.IsAsciiHexDigitLower))
        {
            Delete(member, Convert.FromHexString(id));
        }
    }

    /// <summary>All members who have one.</summary>
    public IReadOnlyList<MemberId> All() => file.Read("SELECT DISTINCT member FROM passkey", _ => { }, s => new MemberId(s.Hash(0)));

    /// <summary>Destroys what is kept of a member who left.</summary>
    public void Forget(MemberId member) => file.Write("DELETE FROM passkey WHERE member = ?", s => s.Bind(1, member.Act));

    public Task AddOrUpdatePasskeyAsync(PasskeyUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var flags = (passkey.IsUserVerified ? Verified : 0) | (passkey.IsBackupEligible ? BackupEligible : 0) | (passkey.IsBackedUp ? BackedUp : 0);
        file.Write(
            "INSERT INTO passkey VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(credential) DO UPDATE SET count = excluded.count, flags = excluded.flags WHERE member = excluded.member",
            s =>
                s.Bind(1, passkey.CredentialId)
                    .Bind(2, user.Member.Act)
                    .Bind(3, passkey.PublicKey)
                    .Bind(4, passkey.SignCount)
                    .Bind(5, Moment.Of(passkey.CreatedAt).Milliseconds)
                    .Bind(6, flags)
                    .Bind(7, string.Join(' ', passkey.Transports ?? []))
                    .Bind(8, passkey.Name ?? "")
        );
        return Task.CompletedTask;
    }

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. Of(user.Member).Select(p => p.Info)]);

    public Task<PasskeyUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(With(credentialId) is { } found ? new PasskeyUser(found.Member) : null);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(With(credentialId) is { } found && found.Member == user.Member ? found.Info : null);

    public Task RemovePasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken)
    {
        Delete(user.Member, credentialId);
        return Task.CompletedTask;
    }

    public Task<string> GetUserIdAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult(user.Member.ToString());

    public Task<string?> GetUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Member.ToString());

    public Task<string?> GetNormalizedUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Member.ToString());

    public Task<PasskeyUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(Hash.TryParseHex(userId, out var id) ? new PasskeyUser(new(id)) : null);

    public Task<PasskeyUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByIdAsync(normalizedUserName, cancellationToken);

    public Task SetUserNameAsync(PasskeyUser user, string? userName, CancellationToken cancellationToken) => throw InTheLog();

    public Task SetNormalizedUserNameAsync(PasskeyUser user, string? normalizedName, CancellationToken cancellationToken) => throw InTheLog();

    public Task<IdentityResult> CreateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw InTheLog();

    public Task<IdentityResult> UpdateAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult(IdentityResult.Success);

    public Task<IdentityResult> DeleteAsync(PasskeyUser user, CancellationToken cancellationToken) => throw InTheLog();

    public void Dispose() { }

    private static NotSupportedException InTheLog() => new("Members join and leave in the log.");

    private void Delete(MemberId member, byte[] credential) =>
        file.Write("DELETE FROM passkey WHERE member = ? AND credential = ?", s => s.Bind(1, member.Act).Bind(2, credential));

    private ImmutableArray<(MemberId Member, UserPasskeyInfo Info)> Of(MemberId member) =>
        file.Read(Columns + "WHERE member = ? ORDER BY since, credential", s => s.Bind(1, member.Act), Row);

    private (MemberId Member, UserPasskeyInfo Info)? With(byte[] credential) =>
        file.Read(Columns + "WHERE credential = ?", s => s.Bind(1, credential), Row) is [var found] ? found : null;

    private static (MemberId Member, UserPasskeyInfo Info) Row(SqliteStatement row)
    {
        var flags = (int)row.Number(5);
        var info = new UserPasskeyInfo(
            row.Bytes(0).ToArray(),
            row.Bytes(2).ToArray(),
            DateTimeOffset.FromUnixTimeMilliseconds(row.Number(4)),
            (uint)row.Number(3),
            row.Text(6).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            isUserVerified: (flags & Verified) != 0,
            isBackupEligible: (flags & BackupEligible) != 0,
            isBackedUp: (flags & BackedUp) != 0,
            attestationObject: [],
            clientDataJson: []
        )
        {
            Name = row.Text(7),
        };
        return (new(row.Hash(1)), info);
    }
}
