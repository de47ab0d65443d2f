using System.Collections.Immutable;
using Moot.Commons;
using Moot.Deciding.Charters;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>A rule that is not the same in two charters.</summary>
/// <param name="Kind">Role, pathway, subject or power.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsNew">True where only the new charter has it.</param>
/// <param name="IsGone">True where only the old one has it.</param>
/// <param name="Before">Sentences that only the old one says.</param>
/// <param name="After">Sentences that only the new one says.</param>
public sealed record ArticleChange(string Kind, string Name, bool IsNew, bool IsGone, ImmutableArray<string> Before, ImmutableArray<string> After);

/// <summary>Two charters beside each other.</summary>
/// <param name="Articles">The rules that differ.</param>
/// <param name="Lines">The lines that differ.</param>
/// <param name="Check">What the check finds in one of them alone.</param>
public sealed record CompareView(ImmutableArray<ArticleChange> Articles, DiffPart Lines, CheckChangeView Check);

/// <summary>The page on which two charters are chosen and compared.</summary>
/// <param name="Choices">What can be chosen, with what it is called.</param>
/// <param name="A">The first.</param>
/// <param name="B">The second.</param>
/// <param name="Compared">What differs; null where nothing is chosen yet.</param>
public sealed record ComparePageView(ImmutableArray<(string Name, string Words)> Choices, string A, string B, CompareView? Compared);

/// <summary>Compares charters, in sentences.</summary>
public static class CompareViews
{
    /// <summary>The charter that holds.</summary>
    private const string Now = "now";

    /// <summary>The page; null where one of the two is none.</summary>
    public static ComparePageView? Of(Desk desk, string? a, string? b)
    {
        var words = desk.Words;
        var state = desk.State<Assembly>();
        ImmutableArray<(string, string)> choices =
        [
            (Now, words["compare.now"]),
            .. state.CharterEntries.Reverse().Select(e => (CharterViews.Number(e), words.Say("compare.entry", words.Date(desk.World.Entries.At(e)), e))),
            ("0", words["decide.version-first"]),
            .. Templates.Names.Select(n => (n, n)),
        ];
        if (a is null && b is null)
        {
            return new(choices, Now, Templates.Names[0], Compared: null);
        }

        return Find(desk, a ?? Now) is { } old && Find(desk, b ?? Now) is { } @new ? new(choices, a ?? Now, b ?? Now, Between(desk, old, @new)) : null;
    }

    /// <summary>What differs between two charters.</summary>
    public static CompareView Between(Desk desk, Charter old, Charter @new)
    {
        var plain = new Plain(desk.Words);
        var (before, after) = (Article.Of(old), Article.Of(@new));
        var changes = ImmutableArray.CreateBuilder<ArticleChange>();
        foreach (var key in before.Concat(after).Select(x => (x.Kind, x.Name)).Distinct())
        {
            var was = before.FirstOrDefault(x => (x.Kind, x.Name) == key);
            var now = after.FirstOrDefault(x => (x.Kind, x.Name) == key);
            if (was is not null && now is not null && was.Lines.SequenceEqual(now.Lines, StringComparer.Ordinal))
            {
                continue;
            }

            ImmutableArray<string> said = was is null ? [] : Sentences(plain, desk.Words, old, was);
            ImmutableArray<string> says = now is null ? [] : Sentences(plain, desk.Words, @new, now);
            var (gone, come) = (Without(said, says), Without(says, said));
            // Where the sentences are the same in another order, or have no words for what changed, the lines say it.
            changes.Add(
                gone.IsEmpty && come.IsEmpty
                    ? new(key.Kind, key.Name, IsNew: false, IsGone: false, Trimmed(was), Trimmed(now))
                    : new(key.Kind, key.Name, was is null, now is null, gone, come)
            );
        }

        return new(changes.ToImmutable(), DiffPart.Between(CharterText.Write(old), CharterText.Write(@new)), CheckViews.Between(desk, old, @new));
    }

    /// <summary>Everything that an article says.</summary>
    private static ImmutableArray<string> Sentences(Plain plain, Words words, Charter charter, Article article) =>
        article.Kind switch
        {
            "role" => plain.Rules(charter.Roles[article.Name]),
            "power" => plain.Rules(charter.Powers[article.Name]),
            "area" => plain.Rules(charter.Areas[article.Name]),
            "subject" => [words.Say("compare.subject-by", string.Join(words["plain.or"], charter.Subjects[article.Name].By))],
            "pathway" => OfPathway(plain, words, charter.Pathways[article.Name]),
            _ => Trimmed(article),
        };

    private static ImmutableArray<string> OfPathway(Plain plain, Words words, Pathway pathway) =>
        [
            words.Say("decide.opened-by", plain.Who(pathway.Open)),
            .. pathway.Stages.SelectMany(s =>
                plain.Rules(pathway, s).Select(r => words.Say("compare.stage", words.Say("plain.stage-name", s.Name, plain.Method(s)), r))
            ),
            .. plain.After(pathway),
        ];

    private static ImmutableArray<string> Trimmed(Article? article) => [.. (article?.Lines ?? []).Select(l => l.Trim())];

    /// <summary>What stands in one list and not in the other, each as often as it does.</summary>
    private static ImmutableArray<string> Without(ImmutableArray<string> list, ImmutableArray<string> other)
    {
        var left = other.CountBy(s => s, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. list.Where(s => left.GetValueOrDefault(s) == 0 || left[s]-- == 0)];
    }

    private static Charter? Find(Desk desk, string name) =>
        string.Equals(name, Now, StringComparison.Ordinal) ? desk.State<Assembly>().Charter
        : CharterViews.Find(desk, name) is { } text && CharterText.TryRead(text, out var charter, out _) ? charter
        : null;
}
