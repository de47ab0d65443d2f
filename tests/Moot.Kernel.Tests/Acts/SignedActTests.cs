using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Acts;

/// <summary>The grammar of an act: nine lines, an empty one, one to eight signatures, and no second way to write any of it.</summary>
public sealed class SignedActTests
{
    private static readonly string Hex = new('a', 64);
    private static readonly string Root = Hash.EmptyTree.ToBase64();

    [Fact]
    public void An_act_says_what_its_draft_said()
    {
        var draft = new ActDraft(
            Samples.Association,
            Hall.FirstOrigin,
            new(Hash.Of("m"u8)),
            "talk.say/12",
            1L << 53,
            7,
            Hash.Of("r"u8),
            """{"a":1}""",
            Hash.Of("b"u8)
        );
        var bytes = SignedAct.Write(draft, Hall.Key("Ann"), Hall.Key("Bob"), Hall.Key("Cem"));
        Assert.True(SignedAct.TryParse(bytes, out var act, out _));
        var again = new ActDraft(
            act!.Association,
            act.Log,
            act.Member,
            act.Kind,
            act.Sequence,
            act.SeenSize,
            act.SeenRoot,
            Samples.Text(act.Public.ToArray()),
            act.Body
        );
        Assert.Equal(draft, again);
        Assert.Equal(Hall.Public("Ann"), act.Key);
        Assert.Equal([Hall.Public("Bob"), Hall.Public("Cem")], act.CoSigners);
        Assert.Equal(Hash.Of(bytes), act.Id);
        Assert.True(act.VerifySignatures());
    }

    [Fact]
    public void An_act_that_is_signed_here_is_the_one_that_would_be_read()
    {
        var draft = Samples.Draft("""{"a":1}""");
        Assert.True(SignedAct.TrySign(draft, out var act, out var error, Hall.Key("Ann"), Hall.Key("Bob")), error);
        Assert.Equal(SignedAct.Write(draft, Hall.Key("Ann"), Hall.Key("Bob")), act.Bytes.ToArray());
        Assert.True(act.VerifySignatures());
        Assert.True(SignedAct.TryParse(act.Bytes, out var read, out _) && read!.VerifySignatures()); // what others see

        Assert.False(SignedAct.TrySign(draft with { Kind = "two words" }, out act, out error, Hall.Key("Ann")));
        Assert.Null(act);
        Assert.NotEqual("", error);
    }

    [Fact]
    public void What_is_put_together_here_has_the_limits_of_what_is_sent()
    {
        Assert.True(SignedAct.TrySign(Samples.Draft(), out var act, out _, Hall.Key("Ann")));
        Assert.Equal("", new Submission(act, Submission.NoBody).Fault());

        var blob = new StoredBlob(BlobId.Of(Hash.EmptyTree, "text"u8), BodyState.Present, Hash.EmptyTree, "text"u8.ToArray());
        Check(new(act, Submission.NoBody, [.. Enumerable.Repeat(blob, Limits.BlobsMax)]), isLawful: true);
        Check(new(act, Submission.NoBody, [.. Enumerable.Repeat(blob, Limits.BlobsMax + 1)]), isLawful: false);
        var large = new byte[Limits.BlobBytesMax + 1];
        Check(new(act, Submission.NoBody, [new(BlobId.Of(Hash.EmptyTree, large), BodyState.Present, Hash.EmptyTree, large)]), isLawful: false);
        var body = Samples.Bytes("{\"text\":\"" + new string('x', Limits.BodyBytesMax) + "\"}");
        Assert.True(SignedAct.TrySign(Samples.Draft(body: Submission.Commit(Hash.EmptyTree, body)), out var said, out _, Hall.Key("Ann")));
        Check(new(said, new(BodyState.Present, Hash.EmptyTree, body)), isLawful: false);

        static void Check(Submission submission, bool isLawful)
        {
            Assert.Equal(isLawful, Submission.TryParse(submission.ToBytes(), out _, out var error));
            Assert.Equal(error, submission.Fault());
        }
    }

    [Fact]
    public void An_act_is_a_signed_note_under_keys_named_by_their_digits()
    {
        var bytes = Samples.Act(with: [Hall.Key("Bob")]);
        Assert.True(SignedNote.TryParse(bytes, out var note, out _));
        foreach (var key in new[] { Hall.Key("Ann"), Hall.Key("Bob") })
        {
            Assert.Equal(NoteVerdict.Verified, VerifierKey.Ed25519(Convert.ToHexStringLower(key.PublicKey), key.PublicKey).Check(note));
        }
    }

