using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Pages;
using Moot.Commons.Wikitext;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Turning a page of wikitext into Markdown: shown first, then saved as one ordinary edit.</summary>
public static class ConvertRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("convert/{**title}", Show);
        routes.MapPost("convert/{**title}", Save);
    }

    private static IResult Show(Desk desk, string title) =>
        PageHead.At(desk, title) is not { } head ? desk.Missing()
        : Read(desk, head, out var wrong) is not var (newest, text) ? desk.Refuse(wrong)
        : desk.Page<ConvertPage, ConvertView>(Turned(desk, head, newest, text));

    private static async Task<IResult> Save(Desk desk, string title, Filled form)
    {
        if (PageHead.At(desk, title) is not { } head)
        {
            return desk.Missing();
        }

        if (Read(desk, head, out var wrong) is not var (newest, old))
        {
            return desk.Refuse(wrong);
        }

        var view = Turned(desk, head, newest, old);
        if (form.Number("from") != newest.Entry)
        {
            return desk.Page<ConvertPage, ConvertView>(view with { IsAnew = true }, StatusCodes.Status409Conflict);
        }

        var text = form["text"];
        view = view with { Text = text, Changes = DiffPart.Between(old, text), Preview = Shown(desk, head, text) };
        if (!form.Has("save"))
        {
            return desk.Page<ConvertPage, ConvertView>(view);
        }

        var saved = await PageSaves.Of(desk.Served).Save(desk, newest, text, desk.Words["convert.summary"], isMinor: false, format: TextFormat.Markdown);
        return !saved.Done.IsLawful ? desk.Refuse<ConvertPage, ConvertView>(view with { Refused = saved.Done.Verdict }, saved.Done.Verdict)
            : saved.IsBeside ? desk.See(saved.Done, "settle/{entry}")
            : desk.See(saved.Done, "page/" + head.Slug);
    }

    /// <summary>The newest text of a page, where it is wikitext that can be turned.</summary>
    private static (Revision Newest, string Text)? Read(Desk desk, PageHead head, out Verdict wrong)
    {
        wrong = Verdict.Lawful;
        var newest = desk.State<Library>().FindRevision(head.Page.Newest)!.Value;
        if (newest.Format != TextFormat.Wikitext || PageTexts.Read(desk, newest) is not { } text)
        {
            wrong = Verdict.Refused("not-wikitext", desk.Words["convert.not-wikitext"]);
            return null;
        }

        if (text.Length > WikitextLimits.CharactersMax)
        {
            wrong = Verdict.Refused("text-too-long", desk.Words["convert.too-long"]);
            return null;
        }

        return (newest, text);
    }

    private static ConvertView Turned(Desk desk, PageHead head, in Revision newest, string text)
    {
        var turned = WikitextToMarkdown.Convert(text, new WikitextFacts().WithOrigin(desk.World, head.Page, desk.Prose));
        return new(head, newest.Entry, turned.Markdown, turned.Losses, DiffPart.Between(text, turned.Markdown), Shown(desk, head, turned.Markdown));
    }

    private static Texts.Rendered Shown(Desk desk, PageHead head, string text) => PageTexts.Of(desk.Served).Show(desk, text, TextFormat.Markdown, head.Title);
}
