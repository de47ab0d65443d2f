using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Xunit;

namespace Moot.Kernel.Tests.Encoding;

public sealed class NoteTests
{
    private static readonly byte[] Seed = new byte[32];

    [Fact]
    public void Notes_of_the_vectors_are_read_judged_and_written_back()
    {
        foreach (var vector in Vectors.Read("log/notes.json").List("notes"))
        {
            var name = vector.Text("name");
            Assert.True(SignedNote.TryParse(vector.Utf8("note"), out var note, out var error), $"{name}: {error}");
            Assert.Equal(vector.Utf8("text"), note.Text.ToArray());
            Assert.Equal(vector.Number("signatures"), note.Signatures.Length);
            Assert.Equal(vector.Utf8("note"), SignedNote.Write(note.Text.Span, note.Signatures.AsSpan()));
            foreach (
                var (answer, verdict) in new[]
                {
                    ("verified", NoteVerdict.Verified),
                    ("badSignature", NoteVerdict.BadSignature),
                    ("noSuchKey", NoteVerdict.NoSuchKey),
                }
            )
            {
                foreach (var vkey in vector.List(answer))
                {
                    Assert.True(VerifierKey.TryParse(vkey.GetString()!, out var key, out error), $"{name}: {error}");
                    Assert.True(verdict == key.Check(note), $"{name}: {key.Name} should answer {verdict}, not {key.Check(note)}.");
                }
            }
        }
    }

    [Fact]
    public void Anything_else_is_refused_with_a_sentence()
    {
        var vectors = Vectors.Read("log/notes.json");
        foreach (
            var (why, bytes) in vectors
                .List("refused")
                .Select(v => (v.Text("why"), v.Utf8("note")))
                .Concat(vectors.List("refusedBytes").Select(v => (v.Text("why"), v.Hex("hex"))))
        )
        {
            Assert.False(SignedNote.TryParse(bytes, out var note, out var error), why);
            Assert.Null(note);
            Assert.EndsWith(".", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_note_has_a_limit_in_bytes()
    {
        using var key = SigningKey.FromSeed(Seed);
        var signature = new NoteSignature("a", 1, new byte[64]);
        var frame = SignedNote.Write("\n"u8, signature).Length;
        var longest = System.Text.Encoding.ASCII.GetBytes(new string('x', NoteLimits.NoteBytesMax - frame) + "\n");
        Assert.True(SignedNote.TryParse(SignedNote.Write(longest, signature), out _, out _));
        byte[] longer = [(byte)'x', .. SignedNote.Write(longest, signature)];
        Assert.False(SignedNote.TryParse(longer, out _, out var error));
        Assert.Contains("1,000,000", error, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SignedNote.Write([(byte)'x', .. longest], signature));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no newline at the end")]
    [InlineData("tab\t\n")]
    [InlineData("\r\n")]
    public void A_text_that_could_not_be_read_again_is_not_written(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Assert.Throws<ArgumentException>(() => SignedNote.Write(bytes, new NoteSignature("a", 1, new byte[64])));
    }

    [Fact]
    public void A_signature_that_could_not_be_read_again_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => SignedNote.Write("text\n"u8));
        foreach (var name in (string[])["", "a b", "a+b", "a\nb", "a\u2003b", "\ud800", new string('a', 256)])
        {
            Assert.Throws<ArgumentException>(() => SignedNote.Write("text\n"u8, new NoteSignature(name, 1, new byte[64])));
        }

        Assert.Throws<ArgumentException>(() => SignedNote.Write("text\n"u8, new NoteSignature("a", 1, default)));
        Assert.Throws<ArgumentException>(() => SignedNote.Write("text\n"u8, new NoteSignature("a", 1, new byte[NoteLimits.SignatureBytesMax])));
    }

    [Fact]
    public void Signatures_are_equal_by_their_bytes()
    {
        Assert.Equal(new NoteSignature("a", 1, new byte[] { 1, 2 }), new NoteSignature("a", 1, new byte[] { 1, 2 }));
        Assert.NotEqual(new NoteSignature("a", 1, new byte[] { 1, 2 }), new NoteSignature("a", 1, new byte[] { 1, 3 }));
    }
}
