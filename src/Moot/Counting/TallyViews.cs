using System.Collections.Immutable;
using Moot.Counting.Pictures;
using Moot.Ui;

namespace Moot.Counting;

/// <summary>A count as a person sees it: who won and why in a sentence, what the method does, pictures, every step, every number.</summary>
/// <param name="Tally">The count.</param>
/// <param name="Lead">Who won, and why.</param>
/// <param name="Method">What the method does; null where that is not known.</param>
/// <param name="Exhibits">Pictures and tables.</param>
/// <param name="Steps">What happened, sentence by sentence.</param>
public sealed record TallyView(Tally Tally, string Lead, string? Method, ImmutableArray<Exhibit> Exhibits, ImmutableArray<string> Steps)
{
    /// <summary>How a count is shown.</summary>
    /// <param name="tally">The count.</param>
    /// <param name="poll">The ballots, for the distribution of scores; null where they are not known.</param>
    /// <param name="words">The language.</param>
    public static TallyView Of(Tally tally, Poll? poll, Words words) =>
        new(
            tally,
            Pictures.Lead.Of(tally, words),
            words.FindSentence($"tally.method-{tally.Method}"),
            Pictures.Exhibits.Of(tally, poll, words),
            Explanation.Of(tally, words)
        );
}

/// <summary>A count as one file that needs nothing else.</summary>
/// <param name="Title">What was voted on.</param>
/// <param name="Css">The style.</param>
/// <param name="Words">The language.</param>
/// <param name="Tally">The count.</param>
public sealed record CountSheetView(string Title, string Css, Words Words, TallyView Tally);

/// <summary>The form in which anybody counts ballots, and what came of it.</summary>
/// <param name="Asked">What was typed.</param>
/// <param name="Ballots">The ballots as text.</param>
/// <param name="File">The name of the file that they came from; empty where they were typed.</param>
/// <param name="Example">The example that is shown; null where it is none.</param>
/// <param name="Title">What the ballots call themselves.</param>
/// <param name="Result">The count; null where none was asked for or it was refused.</param>
/// <param name="Refused">Why it was refused.</param>
public sealed record CountView(
    CountOrder Asked,
    string Ballots = "",
    string File = "",
    CountExample? Example = null,
    string Title = "",
    TallyView? Result = null,
    Kernel.Acts.Verdict? Refused = null
);
