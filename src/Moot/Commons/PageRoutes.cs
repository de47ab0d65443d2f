using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Acts;
using Moot.Commons.Pages;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Reading and writing pages.</summary>
public static class PageRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("page/{**title}", Read);
        routes.MapGet("edit/{**title}", Edit);
        routes.MapPost("edit/{**title}", Save);
    }

    private static IResult Read(Desk desk, string title, long? at)
    {
        if (Titles.Normal(title) is not { } wanted)
        {
            return desk.Missing();
        }

        var library = desk.State<Library>();
        if (PageOf(desk, wanted) is not { } page)
        {
            return desk.Page<NoPage, NoPageView>(new(wanted), StatusCodes.Status404NotFound);
        }

        var called = TitleIndex.Of(desk.Served).TitleOf(desk.World, page);
        if (at is null && called is not null && !string.Equals(called, wanted, StringComparison.Ordinal))
        {
            return desk.See("page/" + Titles.ToSlug(called));
        }

        return library.FindRevision(at ?? page.Newest) is { } revision && revision.Page == page.Id
            ? desk.Page<ReadPage, PageView>(
                new(
                    called,
                    page,
                    revision,
                    desk.World.Entries.Author(revision.Entry),
                    desk.World.Entries.At(revision.Entry),
                    PageTexts.Of(desk.Served).Show(desk, revision)
                )
            )
            : desk.Missing();
    }

    private static IResult Edit(Desk desk, string title, int? section)
    {
        if (Titles.Normal(title) is not { } wanted)
        {
            return desk.Missing();
        }

        if (PageOf(desk, wanted) is not { } page)
        {
            return desk.Page<EditPagePage, EditView>(new(wanted, Page: null, From: null, Section: null, Text: ""));
        }

        var newest = desk.State<Library>().FindRevision(page.Newest)!.Value;
        return PageTexts.Read(desk, newest) is { } text && (section is not { } number ? text : SectionEdit.Text(text, number)) is { } part
            ? desk.Page<EditPagePage, EditView>(new(wanted, page, newest.Entry, section, part))
            : desk.Missing();
    }

    private static async Task<IResult> Save(Desk desk, string title, Filled form)
    {
        if (Titles.Normal(title) is not { } wanted)
        {
            return desk.Missing();
        }

        var page = PageOf(desk, wanted);
        var from = form.Number("from") is { } entry ? desk.State<Library>().FindRevision(entry) : null;
        var view = new EditView(wanted, page, from?.Entry, (int?)form.Number("section"), form["text"], form["summary"], form.Has("minor"));
        if (page is null || from is null || from.Value.Page != page.Id)
        {
            return page is null
                ? await Create(desk, view, form)
                : await Change(desk, view with { From = page.Id }, desk.State<Library>().FindRevision(page.Id)!.Value, form);
        }

        return await Change(desk, view, from.Value, form);
    }

    private static async Task<IResult> Create(Desk desk, EditView view, Filled form)
    {
        if (form.Has("preview"))
        {
            return desk.Page<EditPagePage, EditView>(view with { Preview = PageTexts.Of(desk.Served).Show(desk, view.Text, TextFormat.Markdown, view.Title) });
        }

        var bytes = Encoding.UTF8.GetBytes(view.Text);
        var blob = Salt.NewBlob(bytes);
        var act = new CreatePage(blob.Id, bytes.Length, TextFormat.Markdown, Prose.Of(view.Title), Prose.Of(view.Summary));
        var done = await desk.Act<CreatePage, Library>(act, blob);
        return done.IsLawful
            ? desk.See(done, "page/" + Titles.ToSlug(view.Title))
            : desk.Refuse<EditPagePage, EditView>(view with { Refused = done.Verdict }, done.Verdict);
    }

    private static async Task<IResult> Change(Desk desk, EditView view, Revision from, Filled form)
    {
        var whole = view.Text;
        if (view.Section is { } section)
        {
            if (PageTexts.Read(desk, from) is not { } old || SectionEdit.Replace(old, section, view.Text) is not { } replaced)
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

        var saved = await PageSaves.Of(desk.Served).Save(desk, from, whole, view.Summary, view.IsMinor);
        return !saved.Done.IsLawful ? desk.Refuse<EditPagePage, EditView>(view with { Refused = saved.Done.Verdict }, saved.Done.Verdict)
            : saved.IsBeside ? desk.See(saved.Done, "settle/{entry}")
            : desk.See(saved.Done, "page/" + Titles.ToSlug(view.Title));
    }

    /// <summary>The page of a title, or of <c>~12</c>: the page that entry 12 began, whatever it is called.</summary>
    internal static Page? PageOf(Desk desk, string title) =>
        title is ['~', .. var digits]
        && long.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id)
            ? desk.State<Library>().Find(id)
            : TitleIndex.Of(desk.Served).Find(desk.World, title);
}
