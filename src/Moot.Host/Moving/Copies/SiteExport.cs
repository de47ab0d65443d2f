using System.Text;
using System.Text.Encodings.Web;
using Moot.Commons;
using Moot.Following;
using Moot.Kernel.Encoding;
using Moot.Leaving;
using Moot.Leaving.Pages;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Host.Moving.Copies;

/// <summary>What an export wrote.</summary>
/// <param name="Pages">Pages.</param>
/// <param name="Threads">Threads of talk.</param>
/// <param name="Files">Pictures and other files.</param>
/// <param name="Written">Files in the folder.</param>
/// <param name="Checkpoint">What it is a copy of.</param>
internal sealed record SiteWritten(int Pages, int Threads, int Files, int Written, Checkpoint Checkpoint);

/// <summary>Writes an association as a folder of pages that need no server and no script. The same log gives the same bytes.</summary>
internal sealed class SiteExport
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private readonly Copied copied;
    private readonly SiteFolder to;
    private readonly Desk desk;
    private readonly Desk top;
    private readonly Moot.Ui.Words words;

    private SiteExport(Copied copied, SiteFolder to)
    {
        (this.copied, this.to, desk, words) = (copied, to, copied.Desk, copied.Desk.Words);
        top = desk with { Root = "" };
    }

    /// <summary>Writes the folder.</summary>
    /// <param name="log">The log.</param>
    /// <param name="output">A folder that is empty, not there, or an earlier export of the same log.</param>
    /// <param name="words">The language of what stands around the texts.</param>
    /// <param name="progress">Told what is done, and what is to be done in all.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="Kernel.Storage.LogException">The folder holds something else.</exception>
    public static SiteWritten Write(FrozenLog log, string output, Moot.Ui.Words words, Action<long, long>? progress, CancellationToken cancel)
    {
        var folder = SiteFolder.Begin(output, log.Vkey);
        var export = new SiteExport(new(log, words), folder);
        var threads = Threads(export.desk);
        var all = export.copied.Pages.Length + threads.Count;
        var done = 0;
        void Tick()
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Invoke(++done, all);
        }

        export.WritePages(Tick);
        foreach (var thread in threads)
        {
            export.Write<CopiedThreadPage, CopyThreadView>(CopyAddressViews.Thread(thread.Root), export.copied.Draw(thread));
            Tick();
        }

        export.WriteLists(threads);
        var files = export.WriteFiles();
        folder.Finish(log.Head.Checkpoint);
        return new(export.copied.Pages.Length, threads.Count, files, folder.Count, log.Head.Checkpoint);
    }

    /// <summary>A page as HTML.</summary>
    public static string Html<TPage, TView>(Desk desk, TView view)
        where TPage : PageOf<TView>
    {
        using var text = new PageText();
        using var writer = new PageWriter(text, Encoder);
        writer.Write(typeof(TPage), new Dictionary<string, object?>(StringComparer.Ordinal) { ["Desk"] = desk, ["View"] = view });
        return text.Written.ToString();
    }

    private static List<TalkThread> Threads(Desk desk)
    {
        var said = desk.State<Conversations>();
        return [.. said.Subjects.SelectMany(said.ThreadsOn).OrderByDescending(said.NewestIn)];
    }

    private void WritePages(Action tick)
    {
        var index = new SearchIndexFile();
        var front = desk.State<Library>().FrontPage?.Id;
        foreach (var (page, title) in copied.Pages)
        {
            var (view, history) = copied.Draw(page, title);
            Write<CopiedPage, CopyPageView>(history.Page, view);
            Write<CopiedHistoryPage, CopyHistoryView>(view.History, history);
            index.Add(title, history.Page, PlainText.Of(view.Html ?? ""));
            if (page.Id == front)
            {
                // It stands one folder higher. Only an attribute can have these signs: in words a quotation mark is written as an entity.
                var html = view.Html?.Replace("=\"../", "=\"", StringComparison.Ordinal);
                WriteTop<CopiedPage, CopyPageView>("index.html", view with { Html = html });
            }

            tick();
        }

        to.Write("search-index.js", index.ToBytes());
        to.Write("search.js", Script());
        WriteTop<CopiedSearchPage, CopySearchView>("search.html", new());
        var about = new CopyAboutView(copied.Pages.Length, desk.State<Library>().Revisions.Count, copied.Writers);
        WriteTop<CopiedAboutPage, CopyAboutView>("about.html", about);
        if (front is null)
        {
            WriteTop<CopiedAboutPage, CopyAboutView>("index.html", about);
        }
    }

    private void WriteLists(List<TalkThread> threads)
    {
        var pages = copied
            .Pages.GroupBy(p => PageList.First(PageList.KeyOf(p.Title)), StringComparer.Ordinal)
            .Select(g => new CopyGroupView(g.Key, [.. g.Select(p => copied.LinkTo(p.Page.Id))]));
        WriteTop<CopiedListPage, CopyListView>("pages.html", new(words["pages.title"], [.. pages], words["pages.none"], IsIndex: true));

        var names = copied.Categories.Select(c => new CopyLinkView(CopyAddressViews.Category(c.Key), c.Key, words.Count("pages.count", c.Value.Count)));
        WriteTop<CopiedListPage, CopyListView>("categories.html", new(words["names.categories"], [new(null, [.. names])], words["names.none"]));
        foreach (var (name, members) in copied.Categories)
        {
            var links = members.Select(copied.LinkTo).OrderBy(l => PageList.KeyOf(l.Words), StringComparer.Ordinal).ThenBy(l => l.Path, StringComparer.Ordinal);
            Write<CopiedListPage, CopyListView>(
                CopyAddressViews.Category(name),
                new(name, [new(null, [.. links])], words["names.none"], IsIndex: true)
                {
                    About = copied.Find(Commons.Texts.Titles.In(Commons.Texts.TitleRoom.Category, name)) is { } page ? copied.LinkTo(page.Id) : null,
                }
            );
        }

        var said = desk.State<Conversations>();
        var talk = threads.Select(t => new CopyLinkView(
            CopyAddressViews.Thread(t.Root),
            TalkViews.TitleOf(desk, t) ?? words["talk.nameless"],
            $"{copied.LinkTo(t.Subject).Words} · {words.Count("leave.messages", t.Count)} · {words.DateTime(desk.World.Entries.At(said.NewestIn(t)))}"
        ));
        WriteTop<CopiedListPage, CopyListView>("talk.html", new(words["shell.talk"], [new(null, [.. talk])], words["talk.none"]));
        WriteNewest();
    }

    private void WriteNewest()
    {
        var revisions = desk.State<Library>().Revisions;
        var lines = new List<CopyLinkView>();
        var items = new List<ListItemView>();
        for (var i = revisions.Count - 1; i >= 0 && lines.Count < CopyLimits.NewestMax; i--)
        {
            var head = RevisionHead.Of(desk, revisions[i]);
            var link = copied.LinkTo(head.Revision.Page);
            var (who, at) = head.There is { } there ? (there.Author ?? words["brought.nobody"], there.Saved) : (desk.NameOf(head.By), head.At);
            var summary = head.Withdrawn is null ? head.Summary : null;
            lines.Add(link with { More = $"{words.DateTime(at)} · {who}{(summary is { Length: > 0 } ? " · " + summary : "")}" });
            items.Add(new(head.Entry, link.Words, who, at, summary, link.Path ?? "index.html"));
        }

        WriteTop<CopiedListPage, CopyListView>("recent.html", new(words["shell.recent"], [new(null, [.. lines])], words["pages.none"]) { HasFeed = true });
        to.Write("feed.atom", Feed.ToAtom(top, new(words["shell.recent"], "recent.html", [.. items]), path => path, "feed.atom", next: null));
    }

    private int WriteFiles()
    {
        var files = copied.Files();
        foreach (var view in files)
        {
            var path = copied.PathOf(view.File)!;
            to.Write(path, desk.Store.Blob(view.File.Content)!.Value.Bytes.Span);
            var on = copied.ShownOn.GetValueOrDefault(view.File.Entry, []).Select(copied.LinkTo);
            Write<CopiedFilePage, CopyFileView>(CopyAddressViews.File(view.File.Entry, view.Name), new(view, path, [.. on]));
        }

        var links = files.Select(f => new CopyLinkView(
            CopyAddressViews.File(f.File.Entry, f.Name),
            f.Name!,
            $"{f.Author} · {f.Licence} · {words.Bytes(f.File.Bytes)}"
        ));
        WriteTop<CopiedListPage, CopyListView>("files.html", new(words["more.files"], [new(null, [.. links])], words["names.none"]));
        to.Write("moot.css", Asset.Bytes("moot.css"));
        to.Write("icon.svg", Asset.Bytes("icon.svg"));
        if (desk.State<Library>().Look is { } look)
        {
            to.Write("look.css", Encoding.UTF8.GetBytes(look.ToCss()));
        }

        return files.Length;
    }

    private void Write<TPage, TView>(string path, TView view)
        where TPage : PageOf<TView> => to.Write(path, Encoding.UTF8.GetBytes(Html<TPage, TView>(desk, view)));

    private void WriteTop<TPage, TView>(string path, TView view)
        where TPage : PageOf<TView> => to.Write(path, Encoding.UTF8.GetBytes(Html<TPage, TView>(top, view)));

    private static byte[] Script()
    {
        using var stream = typeof(CopyAddressViews).Assembly.GetManifestResourceStream("copy/search.js")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
