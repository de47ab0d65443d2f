using CsCheck;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Replays;

/// <summary>Arrays that share pieces never disturb each other, and hold what a dictionary would.</summary>
public sealed class PersistentArrayTests
{
    private static readonly int[] Places = [0, 1, 15, 16, 17, 255, 256, 4095, 4096, 65_535, 65_536, 1_000_000, 268_435_455, 268_435_456, int.MaxValue];

    [Fact]
    public void Older_versions_stay_as_they_were_whatever_is_set_in_which() =>
        Gen.ULong.Sample(
            seed =>
            {
                var dice = new Dice(seed);
                var versions = new List<(PersistentArray<int> Array, Dictionary<int, int> Items)> { (PersistentArray<int>.Empty, []) };
                for (var i = 1; i < 60; i++)
                {
                    var (array, items) = dice.OnceIn(4) ? dice.PickFrom(versions) : versions[^1];
                    var place = dice.PickFrom(Places);
                    versions.Add((array.Set(place, i), new(items) { [place] = i }));
                }

                return versions.TrueForAll(v => Places.All(p => v.Array[p] == v.Items.GetValueOrDefault(p)));
            },
            iter: 300
        );

    [Fact]
    public void There_is_no_place_before_the_first()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PersistentArray<int>.Empty[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => PersistentArray<int>.Empty.Set(-1, 1));
    }
}
