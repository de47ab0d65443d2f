using System.Collections.Immutable;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Who wrote which words of a page as it is now.</summary>
/// <param name="Head">The page.</param>
/// <param name="Runs">Its words by revision, in order.</param>
/// <param name="Authors">Who wrote how much of it, most first.</param>
/// <param name="IsCut">True if revisions older than the oldest one read were left out.</param>
/// <param name="Rest">Characters that are not shown.</param>
public sealed record BlameView(PageHead Head, ImmutableArray<BlameWords> Runs, ImmutableArray<BlameAuthor> Authors, bool IsCut, int Rest)
{
    /// <summary>Runs that are shown.</summary>
    public const int RunsMax = 4_000;

    /// <summary>Authors that are listed.</summary>
    public const int AuthorsMax = 50;

    /// <summary>True if the text is out of sight.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>What a blame shows.</summary>
    public static BlameView Of(Desk desk, PageHead head, Blame blame, bool isCut)
    {
        var authors = blame
            .Runs.GroupBy(r => desk.World.Entries.Author(r.Revision))
            .Select(g => (Author: g.Key, Characters: g.Sum(r => r.Length), Revisions: g.Select(r => r.Revision).Distinct().Order().ToList()))
            .OrderByDescending(a => a.Characters)
            .ToList();
        var numbers = authors.Select((a, i) => (a.Author, i)).ToDictionary(a => a.Author, a => a.i + 1);
        var shown = blame.Runs.Length <= RunsMax ? blame.Runs : blame.Runs[..RunsMax];
        var end = shown.IsEmpty ? 0 : shown[^1].Start + shown[^1].Length;
        return new(
            head,
            [.. shown.Select(r => new BlameWords(blame.Text.Substring(r.Start, r.Length), r.Revision, numbers[desk.World.Entries.Author(r.Revision)]))],
            [.. authors.Take(AuthorsMax).Select((a, i) => new BlameAuthor(i + 1, a.Author, a.Characters, [.. a.Revisions.Take(AuthorsMax)]))],
            isCut,
            blame.Text.Length - end
        );
    }
}

/// <summary>Some words and where they came from.</summary>
/// <param name="Text">The words.</param>
/// <param name="Revision">The revision that brought them.</param>
/// <param name="Author">Number of its author in the list.</param>
public readonly record struct BlameWords(string Text, long Revision, int Author);

/// <summary>Somebody whose words are in a page.</summary>
/// <param name="Number">Their number in the list, from 1.</param>
/// <param name="Actor">Who.</param>
/// <param name="Characters">How many characters are theirs.</param>
/// <param name="Revisions">The revisions that brought them, oldest first.</param>
public sealed record BlameAuthor(int Number, Actor Actor, int Characters, ImmutableArray<long> Revisions);
