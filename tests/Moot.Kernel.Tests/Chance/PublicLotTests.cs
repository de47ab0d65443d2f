using System.Text.Json;
using Moot.Kernel.Chance;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Chance;

public sealed class PublicLotTests
{
    [Fact]
    public void Draws_of_the_IETF_come_out_as_they_did()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("elections/nomcom/rfc3797-vectors.json")));
        Assert.Equal(4, document.RootElement.GetArrayLength());
        foreach (var vector in document.RootElement.EnumerateArray())
        {
            string[][] sources = [.. vector.List("sources").Select(s => s.EnumerateArray().Select(n => n.GetRawText()).ToArray())];
            Assert.True(PublicLot.TryKey(sources, out var key, out var error), error);
            Assert.Equal(vector.Text("key"), key);

            var (pool, count) = ((int)vector.Number("pool_size"), (int)vector.Number("count"));
            var steps = PublicLot.Draw(pool, count, key);
            Assert.Equal(
                vector.List("steps").Select(s => new LotStep((int)s.Number("index"), s.Text("md5"), (int)s.Number("div"), (int)s.Number("selected"))),
                steps
            );
            Assert.Equal(vector.List("selected").Select(s => s.GetInt32()), steps.Select(s => s.Selected));
            Assert.Equal((int)(vector.GetProperty("entropy_bits").GetDecimal() * 100), PublicLot.EntropyCentibits(pool, count));
        }
    }

    [Fact]
    public void The_draw_of_the_reference_files_names_the_same_people()
    {
        var names = File.ReadAllLines(SharedData.Path("elections/nomcom/ref.names"));
        string[][] sources = [.. File.ReadAllLines(SharedData.Path("elections/nomcom/ref.seeds")).Where(l => !l.StartsWith('#')).Select(l => l.Split(' '))];
        Assert.True(PublicLot.TryKey(sources, out var key, out _));
        foreach (var (line, step) in File.ReadAllLines(SharedData.Path("elections/nomcom/ref.results")).Skip(1).Zip(PublicLot.Draw(names.Length, 16, key)))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal([$"{step.Index}", step.Digest, $"{step.Divisor}", "->", $"{step.Selected}", "<-"], fields[..6]);
            Assert.True(fields.Length == 6 || string.Equals(fields[6], names[step.Selected - 1], StringComparison.Ordinal), line);
        }
    }

    /// <summary>The worked example of RFC 3797 §6, so that the draw is tested where the shared data is missing.</summary>
    [Fact]
    public void The_example_of_the_RFC_comes_out()
    {
        Assert.True(
            PublicLot.TryKey(
                [
                    ["9319"],
                    ["2", "5", "12", "8", "10"],
                    ["9", "18", "26", "34", "41", "45"],
                ],
                out var key,
                out _
            )
        );
        Assert.Equal("9319./2.5.8.10.12./9.18.26.34.41.45./", key);
        var steps = PublicLot.Draw(25, 10, key);
        Assert.Equal("990DD0A5692A029A98B5E01AA28F3459", steps[0].Digest);
        Assert.Equal([17, 7, 2, 16, 25, 23, 8, 24, 19, 13], steps.Select(s => s.Selected));
    }

    [Theory]
    [InlineData("08285182", "8285182./")]
    [InlineData("000", "0./")]
    [InlineData("0.50", "0.5/")]
    [InlineData("12.00", "12./")]
    [InlineData("12.", "12./")]
    [InlineData("007.070", "7.07/")]
    [InlineData("12.5 3.75", "3.7512.5/")]
    [InlineData("3.75 3.8 3.7 3", "3.3.73.753.8/")]
    [InlineData("10 9 100", "9.10.100./")]
    [InlineData("5 5", "5.5./")]
    [InlineData("18446744073709551616 18446744073709551615", "18446744073709551615.18446744073709551616./")]
    public void Numbers_are_spelled_and_sorted_as_the_RFC_says(string source, string expected)
    {
        Assert.True(PublicLot.TryKey([source.Split(' ')], out var key, out var error), error);
        Assert.Equal(expected, key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData(".5")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    [InlineData("seven")]
    public void Anything_else_is_no_number_of_a_source(string value)
    {
        Assert.False(
            PublicLot.TryKey(
                [
                    [value],
                ],
                out var key,
                out var error
            )
        );
        Assert.Equal("", key);
        Assert.EndsWith(".", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_draw_has_limits()
    {
        Assert.False(PublicLot.TryKey([], out _, out _));
        Assert.False(
            PublicLot.TryKey(
                [
                    [],
                ],
                out _,
                out _
            )
        );
        Assert.False(
            PublicLot.TryKey(
                [
                    [null!],
                ],
                out _,
                out _
            )
        );
        Assert.False(
            PublicLot.TryKey(
                [
                    [new string('1', 65)],
                ],
                out _,
                out _
            )
        );
        Assert.False(
            PublicLot.TryKey(
                [
                    [.. Enumerable.Repeat("1", 17)],
                ],
                out _,
                out _
            )
        );
        Assert.False(PublicLot.TryKey([.. Enumerable.Range(1, 17).Select(n => new[] { $"{n}" })], out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => PublicLot.Draw(0, 0, "1./"));
        Assert.Throws<ArgumentOutOfRangeException>(() => PublicLot.Draw(65_536, 1, "1./"));
        Assert.Throws<ArgumentOutOfRangeException>(() => PublicLot.Draw(3, 4, "1./"));
        Assert.Throws<ArgumentException>(() => PublicLot.Draw(3, 1, "é"));
    }

    [Theory]
    [InlineData(LotHash.Md5)]
    [InlineData(LotHash.Sha256)]
    public void Who_draws_everybody_draws_each_once(LotHash hash) =>
        Assert.Equal(Enumerable.Range(1, 1000), PublicLot.Draw(1000, 1000, "1./", hash).Select(s => s.Selected).Order());

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 100)]
    [InlineData(3, 1, 158)]
    [InlineData(256, 1, 800)]
    [InlineData(257, 1, 801)]
    [InlineData(120, 10, 4672)]
    public void Entropy_is_the_binary_logarithm_of_the_ways_to_draw(int pool, int count, int centibits) =>
        Assert.Equal(centibits, PublicLot.EntropyCentibits(pool, count));

    [Fact]
    public void The_chain_for_replacements_is_that_of_the_vectors()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("elections/process/process-vectors.json")));
        var vector = document.RootElement.GetProperty("replacement_hash_chain");
        var values = vector.List("values");
        var chain = ReplacementChain.Make(vector.Utf8("seed"), values.Length);
        Assert.Equal(values.Select(v => v.Text("hex")), chain.Select(h => h.ToHex()), StringComparer.Ordinal);

        var key = ReplacementChain.Extend("9319./2.5.8.10.12./9.18.26.34.41.45./", chain[^2]);
        Assert.Equal(vector.Text("example_key"), key);
        Assert.Equal(vector.List("example_first3_of_25").Select(n => n.GetInt32()), PublicLot.Draw(25, 3, key).Select(s => s.Selected));
    }

    [Fact]
    public void A_revealed_value_is_known_by_its_hash()
    {
        var chain = ReplacementChain.Make("seed"u8, 4);
        Assert.True(ReplacementChain.Precedes(chain[2], chain[3]));
        Assert.False(ReplacementChain.Precedes(chain[1], chain[3]));
        Assert.False(ReplacementChain.Precedes(chain[3], chain[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReplacementChain.Make("seed"u8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReplacementChain.Make("seed"u8, 1001));
    }
}
