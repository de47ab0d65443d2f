using Moot.Kernel.Acts;
using Moot.Kernel.Chance;
using Moot.Kernel.Encoding;
using Moot.Kernel.Proofs;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Kernel.Tests.Fuzz;

/// <summary>A reader of strangers' bytes: whether it accepts them, and samples that it does accept.</summary>
/// <param name="Name">Name of what is read.</param>
/// <param name="Reads">True if the bytes are accepted. May not throw, but for <see cref="ParserFuzz.Same"/> when what was read is written back otherwise.</param>
/// <param name="Samples">Good samples, from which bad ones are made.</param>
public sealed record Parser(string Name, Func<byte[], bool> Reads, params byte[][] Samples)
{
    public override string ToString() => Name;
}

/// <summary>Throws damaged samples at every parser: it must answer, and what it accepts it must write back byte for byte.</summary>
/// <remarks>MOOT_FUZZ sets the inputs per parser (20,000), MOOT_FUZZ_SEED repeats a run.</remarks>
public sealed class ParserFuzz
{
    private const int LongestInput = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Every parser of the kernel. To add one: a name, a function, samples.</summary>
    public static readonly IReadOnlyList<Parser> Parsers =
    [
        new("signed note", ReadNote, Samples("log/notes.json", "notes", "note")),
        new(
            "signature line",
            b => SignedNote.TryParseLine(b, out var line, out _) && Same([.. b, 10], SignedNote.WriteLine(line)),
            "— a.example AQIDBAU="u8.ToArray()
        ),
        new(
            "verifier key",
            b => Text(b) is { } t && VerifierKey.TryParse(t, out var key, out _) && Same(b, Utf8(key.ToString())),
            Samples("log/keys.json", "keys", "vkey")
        ),
        new("checkpoint", ReadCheckpoint, Samples("log/checkpoints.json", "checkpoints", "text")),
        new("proof file", b => TlogProof.TryParse(b, out var proof, out _) && Same(b, proof.Write()), Samples("log/proofs.json", "proofs", "file")),
        new(
            "bundle of 3 entries",
            b => EntryBundle.TryRead(b, 3, out var read, out _) && Same(b, EntryBundle.Write(read)),
            EntryBundle.Write([new byte[] { 1, 2, 3 }, default, new byte[300]])
        ),
        new("bundle of 4 bodies", b => BodyBundle.TryRead(b, 4, out var read, out _) && Same(b, BodyBundle.Write(read)), Bodies()),
        new(
            "tile path",
            b => Text(b) is { } t && TilePath.TryParseTile(t, out var l, out var n, out var w) && Same(b, Utf8(TilePath.Tile(l, n, w))),
            Samples("log/paths.json", "tiles", "path")
        ),
        new(
            "entries path",
            b => Text(b) is { } t && TilePath.TryParseEntries(t, out var n, out var w) && Same(b, Utf8(TilePath.Entries(n, w))),
            Samples("log/paths.json", "entries", "path")
        ),
        new(
            "bodies path",
            b => Text(b) is { } t && TilePath.TryParseBodies(t, out var n, out var w) && Same(b, Utf8(TilePath.Bodies(n, w))),
            Samples("log/paths.json", "bodies", "path")
        ),
        new("hash in hexadecimal", b => Hash.TryParseHex(b, out var hash) && Same(b, Utf8(hash.ToHex())), Utf8(Hash.EmptyTree.ToHex())),
        new("hash in base64", b => Hash.TryParseBase64(b, out var hash) && Same(b, Utf8(hash.ToBase64())), Utf8(Hash.EmptyTree.ToBase64())),
        new("act", ReadAct, Samples("acts.json", "acts", "act")),
        new("entry", ReadEntry, Samples("acts.json", "acts", "entry")),
        new("submission", b => Submission.TryParse(b, out var read, out _) && Same(b, read!.ToBytes()), Samples("acts.json", "acts", "submission")),
        new("public JSON", ReadJson, [.. Vectors.Read("json.json").List("cases").Where(c => c.Text("public") is "lawful").Select(c => c.Utf8("json"))]),
        new(
            "SSH signature",
            b => SshSignature.TryParse(b, out var read, out _) && Same(b, Utf8(read.Write())) && !read.Verify(b, "moot"),
            Samples("proofs/ssh.json", "cases", "signature")
        ),
        new(
            "minisign signature",
            b => MinisignSignature.TryParse(b, out var read, out _) && Same(b, Utf8(read.Write())),
            Samples("proofs/minisign.json", "cases", "signature")
        ),
        new("minisign key", b => MinisignKey.TryParse(b, out _, out _), Samples("proofs/minisign.json", "cases", "publicKey")),
        new("proof of a key", b => NoteProof.TryParse(b, out var read, out _) && Same(b, read.Bytes.Span), Samples("proofs/note.json", "cases", "proof")),
        new(
            "source of a lot",
            b => Text(b) is { } t && PublicLot.TryKey([t.Split(' ')], out var key, out _) && key.EndsWith('/'),
            "08285182"u8.ToArray(),
            "2 5 12.50 8 10"u8.ToArray()
        ),
    ];