    public static TheoryData<int, string> WrongLines()
    {
        var wrong = new TheoryData<int, string>();
        void Add(int line, params ReadOnlySpan<string> texts)
        {
            foreach (var text in texts)
            {
                wrong.Add(line, text);
            }
        }

        Add(0, "", "moot/act/v2", "moot/act/v1 ", " moot/act/v1", "Moot/act/v1", "moot/act/v1\r", "moot/act/v1\0", "\uFEFFmoot/act/v1");
        Add(
            1,
            "",
            "assoc",
            "assoc ",
            $"assoc {Hex[1..]}",
            $"assoc {Hex}a",
            $"assoc {Hex.ToUpperInvariant()}",
            $"assoc  {Hex}",
            $"assoc {Hex} ",
            $"assoc\t{Hex}",
            "assoc --",
            $"assoc {Hex[1..]}g",
            $"assoc {Root}"
        );
        Add(
            2,
            "",
            "log",
            "log ",
            "log a b",
            "log a+b",
            "log a\tb",
            "log é",
            "log a ",
            "log  a",
            "log \u007f",
            $"log {new string('a', Limits.OriginCharactersMax + 1)}"
        );
        Add(
            3,
            "",
            "actor",
            "actor ",
            "actor -",
            "actor Guest",
            "actor guest ",
            "actor host",
            $"actor {Hex[1..]}",
            $"actor {Hex.ToUpperInvariant()}",
            $"actor guest:{Hex}"
        );
        Add(
            4,
            "",
            "kind ",
            "kind talk.say",
            "kind talk.say/",
            "kind talk.say/0",
            "kind talk.say/01",
            "kind talk.say/1000",
            "kind talk.say/-1",
            "kind talk.say/1.0",
            "kind talk/say/1",
            "kind Talk.say/1",
            "kind 1talk/1",
            "kind .talk/1",
            "kind talk./1",
            "kind talk-/1",
            "kind talk..say/1",
            "kind talk say/1",
            "kind tälk/1",
            "kind /1",
            $"kind {new string('a', 63)}/1"
        );
        Add(
            5,
            "",
            "seq ",
            "seq 0",
            "seq 00",
            "seq 01",
            "seq -1",
            "seq +1",
            "seq 1.0",
            "seq 1e2",
            "seq 9007199254740993",
            "seq 99999999999999999",
            "seq 18446744073709551617",
            "seq 1 ",
            "seq  1",
            "seq 0x1",
            "seq ١"
        );
        Add(
            6,
            "",
            "seen ",
            "seen 0",
            $"seen {Root}",
            $"seen  {Root}",
            $"seen 00 {Root}",
            $"seen -1 {Root}",
            $"seen 9007199254740993 {Root}",
            $"seen 0  {Root}",
            $"seen 0 {Root} ",
            $"seen 0 {Root[..43]}",
            $"seen 0 {Root[..42]}W=",
            $"seen 0 {Root.TrimEnd('=')}",
            $"seen 0 {Root.Replace('/', '_').Replace('+', '-')[..43]}_",
            $"seen 0 {Hex}"
        );
        Add(7, "", "pub", "pub ", "pub {", "pub {\t}", "pub {}\u0001", $"pub {{\"a\":\"{new string('b', Limits.PublicJsonBytesMax)}\"}}");
        Add(8, "", "body", "body ", "body --", "body - ", $"body {Hex}", $"body {Root[..42]}V=", $"body {Root} ", $"body {Root[..43]}");
        return wrong;
    }

    [Theory]
    [MemberData(nameof(WrongLines))]
    public void A_line_that_is_wrong_is_refused(int line, string text) => Assert.NotNull(Samples.Refused(Samples.WithLine(line, text)));

