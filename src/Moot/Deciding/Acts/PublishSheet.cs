using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>The host publishes the tally sheet of a secret vote, or a part of it, after the polls have closed: every ballot, in order of the receipts, so that nothing tells whose it is.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Lines">The lines: the marks, a space, the receipt.</param>
public sealed record PublishSheet(long Matter, ImmutableArray<string> Lines) : IAct<PublishSheet, Assembly>
{
    /// <summary>Lines of one part of a sheet.</summary>
    public const int LinesMax = 250;

    public static string Kind => "ballot.sheet/1";

    public static JsonTypeInfo<PublishSheet> Json => DecidingJson.Default.PublishSheet;

    public static Verdict Judge(Assembly state, PublishSheet act, in Circumstance how)
    {
        if (Floor.Find(state, act.Matter, how) is not { } matter)
        {
            return Floor.NoMatter;
        }

        if (matter.Balloting is not { Stage.IsSecret: true } balloting)
        {
            return Verdict.Refused("no-sheet", "There is no tally sheet to publish here.");
        }

        if (how.At < balloting.Closes)
        {
            return Verdict.Refused("too-early", $"The polls close at {balloting.Closes}: before that nobody sees a ballot.");
        }

        if (balloting.Published is not null)
        {
            return Verdict.Refused("published-already", "The sheet is published, and stays as it is.");
        }

        if (act.Lines.IsDefaultOrEmpty || act.Lines.Length > LinesMax)
        {
            return Verdict.Refused("sheet-part", $"A part of a sheet has 1 to {LinesMax} lines.");
        }

        if (act.Lines.Length > balloting.Papers.Count - balloting.Sheet.Length)
        {
            return Verdict.Refused("more-ballots-than-voters", $"{balloting.Papers.Count} people voted: there are as many lines, and no more.");
        }

        var last = balloting.Sheet.IsEmpty ? "" : balloting.Sheet[^1].Receipt;
        foreach (var text in act.Lines)
        {
            if (SheetLine.Read(text) is not { } line || BallotRules.Read(matter.Stage, balloting.Width, line.Marks) is null)
            {
                return Verdict.Refused("line-unreadable", "A line has the marks, one for each option, a space, and the receipt.");
            }

            if (string.CompareOrdinal(line.Receipt, last) <= 0)
            {
                return Verdict.Refused(
                    "lines-out-of-order",
                    "The lines stand in order of their receipts, each once: otherwise their order could tell whose they are."
                );
            }

            last = line.Receipt;
        }

        return Verdict.Lawful;
    }

    public static Assembly Fold(Assembly state, PublishSheet act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        var balloting = matter.Balloting!;
        var sheet = balloting.Sheet.AddRange(act.Lines.Select(l => SheetLine.Read(l)!));
        return state.With(
            matter.With(
                balloting with
                {
                    Sheet = sheet,
                    SheetEntries = balloting.SheetEntries.Add(how.Index),
                    Published = sheet.Length == balloting.Papers.Count ? how.At : null,
                }
            )
        );
    }
}
