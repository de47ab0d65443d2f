using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel.Acts;
using Moot.Stewarding.Acts;
using Moot.Stewarding.Pages;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Stewarding;

/// <summary>The powers: who has them, how they were used, using one and undoing it.</summary>
public static class PowerRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("powers", List);
        routes
            .MapGet("powers.json", ListJson)
            .WithSummary("The powers of the charter, who has them, and every use: who, on whom, why, until when, and who undid it");
        routes.MapGet("powers/use", AskForUse);
        routes.MapPost("powers/use", Use);
        routes.MapGet("powers/{id:long}", Read);
        routes.MapGet("powers/{id:long}.json", ReadJson).WithSummary("One use of a power, and the other uses on the same subject");
        routes.MapPost("powers/{id:long}/undo", Undo);
        routes.MapPost("powers/{id:long}/second", Second);
    }

    private static IResult List(Desk desk, HttpContext http, string? by, string? exceptions, long? before) =>
        desk.WantsJson ? ListJson(desk, http, by, exceptions, before)
        : Asked(desk, by, exceptions, before) is { } view ? desk.Page<PowersPage, PowersView>(view)
        : desk.Missing();

    private static IResult ListJson(Desk desk, HttpContext http, string? by, string? exceptions, long? before) =>
        Asked(desk, by, exceptions, before) is { } view ? Send(http, PowerJsonViews.Write(desk, view, HostOf(http))) : desk.Missing();

    private static PowersView? Asked(Desk desk, string? by, string? exceptions, long? before)
    {
        if (by is null)
        {
            return PowerViews.All(desk, by: null, exceptions is "1", before);
        }

        return SubjectView.MemberOf(desk, by) is { } member ? PowerViews.All(desk, Actor.Of(member), exceptions is "1", before) : null;
    }

    private static IResult Read(Desk desk, HttpContext http, long id) =>
        desk.WantsJson ? ReadJson(desk, http, id)
        : PowerViews.Find(desk, id) is { } view ? desk.Page<UsePage, UseView>(view)
        : desk.Missing();

    private static IResult ReadJson(Desk desk, HttpContext http, long id) =>
        PowerViews.Find(desk, id) is { } view ? Send(http, PowerJsonViews.Write(desk, view, HostOf(http))) : desk.Missing();

    private static IResult AskForUse(Desk desk, string? power, string? subject, long? decision) =>
        PowerViews.Form(desk, power, subject, decision) is { } view ? desk.Page<UsePowerPage, UseFormView>(view) : desk.Missing();

    private static async Task<IResult> Use(Desk desk, Filled form)
    {
        var typed = form["subject"] is { Length: > 0 } chosen ? chosen : null;
        var about = typed ?? (form["about"].Trim() is { Length: > 0 } named ? SubjectView.Find(desk, named)?.Name : null);
        if (PowerViews.Form(desk, form["power"], typed, form.Number("decision")) is not { Power: not null } view)
        {
            return desk.Missing();
        }

        view = view with { Filled = form };
        if (about is null)
        {
            return Again(Verdict.Refused("power-subject-missing", "Say on whom or what it is used: a member, a page's title, or #12 for an entry."));
        }

        if (!form.TryTime("until", out var until))
        {
            return Again(Verdict.Refused("no-such-time", "That is no time. Write it as 2026-12-03T18:00, or leave it out."));
        }

        var done = await desk.Act<UsePower, Stewardship>(
            new(form["power"], about, form.Has("exception") ? null : form.Number("decision"), until, form.Has("exception"), Prose.Of(form["reason"]))
        );
        return done.IsLawful ? desk.See(done, "powers/{entry}") : Again(done.Verdict);

        IResult Again(Verdict verdict) => desk.Refuse<UsePowerPage, UseFormView>(view with { Refused = verdict }, verdict);
    }

    private static Task<IResult> Undo(Desk desk, long id, Filled form) =>
        Do(desk, id, "undo", form, new UndoPower(id, form.Number("decision"), Prose.Of(form["reason"])));

    private static Task<IResult> Second(Desk desk, long id, Filled form) => Do(desk, id, "second", form, new SecondPower(id));

    private static async Task<IResult> Do<TAct>(Desk desk, long id, string name, Filled form, TAct act)
        where TAct : class, IAct<TAct, Stewardship>
    {
        if (desk.State<Stewardship>().Find(id) is null)
        {
            return desk.Missing();
        }

        var done = await desk.Act<TAct, Stewardship>(act);
        return done.IsLawful
            ? desk.See(done, $"powers/{id}")
            : desk.Refuse<UsePage, UseView>(PowerViews.Find(desk.Anew(), id)! with { Form = name, Refused = done.Verdict, Filled = form }, done.Verdict);
    }

    private static string HostOf(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}";

    private static FileContentHttpResult Send(HttpContext http, byte[] json)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(json, "application/json; charset=utf-8");
    }
}
