using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;
using NSec.Cryptography;
using Xunit;
using PublicKey = Moot.Kernel.Keys.PublicKey;

namespace Moot.Kernel.Tests.Proofs;

/// <summary>Signatures in minisign's format, written here from its description, and the fixed ones of vectors/proofs/minisign.json.</summary>
public sealed class MinisignSignatureTests
{
    private const ulong Id = 0x1122334455667788;
    private static readonly byte[] Message = "moot/proof/v1 something that is signed\n"u8.ToArray();
    private static readonly SigningKey Secret = SigningKey.FromSeed(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());
    private static readonly MinisignKey Key = new(Id, PublicKey.FromBytes(Secret.PublicKey));

    internal static byte[] Sign(bool prehashed, byte[] message, string comment = "timestamp:1795370516\tfile:message")
    {
        var signature = Secret.Sign(prehashed ? HashAlgorithm.Blake2b_512.Hash(message) : message);
        byte[] head = [(byte)'E', (byte)(prehashed ? 'D' : 'd'), .. BitConverter.GetBytes(Id), .. signature];
        var global = Secret.Sign([.. signature, .. System.Text.Encoding.UTF8.GetBytes(comment)]);
        return System.Text.Encoding.UTF8.GetBytes(
            $"untrusted comment: signature from minisign secret key\n{Convert.ToBase64String(head)}\ntrusted comment: {comment}\n{Convert.ToBase64String(global)}\n"
        );
    }

    [Fact]
    public void Every_vector_is_read_written_back_and_holds()
    {
        var vectors = Vectors.Read("proofs/minisign.json").List("cases");
        Assert.NotEmpty(vectors);
        foreach (var one in vectors)
        {
            Assert.True(MinisignKey.TryParse(one.Utf8("publicKey"), out var key, out var error), error);
            Assert.True(MinisignSignature.TryParse(one.Utf8("signature"), out var read, out error), error);
            Assert.Equal(one.Text("signature"), read.Write());
            Assert.Equal(one.GetProperty("prehashed").GetBoolean(), read.IsPrehashed);
            Assert.True(read.Verify(key, one.Utf8("message")));
            Assert.False(read.Verify(key, [.. one.Utf8("message"), 10]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_signature_holds_for_its_key_message_and_comment_alone(bool prehashed)
    {
        var bytes = Sign(prehashed, Message, "a comment");
        Assert.True(MinisignSignature.TryParse(bytes, out var read, out var error), error);
        Assert.Equal("a comment", read.TrustedComment);
        Assert.True(read.Verify(Key, Message));
        Assert.False(read.Verify(Key with { Id = Id + 1 }, Message));
        Assert.False(read.Verify(Key, [.. Message, 32]));
        using var other = SigningKey.Create();
        Assert.False(read.Verify(Key with { Key = PublicKey.FromBytes(other.PublicKey) }, Message));

        // The trusted comment is signed too.
        var changed = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(bytes).Replace("a comment", "b comment"));
        Assert.True(MinisignSignature.TryParse(changed, out read, out error), error);
        Assert.False(read.Verify(Key, Message));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_flipped_bit_behind_the_first_line_is_accepted(bool prehashed)
    {
        var bytes = Sign(prehashed, Message);
        var from = bytes.AsSpan().IndexOf((byte)'\n') + 1;
        for (var bit = from * 8; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(MinisignSignature.TryParse(flipped, out var read, out _) && read.Verify(Key, Message), $"bit {bit}");
        }
    }

    [Fact]
    public void A_public_key_is_read_with_or_without_its_comment()
    {
        var line = Key.ToString();
        Assert.StartsWith("RW", line, StringComparison.Ordinal);
        foreach (var good in new[] { line, line + "\n", $"untrusted comment: minisign public key 1122334455667788\n{line}\n" })
        {
            Assert.True(MinisignKey.TryParse(System.Text.Encoding.UTF8.GetBytes(good), out var read, out var error), error);
            Assert.Equal(Key, read);
        }

        foreach (var bad in new[] { "", "untrusted comment: x", line[..^4], line + "\n\n", "RX" + line[2..], " " + line })
        {
            Assert.False(MinisignKey.TryParse(System.Text.Encoding.UTF8.GetBytes(bad), out _, out var error), bad);
            Assert.EndsWith(".", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Other_spellings_are_refused()
    {
        var good = System.Text.Encoding.UTF8.GetString(Sign(true, Message));
        foreach (var bad in new[] { "", good + "\n", good[..^1], good.Replace("\n", "\r\n"), good.Replace("trusted", "Trusted"), good.Replace("RU", "RX") })
        {
            Assert.False(MinisignSignature.TryParse(System.Text.Encoding.UTF8.GetBytes(bad), out _, out _), bad);
        }
    }
}
