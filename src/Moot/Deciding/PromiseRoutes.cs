using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Deciding.Acts;
using Moot.Deciding.Pages;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Promises that wait for others.</summary>
public static class PromiseRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("promises", List);
        routes.MapGet("promises/new", AskForNew);
        routes.MapPost("promises/new", Open);
        routes.MapGet("promise/{id:long}", Read);
        routes.MapPost("promise/{id:long}/join", Join);
        routes.MapPost("promise/{id:long}/leave", Leave);
        routes.MapPost("promise/{id:long}/keep", Keep);
    }

    private static RazorComponentResult<PromisesPage> List(Desk desk) => desk.Page<PromisesPage, PromisesView>(PromiseViews.All(desk));

    private static RazorComponentResult<PromisePage> AskForNew(Desk desk) => desk.Page<PromisePage, PromiseView>(new(null, null, []));

    private static async Task<IResult> Open(Desk desk, Filled form)
    {
        // The day that is named belongs to it: it ends with the day, in UTC.
        var isDate = DateOnly.TryParseExact(form["until"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        var until = isDate ? Moment.Of(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)) + TimeSpan.FromDays(1) : default;
        var need = form.Number("need") is { } others and >= 0 and < OpenCommitment.NeedMax ? (int)others + 1 : 0;
        var done = await desk.Act<OpenCommitment, Assembly>(new(need, until, Prose.Of(form["title"]), Prose.Of(form["text"])));
        return done.IsLawful ? desk.See(done, "promise/{entry}") : desk.Refuse<PromisePage, PromiseView>(new(null, null, [], done.Verdict, form), done.Verdict);
    }

    private static IResult Read(Desk desk, long id) =>
        desk.State<Assembly>().Commitments.TryGetValue(id, out var promise)
            ? desk.Page<PromisePage, PromiseView>(PromiseViews.Of(desk, promise))
            : desk.Missing();

    private static Task<IResult> Join(Desk desk, long id, Filled form) => Do(desk, id, form, new JoinCommitment(id));

    private static Task<IResult> Leave(Desk desk, long id, Filled form) => Do(desk, id, form, new LeaveCommitment(id));

    private static Task<IResult> Keep(Desk desk, long id, Filled form) => Do(desk, id, form, new KeepCommitment(id, Prose.Of(form["what"])));

    private static async Task<IResult> Do<TAct>(Desk desk, long id, Filled form, TAct act)
        where TAct : class, IAct<TAct, Assembly>
    {
        if (!desk.State<Assembly>().Commitments.TryGetValue(id, out var promise))
        {
            return desk.Missing();
        }

        var done = await desk.Act<TAct, Assembly>(act);
        return done.IsLawful
            ? desk.See(done, $"promise/{id}")
            : desk.Refuse<PromisePage, PromiseView>(PromiseViews.Of(desk, promise, done.Verdict, form), done.Verdict);
    }
}
