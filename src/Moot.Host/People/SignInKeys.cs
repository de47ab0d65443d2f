using System.Collections.Immutable;
using Moot.Host.Storage;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;
using Moot.Signing;

namespace Moot.Host.People;

/// <summary>Keys of other tools that sign members in.</summary>
/// <param name="file">Where they are kept.</param>
internal sealed class SignInKeys(PeopleFile file)
{
    /// <summary>Keys of one minisign id that are looked at: ids are chosen by whoever makes the key.</summary>
    private const int SameIdMax = 8;

    private const string Columns = "SELECT tool, key, minisign, member, label, since FROM signkey ";

    /// <summary>The keys of a member, oldest first.</summary>
    public ImmutableArray<SignInKey> Of(MemberId member) => [.. file.Read(Columns + "WHERE member = ? ORDER BY since, key", s => s.Bind(1, member.Act), Row)];

    /// <summary>The key of these bytes; null where there is none.</summary>
    public SignInKey? Find(ProofTool tool, PublicKey key) =>
        file.Read(Columns + "WHERE tool = ? AND key = ?", s => s.Bind(1, (long)tool).Bind(2, key.Bytes), Row).FirstOrDefault();

    /// <summary>Minisign keys of an id.</summary>
    public ImmutableArray<SignInKey> ByMinisignId(ulong id) =>
        [
            .. file.Read(
                Columns + "WHERE tool = ? AND minisign = ? ORDER BY since LIMIT ?",
                s => s.Bind(1, (long)ProofTool.Minisign).Bind(2, unchecked((long)id)).Bind(3, SameIdMax),
                Row
            ),
        ];

    /// <summary>Links a key; one that is linked already stays with whom it is.</summary>
    public void Add(SignInKey key) =>
        file.Write(
            "INSERT INTO signkey VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            s =>
                s.Bind(1, (long)key.Tool)
                    .Bind(2, key.Key.Bytes)
                    .Bind(3, unchecked((long)key.MinisignId))
                    .Bind(4, key.Member.Act)
                    .Bind(5, key.Label)
                    .Bind(6, key.Since.Milliseconds)
        );

    /// <summary>Takes a key from a member.</summary>
    public void Remove(MemberId member, ProofTool tool, PublicKey key) =>
        file.Write("DELETE FROM signkey WHERE member = ? AND tool = ? AND key = ?", s => s.Bind(1, member.Act).Bind(2, (long)tool).Bind(3, key.Bytes));

    /// <summary>All members who have one.</summary>
    public IReadOnlyList<MemberId> All() => file.Read("SELECT DISTINCT member FROM signkey", _ => { }, s => new MemberId(s.Hash(0)));

    /// <summary>Destroys what is kept of a member who left.</summary>
    public void Forget(MemberId member) => file.Write("DELETE FROM signkey WHERE member = ?", s => s.Bind(1, member.Act));

    private static SignInKey Row(SqliteStatement row) =>
        new((ProofTool)row.Number(0), new(row.Hash(1)), unchecked((ulong)row.Number(2)), new(row.Hash(3)), row.Text(4), new(row.Number(5)));
}
