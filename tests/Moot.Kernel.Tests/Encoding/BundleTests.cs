using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Kernel.Tests.Encoding;

public sealed class BundleTests
{
    private static readonly System.Text.Json.JsonElement Vectors = Kernel.Tests.Vectors.Read("log/bundles.json");
    private static readonly System.Text.Json.JsonElement Paths = Kernel.Tests.Vectors.Read("log/paths.json");

    [Fact]
    public void Entries_are_written_and_read_back()
    {
        foreach (var vector in Vectors.List("entries"))
        {
            ReadOnlyMemory<byte>[] entries = [.. vector.List("entries").Select(e => (ReadOnlyMemory<byte>)Convert.FromHexString(e.GetString()!))];
            Assert.Equal(vector.Hex("hex"), EntryBundle.Write(entries));
            Assert.True(EntryBundle.TryRead(vector.Hex("hex"), entries.Length, out var read, out var error), error);
            Assert.Equal(entries.Select(e => e.ToArray()), read.Select(e => e.ToArray()));
        }

        foreach (var vector in Vectors.List("entriesRefused"))
        {
            Assert.False(EntryBundle.TryRead(vector.Hex("hex"), (int)vector.Number("expected"), out var read, out var error), vector.Text("why"));
            Assert.Empty(read);
            Assert.EndsWith(".", error, StringComparison.Ordinal);
        }

        Assert.Equal(2 + EntryBundle.MaxEntry, EntryBundle.Write([new byte[EntryBundle.MaxEntry]]).Length);
        Assert.Throws<ArgumentException>(() => EntryBundle.Write([new byte[EntryBundle.MaxEntry + 1]]));
        Assert.Throws<ArgumentException>(() => EntryBundle.Write([]));
        Assert.Throws<ArgumentException>(() => EntryBundle.Write(new ReadOnlyMemory<byte>[257]));
    }

    [Fact]
    public void Bodies_are_written_and_read_back()
    {
        foreach (var vector in Vectors.List("bodies"))
        {
            StoredBody[] bodies =
            [
                .. vector
                    .List("bodies")
                    .Select(b =>
                        Enum.Parse<BodyState>(b.Text("state"), ignoreCase: true) is var state && state == BodyState.Present
                            ? new StoredBody(state, Hash.FromBytes(b.Hex("salt")), b.Hex("body"))
                            : new StoredBody(state, default, default)
                    ),
            ];
            Assert.Equal(vector.Hex("hex"), BodyBundle.Write(bodies));
            Assert.True(BodyBundle.TryRead(vector.Hex("hex"), bodies.Length, out var read, out var error), error);
            Assert.Equal(bodies, read);
        }

        foreach (var vector in Vectors.List("bodiesRefused"))
        {
            Assert.False(BodyBundle.TryRead(vector.Hex("hex"), (int)vector.Number("expected"), out var read, out var error), vector.Text("why"));
            Assert.Empty(read);
            Assert.EndsWith(".", error, StringComparison.Ordinal);
        }

        Assert.Equal(4 + 32 + BodyBundle.BodyBytesMax, BodyBundle.Write([new(BodyState.Present, default, new byte[BodyBundle.BodyBytesMax])]).Length);
        Assert.Throws<ArgumentException>(() => BodyBundle.Write([new(BodyState.Present, default, new byte[BodyBundle.BodyBytesMax + 1])]));
        Assert.Throws<ArgumentException>(() => BodyBundle.Write([]));
    }

    [Fact]
    public void What_is_erased_or_hidden_is_not_written_whatever_is_left_of_it()
    {
        var secret = System.Text.Encoding.ASCII.GetBytes("what she said");
        var bytes = BodyBundle.Write([new(BodyState.Erased, Hash.Of(secret), secret), new(BodyState.Hidden, Hash.Of(secret), secret)]);
        Assert.Equal("FFFFFFFFFFFFFFFD", Convert.ToHexString(bytes));
    }

    [Fact]
    public void Paths_are_written_and_read_back()
    {
        foreach (var vector in Paths.List("tiles"))
        {
            var path = vector.Text("path");
            Assert.Equal(path, TilePath.Tile((int)vector.Number("level"), vector.Number("n"), (int)vector.Number("width")));
            Assert.True(TilePath.TryParseTile(path, out var level, out var n, out var width), path);
            Assert.Equal((vector.Number("level"), vector.Number("n"), vector.Number("width")), (level, n, width));
        }

        foreach (var vector in Paths.List("entries"))
        {
            var path = vector.Text("path");
            Assert.Equal(path, TilePath.Entries(vector.Number("n"), (int)vector.Number("width")));
            Assert.True(TilePath.TryParseEntries(path, out var n, out var width), path);
            Assert.Equal((vector.Number("n"), vector.Number("width")), (n, width));
            Assert.False(TilePath.TryParseTile(path, out _, out _, out _));
        }

        foreach (var vector in Paths.List("bodies"))
        {
            var path = vector.Text("path");
            Assert.Equal(path, TilePath.Bodies(vector.Number("n"), (int)vector.Number("width")));
            Assert.True(TilePath.TryParseBodies(path, out var n, out var width), path);
            Assert.Equal((vector.Number("n"), vector.Number("width")), (n, width));
        }
    }

    [Fact]
    public void Other_paths_are_refused()
    {
        foreach (var path in Paths.List("refused").Select(p => p.GetString()!))
        {
            Assert.False(TilePath.TryParseTile(path, out var level, out var n, out var width), path);
            Assert.Equal((0, 0, 0), (level, n, width));
            Assert.False(TilePath.TryParseEntries(path, out n, out width), path);
            Assert.Equal((0, 0), (n, width));
            Assert.False(TilePath.TryParseBodies(path, out n, out width), path);
            Assert.Equal((0, 0), (n, width));
        }
    }
}
