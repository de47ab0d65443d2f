using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Membership;
using Moot.Membership.Pages;
using Moot.Ui;

namespace Moot.Host.People;

/// <summary>A member who is signed in lets another device of theirs in, by a link or a picture for its camera.</summary>
/// <remarks>The code stands behind the <c>#</c> of the link, which browsers send to nobody: it comes in the body of a form, and no log of addresses has it.</remarks>
internal static class DeviceRoutes
{
    private static readonly Verdict CodeWrong = Verdict.Refused(
        "device-code-wrong",
        "This code is not good, or not any more: it lasts ten minutes and lets one device in. Open a new one where you are signed in."
    );

    private static readonly Verdict NumberWrong = Verdict.Refused(
        "device-number-wrong",
        "No device that came by this link shows this number. Look again; if the other device says that the code is not good, somebody else used it: take the link back."
    );

    private static readonly Verdict NotYet = Verdict.Refused(
        "device-not-yet",
        "Not yet: type the number on the device where you are signed in, then go on here."
    );

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("me/devices", Show);
        routes.MapPost("me/devices/open", Open);
        routes.MapPost("me/devices/allow", Allow);
        routes.MapPost("me/devices/close", Close);
        routes.MapGet("device", Ask);
        routes.MapPost("device", Come);
        routes.MapPost("device/enter", Enter);
    }

    private static IResult Show(HttpContext http, Desk desk) =>
        With(http, desk, (people, member) => desk.Page<DevicesPage, DevicesView>(ViewOf(people, member)));

    private static IResult Open(HttpContext http, Desk desk) =>
        With(
            http,
            desk,
            (people, member) =>
            {
                var code = people.Devices.Begin(member);
                var link = $"{InviteRoutes.OwnAddress(http, desk)}device#{code}";
                return desk.Page<DevicesPage, DevicesView>(ViewOf(people, member) with { Link = link, Code = code, Picture = InviteRoutes.PictureOf(link) });
            }
        );

    private static IResult Allow(HttpContext http, Desk desk, Filled form) =>
        With(
            http,
            desk,
            (people, member) =>
                people.Devices.Allow(member, form["number"])
                    ? desk.See("me/devices")
                    : desk.Refuse<DevicesPage, DevicesView>(ViewOf(people, member) with { Refused = NumberWrong }, NumberWrong)
        );

    private static IResult Close(HttpContext http, Desk desk) =>
        With(
            http,
            desk,
            (people, member) =>
            {
                people.Devices.Forget(member);
                return desk.See("me/devices");
            }
        );

    private static RazorComponentResult<DevicePage> Ask(HttpContext http, Desk desk)
    {
        http.Response.Headers.CacheControl = "no-store";
        return desk.Page<DevicePage, DeviceView>(new());
    }

    private static IResult Come(HttpContext http, Desk desk, Filled form)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Room.Of(http).People?.Devices.Come(form["code"]) is var (token, number)
            ? desk.Page<DevicePage, DeviceView>(new(token, number))
            : desk.Refuse<DevicePage, DeviceView>(new(Refused: CodeWrong), CodeWrong);
    }

    private static IResult Enter(HttpContext http, Desk desk, Filled form)
    {
        http.Response.Headers.CacheControl = "no-store";
        var room = Room.Of(http);
        if (room.People is not { } people || people.Devices.NumberOf(form["token"]) is not { } number)
        {
            return desk.Refuse<DevicePage, DeviceView>(new(Refused: CodeWrong), CodeWrong);
        }

        if (people.Devices.Enter(form["token"]) is not { } member || desk.State<Roster>().Find(member) is not { Left: null } known)
        {
            return desk.Refuse<DevicePage, DeviceView>(new(form["token"], number, NotYet), NotYet);
        }

        PeopleRoutes.SignIn(http, room, people, member);
        return desk.See(known.Living(desk.Now).Any() ? "me/keys" : "me");
    }

    /// <summary>For a member who is signed in with this browser: a program's token opens no doors.</summary>
    private static IResult With(HttpContext http, Desk desk, Func<PeopleOf, MemberId, IResult> answer)
    {
        http.Response.Headers.CacheControl = "no-store";
        var room = Room.Of(http);
        return room.People is { } people && Visit.Of(http, room) is { Member: { } member } ? answer(people, member) : MeRoutes.SignInFirst(desk);
    }

    private static DevicesView ViewOf(PeopleOf people, MemberId member) =>
        people.Devices.Of(member) is { } link ? new(link.Until, link.HasCome, link.IsAllowed) : new();
}
