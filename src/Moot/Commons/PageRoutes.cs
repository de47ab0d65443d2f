using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Licensing;
using Moot.Commons.Pages;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Reading and writing pages.</summary>
public static class PageRoutes
{
    /// <summary>Texts that are looked back to for one that is in sight.</summary>
    private const int LookBackMax = 64;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("page/{**title}", Read);
        routes.MapGet("edit/{**title}", Edit);
        routes.MapPost("edit/{**title}", Save);
    }

    private static IResult Read(HttpContext http, Desk desk, string title, long? at, string? from)
    {
        if (Titles.Normal(title) is not { } wanted)
        {
            return desk.Missing();
        }

        if (Titles.Room(wanted) is (TitleRoom.Talk, var subject))
        {
            return desk.See("talk/page/" + Titles.ToSlug(subject));
        }

        if (PageOf(desk, wanted) is not { } page)
        {
            var near = PageList.Of(desk.Served).Near(desk, wanted) is { } other ? desk.State<Library>().Find(other) : null;
            return desk.Page<NoPage, NoPageView>(new(wanted, near is null ? null : PageHead.Of(desk, near)), StatusCodes.Status404NotFound);
        }

        var head = PageHead.Of(desk, page);
        if (at is null && !string.Equals(head.Slug, Titles.ToSlug(wanted), StringComparison.Ordinal))
        {
            return desk.See("page/" + head.Slug + (wanted[0] == '~' ? "" : "?from=" + Uri.EscapeDataString(wanted)));
        }

        if (desk.State<Library>().FindRevision(at ?? page.Newest) is not { } revision || revision.Page != page.Id)
        {
            return desk.Missing();
        }

        var came = from is not null && Titles.Normal(from) is { } former && PageOf(desk, former)?.Id == page.Id ? former : null;
        if (at is null && Watching.WatchViews.IsWatched(desk, $"page:{page.Id}"))
        {
            // Of what nobody watches nothing is noted: what people read is their own affair.
            Watching.WatchViews.See(desk, http, $"page:{page.Id}", desk.World.Size);
        }

        var shown = PageTexts.Of(desk.Served).Show(desk, revision);
        return desk.Page<ReadPage, PageView>(new(head, RevisionHead.Of(desk, revision), shown, came, page.OpenEnds.Contains(revision.Entry)));
    }

    private static IResult Edit(Desk desk, string title, int? section, long? at)
    {
        if (Titles.Normal(title) is not { } wanted)
        {
            return desk.Missing();
        }

        if (Titles.Room(wanted) is (TitleRoom.Talk, var subject))
        {
            return desk.See("talk/page/" + Titles.ToSlug(subject));
        }

        if (PageOf(desk, wanted) is not { } page)
        {
            return wanted[0] == '~'
                ? desk.Missing()
                : desk.Page<EditPagePage, EditView>(new(wanted, Titles.ToSlug(wanted), Page: null, From: null, Section: null, Text: ""));
        }

        var head = PageHead.Of(desk, page);
        if (at is { } old && old != page.Newest)
        {
            return desk.State<Library>().FindRevision(old)?.Page == page.Id ? desk.See($"restore/{old}") : desk.Missing();
        }

        var newest = desk.State<Library>().FindRevision(page.Newest)!.Value;
        if (PageTexts.Read(desk, newest) is not { } text)
        {
            var older = LastInSight(desk, newest);
            return desk.Page<EditPagePage, EditView>(
                new(head, newest.Entry, section: null, older ?? "") { Note = older is null ? "edit.withdrawn-empty" : "edit.withdrawn-older" }
            );
        }

        return (section is not { } number ? text : SectionEdit.Text(text, number, newest.Format)) is { } part
            ? desk.Page<EditPagePage, EditView>(new(head, newest.Entry, section, part))
            : desk.Missing();
    }

    /// <summary>The last text before a withdrawn one that can be read; null where none of the last few can.</summary>
    private static string? LastInSight(Desk desk, Revision revision)
    {
        for (var tries = 0; tries < LookBackMax && revision.From is { } from && desk.State<Library>().FindRevision(from) is { } before; tries++)
        {
            if (PageTexts.Read(desk, before) is { } text)
            {
                return text;
            }

            revision = before;
        }

        return null;
    }

    private static async Task<IResult> Save(Desk desk, string title, Filled form)
    {
        if (Titles.Normal(title) is not { } wanted)
        {
            return desk.Missing();
        }

        var (section, isMinor) = ((int?)form.Number("section"), form.Has("minor"));
        if (PageOf(desk, wanted) is not { } page)
        {
            return wanted[0] == '~'
                ? desk.Missing()
                : await Create(
                    desk,
                    new(wanted, Titles.ToSlug(wanted), null, null, null, form["text"], form["summary"], isMinor) { Said = SourceSaid.Of(form) },
                    form
                );
        }

        var library = desk.State<Library>();
        var view = new EditView(PageHead.Of(desk, page), form.Number("from"), section, form["text"], form["summary"])
        {
            IsMinor = isMinor,
            Said = SourceSaid.Of(form),
        };
        return view.From is { } entry && library.FindRevision(entry) is { } from && from.Page == page.Id
            ? await Change(desk, view with { Meanwhile = SavedSince(page, from) }, from, form)
            : Taken(desk, page, view);
    }

    /// <summary>Somebody began this page while it was being written here: both texts stand in the field, and nothing is lost.</summary>
    private static IResult Taken(Desk desk, Page page, EditView typed)
    {
        var newest = desk.State<Library>().FindRevision(page.Newest)!.Value;
        var theirs = PageTexts.Read(desk, newest) ?? "";
        if (typed.Text.Length > 0 && string.Equals(theirs, typed.Text, StringComparison.Ordinal))
        {
            return desk.See("page/" + typed.Slug); // the same form was sent twice
        }

        var both = theirs.Length == 0 ? typed.Text : theirs.TrimEnd('\n') + "\n\n" + typed.Text;
        var taken = Verdict.Refused(
            "title-taken",
            "A page of this title is there already. Its text and yours stand one below the other: put them in order and save."
        );
        return desk.Refuse<EditPagePage, EditView>(typed with { From = newest.Entry, Section = null, Text = both, Refused = taken }, taken);
    }

    private static async Task<IResult> Create(Desk desk, EditView view, Filled form)
    {
        if (form.Has("preview") || form.Has("changes"))
        {
            return desk.Page<EditPagePage, EditView>(view with { Preview = PageTexts.Of(desk.Served).Show(desk, view.Text, TextFormat.Markdown, view.Title) });
        }

        var (done, there) = await PageSaves.Of(desk.Served).Begin(desk, view.Title, view.Text, view.Summary, view.Said);
        if (there is not null)
        {
            // The desk is of a moment ago: what came since is seen from a new one.
            var now = desk.Anew();
            return Taken(now, there, new EditView(PageHead.Of(now, there), null, null, view.Text, view.Summary) { Said = view.Said });
        }

        return done.IsLawful
            ? desk.See(done, done.ToSign is null ? "page/" + view.Slug : "page/~{entry}")
            : desk.Refuse<EditPagePage, EditView>(view with { Refused = done.Verdict }, done.Verdict);
    }

    private static async Task<IResult> Change(Desk desk, EditView view, Revision from, Filled form)
    {
        var (whole, old) = (view.Text, PageTexts.Read(desk, from));
        if (view.Section is { } section)
        {
            if (old is null || SectionEdit.Replace(old, section, view.Text, from.Format) is not { } replaced)
            {
                var gone = Verdict.Refused("no-such-section", desk.Words["edit.no-such-section"]);
                return desk.Refuse<EditPagePage, EditView>(view with { Refused = gone }, gone);
            }

            whole = replaced.Text;
        }

        if (form.Has("preview"))
        {
            return desk.Page<EditPagePage, EditView>(view with { Preview = PageTexts.Of(desk.Served).Show(desk, view.Text, from.Format, view.Title) });
        }

        if (form.Has("changes"))
        {
            return desk.Page<EditPagePage, EditView>(view with { Changes = DiffPart.Between(old ?? "", whole), Note = "edit.changes-note" });
        }

        var isProposed = form.Has("propose");
        var saved = await PageSaves.Of(desk.Served).Save(desk, from, whole, view.Summary, view.IsMinor, said: view.Said, isProposed: isProposed);
        return !saved.Done.IsLawful ? desk.Refuse<EditPagePage, EditView>(view with { Refused = saved.Done.Verdict }, saved.Done.Verdict)
            : isProposed ? desk.See(saved.Done, $"matters/new?subject=page:{from.Page}&text={{entry}}")
            : saved.IsBeside ? desk.See(saved.Done, "settle/{entry}")
            : desk.See(saved.Done, "page/" + view.Slug);
    }

    /// <summary>How many texts were saved after one.</summary>
    private static int SavedSince(Page page, in Revision from)
    {
        var at = page.Revisions.Span.BinarySearch(from.Entry);
        return at < 0 ? 0 : page.Revisions.Count - 1 - at;
    }

    /// <summary>The page of a title, or of <c>~12</c>: the page that entry 12 began, whatever it is called.</summary>
    internal static Page? PageOf(Desk desk, string title) =>
        title is ['~', .. var digits]
        && long.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id)
            ? desk.State<Library>().Find(id)
            : TitleIndex.Of(desk.Served).Find(desk.World, title);
}
