using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Pages;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Taking texts out of sight and bringing them back.</summary>
public static class SightRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("hide/{entry:long}", (Desk desk, long entry) => Ask(desk, "hide", entry));
        routes.MapGet("show/{entry:long}", (Desk desk, long entry) => Ask(desk, "show", entry));
        routes.MapGet("erase/{entry:long}", (Desk desk, long entry) => Ask(desk, "erase", entry));
        routes.MapPost("hide/{entry:long}", Hide);
        routes.MapPost("show/{entry:long}", Show);
        routes.MapPost("erase/{entry:long}", Erase);
    }

    private static IResult Ask(Desk desk, string what, long entry) =>
        View(desk, what, entry) is { } view ? desk.Page<SightPage, SightView>(view) : desk.Missing();

    private static SightView? View(Desk desk, string what, long entry)
    {
        if (!desk.World.Entries.Has(entry))
        {
            return null;
        }

        var head = desk.State<Library>().FindRevision(entry) is { } revision ? PageHead.Of(desk, revision) : null;
        return new(what, entry, desk.World.Entries.Author(entry), desk.World.Entries.At(entry), head, desk.State<Erasures>().Find(entry));
    }

    private static async Task<IResult> Hide(Desk desk, long entry, Filled form) =>
        GroundOf(form["ground"]) is { } ground
            ? Answer(desk, "hide", entry, form, await desk.Act<HideBody, Erasures>(new(entry, ground, Prose.Of(form["reason"]))))
            : Answer(desk, "hide", entry, form, NoGround);

    private static async Task<IResult> Show(Desk desk, long entry, Filled form) =>
        Answer(desk, "show", entry, form, await desk.Act<ShowBody, Erasures>(new(entry, Prose.Of(form["reason"]))));

    private static async Task<IResult> Erase(Desk desk, long entry, Filled form) =>
        GroundOf(form["ground"]) is { } ground
            ? Answer(desk, "erase", entry, form, await desk.Act<EraseBody, Erasures>(new(entry, ground, Reason: Prose.Of(form["reason"]))))
            : Answer(desk, "erase", entry, form, NoGround);

    private static Done NoGround => new(Verdict.Refused("ground-missing", "Say on which ground."));

    private static IResult Answer(Desk desk, string what, long entry, Filled form, Done done)
    {
        if (View(desk, what, entry) is not { } view)
        {
            return desk.Missing();
        }

        return done.IsLawful
            ? desk.See(done, view.Head is { } head ? $"history/~{head.Page.Id}" : $"entry/{entry}")
            : desk.Refuse<SightPage, SightView>(view with { Ground = form["ground"], Reason = form["reason"], Refused = done.Verdict }, done.Verdict);
    }

    private static Ground? GroundOf(string word) =>
        word switch
        {
            "privacy" => Ground.Privacy,
            "law" => Ground.Law,
            "copyright" => Ground.Copyright,
            "abuse" => Ground.Abuse,
            _ => null,
        };
}
