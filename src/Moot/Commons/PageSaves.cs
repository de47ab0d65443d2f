using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Moot.Commons.Acts;
using Moot.Commons.Licensing;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>What became of a save.</summary>
/// <param name="Done">What became of the act.</param>
/// <param name="IsMerged">True if somebody else's changes were put together with it.</param>
/// <param name="IsBeside">True if it stands beside the newest text, because both changed the same words: somebody has to choose.</param>
public readonly record struct Saved(Done Done, bool IsMerged = false, bool IsBeside = false);

/// <summary>Saves texts of pages. Whoever saves at the same time as others is merged with them; what cannot be merged stands beside, and nothing is lost.</summary>
/// <remarks>Saves of one page wait for each other here, so that each is written from the newest text; acts that come another way may still come between.</remarks>
public sealed class PageSaves
{
    private readonly ConcurrentDictionary<long, SemaphoreSlim> gates = new();

    /// <summary>The gate through which pages are begun: no page has this id.</summary>
    private const long Beginning = -1;

    /// <summary>The saves of an association.</summary>
    public static PageSaves Of(Served served) => served.Keep(_ => new PageSaves());

    /// <summary>Saves a text that was written from some revision.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="from">The revision that it was written from.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="summary">What was done.</param>
    /// <param name="isMinor">True if it is a small change.</param>
    /// <param name="over">Open ends that it takes in.</param>
    /// <param name="said">Where some of it comes from; null where its author wrote it.</param>
    /// <param name="isProposed">True for a text that stands beside the newest until it is decided.</param>
    /// <param name="format">What it is written in; null for what the page was. A text in another format is not merged: it stands beside what was saved meanwhile.</param>
    public async Task<Saved> Save(
        Desk desk,
        Revision from,
        string text,
        string summary,
        bool isMinor,
        ImmutableArray<long> over = default,
        SourceSaid? said = null,
        TextFormat? format = null,
        bool isProposed = false
    )
    {
        var gate = gates.GetOrAdd(from.Page, _ => new(1, 1));
        await gate.WaitAsync();
        try
        {
            var library = desk.Served.Log.Head.World.Get<Library>();
            var newest = library.FindRevision(library.Find(from.Page)!.Newest)!.Value;
            var merged =
                newest.Entry == from.Entry ? text
                : format is not null && format != newest.Format ? null
                : Merge(desk, from, text, newest);
            var onto = merged is null ? from : newest;
            var bytes = Encoding.UTF8.GetBytes(merged ?? text);
            if (
                over.IsDefaultOrEmpty
                && merged is not null
                && (format ?? newest.Format) == newest.Format
                && bytes.Length == newest.Bytes
                && string.Equals(PageTexts.Read(desk, newest), merged, StringComparison.Ordinal)
            )
            {
                return new(
                    new(
                        isProposed
                            ? Verdict.Refused("nothing-changed", "This is the text as it stands: change what you want otherwise, then propose it.")
                            : Verdict.Lawful // sent twice, or nothing was changed
                    )
                );
            }

            var blob = Salt.NewBlob(bytes);
            var act = new EditPage(
                from.Page,
                onto.Entry,
                blob.Id,
                bytes.Length,
                format ?? onto.Format,
                over.IsDefault ? [] : over,
                isMinor,
                isProposed,
                said?.Expression,
                Prose.Of(summary),
                said?.Source ?? default,
                said?.By ?? default
            );
            return new(
                await desk.Act<EditPage, Library>(act, blob),
                IsMerged: merged is not null && newest.Entry != from.Entry,
                IsBeside: merged is null && !isProposed
            );
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Begins a page; where somebody else has just begun one of this title, nothing is done and that one is given.</summary>
    public async Task<(Done Done, Page? There)> Begin(Desk desk, string title, string text, string summary, SourceSaid said)
    {
        var gate = gates.GetOrAdd(Beginning, _ => new(1, 1));
        await gate.WaitAsync();
        try
        {
            if (TitleIndex.Of(desk.Served).Find(desk.Served.Log.Head.World, title) is { } there)
            {
                return (new(Verdict.Refused("title-taken", "A page of this title is there already.")), there);
            }

            var bytes = Encoding.UTF8.GetBytes(text);
            var blob = Salt.NewBlob(bytes);
            var act = new CreatePage(blob.Id, bytes.Length, TextFormat.Markdown, said.Expression, Prose.Of(title), Prose.Of(summary), said.Source, said.By);
            return (await desk.Act<CreatePage, Library>(act, blob), null);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Both texts put together; null where a person has to choose.</summary>
    private static string? Merge(Desk desk, in Revision from, string text, in Revision newest) =>
        PageTexts.Read(desk, from) is { } old && PageTexts.Read(desk, newest) is { } theirs ? ThreeWayMerge.Merge(old, text, theirs).Text : null;
}
