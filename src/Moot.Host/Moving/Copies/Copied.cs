using System.Collections.Immutable;
using Moot.Commons;
using Moot.Commons.Files;
using Moot.Commons.Texts;
using Moot.Kernel.Encoding;
using Moot.Leaving;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Host.Moving.Copies;

/// <summary>What everybody may read of an association, drawn for a copy whose files lie in folders beside each other.</summary>
internal sealed class Copied
{
    /// <summary>From one folder of a copy into another.</summary>
    private const string Up = "../";

    private readonly Library library;
    private readonly TitleIndex titles;
    private readonly PageTexts texts;
    private readonly Dictionary<long, string?> paths = [];
    private readonly SortedDictionary<string, SortedSet<long>> categories = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, SortedSet<long>> shownOn = [];
    private readonly Dictionary<string, int> writers = new(StringComparer.Ordinal);

    /// <summary>Begins a copy.</summary>
    /// <param name="log">The log.</param>
    /// <param name="words">The language of what stands around the texts.</param>
    public Copied(FrozenLog log, Words words)
    {
        var served = new Served(log, NobodyAsks.Instance);
        served.Keep(_ => new PageAddresses(ToTitle, ToFile));
        // The time is that of the last entry: the same log gives the same bytes on every day.
        Desk = new(served, Up, Visitor.Stranger, NobodyAsks.Instance, words, log.Head.World.At, "", WantsJson: false);
        (library, titles, texts) = (Desk.State<Library>(), TitleIndex.Of(served), PageTexts.Of(served));
        Pages =
        [
            .. library
                .Pages.Values.Select(p => (Page: p, Title: titles.TitleOf(Desk.World, p) ?? words["page.nameless"]))
                .OrderBy(p => PageList.KeyOf(p.Title), StringComparer.Ordinal)
                .ThenBy(p => p.Title, StringComparer.Ordinal)
                .ThenBy(p => p.Page.Id),
        ];
    }

    /// <summary>Where it is drawn; its root leads up from a folder of the copy.</summary>
    public Desk Desk { get; }

    /// <summary>All pages, in the order of their titles.</summary>
    public ImmutableArray<(Page Page, string Title)> Pages { get; }

    /// <summary>Categories with their pages, as far as pages were drawn.</summary>
    public IReadOnlyDictionary<string, SortedSet<long>> Categories => categories;

    /// <summary>Files with the pages that show or link to them, as far as pages were drawn.</summary>
    public IReadOnlyDictionary<long, SortedSet<long>> ShownOn => shownOn;

    /// <summary>Who wrote the pages that were drawn, those with most texts first.</summary>
    public ImmutableArray<CopyWriterView> Writers => Sorted(writers);

    /// <summary>The files that are in sight, each the newest of its name, in the order of their names.</summary>
    public ImmutableArray<FileView> Files()
    {
        var index = FileIndex.Of(Desk.Served);
        return
        [
            .. library
                .Files.Values.Where(f => index.NameOf(Desk.World, f) is { } name && index.Find(Desk.World, name)?.Entry == f.Entry && PathOf(f) is not null)
                .Select(f => FileViews.Of(Desk, f))
                .OrderBy(f => PageList.KeyOf(f.Name!), StringComparer.Ordinal)
                .ThenBy(f => f.File.Entry),
        ];
    }

    /// <summary>Path of a file's bytes below the copy's folder; null where they are not in sight, or are not what they are said to be.</summary>
    public string? PathOf(CommonsFile file)
    {
        if (!paths.TryGetValue(file.Entry, out var path))
        {
            var index = FileIndex.Of(Desk.Served);
            path = paths[file.Entry] =
                !Desk.IsWithdrawn(file.Entry)
                && index.NameOf(Desk.World, file) is { } name
                && Desk.Store.Blob(file.Content) is { State: BodyState.Present } blob
                && index.TypeOf(file, blob) is not null
                    ? CopyAddressViews.Bytes(file, name)
                    : null;
        }

        return path;
    }

    /// <summary>Draws a page, with its history.</summary>
    public (CopyPageView Page, CopyHistoryView History) Draw(Page page, string title)
    {
        var rows = new List<RevisionHead>(page.Revisions.Count);
        var by = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in page.Revisions.Span)
        {
            var head = RevisionHead.Of(Desk, library.FindRevision(entry)!.Value);
            rows.Add(head);
            if ((head.There is { } there ? there.Author : Desk.NameOf(head.By)) is { } name)
            {
                by[name] = by.GetValueOrDefault(name) + 1;
                writers[name] = writers.GetValueOrDefault(name) + 1;
            }
        }

