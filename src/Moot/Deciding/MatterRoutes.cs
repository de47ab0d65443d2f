using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Deciding.Pages;
using Moot.Kernel.Acts;
using Moot.Ui;
using Moot.Watching;

namespace Moot.Deciding;

/// <summary>Reading a matter and taking a part in it.</summary>
public static class MatterRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("matter/{id:long}", Read);
        routes
            .MapGet("matter/{id:long}.json", ReadJson)
            .WithSummary(
                "A matter: where it stands, texts, objections with what became of each, positions, votes, reports of the minority, steps, all in pages"
            );
        routes.MapGet("matter/{id:long}/steps", ReadSteps);
        routes.MapGet("matter/{id:long}/texts", ReadTexts);
        routes.MapPost("matter/{id:long}/dissent", Dissent);
        routes.MapPost("matter/{id:long}/position", TakeOne);
        routes.MapPost("matter/{id:long}/object", Raise);
        routes.MapPost("matter/{id:long}/vote", CastOne);
        routes.MapPost("matter/{id:long}/sign", Sign);
        routes.MapPost("matter/{id:long}/recuse", StepAside);
        routes.MapPost("matter/{id:long}/call", CallOne);
        routes.MapPost("matter/{id:long}/close", Close);
        routes.MapPost("matter/{id:long}/record", Enter);
        routes.MapPost("matter/{id:long}/decree", Decide);
        routes.MapPost("matter/{id:long}/evidence", Show);
        routes.MapPost("matter/{id:long}/amend", Amend);
        routes.MapPost("matter/{id:long}/summary", Summarise);
        routes.MapPost("matter/{id:long}/reopen", Reopen);
        routes.MapPost("matter/{id:long}/withdraw", Withdraw);
        routes.MapPost("matter/{id:long}/take", Take);
        routes.MapPost("objection/{id:long}/answer", Answer);
        routes.MapPost("objection/{id:long}/settle", Settle);
        routes.MapPost("objection/{id:long}/defer", Defer);
        routes.MapPost("objection/{id:long}/merge", Merge);
        routes.MapPost("objection/{id:long}/test", Test);
    }

    /// <summary>The value of a word, as forms send it; null where there is none.</summary>
    internal static T? Word<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(WordJson<T>.Word(value), word, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    private static IResult Read(Desk desk, HttpContext http, long id, long? from, long? before) =>
        desk.WantsJson ? ReadJson(desk, http, id, from, before, steps: null)
        : MatterViews.Find(desk, id) is { } matter ? See(desk, http, MatterViews.Of(desk, matter, from, before))
        : desk.Missing();

    private static RazorComponentResult<MatterPage> See(Desk desk, HttpContext http, MatterView view)
    {
        WatchViews.See(desk, http, $"matter:{view.Matter.Id}", desk.World.Size);
        return desk.Page<MatterPage, MatterView>(view);
    }

    private static IResult ReadJson(Desk desk, HttpContext http, long id, long? from, long? before, int? steps)
    {
        if (MatterViews.Find(desk, id) is not { } matter)
        {
            return desk.Missing();
        }

        http.Response.Headers.CacheControl = "no-cache";
        var address = $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}";
        var json = MatterJsonViews.Write(desk, MatterViews.Of(desk, matter, from, before), StepViews.All(desk, matter, steps ?? 0), address);
        return TypedResults.Bytes(json, "application/json; charset=utf-8");
    }

    private static IResult ReadSteps(Desk desk, long id, int? from) =>
        MatterViews.Find(desk, id) is { } matter ? desk.Page<StepsPage, StepListView>(StepViews.All(desk, matter, from ?? 0)) : desk.Missing();

    private static IResult ReadTexts(Desk desk, long id, long? old, long? @new) =>
        MatterViews.Find(desk, id) is { } matter && MatterTextsViews.Of(desk, matter, old, @new) is { } view
            ? desk.Page<MatterTextsPage, MatterTextsView>(view)
            : desk.Missing();

    private static Task<IResult> Dissent(Desk desk, long id, Filled form) =>
        Do(desk, id, "dissent", form, new DissentFromMatter(id, Prose.Of(form["text"])), "#dissents");

    private static Task<IResult> TakeOne(Desk desk, long id, Filled form) =>
        Do(desk, id, "position", form, Word<Stance>(form["stance"]) is { } stance ? new TakePosition(id, stance, Prose.Of(form["reason"])) : null);

    private static Task<IResult> Raise(Desk desk, long id, Filled form) =>
        Do(desk, id, "object", form, new RaiseObjection(id, form.Number("same"), Prose.Of(form["reason"]), Prose.Of(form["remedy"])), "#o{entry}");

    private static Task<IResult> CastOne(Desk desk, long id, Filled form) =>
        Do(desk, id, "vote", form, Word<Vote>(form["vote"]) is { } vote ? new CastVote(id, vote, Prose.Of(form["reason"])) : null);

    private static Task<IResult> Sign(Desk desk, long id, Filled form) => Do(desk, id, "sign", form, new SignMatter(id));

    private static Task<IResult> StepAside(Desk desk, long id, Filled form) => Do(desk, id, "recuse", form, new RecuseFromMatter(id, Prose.Of(form["reason"])));

    private static Task<IResult> CallOne(Desk desk, long id, Filled form) =>
        Do(
            desk,
            id,
            "call",
            form,
            Word<CallKind>(form["as"]) is { } kind
                ? new CallConsensus(id, kind, Numbers(form, "remains") is { IsEmpty: false } named ? named : null, Prose.Of(form["explanation"]))
                : null
        );

    private static Task<IResult> Close(Desk desk, long id, Filled form) =>
        Do(desk, id, "close", form, Word<Closing>(form["as"]) is { } closing ? new CloseMatter(id, closing, Prose.Of(form["rationale"])) : null);

    private static Task<IResult> Enter(Desk desk, long id, Filled form) => Do(desk, id, "record", form, new RecordDecision(id));

    private static Task<IResult> Decide(Desk desk, long id, Filled form) => Do(desk, id, "decree", form, new DecreeMatter(id, Prose.Of(form["reason"])));

    private static Task<IResult> Show(Desk desk, long id, Filled form) =>
        Do(
            desk,
            id,
            "evidence",
            form,
            Word<Maturity>(form["maturity"]) is { } maturity && (form["works"] is "yes" or "no")
                ? new ShowEvidence(id, maturity, form["works"] is "yes", Prose.Of(form["name"]), Prose.Of(form["text"]))
                : null
        );

    private static Task<IResult> Amend(Desk desk, long id, Filled form) =>
        Do(
            desk,
            id,
            "amend",
            form,
            new AmendMatter(
                id,
                desk.State<Assembly>().Find(id)?.NewCharter is null ? null : CharterText.Tidy(form["charter"]),
                form.Number("revision") ?? desk.State<Assembly>().Find(id)?.Revision,
                Prose.Of(form["text"])
            )
        );

    private static Task<IResult> Summarise(Desk desk, long id, Filled form) =>
        Do(desk, id, "summary", form, new EditSummary(id, Prose.Of(form["for"]), Prose.Of(form["against"]), Prose.Of(form["open"])));

    private static Task<IResult> Reopen(Desk desk, long id, Filled form) => Do(desk, id, "reopen", form, new ReopenMatter(id, Prose.Of(form["information"])));

    private static Task<IResult> Withdraw(Desk desk, long id, Filled form) => Do(desk, id, "withdraw", form, new WithdrawMatter(id, Prose.Of(form["reason"])));

    private static async Task<IResult> Take(Desk desk, long id, Filled form)
    {
        if (ProposedTextViews.ToTake(desk, id) is not { } decided)
        {
            return desk.State<Assembly>().Find(id) is null ? desk.Missing() : desk.See($"matter/{id}");
        }

        var done = await desk.Act<TakeProposed, Library>(decided);
        var matter = MatterViews.Find(desk.Anew(), id)!;
        return done.IsLawful
            ? desk.See(done, $"matter/{id}")
            : desk.Refuse<MatterPage, MatterView>(MatterViews.Of(desk, matter) with { Tried = new("take", form, done.Verdict) }, done.Verdict);
    }

    private static Task<IResult> Answer(Desk desk, long id, Filled form) => On(desk, id, "answer", form, new AnswerObjection(id, Prose.Of(form["answer"])));

    private static Task<IResult> Settle(Desk desk, long id, Filled form) =>
        On(desk, id, "settle", form, Word<HolderSays>(form["as"]) is { } says ? new SettleObjection(id, says, Prose.Of(form["reason"])) : null);

    private static Task<IResult> Defer(Desk desk, long id, Filled form) =>
        On(desk, id, "defer", form, Word<DeferReason>(form["as"]) is { } why ? new DeferObjection(id, why, Prose.Of(form["reason"])) : null);

    private static Task<IResult> Merge(Desk desk, long id, Filled form) =>
        On(desk, id, "merge", form, form.Number("into") is { } into ? new MergeObjection(id, into, Prose.Of(form["reason"])) : null);

    private static Task<IResult> Test(Desk desk, long id, Filled form) =>
        On(desk, id, "test", form, form["holds"] is "harm" or "taste" ? new TestObjection(id, form["holds"] is "harm", Prose.Of(form["reason"])) : null);

    internal static ImmutableArray<long> Numbers(Filled form, string field) =>
        form.Fields.TryGetValue(field, out var values)
            ?
            [
                .. values
                    .Select(v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
                    .Where(n => n >= 0)
                    .Distinct(),
            ]
            : [];

    private static Task<IResult> On<TAct>(Desk desk, long objection, string form, Filled filled, TAct? act)
        where TAct : class, IAct<TAct, Assembly> =>
        desk.State<Assembly>().MatterOfObjection.TryGetValue(objection, out var matter)
            ? Do(desk, matter, $"{form}-{objection}", filled, act, $"#o{objection}", objection)
            : Task.FromResult(desk.Missing());

    /// <summary>Does an act on a matter and shows the matter again; where it was refused, with what was typed.</summary>
    internal static async Task<IResult> Do<TAct>(Desk desk, long id, string form, Filled filled, TAct? act, string place = "", long? from = null)
        where TAct : class, IAct<TAct, Assembly>
    {
        if (desk.State<Assembly>().Find(id) is null)
        {
            return desk.Missing();
        }

        var done = act is null ? new Done(Verdict.Refused("nothing-chosen", "Choose one of the answers.")) : await desk.Act<TAct, Assembly>(act);
        if (done is { IsLawful: true, ToSign: null } && ProposedTextViews.ToTake(desk.Anew(), id) is { } decided)
        {
            // What was decided takes effect at once. Where it cannot, the page of the matter says why.
            await desk.Anew().Act<TakeProposed, Library>(decided);
        }

        if (done.IsLawful)
        {
            return desk.See(done, $"matter/{id}{place}");
        }

        var anew = desk.Anew();
        return MatterViews.Find(anew, id) is { } matter
            ? anew.Refuse<MatterPage, MatterView>(MatterViews.Of(anew, matter, from) with { Tried = new(form, filled, done.Verdict) }, done.Verdict)
            : desk.Missing();
    }
}