    [Theory]
    [InlineData(1, "assoc -")]
    [InlineData(2, "log a")]
    [InlineData(3, "actor aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData(4, "kind a/999")]
    [InlineData(4, "kind a-b.c2/1")]
    [InlineData(5, "seq 9007199254740992")]
    [InlineData(6, "seen 9007199254740992 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    public void A_line_at_its_limit_is_read(int line, string text) => Assert.Null(Samples.Refused(Samples.WithLine(line, text)));

    [Fact]
    public void Lines_swapped_dropped_or_added_are_refused()
    {
        var lines = Samples.Text(Samples.Act()).Split("\n\n")[0].Split('\n');
        Assert.Null(Samples.Refused(Samples.Resigned(lines)));
        for (var i = 0; i < lines.Length; i++)
        {
            Assert.NotNull(Samples.Refused(Samples.Resigned([.. lines[..i], .. lines[(i + 1)..]])));
            Assert.NotNull(Samples.Refused(Samples.Resigned([.. lines[..i], lines[i], .. lines[i..]])));
            for (var j = 0; j < i; j++)
            {
                var swapped = lines.ToArray();
                (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
                Assert.NotNull(Samples.Refused(Samples.Resigned(swapped)));
            }
        }

        Assert.NotNull(Samples.Refused(Samples.Resigned([.. lines, "more words"])));
    }

    [Fact]
    public void No_control_character_and_no_other_line_end_is_read()
    {
        var act = Samples.Act();
        Assert.NotNull(Samples.Refused(Samples.Bytes(Samples.Text(act).Replace("\n", "\r\n", StringComparison.Ordinal))));
        var end = act.AsSpan().IndexOf("\n\n"u8);
        for (var at = 0; at <= end; at++)
        {
            foreach (var control in new byte[] { 0, 9, 11, 13, 27, 31, 127 })
            {
                byte[] bent = [.. act[..at], control, .. act[at..(end + 1)]];
                Assert.NotNull(Samples.Refused(Samples.Signed(bent)));
            }
        }
    }

    [Fact]
    public void Cut_short_or_made_longer_anywhere_it_is_refused()
    {
        var act = Samples.Act(with: [Hall.Key("Bob")]);
        var first = act.Length - 162;
        for (var length = 0; length < act.Length; length++)
        {
            Assert.Equal(length == first, Samples.Refused(act.AsMemory(0, length)) is null);
        }

        foreach (var tail in new[] { "\n", " ", "x", "— ", "\n\n" })
        {
            Assert.NotNull(
                Samples.Refused(
                    new byte[][] { act, Samples.Bytes(tail) }
                        .SelectMany(b => b)
                        .ToArray()
                        .AsMemory()
                )
            );
        }
    }

    [Fact]
    public void One_to_eight_keys_sign_and_none_of_them_twice()
    {
        var keys = Enumerable.Range(1, 8).Select(i => Hall.Key($"friend {i}")).ToArray();
        Assert.Null(Samples.Refused(Samples.Act(with: keys.AsSpan(0, 7))));
        Assert.NotNull(Samples.Refused(Samples.Act(with: keys)));
        Assert.NotNull(Samples.Refused(Samples.Act(with: [Hall.Key("Ann")])));
        Assert.NotNull(Samples.Refused(Samples.Act(with: [keys[0], keys[0]])));
        var act = Samples.Act();
        Assert.NotNull(Samples.Refused(act.AsMemory(0, act.Length - 162)));
    }

    [Fact]
    public void A_signature_line_has_one_spelling()
    {
        var act = Samples.Text(Samples.Act());
        var line = act.Split("\n\n")[1];
        var name = line[2..66];
        var base64 = line[67..^1];
        var other = Convert.ToHexStringLower(Hall.Key("Bob").PublicKey);
        foreach (
            var bent in new[]
            {
                line.Replace("— ", "- ", StringComparison.Ordinal),
                line.Replace("— ", "—", StringComparison.Ordinal) + " ",
                line.Replace(name, name.ToUpperInvariant(), StringComparison.Ordinal),
                line.Replace(name, other, StringComparison.Ordinal), // the key id belongs to another key
                line.Replace(base64, "A" + base64[1..], StringComparison.Ordinal), // wrong key id
                line.Replace(base64, base64[..90] + (char)(base64[90] + 1) + "=", StringComparison.Ordinal), // stray bits
                line.Replace(base64, base64[..91] + "A", StringComparison.Ordinal),
                line.Replace(base64, " " + base64[..91], StringComparison.Ordinal),
                line.Replace(base64, base64[..20] + "\n" + base64[21..], StringComparison.Ordinal),
                line.Replace('\n', ' '),
            }
        )
        {
            Assert.False(string.Equals(line, bent, StringComparison.Ordinal));
            Assert.NotNull(Samples.Refused(Samples.Bytes(act.Replace(line, bent, StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void Any_flipped_bit_is_noticed()
    {
        var act = Samples.Act(with: [Hall.Key("Bob")]);
        for (var bit = 0; bit < act.Length * 8; bit++)
        {
            var bent = act.ToArray();
            bent[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SignedAct.TryParse(bent, out var read, out _) && read!.VerifySignatures(), $"bit {bit}");
        }
    }

    [Fact]
    public void The_longest_act_fits_and_one_byte_more_does_not()
    {
        var pub = $"{{\"a\":\"{new string('b', Limits.PublicJsonBytesMax - 8)}\"}}";
        Assert.Null(Samples.Refused(Samples.Act(Samples.Draft(pub))));
        Assert.NotNull(Samples.Refused(Samples.Act(Samples.Draft(pub.Replace("a", "aa", StringComparison.Ordinal)))));
        Assert.NotNull(Samples.Refused(new byte[Limits.ActBytesMax + 1]));
        Assert.NotNull(Samples.Refused(new byte[Limits.ActBytesMax]));
        Assert.NotNull(Samples.Refused(Array.Empty<byte>()));
    }
}
