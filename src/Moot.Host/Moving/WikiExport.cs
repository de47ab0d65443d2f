using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Moving;

/// <summary>Writes all pages with their histories as a wiki's file: what was brought as it came, what was written here with its author, time and summary.</summary>
/// <remarks>What is hidden or erased here is written as MediaWiki writes what it suppressed.</remarks>
internal sealed class WikiExport
{
    /// <summary>The program that writes the file.</summary>
    private const string Generator = "Moot";

    private readonly ILogStore store;
    private readonly World world;
    private readonly Library library;
    private readonly Erasures erasures;
    private readonly ExportNumbers numbers;
    private readonly Dictionary<long, BroughtPage> brought = [];
    private readonly Dictionary<long, string> names = [];

    private WikiExport(ILogStore store, World world)
    {
        (this.store, this.world) = (store, world);
        (library, erasures) = (world.Get<Library>(), world.Get<Erasures>());
        numbers = new(library);
        foreach (var page in library.Imports.Pages.Values)
        {
            brought[page.Page] = page;
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="store">The log.</param>
    /// <param name="world">How things stand.</param>
    /// <param name="to">Where it is written.</param>
    /// <param name="progress">Told the revisions that were written.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Pages and revisions that were written.</returns>
    public static (long Pages, long Revisions) Write(ILogStore store, World world, Stream to, Action<long>? progress, CancellationToken cancel)
    {
        var export = new WikiExport(store, world);
        using var writer = new WikiWriter(to, export.Site());
        long revisions = 0;
        foreach (var page in export.library.Pages.Values)
        {
            writer.Begin(export.PageOf(page));
            foreach (var revision in export.InOrder(page))
            {
                cancel.ThrowIfCancellationRequested();
                writer.Write(revision);
                progress?.Invoke(++revisions);
            }
        }

        writer.End();
        return (export.library.Pages.Count, revisions);
    }

    /// <summary>The wiki that was brought in first; of an association that brought none in, the association.</summary>
    private WikiSite Site()
    {
        if (library.Imports.Sources.Count > 0 && Record(library.Imports.Sources.Values.Min()) is BeginImport { } import)
        {
            return WikiSource.Site(import) is var site && site.Name is null ? site with { Name = world.Get<Foundation>().Current?.Origin } : site;
        }

        var name = world.Get<Foundation>().Current is { } current ? Prose(current.From, "name") : null;
        return new(name, null, null, Generator, "case-sensitive", null, [new(0, "", null)]);
    }

    private WikiPage PageOf(Page page)
    {
        var there = brought.GetValueOrDefault(page.Id);
        var title = TitleOf(page, there);
        var newest = library.FindRevision(page.Newest)!.Value;
        var redirect =
            newest is { Format: TextFormat.Wikitext, HasText: true } && IsShown(newest.Entry) && TextOf(newest) is { } text ? WikiRedirect.Of(text.Span) : null;
        return new(title, there?.Space ?? 0, numbers.OfPage(page.Id), redirect);
    }

    private string TitleOf(Page page, BroughtPage? there)
    {
        var title = Record(page.Titled) switch
        {
            BringRevision act => act.Was.Text ?? act.Title.Text,
            CreatePage act => act.Title.Text,
            MovePage act => act.Title.Text,
            _ => null,
        };
        // A talk page that was moved here has the name that its namespace asks for there.
        return title is not null && there is { Space: 1 } && title.StartsWith(WikiTitles.TalkArchive, StringComparison.Ordinal)
            ? "Talk:" + title[WikiTitles.TalkArchive.Length..]
            : title ?? $"Page {page.Id}";
    }

    /// <summary>The revisions of a page with the one that is shown at the end, as programs expect that read such files.</summary>
    private IEnumerable<WikiRevision> InOrder(Page page)
    {
        var of = PageOf(page);
        for (var i = 0; i < page.Revisions.Count; i++)
        {
            if (page.Revisions[i] != page.Newest)
            {
                yield return Of(of, library.FindRevision(page.Revisions[i])!.Value);
            }
        }

        yield return Of(of, library.FindRevision(page.Newest)!.Value);
    }

    private WikiRevision Of(WikiPage page, in Revision revision) =>
        library.Imports.FindBrought(revision.Entry) is { } there ? Brought(page, revision, there) : Local(page, revision);

    private WikiRevision Brought(WikiPage page, in Revision revision, in BroughtRevision there)
    {
        var act = (BringRevision)Record(revision.Entry)!;
        var isShown = IsShown(revision.Entry);
        var text = isShown && revision.HasText ? TextOf(revision) : null;
        var (model, format) = WikiModels.Of(revision.Format, act.Model.Text);
        return new(
            page,
            numbers.OfRevision(revision.Entry),
            there.Parent == 0 ? null : numbers.OfThere(there.Import, there.Parent),
            there.Saved.ToDate(),
            isShown ? AuthorOf(there, act) : new(WikiAuthorKind.Suppressed),
            revision.IsMinor,
            act.Summary.Text,
            there.IsSummaryHidden || !isShown,
            there.Origin == 0 ? null : numbers.OfThere(there.Import, there.Origin),
            model,
            format,
            text is not null ? WikiTextState.Present
                : there.Lacks == TextLack.Stub && isShown ? WikiTextState.Stub
                : WikiTextState.Suppressed,
            text ?? default,
            revision.Bytes > 0 && there.Lacks != default ? revision.Bytes : null,
            act.Sum.Text
        );
    }

    private static WikiAuthor AuthorOf(in BroughtRevision there, BringRevision act) =>
        there.AuthorKind switch
        {
            AuthorThere.Suppressed => new(WikiAuthorKind.Suppressed),
            AuthorThere.Name when act.Author.Text is { } name => new(WikiAuthorKind.Name, name, there.Author < 0 ? null : there.Author),
            AuthorThere.Address when act.Author.Text is { } address => new(WikiAuthorKind.Address, address),
            AuthorThere.Unknown => default,
            _ => new(WikiAuthorKind.Suppressed),
        };

    private WikiRevision Local(WikiPage page, in Revision revision)
    {
        var isShown = IsShown(revision.Entry);
        var text = isShown ? TextOf(revision) : null;
        var (model, format) = WikiModels.Of(revision.Format, ModelOf(revision));
        return new(
            page,
            numbers.OfRevision(revision.Entry),
            revision.From is { } from ? numbers.OfRevision(from) : null,
            world.Entries.At(revision.Entry).ToDate(),
            new(WikiAuthorKind.Name, NameOf(world.Entries.Author(revision.Entry))),
            revision.IsMinor,
            Prose(revision.Entry, "summary"),
            !isShown,
            null,
            model,
            format,
            text is null ? WikiTextState.Suppressed : WikiTextState.Present,
            text ?? default,
            null,
            null
        );
    }

    /// <summary>What another wiki called the texts of this page, where this one goes on with them; null where that is usual.</summary>
    private string? ModelOf(in Revision revision) =>
        revision.Format == TextFormat.Plain && brought.TryGetValue(revision.Page, out var there) ? (Record(there.Last) as BringRevision)?.Model.Text : null;

    private string NameOf(Actor actor)
    {
        if (actor.Member is { } id && world.Get<Roster>().Find(id) is { } member)
        {
            if (!names.TryGetValue(member.Named, out var name))
            {
                names[member.Named] = name = Prose(member.Named, "name") ?? $"Member {id.ToString()[..8]}";
            }

            return name;
        }

        return actor.Guest is { } key ? $"Guest {key.ToString()[..8]}" : "Guest";
    }

    private bool IsShown(long entry) => erasures.Find(entry) is null;

    private ReadOnlyMemory<byte>? TextOf(in Revision revision) => store.Blob(revision.Text) is { State: BodyState.Present } blob ? blob.Bytes : null;

    private object? Record(long entry) => ReadAct.Of(store, world.Registry, entry)?.Record;

    private string? Prose(long entry, string member)
    {
        if (IsShown(entry) && store.Read(entry, entry + 1).FirstOrDefault() is { Body.State: BodyState.Present } stored)
        {
            using var json = System.Text.Json.JsonDocument.Parse(stored.Body.Bytes);
            return json.RootElement.TryGetProperty(member, out var text) ? text.GetString() : null;
        }

        return null;
    }
}