    public static TheoryData<Parser> AllParsers => [.. Parsers];

    /// <summary>What a parser accepts has one spelling: the one that is written.</summary>
    public static bool Same(ReadOnlySpan<byte> read, ReadOnlySpan<byte> written) =>
        read.SequenceEqual(written) ? true : throw new InvalidDataException($"Written back as {Convert.ToHexString(written)}");

    [Theory]
    [Trait("Category", "Fuzz")]
    [MemberData(nameof(AllParsers), DisableDiscoveryEnumeration = true)]
    public void Every_input_is_answered_and_what_is_accepted_is_written_back(Parser parser)
    {
        Assert.NotEmpty(parser.Samples);
        Assert.All(parser.Samples, sample => Assert.True(parser.Reads(sample), "A sample is refused."));
        var count = int.Parse(Environment.GetEnvironmentVariable("MOOT_FUZZ") ?? "20000");
        var seed = int.Parse(Environment.GetEnvironmentVariable("MOOT_FUZZ_SEED") ?? $"{Environment.TickCount & 0xFFFFFF}");
        TestContext.Current.TestOutputHelper!.WriteLine($"{parser}: MOOT_FUZZ_SEED={seed} MOOT_FUZZ={count}");

        var run = new Run(parser, new Random(seed));
        var thread = new Thread(() => run.Go(count)) { IsBackground = true };
        thread.Start();
        for (var done = -1; !thread.Join(Patience); done = run.Done)
        {
            Assert.True(
                done != run.Done,
                $"{parser}: no answer after {Patience.TotalSeconds} s. MOOT_FUZZ_SEED={seed}, input {Convert.ToHexString(run.Input)}"
            );
        }

        Assert.True(run.Failure is null, $"{parser}: MOOT_FUZZ_SEED={seed}, input {Convert.ToHexString(run.Input)}: {run.Failure}");
        Assert.Equal(count, run.Done);
    }

    /// <summary>Negative control: a parser that throws, that hangs on to a second spelling or that never ends would be found.</summary>
    [Fact]
    public void A_bad_parser_is_caught()
    {
        byte[] sample = [1, 2, 3, 4];
        var throws = new Run(new("throws", b => b[2] == 3, sample), new Random(1));
        throws.Go(1000);
        Assert.IsType<IndexOutOfRangeException>(throws.Failure);

        var lax = new Run(new("lax", b => b.Length > 0 && Same(b, [(byte)(b[0] & 0x7f), .. b.AsSpan(1)]), sample), new Random(1));
        lax.Go(1000);
        Assert.IsType<InvalidDataException>(lax.Failure);
    }

    /// <summary>An act is never written again from what was read; but what it says gives its text again, letter by letter.</summary>
    private static bool ReadAct(byte[] bytes)
    {
        if (!SignedAct.TryParse(bytes, out var act, out _))
        {
            return false;
        }

        _ = act!.VerifySignatures();
        var text =
            $"moot/act/v1\nassoc {act.Association?.ToHex() ?? "-"}\nlog {act.Log}\nactor {act.Member?.ToString() ?? "guest"}\nkind {act.Kind}\nseq {act.Sequence}\n"
            + $"seen {act.SeenSize} {act.SeenRoot.ToBase64()}\npub ";
        return Same(act.Text.Span, [.. Utf8(text), .. act.Public.Span, .. Utf8($"\nbody {act.Body?.ToBase64() ?? "-"}\n")]);
    }

