using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Deciding.Pages;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>The matters, proposing one, the charter, and what waits for somebody.</summary>
public static class DecidingRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("matters", List);
        routes.MapGet("matters/new", AskForNew);
        routes.MapPost("matters/new", Propose);
        routes.MapGet("waiting", Waiting);
        routes.MapGet("charter", ReadCharter);
        routes.MapGet("charter/history", ReadHistory);
        routes.MapGet("charter/template/{name}", ReadTemplate);
        CharterRoutes.Map(routes);
        MatterRoutes.Map(routes);
        PromiseRoutes.Map(routes);
        AffiliationRoutes.Map(routes);
        AreaRoutes.Map(routes);
        LotRoutes.Map(routes);
        BallotRoutes.Map(routes);
    }

    private static RazorComponentResult<MattersPage> List(Desk desk, long? before) => desk.Page<MattersPage, MattersView>(MatterViews.List(desk, before));

    private static RazorComponentResult<WaitingPage> Waiting(Desk desk) => desk.Page<WaitingPage, WaitingView>(WaitingViews.Of(desk));

    private static RazorComponentResult<CharterPage> ReadCharter(Desk desk) => desk.Page<CharterPage, CharterView>(CharterViews.Of(desk));

    private static IResult ReadHistory(Desk desk, long? old, long? @new) =>
        CharterViews.History(desk, old, @new) is { } view ? desk.Page<CharterHistoryPage, CharterHistoryView>(view) : desk.Missing();

    private static IResult ReadTemplate(Desk desk, string name) =>
        CharterViews.Template(desk, name) is { } view ? desk.Page<CharterPage, CharterView>(view) : desk.Missing();

    private static IResult AskForNew(
        Desk desk,
        string? subject,
        string? charter,
        string? template,
        string? role,
        string? takes,
        long? appeals,
        long? text,
        string? power,
        long? undoes
    ) =>
        NewMatterViews.Of(
            desk,
            new(charter is not null || template is not null, role, takes is not null, appeals, subject, text, template) { Power = power, Undoes = undoes }
        )
            is { } view
            ? desk.Page<NewMatterPage, NewMatterView>(view)
            : desk.Missing();

    private static async Task<IResult> Propose(Desk desk, Filled form)
    {
        var asked = new NewMatterAsked(
            form.Has("is-charter"),
            Or(form["role"]),
            form.Has("takes"),
            form.Number("appeals"),
            Or(form["subject"]),
            form.Number("revision"),
            Template: null
        )
        {
            Power = Or(form["power"]),
            Undoes = form.Number("undoes"),
        };
        if (NewMatterViews.Of(desk, asked) is not { } view)
        {
            return desk.Missing();
        }

        view = view with { Filled = form };
        if (form.Has("adopt"))
        {
            var adopted = await desk.Act<AdoptCharter, Assembly>(new(CharterText.Tidy(form["charter"])));
            return adopted.IsLawful ? desk.See(adopted, "charter") : Again(adopted.Verdict);
        }

        var isOpen = asked is { IsCharter: false, Role: null, Appeals: null, Undoes: null };
        var about = isOpen
            ? asked.Subject is { } named
                ? named
                : SubjectView.Find(desk, form["about"])?.Name
            : null;
        if (about is null && isOpen)
        {
            return Again(Verdict.Refused("no-such-subject", "There is no such thing to decide about."));
        }

        if (!form.TryTime("until", out var until))
        {
            return Again(Verdict.Refused("no-such-time", "That is no time. Write it as 2026-12-03T18:00, or leave it out."));
        }

        var member = asked.Role is null ? null : SubjectView.MemberOf(desk, form["member"]);
        var done = await desk.Act<OpenMatter, Assembly>(
            new(
                Or(form["pathway"]),
                asked.Power is null && string.Equals(about, Subject.Whole.Name, StringComparison.Ordinal) ? null : about,
                asked.Text,
                Charter: asked.IsCharter ? CharterText.Tidy(form["charter"]) : null,
                Role: asked.Role,
                Member: member,
                Takes: asked.Takes,
                Appeals: asked.Appeals,
                Ground: MatterRoutes.Word<AppealGround>(form["ground"]),
                Power: asked.Power,
                PowerUntil: asked.Power is null ? null : until,
                Undoes: asked.Undoes,
                Title: Prose.Of(form["title"]),
                Text: Prose.Of(form["text"])
            )
        );
        return done.IsLawful ? desk.See(done, "matter/{entry}") : Again(done.Verdict);

        IResult Again(Verdict verdict) => desk.Refuse<NewMatterPage, NewMatterView>(view with { Refused = verdict }, verdict);
    }

    private static string? Or(string field) => field.Length > 0 ? field : null;
}
