using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Kernel.Tests.Encoding;

public sealed class CheckpointTests
{
    private static readonly System.Text.Json.JsonElement Vectors = Kernel.Tests.Vectors.Read("log/checkpoints.json");

    [Fact]
    public void Checkpoints_of_the_vectors_are_signed_alike_and_opened()
    {
        using var secret = SigningKey.FromSeed(Vectors.Hex("seed"));
        Assert.True(VerifierKey.TryParse(Vectors.Text("vkey"), out var key, out _));
        foreach (var vector in Vectors.List("checkpoints"))
        {
            var checkpoint = new Checkpoint(vector.Text("origin"), vector.Number("size"), vector.Hash("root"));
            Assert.Equal(vector.Utf8("text"), checkpoint.ToText());
            Assert.Equal(vector.Utf8("note"), checkpoint.Sign(secret)); // Ed25519 is deterministic (RFC 8032 §5.1.6).
            Assert.True(Checkpoint.TryOpen(vector.Utf8("note"), key, out var opened, out var error), error);
            Assert.Equal(checkpoint, opened);
        }
    }

    [Fact]
    public void Extension_lines_are_passed_over()
    {
        var vector = Vectors.GetProperty("extended");
        Assert.True(VerifierKey.TryParse(Vectors.Text("vkey"), out var key, out _));
        Assert.True(Checkpoint.TryOpen(vector.Utf8("note"), key, out var opened, out var error), error);
        Assert.Equal(new(vector.Text("origin"), vector.Number("size"), vector.Hash("root")), opened);
    }

    [Fact]
    public void Other_texts_are_refused_with_a_sentence()
    {
        foreach (var vector in Vectors.List("refused"))
        {
            Assert.False(Checkpoint.TryParse(vector.Utf8("text"), out var checkpoint, out var error), vector.Text("why"));
            Assert.Equal(default, checkpoint);
            Assert.EndsWith(".", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Checkpoints_of_others_are_not_opened()
    {
        Assert.True(VerifierKey.TryParse(Vectors.Text("vkey"), out var key, out _));
        foreach (var vector in Vectors.List("unopened"))
        {
            Assert.False(Checkpoint.TryOpen(vector.Utf8("note"), key, out var checkpoint, out var error), vector.Text("why"));
            Assert.Equal(default, checkpoint);
            Assert.EndsWith(".", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_could_not_be_read_again_is_not_written()
    {
        Assert.Throws<InvalidOperationException>(() => new Checkpoint("", 1, default).ToText());
        Assert.Throws<InvalidOperationException>(() => new Checkpoint("a\nb", 1, default).ToText());
        Assert.Throws<InvalidOperationException>(() => new Checkpoint("a\n1", 1, default).ToText());
        Assert.Throws<InvalidOperationException>(() => new Checkpoint("a", -1, default).ToText());
        Assert.Throws<InvalidOperationException>(() => new Checkpoint("a", 0, default).ToText());
        Assert.Throws<InvalidOperationException>(() => default(Checkpoint).ToText());
        Assert.NotEmpty(new Checkpoint("a", 0, Hash.EmptyTree).ToText());
    }

    [Fact]
    public void Cosignatures_of_the_vectors_are_made_alike_and_verified()
    {
        var vectors = Kernel.Tests.Vectors.Read("log/cosignatures.json");
        using var secret = SigningKey.FromSeed(vectors.Hex("seed"));
        Assert.True(VerifierKey.TryParse(vectors.Text("vkey"), out var key, out _));
        var text = vectors.Utf8("text");
        foreach (var vector in vectors.List("cosignatures"))
        {
            Assert.True(SignedNote.TryParseLine(vector.Utf8("line").AsSpan()[..^1], out var line, out var error), error);
            Assert.Equal(line, Cosignature.Sign(text, key.Name, secret, vector.Number("time")));
            Assert.Equal(vector.Utf8("line"), SignedNote.WriteLine(line));
            Assert.True(Cosignature.Verify(text, key, line, out var time));
            Assert.Equal(vector.Number("time"), time);
            Assert.True(SignedNote.TryParse(SignedNote.Write(text, line), out var note, out _));
            Assert.Equal(NoteVerdict.Verified, key.Check(note));
        }
    }

    [Fact]
    public void False_cosignatures_are_refused()
    {
        var vectors = Kernel.Tests.Vectors.Read("log/cosignatures.json");
        Assert.True(VerifierKey.TryParse(vectors.Text("vkey"), out var key, out _));
        foreach (var vector in vectors.List("refused"))
        {
            Assert.True(SignedNote.TryParseLine(vector.Utf8("line").AsSpan()[..^1], out var line, out var error), error);
            Assert.False(Cosignature.Verify(vectors.Utf8("text"), key, line, out var time), vector.Text("why"));
            Assert.Equal(0, time);
        }

        var logKey = VerifierKey.Ed25519(key.Name, key.PublicKey.Span);
        Assert.True(SignedNote.TryParseLine(vectors.List("cosignatures")[0].Utf8("line").AsSpan()[..^1], out var good, out _));
        Assert.False(Cosignature.Verify(vectors.Utf8("text"), logKey, good with { KeyId = logKey.KeyId }, out _));
    }

    [Fact]
    public void Proofs_of_the_vectors_are_read_verified_and_written_back()
    {
        var vectors = Kernel.Tests.Vectors.Read("log/proofs.json");
        Assert.True(VerifierKey.TryParse(vectors.Text("vkey"), out var key, out _));
        foreach (var vector in vectors.List("proofs"))
        {
            Assert.True(TlogProof.TryParse(vector.Utf8("file"), out var proof, out var error), error);
            Assert.Equal(vector.Number("index"), proof.Index);
            Assert.Equal(vector.Hex("extra"), proof.Extra.ToArray());
            Assert.True(proof.Verify(key, vector.Utf8("entry")));
            Assert.True(proof.Verify(key, Hash.Leaf(vector.Utf8("entry")), out error), error);
            Assert.Equal(vector.Utf8("file"), proof.Write());
        }

        foreach (var vector in vectors.List("false"))
        {
            Assert.True(TlogProof.TryParse(vector.Utf8("file"), out var proof, out var error), $"{vector.Text("why")}: {error}");
            Assert.False(proof.Verify(key, vector.Utf8("entry")), vector.Text("why"));
        }

        foreach (var vector in vectors.List("refused"))
        {
            Assert.False(TlogProof.TryParse(vector.Utf8("file"), out _, out var error), vector.Text("why"));
            Assert.EndsWith(".", error, StringComparison.Ordinal);
        }
    }
}