    private static bool ReadEntry(byte[] bytes) =>
        Entry.TryParse(bytes, out var entry, out _) && Same(bytes, Entry.Of(entry!.Act, entry.Index, entry.At, entry.Assurance).Bytes.Span);

    /// <summary>What the grammar lets pass, every reader of JSON reads.</summary>
    private static bool ReadJson(byte[] bytes)
    {
        if (!PublicJson.TryCheck(bytes, name: null, out _))
        {
            return false;
        }

        using var document = System.Text.Json.JsonDocument.Parse(bytes);
        return document.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object;
    }

    private static bool ReadNote(byte[] bytes) =>
        SignedNote.TryParse(bytes, out var note, out _) && Same(bytes, SignedNote.Write(note.Text.Span, note.Signatures.AsSpan()));

    /// <summary>Extension lines are read over, so that only the beginning is written back.</summary>
    private static bool ReadCheckpoint(byte[] bytes)
    {
        if (!Checkpoint.TryParse(bytes, out var checkpoint, out _))
        {
            return false;
        }

        var written = checkpoint.ToText();
        return Same(bytes.AsSpan(0, Math.Min(bytes.Length, written.Length)), written);
    }

    private static byte[][] Samples(string file, string list, string name) => [.. Vectors.Read(file).List(list).Select(v => v.Utf8(name))];

    private static byte[] Bodies() =>
        BodyBundle.Write([
            new(BodyState.None, default, default),
            new(BodyState.Erased, default, default),
            new(BodyState.Present, Hash.EmptyTree, new byte[] { 1, 2, 3 }),
            new(BodyState.Hidden, default, default),
        ]);

    /// <summary>For parsers of strings; null for bytes that are no text.</summary>
    private static string? Text(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>One parser's run; on a failure it stops with the input at hand.</summary>
    private sealed class Run(Parser parser, Random random)
    {
        private int done;

        public int Done => Volatile.Read(ref done);

        public byte[] Input { get; private set; } = [];

        public Exception? Failure { get; private set; }

        public void Go(int count)
        {
            try
            {
                while (done < count)
                {
                    Input = Damage(parser.Samples[random.Next(parser.Samples.Length)]);
                    parser.Reads(Input);
                    Volatile.Write(ref done, done + 1);
                }
            }
            catch (Exception thrown)
            {
                Failure = thrown;
            }
        }

        private byte[] Damage(byte[] sample)
        {
            List<byte> bytes = [.. sample];
            for (var times = random.Next(1, 5); times > 0; times--)
            {
                var at = random.Next(bytes.Count + 1);
                var length = random.Next(Math.Min(bytes.Count - at, 80) + 1);
                switch (random.Next(8))
                {
                    case 0 when at < bytes.Count:
                        bytes[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 1 when at < bytes.Count:
                        bytes[at] = Likely();
                        break;
                    case 2:
                        bytes.Insert(at, Likely());
                        break;
                    case 3:
                        bytes.RemoveRange(at, length);
                        break;
                    case 4:
                        bytes.RemoveRange(at, bytes.Count - at);
                        break;
                    case 5:
                        var other = parser.Samples[random.Next(parser.Samples.Length)];
                        var from = random.Next(other.Length + 1);
                        bytes.InsertRange(at, other.AsSpan(from, random.Next(other.Length - from + 1)).ToArray());
                        break;
                    case 6:
                        var part = bytes.GetRange(at, length);
                        for (var copies = random.Next(1, 70); copies > 0 && bytes.Count < LongestInput; copies--)
                        {
                            bytes.InsertRange(at, part);
                        }

                        break;
                    case 7:
                        bytes.AddRange(Enumerable.Repeat(Likely(), random.Next(40)));
                        break;
                }
            }

            return [.. bytes];
        }

        /// <summary>Bytes that mean something to some parser, or any byte.</summary>
        private byte Likely()
        {
            var likely = "\n\n 0019-+=/.xA\r\t\0\x7f"u8;
            var pick = random.Next(likely.Length + 4);
            return pick < likely.Length ? likely[pick] : (byte)random.Next(256);
        }
    }
}
