using System.Collections.Immutable;
using System.Globalization;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Finds the names under which people wrote in other wikis, and who says that they are theirs.</summary>
/// <remarks>Where the other wiki numbers its authors, their numbers tell whose text is whose. Where it does not (git), the same name in the same wiki counts as the same person, for the eye alone.
/// What is out of sight names nobody, and leads to nobody.</remarks>
public static class BroughtNameViews
{
    /// <summary>Texts of one name on one page.</summary>
    private const int RowsMax = 50;

    /// <summary>Names without numbers that one page compares.</summary>
    private const int ComparedMax = 5_000;

    /// <summary>Texts of a name that are looked through for its claimant's line, newest first.</summary>
    private const int LineTextsMax = 20;

    /// <summary>The line that a member saves in the other wiki: it names the member, and nobody else can use it for themselves.</summary>
    public static string LineOf(MemberId member) => $"moot-claim/1 {member}";

    /// <summary>End of the address at which a name is told; null where the author is told by no name, or it is out of sight.</summary>
    public static string? KeyOf(Desk desk, in BroughtRevision brought) =>
        BroughtName.Of(brought) is { } name && !desk.IsWithdrawn(brought.Entry) ? KeyOf(name) : null;

    /// <summary>The member whose the name of a revision's author is, as others confirmed; null where nobody is, or the revision is out of sight.</summary>
    public static Actor? MemberOf(Desk desk, in BroughtRevision brought)
    {
        var claims = desk.State<Library>().Claims;
        if (claims.Confirmed.IsEmpty || BroughtName.Of(brought) is not { } name || desk.IsWithdrawn(brought.Entry))
        {
            return null;
        }

        if (name.IsNumbered)
        {
            return claims.ConfirmedOf(name) is { } claim ? Actor.Of(claim.By) : null;
        }

        MemberId? found = null;
        foreach (var claim in Unnumbered(desk, name.Import, desk.Prose(brought.Entry, "author")).Where(c => c.IsConfirmed))
        {
            if (found is { } other && other != claim.By)
            {
                return null; // two members: nobody until one of the claims is doubted
            }

            found = claim.By;
        }

        return found is { } one ? Actor.Of(one) : null;
    }

    /// <summary>A name, by the end of its address; null where there is none, or nothing under it is in sight.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="key">An import and a number with a hyphen between, or the entry of a text.</param>
    /// <param name="before">Only texts of earlier entries.</param>
    public static BroughtNameView? Of(Desk desk, string key, long? before)
    {
        if (Sample(desk, key) is not { } sample || desk.Prose(sample.Entry, "author") is not { } author)
        {
            return null;
        }

        var library = desk.State<Library>();
        var name = BroughtName.Of(sample)!.Value;
        var (entries, count, older) = Entries(desk, name, author, before);
        var claims = name.IsNumbered ? library.Claims.Of(name) : Unnumbered(desk, name.Import, author);
        var mine = desk.Visitor.Member;
        return new(
            KeyOf(name),
            sample.Entry,
            author,
            desk.Prose(name.Import, "site"),
            desk.Prose(name.Import, "address"),
            count,
            [.. entries.Select(e => Row(desk, e))],
            older,
            [.. claims.Select(c => ClaimOf(desk, c))],
            mine is { } me ? LineOf(me) : null,
            mine is { } who ? FindLine(desk, entries, LineOf(who)) : null
        );
    }

    /// <summary>A claim as it is shown.</summary>
    public static NameClaimView ClaimOf(Desk desk, NameClaim claim)
    {
        var sample = claim.Name.IsNumbered ? Sample(desk, KeyOf(claim.Name)) : Sample(desk, $"{claim.Of}");
        var shown = sample is { } seen ? seen.Entry : -1;
        return new(
            claim,
            sample is { } known ? KeyOf(BroughtName.Of(known)!.Value) : null,
            desk.Prose(shown, "author"),
            desk.Prose(claim.Name.Import, "site"),
            desk.World.Entries.At(claim.Entry),
            desk.Prose(claim.Entry, "link"),
            desk.Prose(claim.Entry, "reason"),
            claim.Revision is { } proof && desk.State<Library>().FindRevision(proof) is { HasText: true } revision
                ? PageTexts.Read(desk, revision)?.Contains(LineOf(claim.By), StringComparison.Ordinal)
                : null,
            [.. claim.Opinions.OrderBy(o => o.Value.Entry).Select(o => new ClaimOpinionView(o.Key, o.Value, desk.Prose(o.Value.Entry, "reason")))]
        );
    }

