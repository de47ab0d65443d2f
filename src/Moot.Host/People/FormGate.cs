using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Membership;
using Moot.Membership.Pages;
using Moot.Ui;
using Moot.Ui.Parts;

namespace Moot.Host.People;

/// <summary>Lets through only what the visitor sent: no other site can act in their name, and nothing that was typed is lost where that cannot be told.</summary>
/// <remarks>Acts sent to <c>acts</c> are signed by themselves, and a request with an Authorization header was not made by a form: both pass.</remarks>
internal static class FormGate
{
    /// <summary>Where scripts put the form's key.</summary>
    public const string Header = "Moot-Form-Key";

    private static readonly Verdict Elsewhere = Verdict.Refused(
        "from-elsewhere",
        "This was sent from another site, so it was not done. Open the page here and do it there."
    );

    private static readonly Verdict WrongKey = Verdict.Refused(
        "form-key-wrong",
        "You signed in or out, or were away for long, since you opened this form. Nothing is lost: send it once more, under the name that stands below."
    );

    /// <summary>Passes a request on, or answers it.</summary>
    public static async Task Pass(HttpContext http, RequestDelegate next)
    {
        if (!IsChecked(http.Request) || await Check(http) is not { } refusal)
        {
            await next(http);
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        await refusal.ExecuteAsync(http);
    }

    private static bool IsChecked(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && !HttpMethods.IsOptions(request.Method)
        && request.Headers.Authorization.Count == 0
        && !string.Equals(request.Path.Value, "/acts", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(request.Path.Value, Gits.GitRoutes.Path, StringComparison.Ordinal); // git reads by it

    /// <summary>The answer to a request that may not pass; null for one that may.</summary>
    private static async Task<IResult?> Check(HttpContext http)
    {
        var coming = Origins.Of(http.Request);
        var room = http.Features.Get<IReception>() as Room;
        if (coming == Coming.FromElsewhere)
        {
            return room is null
                ? TypedResults.Text(Elsewhere.Sentence, statusCode: StatusCodes.Status403Forbidden)
                : (await room.Receive(http)).Refuse(Elsewhere, StatusCodes.Status403Forbidden);
        }

        if (room?.People is not { } people)
        {
            return null;
        }

        var form = await Filled.Read(http);
        var carried = form[FormKey.FieldName] is [{ Length: > 0 } field] ? field : http.Request.Headers[Header].ToString();
        var isRight = Visit.Of(http, room) switch
        {
            null => carried.Length == 0, // with a key: a session that ended; it would go out under another name
            { Member: null } when carried.Length == 0 => coming == Coming.FromHere, // opened as a stranger, in another tab, before the first act
            { } session => people.Sessions.IsFormKey(session, carried),
        };
        return isRight ? null : Again(await room.Receive(http), form);
    }

    /// <summary>The same fields in a form that one click sends.</summary>
    private static IResult Again(Desk desk, IFormCollection form)
    {
        if (desk.WantsJson || form.Count + form.Files.Count == 0)
        {
            return desk.Refuse(WrongKey, StatusCodes.Status403Forbidden);
        }

        var fields = form.Where(f => !string.Equals(f.Key, FormKey.FieldName, StringComparison.Ordinal))
            .SelectMany(f => ((IEnumerable<string?>)(f.Value.Count == 0 ? new StringValues("") : f.Value)).Select(v => new FieldView(f.Key, v ?? "")));
        var files = form.Files.Select(f => f.Name).Distinct(StringComparer.Ordinal);
        return desk.Page<FormAgainPage, FormAgainView>(new(desk.Path, [.. fields], [.. files], WrongKey), StatusCodes.Status403Forbidden);
    }
}
