using System.Text;
using System.Text.Json.Nodes;
using Moot.Host.Commands;
using Moot.Host.Moving.Copies;
using Moot.Host.Tests.Commands;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Moving.Copies;

/// <summary>The living example leaves as JSON lines.</summary>
public sealed class ActsTests : IDisposable
{
    private readonly TestFolder disk = new();

    public void Dispose() => disk.Dispose();

    [Fact]
    public async Task Each_act_is_on_a_line_and_the_lines_prove_the_checkpoint()
    {
        await CopyFolder.Demo(disk["demo"]);
        var lines = await Lines(disk["demo"]);
        var first = lines[0];
        Assert.Equal("moot-acts/1", (string?)first["format"]);
        Assert.Equal("CC-BY-SA-4.0", (string?)first["licence"]);
        Assert.Equal(lines.Count - 1, (int)first["size"]!);

        // A stranger who reads docs/format/acts.md comes to the same root, and to the same names of texts.
        var tree = new HashTree();
        foreach (var line in lines.Skip(1))
        {
            Assert.Equal(tree.Size, (long)line["index"]!);
            tree.Append(Hash.Leaf(Encoding.UTF8.GetBytes((string)line["note"]!)));
            foreach (var blob in (line["blobs"] as JsonArray ?? []).Where(b => (string?)b!["state"] == "present"))
            {
                var bytes = blob!["text"] is { } text ? Encoding.UTF8.GetBytes((string)text!) : Convert.FromBase64String((string)blob["base64"]!);
                Assert.True(Hash.TryParseBase64(Encoding.ASCII.GetBytes((string)blob["salt"]!), out var salt));
                Assert.Equal((string?)blob["id"], BlobId.Of(salt, bytes).ToString());
            }
        }

        Assert.Equal((string?)first["root"], tree.Root().ToHex());
        Assert.Contains(
            lines,
            l => l["blobs"] is JsonArray blobs && blobs.Any(b => ((string?)b!["text"])?.Contains("The barrel", StringComparison.Ordinal) == true)
        );
        Assert.Contains(lines, l => l["blobs"] is JsonArray blobs && blobs.Any(b => b!["base64"] is not null)); // the picture
    }

    [Fact]
    public async Task What_is_out_of_sight_is_told_apart_and_not_told()
    {
        await CopyFolder.Demo(disk["demo"]);
        var lines = await Lines(disk["demo"]);
        var hidden = lines.Where(l => (string?)l["bodyState"] == "hidden").ToList();
        Assert.Equal(2, hidden.Count);
        Assert.All(hidden, l => Assert.Null(l["body"]));
        Assert.All(hidden, l => Assert.Equal("hidden", (string?)l["blobs"]![0]!["state"]));
        Assert.All(hidden, l => Assert.Equal("body.hide/1", (string?)lines[1 + (int)l["withdrawnBy"]!]["kind"]));
        var all = string.Concat(lines.Select(l => l.ToJsonString()));
        Assert.DoesNotContain("LOSERS", all, StringComparison.Ordinal);
        Assert.DoesNotContain("0555 0134", all, StringComparison.Ordinal);
    }

    [Fact]
    public void From_an_address_come_the_same_bytes_as_from_the_folder()
    {
        using var shell = new Shell();
        using (var server = shell.Serve("d", "--demo", "--urls", "http://127.0.0.1:0"))
        {
            Assert.True((int)shell.Json("export", "acts", server.Url, "-o", "afar.jsonl")["acts"]! > 40);
        }

        shell.Do("export", "acts", Path.Combine("d", "demo"), "-o", "here.jsonl");
        Assert.Equal(File.ReadAllBytes(shell["here.jsonl"]), File.ReadAllBytes(shell["afar.jsonl"]));
        Assert.Equal(File.ReadAllText(shell["here.jsonl"]), shell.Do("export", "acts", Path.Combine("d", "demo")).Out);
    }

    private static async Task<List<JsonNode>> Lines(string directory)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var place = await Place.Open(directory, integrity: false, cancel);
        using var bytes = new MemoryStream();
        ActsExport.Write(place, bytes, progress: null, cancel);
        var text = Encoding.UTF8.GetString(bytes.ToArray());
        Assert.EndsWith("\n", text);
        return [.. text.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!)];
    }
}
