using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Deciding.Charters;
using Moot.Deciding.Pages;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Editing a charter and comparing two. Nothing is stored here: a draft lives in its form until somebody proposes it.</summary>
public static class CharterRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("charter/compare", Compare);
        routes.MapGet("charter/edit", Begin);
        routes.MapPost("charter/edit", Step);
    }

    private static IResult Compare(Desk desk, string? a, string? b) =>
        CompareViews.Of(desk, a, b) is { } view ? desk.Page<ComparePage, ComparePageView>(view) : desk.Missing();

    private static IResult Begin(Desk desk, string? template) =>
        template is null ? Edit(desk, CharterEditViews.Of(desk, CharterText.Write(desk.State<Assembly>().Charter), from: null))
        : Templates.Names.Contains(template, StringComparer.Ordinal) ? Edit(desk, CharterEditViews.Of(desk, Templates.Read(template), template))
        : desk.Missing();

    private static IResult Step(Desk desk, Filled form)
    {
        var view = CharterEditViews.Step(desk, form);
        return
            view.Charter is not null
            && form["do"] is "propose"
            && NewMatterViews.Of(desk, new(IsCharter: true, Role: null, Takes: false, Appeals: null, Subject: null, Text: null, Template: null)) is { } matter
            ? desk.Page<NewMatterPage, NewMatterView>(matter with { Charter = view.Text })
            : Edit(desk, view);
    }

    private static IResult Edit(Desk desk, CharterEditView view) =>
        view.Refused is { } verdict ? desk.Refuse<CharterEditPage, CharterEditView>(view, verdict) : desk.Page<CharterEditPage, CharterEditView>(view);
}
