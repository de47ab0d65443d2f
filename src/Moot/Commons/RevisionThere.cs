using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Where a revision that was brought from another wiki comes from, as it is shown.</summary>
/// <param name="Author">Its author there; of an internet address the first groups alone; null where nobody is named, or the name is out of sight.</param>
/// <param name="Site">What the wiki is called; null where that is out of sight.</param>
/// <param name="Saved">When it was saved there.</param>
/// <param name="Lacks">Why there is no text; 0 where there is one.</param>
public sealed record RevisionThere(string? Author, string? Site, Moment Saved, TextLack Lacks)
{
    /// <summary>Groups of an address that are shown: the network, not the house.</summary>
    private const int AddressGroups = 2;

    /// <summary>End of the address at which the author's name is told; null where nobody is named by a name.</summary>
    public string? Key { get; private init; }

    /// <summary>The member whose name it is, as other members confirmed; null where nobody is.</summary>
    public Actor? Member { get; private init; }

    /// <summary>Where the revision of an entry comes from; null where it was written here.</summary>
    public static RevisionThere? Of(Desk desk, long entry) =>
        desk.State<Library>().Imports.FindBrought(entry) is { } brought
            ? new(AuthorOf(desk, brought), desk.Prose(brought.Import, "site"), brought.Saved, brought.Lacks)
            {
                Key = BroughtNameViews.KeyOf(desk, brought),
                Member = BroughtNameViews.MemberOf(desk, brought),
            }
            : null;

    /// <summary>An internet address as others see it: its first two groups.</summary>
    public static string Shorten(string address)
    {
        var mark = address.Contains(':', StringComparison.Ordinal) ? ':' : '.';
        var groups = address.Split(mark);
        return groups.Length <= AddressGroups ? "…" : string.Join(mark, groups[..AddressGroups]) + mark + "…";
    }

    private static string? AuthorOf(Desk desk, in BroughtRevision brought) =>
        desk.Prose(brought.Entry, "author") is not { } author ? null
        : brought.AuthorKind == AuthorThere.Address ? Shorten(author)
        : author;
}
