using Moot.Counting;

namespace Moot.Host.Commands;

/// <summary>The trace of a count as tables for people.</summary>
internal static class CountTables
{
    private const int NameWidth = 28;
    private const int Decimals = 4;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Of(Tally tally) =>
        tally switch
        {
            DebianTally debian => Matrix(tally, debian.Matrix),
            SchulzeTally schulze => [.. Matrix(tally, schulze.Matrix), "", "strongest chains", .. Matrix(tally, schulze.Strengths)],
            StvTally stv => Rounds(
                tally,
                [.. stv.Rounds.Select(r => $"{r.Number}")],
                (option, round) => stv.Rounds[round].Totals[option] is { } total ? total.Decimals(Decimals, ".") : "-",
                [.. stv.Rounds.Select(r => r.Quota.Decimals(Decimals, "."))]
            ),
            MeekTally meek => Meek(meek),
            StarTally star => Totals(tally, o => star.Totals[o]),
            SumTally sum => Totals(tally, o => sum.Totals[o]),
            SupportTally support => [.. Totals(tally, o => support.Supports[o]), "", "against", .. Totals(tally, o => support.Opposes[o])],
            MajorityTally majority => Totals(tally, o => majority.Totals[o]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    // Only rounds in which something is decided; the trace in JSON has all of them.
    private static IEnumerable<string> Meek(MeekTally meek)
    {
        var rounds = meek.Rounds.Where(r => r.Number == 1 || r.Elected.Length > 0 || r.Eliminated.Length > 0).ToList();
        return Rounds(
            meek,
            [.. rounds.Select(r => $"{r.Number}")],
            (option, round) => new Fraction(rounds[round].Totals[option], MeekCount.One).Decimals(Decimals, "."),
            [.. rounds.Select(r => new Fraction(r.Quota, MeekCount.One).Decimals(Decimals, "."))]
        );
    }

    private static IEnumerable<string> Rounds(Tally tally, List<string> heads, Func<int, int, string> cell, List<string> quotas) =>
        Table(
            ["round", .. heads],
            [
                .. Enumerable.Range(0, tally.Options.Length).Select(o => (List<string>)[Name(tally, o), .. heads.Select((_, r) => cell(o, r))]),
                ["needed", .. quotas],
            ]
        );

    private static IEnumerable<string> Matrix(Tally tally, Pairwise matrix) =>
        Table(
            ["prefer the row to option", .. Enumerable.Range(1, matrix.Size).Select(i => $"{i}")],
            [
                .. Enumerable
                    .Range(0, matrix.Size)
                    .Select(i => (List<string>)[$"{i + 1} {Name(tally, i)}", .. Enumerable.Range(0, matrix.Size).Select(j => i == j ? "" : $"{matrix[i, j]}")]),
            ]
        );

    private static IEnumerable<string> Totals(Tally tally, Func<int, long> total) =>
        Table(
            ["option", "total"],
            [.. Enumerable.Range(0, tally.Options.Length).OrderByDescending(total).Select(o => (List<string>)[Name(tally, o), $"{total(o)}"])]
        );

    private static string Name(Tally tally, int option) =>
        tally.Options[option] is { Length: > NameWidth } name ? name[..(NameWidth - 1)] + "…" : tally.Options[option];

    private static IEnumerable<string> Table(List<string> head, List<List<string>> rows)
    {
        var widths = head.Select((h, i) => Math.Max(h.Length, rows.Max(r => r[i].Length))).ToList();
        return rows.Prepend(head).Select(r => string.Join("  ", r.Select((c, i) => i == 0 ? c.PadRight(widths[i]) : c.PadLeft(widths[i]))));
    }
}
