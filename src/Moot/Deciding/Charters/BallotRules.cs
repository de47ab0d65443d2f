using System.Collections.Immutable;
using System.Globalization;
using Moot.Counting;

namespace Moot.Deciding.Charters;

/// <summary>What each way of counting asks of a stage and of a ballot.</summary>
/// <remarks>
/// A ballot has one mark for each option, with commas between them and "-" where there is none: <c>2,1,-,3</c>.
/// In a ranked poll a mark is the rank, 1 best; in a scored one the score; by <c>support</c> 1 is for, -1 against, 0 neither; by <c>quadratic</c> the number of votes, below zero against.
/// </remarks>
public static class BallotRules
{
    /// <summary>The highest score that a charter can allow.</summary>
    public const int ScoreMax = 100;

    /// <summary>The most that a charter lets one ballot spend.</summary>
    public const int BudgetMax = 10_000;

    /// <summary>The highest rank.</summary>
    public const int RankMax = 99;

    /// <summary>Options of one matter.</summary>
    public const int OptionsMax = 60;

    /// <summary>Seats that are filled by exact fractions at most: with more of them the fractions can grow beyond every measure, and <c>meek-stv</c> does as well.</summary>
    public const int ExactSeatsMax = 12;

    /// <summary>The highest score where the charter does not say.</summary>
    private const int UsualScore = 5;

    /// <summary>Ways of counting that rank.</summary>
    private static readonly ImmutableArray<string> Ranked = [DebianCount.Method, SchulzeCount.Method, StvCount.Runoff, StvCount.Method, MeekCount.Method];

    /// <summary>Ways of counting that choose one.</summary>
    private static readonly ImmutableArray<string> Single = [DebianCount.Method, SchulzeCount.Method, StvCount.Runoff, StarCount.Method];

    /// <summary>Ways of counting that end in one number for each option.</summary>
    private static readonly ImmutableArray<string> Sums = [SumCount.Approval, SumCount.Score, QuadraticCount.Method, SupportCount.Method];

    /// <summary>The ways of counting that a charter can name.</summary>
    public static ImmutableArray<string> Methods { get; } =
    [.. Ranked, SumCount.Approval, SumCount.Score, StarCount.Method, StarCount.Bloc, QuadraticCount.Method, SupportCount.Method];

    /// <summary>True where marks are ranks.</summary>
    public static bool IsRanked(Stage stage) => Ranked.Contains(stage.Count!, StringComparer.Ordinal);

    /// <summary>True where one is chosen.</summary>
    public static bool IsSingle(Stage stage) => Single.Contains(stage.Count!, StringComparer.Ordinal);

    /// <summary>The least and the greatest mark.</summary>
    public static (int Least, int Most) Marks(Stage stage) =>
        stage.Count switch
        {
            SumCount.Approval => (0, 1),
            SupportCount.Method => (-1, 1),
            QuadraticCount.Method => (-Root(Budget(stage)), Root(Budget(stage))),
            SumCount.Score or StarCount.Method or StarCount.Bloc => (0, stage.Scores ?? UsualScore),
            _ => (1, RankMax),
        };

    /// <summary>What one ballot may spend.</summary>
    public static int Budget(Stage stage) => stage.Budget ?? (int)QuadraticCount.UsualBudget;

    /// <summary>The marks of a ballot; null where it has another form than one mark for each option, or a mark is too small, too large, or too dear.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="options">How many options there are.</param>
    /// <param name="text">The ballot.</param>
    public static ImmutableArray<short>? Read(Stage stage, int options, string text)
    {
        if (text.Length > options * 6)
        {
            return null;
        }

        var (least, most) = Marks(stage);
        var parts = text.Split(',');
        var marks = ImmutableArray.CreateBuilder<short>(parts.Length);
        foreach (var part in parts)
        {
            if (part is "-")
            {
                marks.Add(IsRanked(stage) ? Poll.Unranked : (short)0);
                continue;
            }

            if (
                !short.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mark)
                || mark < least
                || mark > most
                || !string.Equals(mark.ToString(CultureInfo.InvariantCulture), part, StringComparison.Ordinal)
                || (mark == 0 && least <= 0)
            )
            {
                return null; // nothing given is "-" and nothing else, so that a ballot is written in one way
            }

            marks.Add(mark);
        }

        return marks.Count == options && (stage.Count != QuadraticCount.Method || QuadraticCount.Cost(marks.ToArray()) <= Budget(stage))
            ? marks.ToImmutable()
            : null;
    }

    /// <summary>A ballot as text.</summary>
    /// <param name="marks">A mark for each option; null for none.</param>
    public static string Write(IEnumerable<int?> marks) =>
        string.Join(',', marks.Select(m => m is null or 0 ? "-" : m.Value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The line that a stage lacks; null where it has what it needs.</summary>
    internal static string? Missing(Stage stage) =>
        stage.Count is null ? "count"
        : stage.Count == DebianCount.Method && !stage.HasDefault ? "default"
        : stage.Count == SupportCount.Method && stage.Pass is null ? "pass"
        : (stage.IsSecret || stage.Casting is not null) && stage.Confirm is null ? "confirm"
        : stage.IsSecret && stage.AtMost is null ? "at most"
        : null;

    /// <summary>A line that a stage has and its way of counting does not know; null where there is none.</summary>
    internal static string? Useless(Stage stage) =>
        stage.Seats is > 1 && IsSingle(stage) ? "seats"
        : stage.HasDefault && stage.Count is not (DebianCount.Method or SchulzeCount.Method) ? "default"
        : stage.Majority is not null && stage.Count != DebianCount.Method ? "majority"
        : stage.Quorum is { Form: HeadForm.RootToFive } ? "quorum K"
        : (stage.Pass is not null || stage.Approvals is not null || stage.Shorter is not null) && stage.Count != SupportCount.Method
            ? stage.Pass is not null ? "pass"
                : stage.Approvals is not null ? "approvals"
                : "below"
        : stage.Pass is { Of: not ShareOf.Cast } ? "pass of anything but cast"
        : stage.Scores is not null && stage.Count is not (SumCount.Score or StarCount.Method or StarCount.Bloc) ? "scores"
        : stage.Budget is not null && stage.Count != QuadraticCount.Method ? "budget"
        : stage.PerAffiliation is not null && !Sums.Contains(stage.Count!, StringComparer.Ordinal) ? "per affiliation"
        : stage.Casting is not null && stage.Count == MeekCount.Method ? "casting"
        : stage.AtMost is not null && !stage.IsSecret ? "at most"
        : null;

    /// <summary>The greatest whole number whose square is not larger.</summary>
    private static int Root(int square) => Enumerable.Range(0, 101).Last(r => r * r <= square);
}
