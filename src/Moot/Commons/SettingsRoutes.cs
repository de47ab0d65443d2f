using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Acts;
using Moot.Commons.Pages;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>What members choose for all: the first page, the licence and the look.</summary>
public static class SettingsRoutes
{
    /// <summary>Pages that are offered where no page has the typed title.</summary>
    private const int SimilarMax = 10;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("settings", Show);
        routes.MapPost("settings/front", Front);
        routes.MapPost("settings/licence", Licence);
        routes.MapPost("settings/brought", Tell);
        routes.MapPost("settings/look", Look);
        routes.MapGet("look.css", Css);
        routes.MapGet("more", More);
        routes.MapGet("help", Help);
    }

    private static RazorComponentResult<SettingsPage> Show(Desk desk) => desk.Page<SettingsPage, SettingsView>(SettingsView.Of(desk));

    /// <summary>Chooses the first page: one of those offered, by its id, or the one of a typed title.</summary>
    private static async Task<IResult> Front(Desk desk, Filled form)
    {
        var typed = form["title"].Trim();
        var title = Titles.Normal(typed);
        var page = form.Number("page") ?? (title is null ? null : PageRoutes.PageOf(desk, title)?.Id ?? PageList.Of(desk.Served).Near(desk, title));
        var view = SettingsView.Of(desk) with { Typed = typed };
        if (page is null)
        {
            var none = Verdict.Refused("front-no-page", "No page has this title. Choose one of those that begin so, or write it first.");
            var similar = title is null ? [] : PageList.Of(desk.Served).Beginning(desk, title, SimilarMax);
            view = view with { Similar = AboutRoutes.Heads(desk, [.. similar.Select(p => p.Page)]), FrontRefused = none };
            return desk.Refuse<SettingsPage, SettingsView>(view, none);
        }

        var done = await desk.Act<ChooseFront, Library>(new(page.Value));
        return done.IsLawful
            ? desk.See(done, "settings#front")
            : desk.Refuse<SettingsPage, SettingsView>(view with { FrontRefused = done.Verdict }, done.Verdict);
    }

    private static async Task<IResult> Licence(Desk desk, Filled form)
    {
        var view = SettingsView.Of(desk) with { Licence = form["other-licence"].Trim() is { Length: > 0 } other ? other : form["licence"] };
        var done = await desk.Act<SetLicence, Library>(new(view.Licence, Prose.Of(form["reason"])));
        return done.IsLawful ? desk.See(done, "settings") : desk.Refuse<SettingsPage, SettingsView>(view with { LicenceRefused = done.Verdict }, done.Verdict);
    }

    private static async Task<IResult> Tell(Desk desk, Filled form)
    {
        var licence = form["other-licence"].Trim() is { Length: > 0 } other ? other : form["licence"];
        var done = await desk.Act<TellLicence, Library>(new(form.Number("import") ?? -1, licence, Prose.Of(form["reason"])));
        return done.IsLawful
            ? desk.See(done, "settings")
            : desk.Refuse<SettingsPage, SettingsView>(SettingsView.Of(desk) with { BroughtRefused = done.Verdict }, done.Verdict);
    }

    private static async Task<IResult> Look(Desk desk, Filled form)
    {
        var look = Read(form["accent"], form["paper"], form["font"]);
        var view = SettingsView.Of(desk) with { Look = look ?? SettingsView.Of(desk).Look };
        if (look is null)
        {
            var bad = Verdict.Refused("bad-colour", "A colour is written as # and six digits from 0 to f.");
            return desk.Refuse<SettingsPage, SettingsView>(view with { LookRefused = bad }, bad);
        }

        if (form.Has("preview"))
        {
            return desk.Page<SettingsPage, SettingsView>(view with { IsPreview = true });
        }

        var done = await desk.Act<SetLook, Library>(new(look.Accent, look.AccentDark, look.Paper, look.Font));
        return done.IsLawful ? desk.See(done, "settings") : desk.Refuse<SettingsPage, SettingsView>(view with { LookRefused = done.Verdict }, done.Verdict);
    }

    /// <summary>The few rules of the look: as it was chosen by the entry v, or, to look at before choosing, of the values in the address.</summary>
    private static IResult Css(HttpContext http, Desk desk, long? v, string? accent, string? paper, string? font)
    {
        var chosen = desk.State<Library>().Look;
        var look = accent is null ? chosen : Read(accent, paper ?? "", font ?? "");
        if (look is null)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = accent is null && v == look.Entry ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Text(look.ToCss(), "text/css; charset=utf-8");
    }

    /// <summary>A look as a form tells it; the colour for dark paper is the same one, made lighter until it can be read.</summary>
    private static CommonsLook? Read(string accent, string paper, string font)
    {
        if (Shade.Parse(accent.Trim().ToLowerInvariant()) is not { } shade)
        {
            return null;
        }

        var tint = Enum.GetValues<PaperTint>().FirstOrDefault(t => string.Equals(WordJson<PaperTint>.Word(t), paper, StringComparison.Ordinal), PaperTint.Warm);
        var shape = Enum.GetValues<TextFont>().FirstOrDefault(t => string.Equals(WordJson<TextFont>.Word(t), font, StringComparison.Ordinal), TextFont.Serif);
        return new(0, shade.ToString(), shade.LighterOn(Shade.Parse(CommonsLook.Dark(tint))!.Value).ToString(), tint, shape);
    }

    private static RazorComponentResult<MorePage> More(HttpContext http, Desk desk) =>
        desk.Page<MorePage, MoreView>(new($"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}{desk.Root}"));

    private static RazorComponentResult<HelpPage> Help(Desk desk) => desk.Page<HelpPage, HelpView>(new(desk.State<Library>().Licence));
}
