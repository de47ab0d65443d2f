using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Moot.Guard;
using Moot.Guard.Acts;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Programs.Pages;
using Moot.Ui;

namespace Moot.Programs;

/// <summary>What programs need: a description, one place for all acts, and tokens.</summary>
public static class ProgramRoutes
{
    /// <summary>Days for which a token is good where nothing else is said.</summary>
    private const int DaysUsual = 90;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("openapi.json", Document).WithSummary("This description");
        routes.MapGet("api", Api).WithSummary("This description, for people");
        routes.MapPost("api/acts", Act).WithSummary("Do any act");
        routes.MapGet("me/tokens", Tokens).WithSummary("One's tokens");
        routes.MapPost("me/tokens", MakeToken).WithSummary("Make a token");
        routes.MapPost("me/tokens/{id:long}/revoke", RevokeToken).WithSummary("Take a token back");
        routes.MapPost("me/bot", Declare).WithSummary("Say that this account is a program");
    }

    private static ContentHttpResult Document(Desk desk, HttpContext http) =>
        TypedResults.Text(Describe(desk, http).ToJsonString(), "application/json", System.Text.Encoding.UTF8);

    private static RazorComponentResult<ApiPage> Api(Desk desk, HttpContext http) =>
        desk.Page<ApiPage, ApiView>(new(Describe(desk, http), desk.World.Registry.Kinds, $"{http.Request.Scheme}://{http.Request.Host}{desk.Root}"));

    private static JsonObject Describe(Desk desk, HttpContext http) =>
        OpenApi.Document(desk.World.Registry, http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints, desk.Root, desk.AssociationName);

    private static async Task<IResult> Act(Desk asked, HttpContext http)
    {
        var desk = asked with { WantsJson = true };
        if (!http.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("Acts are sent as JSON.", StatusCodes.Status415UnsupportedMediaType);
        }

        Verdict verdict;
        Draft? draft = null;
        try
        {
            var order = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
            JsonTexts.ReadAll(order);
            verdict = order is null ? Malformed : ActOrder.Read(desk.World.Registry, order, out draft);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            verdict = Malformed; // broken, a name twice, or half a character
        }

        if (draft is null)
        {
            return desk.Refuse(verdict);
        }

        var done = await desk.Pen.Act(draft);
        return done.IsLawful ? desk.See(done, "entry/{entry}") : desk.Refuse(done.Verdict);
    }

    private static Verdict Malformed => Verdict.Refused("malformed", "The body must be one JSON object, such as {\"kind\":\"talk.say/1\",\"text\":\"hello\"}.");

    private static IResult Tokens(Desk desk) => desk.Visitor.Member is { } member ? desk.Page<TokensPage, TokensView>(View(desk, member)) : Stranger(desk);

    private static IResult MakeToken(Desk desk, Filled form)
    {
        if (desk.Visitor.Member is not { } member)
        {
            return Stranger(desk);
        }

        var (tokens, label) = (TokensOf(desk), form["label"].Trim());
        var scopes = Enum.GetValues<TokenScopes>().Where(s => s != TokenScopes.None && form.Has(WordOf(s))).Aggregate(TokenScopes.None, (all, s) => all | s);
        var days = form["days"].Length == 0 ? DaysUsual : form.Number("days") ?? 0;
        var verdict =
            desk.State<Roster>().Find(member) is not { IsVouchable: true } ? Verdict.Refused("not-vouchable", desk.Words["token.not-vouched"])
            : label.Length is 0 or > ITokens.LabelCharactersMax
                ? Verdict.Refused("label-missing", desk.Words.Say("token.label-missing", ITokens.LabelCharactersMax))
            : scopes == TokenScopes.None ? Verdict.Refused("scope-missing", desk.Words["token.scope-missing"])
            : days is < 1 or > ITokens.DaysMax ? Verdict.Refused("days-wrong", desk.Words.Say("token.days-wrong", ITokens.DaysMax))
            : tokens.Of(member).Length >= ITokens.PerMemberMax ? Verdict.Refused("too-many-tokens", desk.Words.Say("token.too-many", ITokens.PerMemberMax))
            : Verdict.Lawful;
        if (!verdict.IsLawful)
        {
            return desk.Refuse<TokensPage, TokensView>(View(desk, member) with { Label = form["label"], Refused = verdict }, verdict);
        }

        var secret = tokens.Make(member, label, scopes, desk.Now, desk.Now + TimeSpan.FromDays(days));
        return desk.Page<TokensPage, TokensView>(View(desk, member) with { Secret = secret });
    }

    private static IResult RevokeToken(Desk desk, long id) =>
        desk.Visitor.Member is not { } member ? Stranger(desk)
        : TokensOf(desk).Revoke(member, id) ? desk.See("me/tokens")
        : desk.Missing();

    private static async Task<IResult> Declare(Desk desk, Filled form)
    {
        if (desk.Visitor.Member is not { } member)
        {
            return Stranger(desk);
        }

        var done = await desk.Act<DeclareBot, Gatehouse>(new(form.Has("bot")));
        return done.IsLawful
            ? desk.See(done, "me/tokens")
            : desk.Refuse<TokensPage, TokensView>(View(desk, member) with { Refused = done.Verdict }, done.Verdict);
    }

    private static TokensView View(Desk desk, MemberId member) => new(TokensOf(desk).Of(member), desk.State<Gatehouse>().IsBot(Actor.Of(member)));

    private static ITokens TokensOf(Desk desk) => desk.Served.Keep<ITokens>(_ => throw new InvalidOperationException("The host keeps tokens."));

    private static IResult Stranger(Desk desk) => desk.Refuse(Verdict.Refused("members-only", desk.Words["token.sign-in"]), StatusCodes.Status403Forbidden);

    internal static string WordOf(TokenScopes scope) =>
        scope switch
        {
            TokenScopes.Read => "read",
            TokenScopes.Edit => "edit",
            TokenScopes.Talk => "talk",
            _ => "files",
        };
}
