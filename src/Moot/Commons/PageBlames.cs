using Moot.Commons.Texts;
using Moot.Kernel.Erasure;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Who wrote which words of pages, kept for those that were asked about lately and gone on with as they are edited.</summary>
public sealed class PageBlames
{
    /// <summary>Pages that are kept.</summary>
    private const int KeptMax = 16;

    /// <summary>Revisions that are read of one page; what is older counts as the oldest of these.</summary>
    public const int RevisionsMax = 2_000;

    /// <summary>Bytes of texts that are read of one page, but for two revisions at the least.</summary>
    public const long BytesMax = 32 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Known> kept = [];

    private sealed record Known(long Newest, Blame Blame, bool IsCut, Erasures Erasures);

    /// <summary>Those of an association.</summary>
    public static PageBlames Of(Served served) => served.Keep(_ => new PageBlames());

    /// <summary>Who wrote which words of the text as it is now, and whether older revisions were left out; null where it is out of sight.</summary>
    public (Blame Blame, bool IsCut)? Show(Desk desk, Page page)
    {
        if (desk.IsWithdrawn(page.Newest))
        {
            return null;
        }

        lock (gate)
        {
            // Whatever went out of sight is forgotten here too.
            var known = kept.GetValueOrDefault(page.Id) is { } found && ReferenceEquals(found.Erasures, desk.State<Erasures>()) ? found : null;
            var chain = Chain(desk, page, known?.Newest, out var isWhole, out var meets);
            var (blame, isCut) = known is not null && meets ? (known.Blame, known.IsCut) : (Blame.Empty, !isWhole);
            foreach (var revision in chain)
            {
                if (PageTexts.Read(desk, revision) is { } text)
                {
                    blame = blame.With(revision.Entry, text);
                }
            }

            if (kept.Count >= KeptMax && !kept.ContainsKey(page.Id))
            {
                kept.Clear();
            }

            kept[page.Id] = new(page.Newest, blame, isCut, desk.State<Erasures>());
            return (blame, isCut);
        }
    }

    /// <summary>The revisions that the newest was made from, oldest first: down to one that is known, or to the limits.</summary>
    private static List<Revision> Chain(Desk desk, Page page, long? known, out bool isWhole, out bool meets)
    {
        var library = desk.State<Library>();
        var (chain, bytes) = (new List<Revision>(), 0L);
        (isWhole, meets) = (false, false);
        for (long? next = page.Newest; chain.Count < RevisionsMax && (chain.Count < 2 || bytes < BytesMax); )
        {
            (isWhole, meets) = (next is null, next is not null && next == known);
            if (isWhole || meets)
            {
                break;
            }

            var revision = library.FindRevision(next!.Value)!.Value;
            bytes += revision.Bytes;
            chain.Add(revision);
            next = revision.From;
        }

        chain.Reverse();
        return chain;
    }
}
