using System.Text.Json;
using System.Text.Json.Nodes;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Tree;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Acts;

/// <summary>vectors/acts.json: acts from fixed seeds with their bytes, ids, entries and commitments. Published bytes are law: they never change.</summary>
public sealed class ActVectorsTests
{
    /// <summary>Set to 1, the first test writes the file anew instead of comparing it: for a new format only.</summary>
    private const string Rewrite = "MOOT_WRITE_VECTORS";

    public static TheoryData<string> Names() => [.. Vectors.Read("acts.json").List("acts").Select(a => a.Text("name"))];

    private static JsonElement Vector(string list, string name) => Vectors.Read("acts.json").List(list).Single(a => a.Text("name") == name);

    [Fact]
    public void The_same_seeds_give_the_same_bytes()
    {
        var path = Path.Combine(Project.Root, "vectors", "acts.json");
        var made = Make().ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 1 }) + "\n";
        if (Environment.GetEnvironmentVariable(Rewrite) is "1")
        {
            File.WriteAllText(path, made);
        }

        Assert.Equal(made, File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_act_reads_as_it_says(string name)
    {
        var vector = Vector("acts", name);
        Assert.True(SignedAct.TryParse(vector.Utf8("act"), out var act, out var error), error);
        Assert.Equal(vector.Text("id"), act!.Id.ToHex());
        Assert.Equal(vector.Text("kind"), act.Kind);
        Assert.True(act.VerifySignatures());
        Assert.Equal(vector.Text("actor"), act.Actor.ToString());
        Assert.True(Entry.TryParse(vector.Utf8("entry"), out var entry, out error), error);
        Assert.Equal(vector.Text("leaf"), Hash.Leaf(entry!.Bytes.Span).ToHex());
        Assert.Equal(
            (vector.Number("index"), vector.Number("at"), vector.Text("assurance")),
            (entry.Index, entry.At.Milliseconds, Entry.Word(entry.Assurance))
        );
        Assert.True(Submission.TryParse(vector.Utf8("submission"), out var submission, out error), error);
        Assert.Equal(act.Id, submission!.Act.Id);
        if (vector.TryGetProperty("body", out var body))
        {
            Assert.Equal(vector.Text("commitment"), Submission.Commit(Hash.FromBytes(vector.Hex("salt")), vector.Utf8("body")).ToBase64());
            Assert.Equal(body.GetString(), System.Text.Encoding.UTF8.GetString(submission.Body.Bytes.Span));
        }
    }

    [Fact]
    public void The_acts_in_order_are_a_lawful_log_with_this_root_and_digest()
    {
        var vectors = Vectors.Read("acts.json");
        var replay = new Replay(new Registry());
        var fault = replay.Run(
            vectors
                .List("acts")
                .Select(
                    (a, i) => new Storage.StoredEntry(i, a.Utf8("entry"), a.TryGetProperty("body", out _) ? Hall.Stored(a.Text("body")) : Submission.NoBody)
                ),
            cancel: TestContext.Current.CancellationToken
        );
        Assert.Null(fault);
        Assert.Equal(vectors.Text("root"), replay.Machine.Tree.Root().ToHex());
        Assert.Equal(vectors.Text("digest"), replay.World.Digest().ToHex());
    }

    public static TheoryData<string> Wrong() => [.. Vectors.Read("acts.json").List("refused").Select(a => a.Text("name"))];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_broken_act_is_refused(string name) =>
        Assert.False(SignedAct.TryParse(Vector("refused", name).Hex("hex"), out var act, out _) && act!.VerifySignatures());

    private static JsonObject Make()
    {
        var hall = new Hall(new Registry());
        var acts = new JsonArray();
        void Add(string name, string kind, string json, string who, string? key = null, string? with = null)
        {
            var (pub, body) = json.StartsWith("{ ", StringComparison.Ordinal) ? (json, null) : hall.Split(kind, json);
            var signer = Hall.Key(key ?? who);
            var act = Hall.Sign(hall.Draft(kind, pub, hall.MemberOf(who), signer, body), signer, with is null ? [] : [Hall.Key(with)]);
            var verdict = hall.Send(act, Hall.Stored(body), out var entry);
            Assert.True(verdict.IsLawful, $"{name}: {verdict}");
            var made = new JsonObject
            {
                ["name"] = name,
                ["seed"] = Convert.ToHexStringLower(Hall.Seed(key ?? who)),
                ["key"] = act.Key.ToString(),
                ["actor"] = act.Actor.ToString(),
                ["kind"] = kind,
                ["act"] = Samples.Text(act.Bytes.ToArray()),
                ["id"] = act.Id.ToHex(),
                ["index"] = entry!.Index,
                ["at"] = entry.At.Milliseconds,
                ["assurance"] = Entry.Word(entry.Assurance),
                ["entry"] = Samples.Text(entry.Bytes.ToArray()),
                ["leaf"] = Hash.Leaf(entry.Bytes.Span).ToHex(),
                ["submission"] = Samples.Text(new Submission(act, Hall.Stored(body)).ToBytes()),
            };
            if (body is not null)
            {
                (made["salt"], made["body"], made["commitment"]) = (Hall.Salt(body).ToHex(), body, act.Body!.Value.ToBase64());
            }

            acts.Add((JsonNode)made);
            hall.Now += TimeSpan.FromMilliseconds(1234);
        }

        Add(
            "an association is founded",
            "association.found/1",
            $$"""{"log":"{{Hall.VKey(hall.Origin, hall.LogKey)}}","intake":"{{Hall.Public(hall.Intake)}}","name":"Allotment 7","purpose":"Cucumbers"}""",
            "Ann"
        );
        Add("a member joins", "member.join/1", """{"name":"Ann"}""", "Ann");
        Add("a member joins whose name is not ASCII", "member.join/1", """{"name":"Çem 🌱 \u0041\n"}""", "Cem");
        Add("the host signs somebody in", "member.join/1", """{"name":"Dan"}""", "Dan", key: "intake of " + hall.Origin);
        Add(
            "a key is added, and signs too",
            "key.add/1",
            $$"""{"key":"{{Hall.Public("Ann.phone")}}","scope":["edit","govern"],"until":1800000000000,"label":"phone"}""",
            "Ann",
            with: "Ann.phone"
        );
        Add("a member says nothing with a body", "key.vouching/1", """{"allowed":true}""", "Ann");
        Add("spaces stay where they are", "key.vouching/1", """{ "allowed" : false }""", "Ann");
        Add("a text is hidden", "body.hide/1", """{"entry":2,"ground":"privacy","reason":"asked to"}""", "Ann");
        return new()
        {
            ["about"] =
                "A lawful log of acts. A seed is the Ed25519 seed of the first signature (RFC 8032); a leaf is SHA-256(0x00 || entry); a commitment is SHA-256(\"moot/body/v1\\n\" || salt || body). "
                + "The refused ones are the second act, bent.",
            ["licence"] = "CC0-1.0",
            ["origin"] = hall.Origin,
            ["root"] = hall.Machine.Tree.Root().ToHex(),
            ["digest"] = hall.World.Digest().ToHex(),
            ["acts"] = acts,
            ["refused"] = Broken(hall.Entries[1]),
        };
    }

    private static JsonArray Broken(in Storage.StoredEntry stored)
    {
        Assert.True(Entry.TryParse(stored.Bytes, out var entry, out _));
        var bytes = entry!.Act.Bytes.ToArray();
        var text = Samples.Text(bytes);
        var lines = text.Split("\n\n")[0].Split('\n');
        var broken = new JsonArray();
        void Add(string name, byte[] act) => broken.Add((JsonNode)new JsonObject { ["name"] = name, ["hex"] = Convert.ToHexStringLower(act) });

        Add("no signature", bytes[..^162]);
        Add("the signature twice", [.. bytes, .. bytes[^162..]]);
        Add("no last line feed", bytes[..^1]);
        Add("a line feed more", [.. bytes, (byte)'\n']);
        Add("CRLF", Samples.Bytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
        Add("a byte order mark", [0xef, 0xbb, 0xbf, .. bytes]);
        Add("another text than was signed", Samples.Bytes(text.Replace("seq 2\n", "seq 3\n", StringComparison.Ordinal)));
        Add("seq with a leading zero", Samples.Resigned(lines, 5, "seq 01"));
        Add("seq 0", Samples.Resigned(lines, 5, "seq 0"));
        Add("seq 2^53+1", Samples.Resigned(lines, 5, "seq 9007199254740993"));
        Add("actor in capitals", Samples.Resigned(lines, 3, "actor GUEST"));
        Add("two lines swapped", Samples.Resigned([.. lines[..3], lines[4], lines[3], .. lines[5..]]));
        Add("ten lines", Samples.Resigned([.. lines, "more"]));
        Add("a space at the end of a line", Samples.Resigned(lines, 4, lines[4] + " "));
        Add("kind without version", Samples.Resigned(lines, 4, "kind member.join"));
        return broken;
    }
}
