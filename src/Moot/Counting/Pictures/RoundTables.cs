using System.Collections.Immutable;

namespace Moot.Counting.Pictures;

/// <summary>Every round of a count in numbers.</summary>
internal static class RoundTables
{
    /// <summary>Rounds of votes with a quota, or of an instant runoff.</summary>
    public static ImmutableArray<NumberTable> Of(Names names, StvTally stv, ImmutableArray<int> order)
    {
        var flow = Flow.Of(stv);
        var shown = order.Take(PictureLimits.TableOptionsMax).ToImmutableArray();
        var rows = flow
            .Rounds.Take(PictureLimits.TableRoundsMax)
            .Select(
                (round, i) =>
                    Row(
                        names,
                        round.Number,
                        [
                            names.Exactly(round.Needed),
                            .. shown.Select(o => round.Held[o] is { } held ? names.Exactly(held) : "–"),
                            names.Exactly(round.Rest),
                            Happened(names, round.Elected, round.Eliminated, stv.Rounds[i].Passing),
                        ]
                    )
            );
        return [new(names.Words["tally.rounds"], Heads(names, shown, "tally.enough"), [.. rows])];
    }

    /// <summary>Rounds of Meek's rule, then what each keeps of a vote.</summary>
    public static ImmutableArray<NumberTable> Of(Names names, MeekTally meek, ImmutableArray<int> order)
    {
        var shown = order.Take(PictureLimits.TableOptionsMax).ToImmutableArray();
        var rounds = meek.Rounds.Take(PictureLimits.TableRoundsMax).ToList();
        var votes = rounds.Select(round =>
            Row(
                names,
                round.Number,
                [
                    names.Fixed(round.Quota),
                    .. shown.Select(o => names.Fixed(round.Totals[o])),
                    names.Fixed((meek.Votes * MeekCount.One) - round.Totals.Sum()),
                    Happened(names, round.Elected, round.Eliminated, passing: null),
                ]
            )
        );
        var keeps = rounds.Select(round => Row(names, round.Number, [.. shown.Select(o => names.Fixed(round.Keep[o]))]));
        return
        [
            new(names.Words["tally.rounds"], Heads(names, shown, "tally.enough"), [.. votes]),
            new(names.Words["tally.keeps"], [names.Words["tally.round-head"], .. shown.Select(o => names[o])], [.. keeps]),
        ];
    }

    private static ImmutableArray<string> Heads(Names names, ImmutableArray<int> shown, string enough) =>
        [names.Words["tally.round-head"], names.Words[enough], .. shown.Select(o => names[o]), names.Words["tally.rest"], names.Words["tally.happened"]];

    private static NumberRow Row(Names names, int number, ImmutableArray<string> cells) =>
        new(names.Words.Number(number), [.. cells.Select(c => new NumberCell(c))]);

    private static string Happened(Names names, ImmutableArray<int> elected, ImmutableArray<int> eliminated, int? passing)
    {
        var said = new List<string>();
        if (elected.Length > 0)
        {
            said.Add(names.Words.Say("tally.is-elected", names.List(elected)));
        }

        if (passing is { } from)
        {
            said.Add(names.Words.Say("tally.passes", names[from]));
        }

        if (eliminated.Length > 0)
        {
            said.Add(names.Words.Say("tally.is-out", names.List(eliminated)));
        }

        return string.Join(" ", said);
    }
}
