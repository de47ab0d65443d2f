using Moot.Kernel.Tree;

namespace Moot.Kernel.Tests.Tree;

/// <summary>RFC 6962 §2.1 word for word: slow and plain, to compare with.</summary>
internal static class NaiveTree
{
    internal static Hash Leaf(long index) => Hash.Leaf(System.Text.Encoding.ASCII.GetBytes($"entry {index}\n"));

    internal static Hash[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => Leaf(i))];

    internal static Hash Root(ReadOnlySpan<Hash> d) =>
        d.Length switch
        {
            0 => Hash.Of([]),
            1 => d[0],
            _ => Hash.Node(Root(d[..Split(d.Length)]), Root(d[Split(d.Length)..])),
        };

    internal static List<Hash> Path(int m, ReadOnlySpan<Hash> d)
    {
        if (d.Length == 1)
        {
            return [];
        }

        var k = Split(d.Length);
        return m < k ? [.. Path(m, d[..k]), Root(d[k..])] : [.. Path(m - k, d[k..]), Root(d[..k])];
    }

    internal static List<Hash> Consistency(int m, ReadOnlySpan<Hash> d) => SubProof(m, d, true);

    private static List<Hash> SubProof(int m, ReadOnlySpan<Hash> d, bool known)
    {
        if (m == d.Length)
        {
            return known ? [] : [Root(d)];
        }

        var k = Split(d.Length);
        return m <= k ? [.. SubProof(m, d[..k], known), Root(d[k..])] : [.. SubProof(m - k, d[k..], false), Root(d[..k])];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n)
        {
            k *= 2;
        }

        return k;
    }
}
