namespace Moot.Peers;

/// <summary>What a group that moves here from one of the others may expect: each goal against what the others did in the same run.</summary>
internal static class Goals
{
    public const string Edits1 = "edits, 1 person";
    public const string Edits8 = "edits, 8 people, own pages";
    public const string Cores = "processor time of one of these";
    public const string Edits8OnOne = "edits, 8 people, one page";
    public const string Token1 = "edits by a token, 1 program";
    public const string Token8 = "edits by a token, 8 programs";
    public const string Import = "import, revisions";
    public const string Disk = "bytes on disk for each of text";
    public const string Copy = "a stranger's copy of everything";
    public const string First = "first page from nothing";
    public const string Big = ", the large wiki";

    private const string Ours = "Moot";
    private const string Fossil = "Fossil";
    private const string Git = "git";
    private const double P95Max = 50;
    private const double BytesMax = 500e6;

    public static void Compare(Book book)
    {
        book.Aim(Edits8, () => Faster(book, Edits8, "MediaWiki", 100, "≥ 100 × MediaWiki, none refused, p95 < 50 ms", c => c.Second < P95Max));
        book.Aim(Edits1, () => Faster(book, Edits1, Fossil, 5, "≥ 5 × Fossil", _ => true));
        book.Aim(Edits8OnOne, () => book.Find(Edits8OnOne, Ours) is { } ours ? new("", "none refused, no word lost", ours.Second == 0) : null);
        foreach (var row in book.Rows.Where(r => r.StartsWith("view", StringComparison.Ordinal)))
        {
            book.Aim(row, () => Sooner(book, row));
        }

        book.Aim(Import, () => Faster(book, Import, "MediaWiki", 100, "≥ 100 × importDump", _ => true));
        book.Aim(
            Import + Big,
            () => book.Find(Import + Big, Ours) is { } ours ? new("", "≥ 5,000 revisions/s in < 500 MB", ours.Value >= 5_000 && ours.Second < BytesMax) : null
        );
        foreach (var row in (string[])[Disk, Disk + Big])
        {
            book.Aim(row, () => Within(book, row, Git, 1.2, "≤ 1.2 × git gc --aggressive"));
        }

        foreach (var row in (string[])[Copy, Copy + Big])
        {
            book.Aim(row, () => Copied(book, row));
        }

        book.Aim(First, () => book.Find(First, Ours) is { } ours ? new("", "≤ 2 s", ours.Value <= 2) : null);
    }

    private static Goal? Faster(Book book, string row, string whom, double times, string wanted, Func<Cell, bool> also)
    {
        var theirs = book.Of(row, whom).Select(c => c.Value).Where(double.IsFinite).ToList();
        return book.Find(row, Ours) is { } ours && theirs.Count > 0
            ? new($"{ours.Value / theirs.Max():N1} × {whom}", wanted, ours.Value >= times * theirs.Max() && also(ours))
            : null;
    }

    private static Goal? Sooner(Book book, string row)
    {
        List<Cell> theirs = [.. book.Of(row, "MediaWiki"), .. book.Of(row, Fossil)];
        if (book.Find(row, Ours) is not { } ours || theirs.Count == 0)
        {
            return null;
        }

        var (middle, late) = (theirs.Min(t => t.Value), theirs.Min(t => t.Second));
        return new($"p50 {ours.Value / middle:N2}, p99 {ours.Second / late:N2} of the best", "both below 1", ours.Value < middle && ours.Second < late);
    }

    private static Goal? Within(Book book, string row, string whom, double times, string wanted) =>
        book.Find(row, Ours) is { } ours && book.Find(row, whom) is { } theirs
            ? new($"{ours.Value / theirs.Value:N2} × {whom}", wanted, ours.Value <= times * theirs.Value)
            : null;

    private static Goal? Copied(Book book, string row)
    {
        if (book.Find(row, Ours) is not { } ours || book.Find(row, Git) is not { } git)
        {
            return null;
        }

        var fossil = book.Find(row, Fossil);
        return new(
            $"{ours.Value / git.Value:N2} × git clone" + (fossil is { } clone ? $", {ours.Value / clone.Value:N2} × fossil clone" : ""),
            "≤ 1.0 × both, no row lost",
            ours.Value <= git.Value && !(ours.Value > fossil?.Value) && ours.Second == 0
        );
    }
}
