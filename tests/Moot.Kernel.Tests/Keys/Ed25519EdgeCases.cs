using System.Text.Json;
using Moot.Kernel.Keys;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Keys;

/// <summary>The cases in which verifiers of Ed25519 differ (C2SP/CCTV ed25519vectors), held against docs/decisions/0003.</summary>
public sealed class Ed25519EdgeCases
{
    /// <summary>The decision table: a vector belongs to the first class one of whose flags it carries.</summary>
    private static readonly (string Flag, string Class, int Vectors, bool Registrable, bool Accepted)[] Decisions =
    [
        ("non_canonical_A", "key in a non-canonical spelling", 226, false, false),
        ("low_order_A", "key of small order", 300, false, false),
        ("non_canonical_R", "R in a non-canonical spelling", 176, true, false),
        ("low_order_R", "R of small order", 106, true, false),
        ("low_order_residue", "equation holds only times the cofactor", 63, true, false),
        ("low_order_component_A", "key of mixed order, equation holds", 42, true, true),
        ("", "nothing odd", 1, true, true),
    ];

    [Fact]
    public void Every_vector_falls_as_decided()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("tlog/ed25519vectors.json")));
        Assert.Equal(914, document.RootElement.GetArrayLength());
        var counts = new int[Decisions.Length];
        foreach (var vector in document.RootElement.EnumerateArray())
        {
            HashSet<string> flags = vector.GetProperty("flags") is { ValueKind: JsonValueKind.Array } list
                ? [.. list.EnumerateArray().Select(f => f.GetString()!)]
                : [];
            var at = Array.FindIndex(Decisions, d => d.Flag.Length == 0 || flags.Contains(d.Flag));
            counts[at]++;
            var (key, decision, number) = (vector.Hex("key"), Decisions[at], vector.Number("number"));
            Assert.True(decision.Registrable == Ed25519.IsRegistrable(key), $"Vector {number}, {decision.Class}: registrable is not {decision.Registrable}.");
            Assert.True(
                decision.Accepted == Ed25519.Verify(key, vector.Utf8("msg"), vector.Hex("sig")),
                $"Vector {number}, {decision.Class}: accepted is not {decision.Accepted}."
            );
            Assert.Equal(!flags.Overlaps(["low_order_A", "non_canonical_A"]), Ed25519.IsRegistrable(key));
        }

        Assert.Equal(Decisions.Select(d => d.Vectors), counts);
    }

    /// <summary>All eight points of small order and their further spellings (facts of the curve; y and y + p, both signs).</summary>
    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")]
    public void A_key_of_small_order_or_non_canonical_or_off_the_curve_is_not_registrable(string key) =>
        Assert.False(Ed25519.IsRegistrable(Convert.FromHexString(key)));

    [Fact]
    public void A_key_of_another_length_is_not_registrable_and_verifies_nothing()
    {
        using var key = SigningKey.FromSeed(new byte[32]);
        byte[] message = [1];
        var signature = key.Sign(message);
        Assert.True(Ed25519.IsRegistrable(key.PublicKey));
        Assert.True(Ed25519.Verify(key.PublicKey, message, signature));
        foreach (
            var odd in (byte[][])
                [
                    [],
                    key.PublicKey[..31],
                    [.. key.PublicKey, 0],
                ]
        )
        {
            Assert.False(Ed25519.IsRegistrable(odd));
            Assert.False(Ed25519.Verify(odd, message, signature));
        }

        Assert.False(Ed25519.Verify(key.PublicKey, message, signature.AsSpan(0, 63)));
        Assert.False(Ed25519.Verify(key.PublicKey, message, [.. signature, 0]));
    }

    /// <summary>S and S + L sign alike in arithmetic; only the smaller is a signature (RFC 8032 §5.1.7).</summary>
    [Fact]
    public void A_signature_has_one_S()
    {
        var order = System.Numerics.BigInteger.Pow(2, 252) + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493");
        using var key = SigningKey.FromSeed(new byte[32]);
        var signature = key.Sign("text"u8);
        var s = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        Assert.True(s.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true));
        Assert.False(Ed25519.Verify(key.PublicKey, "text"u8, signature));
    }
}
