using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Following;
using Moot.Kernel.Acts;
using Moot.Programs.Pages;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Programs;

/// <summary>Webhooks: members let the host tell an address of theirs what happens.</summary>
public static class HookRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("me/webhooks", Hooks).WithSummary("One's webhooks");
        routes.MapPost("me/webhooks", MakeHook).WithSummary("Make a webhook");
        routes.MapPost("me/webhooks/{id:long}/test", TestHook).WithSummary("Send a test");
        routes.MapPost("me/webhooks/{id:long}/on", SwitchOnHook).WithSummary("Switch a webhook on again");
        routes.MapPost("me/webhooks/{id:long}/remove", RemoveHook).WithSummary("Remove a webhook");
    }

    private static IResult Hooks(Desk desk) => desk.Visitor.Member is { } member ? desk.Page<HooksPage, HooksView>(View(desk, member)) : Stranger(desk);

    private static async Task<IResult> MakeHook(Desk desk, HttpContext http, Filled form)
    {
        if (desk.Visitor.Member is not { } member)
        {
            return Stranger(desk);
        }

        var (url, kind, about) = (form["url"].Trim(), Array.IndexOf(ActFilter.Kinds, form["kind"]) >= 0 ? form["kind"] : ActFilter.All, form["subject"].Trim());
        var subject = SubjectOf(desk, about);
        var refused =
            url.Length is 0 or > IHooks.UrlCharactersMax ? "url-wrong"
            : subject is null ? "subject-unknown"
            : await HooksOf(desk).Refuses(url, http.RequestAborted);
        var address = $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}{desk.Root}";
        var secret = refused is null ? HooksOf(desk).Make(member, url, address, kind, subject!, desk.World.Size) : null;
        if (secret is null)
        {
            var code = refused ?? "too-many";
            var verdict = Verdict.Refused("hook-" + code, desk.Words.Say("hook.trouble-" + code, IHooks.PerMemberMax));
            return desk.Refuse<HooksPage, HooksView>(View(desk, member) with { Url = url, Kind = kind, Subject = about, Refused = verdict }, verdict);
        }

        return desk.Page<HooksPage, HooksView>(View(desk, member) with { Secret = secret });
    }

    private static IResult TestHook(Desk desk, long id) =>
        desk.Visitor.Member is not { } member ? Stranger(desk)
        : HooksOf(desk).Test(member, id) ? desk.See("me/webhooks")
        : desk.Missing();

    private static IResult SwitchOnHook(Desk desk, long id) =>
        desk.Visitor.Member is not { } member ? Stranger(desk)
        : HooksOf(desk).SwitchOn(member, id, desk.World.Size) ? desk.See("me/webhooks")
        : desk.Missing();

    private static IResult RemoveHook(Desk desk, long id) =>
        desk.Visitor.Member is not { } member ? Stranger(desk)
        : HooksOf(desk).Remove(member, id) ? desk.See("me/webhooks")
        : desk.Missing();

    /// <summary>What a webhook is about, as it was typed: nothing, a subject such as <c>page:12</c>, or a page's title; null where there is no such page.</summary>
    private static string? SubjectOf(Desk desk, string typed) =>
        typed.Length == 0 ? ""
        : Subject.TryParse(typed, out var subject) && SubjectView.IsThere(desk, subject) ? subject.Name
        : Titles.Normal(typed) is { } title && PageRoutes.PageOf(desk, title) is { } page ? $"page:{page.Id}"
        : null;

    private static HooksView View(Desk desk, MemberId member)
    {
        var hooks = HooksOf(desk);
        return new([.. hooks.Of(member).Select(h => (h, hooks.Deliveries(h.Id)))]);
    }

    private static IHooks HooksOf(Desk desk) => desk.Served.Keep<IHooks>(_ => throw new InvalidOperationException("The host keeps webhooks."));

    private static IResult Stranger(Desk desk) => desk.Refuse(Verdict.Refused("members-only", desk.Words["hook.sign-in"]), StatusCodes.Status403Forbidden);
}
