using Moot.Commons;

namespace Moot.Host.Moving;

/// <summary>Numbers of pages and revisions in a wiki's file: what was brought keeps its own, what was written here gets greater ones; no number is given twice.</summary>
internal sealed class ExportNumbers
{
    private readonly Dictionary<long, long> revisions = [];
    private readonly Dictionary<long, long> pages = [];
    private readonly Imports imports;

    /// <summary>Gives numbers to everything in a library.</summary>
    public ExportNumbers(Library library)
    {
        imports = library.Imports;
        var (taken, next) = (new HashSet<long>(), 1L);
        foreach (var brought in imports.Revisions.Span)
        {
            next = Math.Max(next, brought.Number + 1);
        }

        foreach (var revision in library.Revisions.Span)
        {
            var own = imports.FindBrought(revision.Entry)?.Number;
            revisions[revision.Entry] = own is > 0 and var number && taken.Add(number) ? number : next++;
        }

        taken.Clear();
        next = imports.Pages.Values.Select(p => p.PageThere).DefaultIfEmpty().Max() + 1;
        foreach (var brought in imports.Pages.Values)
        {
            if (brought.PageThere > 0 && taken.Add(brought.PageThere))
            {
                pages[brought.Page] = brought.PageThere;
            }
        }

        foreach (var page in library.Pages.Keys)
        {
            if (!pages.ContainsKey(page))
            {
                pages[page] = next++;
            }
        }
    }

    /// <summary>The number of a revision.</summary>
    public long OfRevision(long entry) => revisions[entry];

    /// <summary>The number of a page.</summary>
    public long OfPage(long page) => pages[page];

    /// <summary>The number that a revision of another wiki has in the file; its own where it was not brought.</summary>
    public long OfThere(long import, long number) => imports.Find(import, number) is { } entry ? revisions[entry] : number;
}