        rows.Reverse();
        var newest = library.FindRevision(page.Newest)!.Value;
        var shown = texts.Show(Desk, newest);
        Note(page, shown);
        var history = new CopyHistoryView(title, PathOf(page), page.Newest, [.. rows], Sorted(by));
        var saved = rows.Find(r => r.Entry == page.Newest)!;
        return (
            new(
                title,
                shown?.Html,
                saved,
                history.Writers,
                CopyAddressViews.History(page.Id, titles.TitleOf(Desk.World, page)),
                [.. (shown?.Categories ?? []).Select(c => new CopyLinkView(CopyAddressViews.Category(c), c))],
                ThreadsOn(Subject.Page(page.Id)),
                shown?.Contents ?? []
            ),
            history
        );
    }

    /// <summary>Path of a page below the copy's folder.</summary>
    public string PathOf(Page page) => CopyAddressViews.Page(page.Id, titles.TitleOf(Desk.World, page));

    /// <summary>A link to a page.</summary>
    public CopyLinkView LinkTo(long page) =>
        library.Find(page) is { } found ? new(PathOf(found), titles.TitleOf(Desk.World, found) ?? Desk.Words["page.nameless"]) : new(null, $"#{page}");

    /// <summary>The page that has a title; null where there is none.</summary>
    public Page? Find(string title) => titles.Find(Desk.World, title);

    /// <summary>Links to the threads on a subject.</summary>
    public ImmutableArray<CopyLinkView> ThreadsOn(Subject subject) =>
        [
            .. Desk.State<Conversations>()
                .ThreadsOn(subject)
                .Select(t => new CopyLinkView(
                    CopyAddressViews.Thread(t.Root),
                    TalkViews.TitleOf(Desk, t) ?? Desk.Words["talk.nameless"],
                    Desk.Words.Count("leave.messages", t.Count)
                )),
        ];

    /// <summary>Draws a thread with everything that was said in it.</summary>
    public CopyThreadView Draw(TalkThread thread)
    {
        var messages = ImmutableArray.CreateBuilder<MessageView>(thread.Count);
        var part = TalkViews.Thread(Desk, thread, from: null);
        messages.AddRange(part.Messages);
        while (part.Later is { } later)
        {
            part = TalkViews.Thread(Desk, thread, later);
            messages.AddRange(part.Messages);
        }

        return new(part.Title ?? Desk.Words["talk.nameless"], LinkTo(thread.Subject), thread.Resolved, messages.DrainToImmutable());
    }

    /// <summary>What is talked about.</summary>
    public CopyLinkView LinkTo(Subject subject) =>
        subject.Noun is "page" && subject.Number is { } page && library.Find(page) is not null ? LinkTo(page) : new(null, SubjectView.Of(Desk, subject).Label);

    private void Note(Page page, Rendered? shown)
    {
        foreach (var category in shown?.Categories ?? [])
        {
            Category(category).Add(page.Id);
        }

        var index = FileIndex.Of(Desk.Served);
        foreach (var name in shown?.Files ?? [])
        {
            if (FileIndex.Plain(name) is { } plain && index.Find(Desk.World, plain) is { } file && PathOf(file) is not null)
            {
                (shownOn.TryGetValue(file.Entry, out var on) ? on : shownOn[file.Entry] = []).Add(page.Id);
            }
        }
    }

    private SortedSet<long> Category(string name) => categories.TryGetValue(name, out var pages) ? pages : categories[name] = [];

    private LinkTarget ToTitle(Desk desk, string title)
    {
        var (room, name) = Titles.Room(title);
        switch (room)
        {
            case TitleRoom.Category:
                Category(name); // whatever is linked to is there, if only to say that it is empty
                return new(Up + CopyAddressViews.Category(name), Exists: true);
            case TitleRoom.File
                when FileIndex.Plain(name) is { } plain && FileIndex.Of(desk.Served).Find(desk.World, plain) is { } file && PathOf(file) is not null:
                return new(Up + CopyAddressViews.File(file.Entry, plain), Exists: true);
            case TitleRoom.Talk when Find(name) is { } about && desk.State<Conversations>().ThreadsOn(Subject.Page(about.Id)).Any():
                return new(Up + PathOf(about) + "#talk", Exists: true);
            default:
                // Nobody can write a missing page here, so its words are no link.
                return Find(title) is { } page ? new(Up + PathOf(page), Exists: true) : new("", Exists: false);
        }
    }

    private FileTarget? ToFile(Desk desk, string name) =>
        FileIndex.Plain(name) is { } plain && FileIndex.Of(desk.Served).Find(desk.World, plain) is { } file && PathOf(file) is { } path
            ? new(Up + path, Up + CopyAddressViews.File(file.Entry, plain), Cleaned.IsPicture(file.Type), desk.Prose(file.Entry, "summary"))
            : null;

    private static ImmutableArray<CopyWriterView> Sorted(Dictionary<string, int> by) =>
        [.. by.Select(w => new CopyWriterView(w.Key, w.Value)).OrderByDescending(w => w.Texts).ThenBy(w => w.Name, StringComparer.Ordinal)];
}
