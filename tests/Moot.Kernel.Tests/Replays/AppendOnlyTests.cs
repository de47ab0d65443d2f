using CsCheck;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Replays;

/// <summary>Lists that share storage never disturb each other.</summary>
public sealed class AppendOnlyTests
{
    [Fact]
    public void Older_versions_stay_as_they_were_whatever_is_added_to_which() =>
        Gen.ULong.Sample(
            seed =>
            {
                var dice = new Dice(seed);
                var versions = new List<(AppendOnly<int> List, int[] Items)> { (default, []) };
                for (var i = 0; i < 120; i++)
                {
                    var (list, items) = dice.OnceIn(4) ? dice.PickFrom(versions) : versions[^1];
                    versions.Add((list.Add(i), [.. items, i]));
                }

                return versions.TrueForAll(v => v.List.Count == v.Items.Length && v.List.Span.SequenceEqual(v.Items));
            },
            iter: 500
        );
}
