using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;

namespace Moot.Host.People;

/// <summary>A link that waits for another device.</summary>
/// <param name="Until">Until when it is good.</param>
/// <param name="HasCome">True if a device came by it.</param>
/// <param name="IsAllowed">True if the member let it in.</param>
internal sealed record DeviceLink(Moment Until, bool HasCome, bool IsAllowed);

/// <summary>Links by which a member lets another device of theirs in: each is good for ten minutes and for one device, and counts for nothing until the member has typed, on the
/// device that is signed in already, the number which the new one shows.</summary>
/// <param name="file">Where they are kept.</param>
/// <param name="clock">The time.</param>
internal sealed class Devices(PeopleFile file, TimeProvider clock)
{
    /// <summary>Time for which a link is good.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromMinutes(10);

    /// <summary>Letters and digits that nobody takes for one another (Crockford's base 32).</summary>
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Letters of a code: 60 bits.</summary>
    private const int CodeLetters = 12;

    /// <summary>Letters between two strokes.</summary>
    private const int GroupLetters = 4;

    /// <summary>Digits of the number that both devices have.</summary>
    private const int NumberDigits = 6;

    private long Now => Moment.Of(clock.GetUtcNow()).Milliseconds;

    /// <summary>Opens a link for a member in place of any other; gives its code, which is kept nowhere.</summary>
    public string Begin(MemberId member)
    {
        var code = RandomNumberGenerator.GetString(Letters, CodeLetters);
        Forget(member);
        file.Write(
            "INSERT INTO device(code, member, until) VALUES(?, ?, ?)",
            s => s.Bind(1, HashOf(code)).Bind(2, member.Act).Bind(3, Now + (long)Open.TotalMilliseconds)
        );
        return string.Join('-', code.Chunk(GroupLetters).Select(part => new string(part)));
    }

    /// <summary>The link of a member that is good now; null where there is none.</summary>
    public DeviceLink? Of(MemberId member) =>
        file.Read(
                "SELECT until, asking IS NOT NULL, allowed FROM device WHERE member = ? AND until > ?",
                s => s.Bind(1, member.Act).Bind(2, Now),
                s => new DeviceLink(new(s.Number(0)), s.Number(1) != 0, s.Number(2) != 0)
            )
            .FirstOrDefault();

    /// <summary>A device comes by a code, the first and only one: the token by which it is known again and the number that it shows; null where the code is used, too old, or never was.</summary>
    public (string Token, string Number)? Come(string code)
    {
        if (Plain(code) is not { } plain)
        {
            return null;
        }

        var (token, hash) = Sessions.NewToken();
        var number = RandomNumberGenerator.GetString("0123456789", NumberDigits);
        var found = file.Read(
            "UPDATE device SET asking = ?, number = ? WHERE code = ? AND until > ? AND asking IS NULL RETURNING n",
            s => s.Bind(1, hash).Bind(2, number).Bind(3, HashOf(plain)).Bind(4, Now),
            s => s.Number(0)
        );
        return found.Length == 1 ? (token, number) : null;
    }

    /// <summary>The number that a device shows; null where its link is too old or was taken back.</summary>
    public string? NumberOf(string token) =>
        Sessions.TryHash(token, out var hash)
            ? file.Read("SELECT number FROM device WHERE asking = ? AND until > ?", s => s.Bind(1, hash).Bind(2, Now), s => s.Text(0)).FirstOrDefault()
            : null;

    /// <summary>The member lets in the device that shows this number; false where none does.</summary>
    public bool Allow(MemberId member, string number) =>
        file.Read(
            "UPDATE device SET allowed = 1 WHERE member = ? AND number = ? AND until > ? RETURNING n",
            s => s.Bind(1, member.Act).Bind(2, new string([.. number.Where(char.IsAsciiDigit)])).Bind(3, Now),
            s => s.Number(0)
        ).Length == 1;

    /// <summary>A device that was let in goes through, once; the member.</summary>
    public MemberId? Enter(string token) =>
        Sessions.TryHash(token, out var hash)
        && file.Read("DELETE FROM device WHERE asking = ? AND allowed = 1 AND until > ? RETURNING member", s => s.Bind(1, hash).Bind(2, Now), s => s.Hash(0))
            is [var member]
            ? new MemberId(member)
            : null;

    /// <summary>Takes a member's link back.</summary>
    public void Forget(MemberId member) => file.Write("DELETE FROM device WHERE member = ?", s => s.Bind(1, member.Act));

    /// <summary>Destroys links that are too old.</summary>
    public void Sweep() => file.Write("DELETE FROM device WHERE until <= ?", s => s.Bind(1, Now));

    private static Hash HashOf(string plain) => Hash.Of(Encoding.ASCII.GetBytes("device\n" + plain));

    /// <summary>A code as it is compared: what people type for a letter is taken for it; null where it cannot be one.</summary>
    private static string? Plain(string typed)
    {
        var letters = typed
            .Where(char.IsAsciiLetterOrDigit)
            .Take(CodeLetters + 1)
            .Select(char.ToUpperInvariant)
            .Select(c =>
                c switch
                {
                    'O' => '0',
                    'I' or 'L' => '1',
                    _ => c,
                }
            );
        var plain = new string([.. letters]);
        return plain.Length == CodeLetters && plain.All(c => Letters.Contains(c, StringComparison.Ordinal)) ? plain : null;
    }
}
