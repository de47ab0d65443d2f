using System.Collections.Immutable;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Something that the check of a charter found.</summary>
/// <param name="Code">What it is, for programs.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Article">Where: the block and its name.</param>
/// <param name="Sentence">What.</param>
public sealed record FoundView(string Code, Severity Severity, string Article, string Sentence)
{
    /// <summary>Its place on a page of the charter.</summary>
    public string Anchor => Article.Replace(' ', '-');
}

/// <summary>What the check of a charter found, told.</summary>
/// <param name="Warnings">What is serious or to think about.</param>
/// <param name="Powers">Who has which power.</param>
/// <param name="Groups">How few can bring about or prevent a decision.</param>
/// <param name="Notes">The rest.</param>
public sealed record CheckView(
    ImmutableArray<FoundView> Warnings,
    ImmutableArray<FoundView> Powers,
    ImmutableArray<FoundView> Groups,
    ImmutableArray<FoundView> Notes
);

/// <summary>What the check finds in one of two charters alone.</summary>
/// <param name="Brings">What it finds in the new one.</param>
/// <param name="Ends">What it finds in the old one.</param>
public sealed record CheckChangeView(ImmutableArray<FoundView> Brings, ImmutableArray<FoundView> Ends);

/// <summary>Makes the views of checks.</summary>
public static class CheckViews
{
    /// <summary>The check of the charter that holds, with the people who are there.</summary>
    public static CheckView OfPresent(Desk desk)
    {
        var state = desk.State<Assembly>();
        return Of(desk, state.Charter, CharterPeople.Of(state, desk.State<Roster>(), desk.Now));
    }

    /// <summary>The check of a charter.</summary>
    /// <param name="desk">Where it is read.</param>
    /// <param name="charter">The charter.</param>
    /// <param name="people">Who is there; null where only the charter is known.</param>
    public static CheckView Of(Desk desk, Charter charter, CharterPeople? people = null)
    {
        var all = Tell(desk, charter, people);
        return new(
            [.. all.Where(f => f.Severity != Severity.Note)],
            [.. all.Where(f => f.Code is "power")],
            [.. all.Where(f => f.Code is "groups" or "election")],
            [.. all.Where(f => f.Severity == Severity.Note && f.Code is not ("power" or "groups" or "election"))]
        );
    }

    /// <summary>What the check finds in one of two charters alone, as far as the charters tell.</summary>
    public static CheckChangeView Between(Desk desk, Charter old, Charter @new)
    {
        var (before, after) = (Tell(desk, old, people: null), Tell(desk, @new, people: null));
        return new([.. after.Except(before)], [.. before.Except(after)]);
    }

    private static ImmutableArray<FoundView> Tell(Desk desk, Charter charter, CharterPeople? people)
    {
        var words = new CheckWords(desk.Words, m => desk.NameOf(Actor.Of(m)));
        return [.. CharterCheck.Of(charter, people).Select(f => new FoundView(f.Code, f.Severity, f.Article, words.Sentence(f)))];
    }
}
