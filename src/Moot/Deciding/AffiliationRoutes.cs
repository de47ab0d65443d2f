using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Deciding.Acts;
using Moot.Deciding.Pages;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>A member says to which organisations they belong.</summary>
public static class AffiliationRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("me/affiliations", Read);
        routes.MapPost("me/affiliations", Declare);
        routes.MapPost("me/affiliations/name", Name);
    }

    private static IResult Read(Desk desk) =>
        desk.Visitor.Member is { } member ? desk.Page<AffiliationsPage, AffiliationsView>(AffiliationViews.Of(desk, member)) : Stranger(desk);

    private static async Task<IResult> Declare(Desk desk, Filled form) =>
        desk.Visitor.Member is { } member
            ? Answer(desk, member, "declare", form, await desk.Act<DeclareAffiliation, Assembly>(new(form.Has("none") ? [] : Chosen(form))))
            : Stranger(desk);

    private static async Task<IResult> Name(Desk desk, Filled form) =>
        desk.Visitor.Member is { } member
            ? Answer(desk, member, "name", form, await desk.Act<NameOrganisation, Assembly>(new(Prose.Of(form["name"].Trim()))))
            : Stranger(desk);

    private static IResult Answer(Desk desk, MemberId member, string name, Filled form, Done done) =>
        done.IsLawful
            ? desk.See(done, "me/affiliations")
            : desk.Refuse<AffiliationsPage, AffiliationsView>(
                AffiliationViews.Of(desk, member) with
                {
                    Form = name,
                    Refused = done.Verdict,
                    Filled = form,
                },
                done.Verdict
            );

    /// <summary>The one that was chosen first, then the others that were ticked.</summary>
    private static ImmutableArray<long> Chosen(Filled form) =>
        [
            .. new[] { form["first"] }
                .Concat(form.Fields.TryGetValue("also", out var ticked) ? ticked.Select(t => t ?? "") : [])
                .Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
                .Where(n => n >= 0)
                .Distinct(),
        ];

    private static IResult Stranger(Desk desk) => desk.Refuse(Verdict.Refused("members-only", "Only members can do this."), StatusCodes.Status403Forbidden);
}
