using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Xunit;

namespace Moot.Kernel.Tests.Encoding;

public sealed class VerifierKeyTests
{
    [Fact]
    public void Keys_of_the_vectors_are_made_from_their_seeds()
    {
        foreach (var vector in Vectors.Read("log/keys.json").List("keys"))
        {
            using var secret = SigningKey.FromSeed(vector.Hex("seed"));
            Assert.Equal(vector.Hex("public"), secret.PublicKey);
            var cosigner = vector.Number("type") == VerifierKey.CosignerType;
            var made = cosigner ? VerifierKey.Cosigner(vector.Text("name"), secret.PublicKey) : VerifierKey.Ed25519(vector.Text("name"), secret.PublicKey);
            Assert.Equal(vector.Text("vkey"), made.ToString());
            Assert.Equal(vector.Text("keyId"), $"{made.KeyId:x8}");

            Assert.True(VerifierKey.TryParse(vector.Text("vkey"), out var read, out var error), error);
            Assert.True(read.IsUsable);
            Assert.Equal(made.ToString(), read.ToString());
            Assert.Equal(secret.PublicKey, read.PublicKey.ToArray());
        }
    }

    [Fact]
    public void Keys_of_other_types_are_read_but_not_usable()
    {
        Assert.True(SignedNote.TryParse("text\n\n— old.example AQIDBAU=\n"u8.ToArray(), out var note, out _));
        foreach (var vector in Vectors.Read("log/keys.json").List("unusable"))
        {
            Assert.True(VerifierKey.TryParse(vector.Text("vkey"), out var key, out var error), $"{vector.Text("why")}: {error}");
            Assert.False(key.IsUsable);
            Assert.Equal(vector.Text("vkey"), key.ToString());
            Assert.Equal(NoteVerdict.NoSuchKey, key.Check(note));
        }
    }

    [Fact]
    public void Anything_else_is_refused_with_a_sentence()
    {
        foreach (var vector in Vectors.Read("log/keys.json").List("refused"))
        {
            Assert.False(VerifierKey.TryParse(vector.Text("vkey"), out var key, out var error), vector.Text("why"));
            Assert.Null(key);
            Assert.EndsWith(".", error, StringComparison.Ordinal);
        }

        Assert.False(VerifierKey.TryParse(null!, out _, out _));
        Assert.False(VerifierKey.TryParse(new string('a', 5000), out _, out _));
    }

    [Fact]
    public void A_key_is_made_of_a_good_name_and_32_bytes_only()
    {
        Assert.Throws<ArgumentException>(() => VerifierKey.Ed25519("a b", new byte[32]));
        Assert.Throws<ArgumentException>(() => VerifierKey.Cosigner("a", new byte[31]));
    }
}