    /// <summary>The names that a member says are theirs, with the newest of their texts.</summary>
    public static ImmutableArray<ClaimedNameView> OfMember(Desk desk, MemberId member)
    {
        const int ShownRows = 10;
        var shown = ImmutableArray.CreateBuilder<ClaimedNameView>();
        foreach (var claim in desk.State<Library>().Claims.Of(member))
        {
            var view = ClaimOf(desk, claim);
            var rows =
                claim.IsConfirmed && view.Key is { } key && view.Name is { } author && Sample(desk, key) is { } sample
                    ? Entries(desk, BroughtName.Of(sample)!.Value, author, before: null)
                    : (Found: [], Count: 0, Older: null);
            shown.Add(new(view, rows.Count, [.. rows.Found.Take(ShownRows).Select(e => Row(desk, e))]));
        }

        return shown.DrainToImmutable();
    }

    private static string KeyOf(BroughtName name) =>
        name.IsNumbered ? string.Create(CultureInfo.InvariantCulture, $"{name.Import}-{name.Number}") : (-name.Number).ToString(CultureInfo.InvariantCulture);

    /// <summary>The first text in sight under a name.</summary>
    private static BroughtRevision? Sample(Desk desk, string key)
    {
        var imports = desk.State<Library>().Imports;
        if (key.Split('-') is [var one, var two] && Number(one) is { } import && Number(two) is { } number)
        {
            foreach (var brought in imports.Revisions.Span)
            {
                if (BroughtName.Of(brought) == new BroughtName(import, number) && !desk.IsWithdrawn(brought.Entry))
                {
                    return brought;
                }
            }

            return null;
        }

        return Number(key) is { } entry && imports.FindBrought(entry) is { } found && BroughtName.Of(found) is { IsNumbered: false } && !desk.IsWithdrawn(entry)
            ? found
            : null;
    }

    private static long? Number(string digits) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (List<long> Found, int Count, long? Older) Entries(Desk desk, BroughtName name, string author, long? before)
    {
        var (found, count, older, compared) = (new List<long>(), 0, (long?)null, 0);
        var revisions = desk.State<Library>().Imports.Revisions;
        for (var i = revisions.Count - 1; i >= 0; i--)
        {
            var brought = revisions[i];
            if (brought.Import != name.Import || BroughtName.Of(brought) is not { } its || its.IsNumbered != name.IsNumbered || (its.IsNumbered && its != name))
            {
                continue;
            }

            if (!its.IsNumbered && compared++ >= ComparedMax)
            {
                break;
            }

            if (desk.IsWithdrawn(brought.Entry) || (!its.IsNumbered && !string.Equals(desk.Prose(brought.Entry, "author"), author, StringComparison.Ordinal)))
            {
                continue;
            }

            count++;
            if (brought.Entry < (before ?? long.MaxValue))
            {
                older ??= found.Count == RowsMax ? found[^1] : null;
                if (found.Count < RowsMax)
                {
                    found.Add(brought.Entry);
                }
            }
        }

        return (found, count, older);
    }

    private static IEnumerable<NameClaim> Unnumbered(Desk desk, long import, string? author) =>
        author is null
            ? []
            : desk.State<Library>()
                .Claims.All.Values.Where(c =>
                    !c.IsWithdrawn
                    && !c.Name.IsNumbered
                    && c.Name.Import == import
                    && string.Equals(desk.Prose(c.Of, "author"), author, StringComparison.Ordinal)
                );

    private static long? FindLine(Desk desk, List<long> entries, string line)
    {
        var library = desk.State<Library>();
        foreach (var entry in entries.Take(LineTextsMax))
        {
            if (library.FindRevision(entry) is { HasText: true } revision && PageTexts.Read(desk, revision)?.Contains(line, StringComparison.Ordinal) == true)
            {
                return entry;
            }
        }

        return null;
    }

    private static BroughtTextView Row(Desk desk, long entry)
    {
        var revision = desk.State<Library>().FindRevision(entry)!.Value;
        return new(PageHead.Of(desk, revision), entry, desk.State<Library>().Imports.FindBrought(entry)!.Value.Saved, desk.Prose(entry, "summary"));
    }
}
