using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Commons.Pages;
using Moot.Host.Live;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Moving;

/// <summary>Bringing a small wiki in by the browser: the file is read and told first, and brought in when its member says so. The host speaks for the member.</summary>
internal static class BringRoutes
{
    /// <summary>Seconds after which the page of a file that is on its way is asked for again, without a script.</summary>
    private const string RefreshSeconds = "2";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("bring", (HttpContext http, Desk desk) => desk.Page<BringPage, BringView>(Empty(http, desk)));
        routes.MapPost("bring", Look);
        routes.MapGet("bring/{token}", Show);
        routes.MapPost("bring/{token}", Go);
    }

    private static BringView Empty(HttpContext http, Desk desk) =>
        new("", MovingLimits.BroughtFileBytesMax)
        {
            Waiting =
                desk.Visitor.Member is { } member && Room.Of(http) is { People: not null } room
                    ? [.. BookOf(room).Waiting(member).Select(f => new BringWaiting(f.Token, f.Note.Name, f.Stage))]
                    : [],
        };

    /// <summary>Forgets the files that waited for too long.</summary>
    public static void Sweep(Room room) => BookOf(room).Sweep();

    private static BringBook BookOf(Room room) =>
        room.Served.Keep(_ => new BringBook(room.Clock, new BringShelf(Path.Combine(room.Log.Folder.PrivatePath, "bring"))));

    private static async Task<IResult> Look(HttpContext http, Desk desk, Filled form)
    {
        var licence = form["other-licence"].Trim() is { Length: > 0 } other ? other : form["licence"].Trim();
        var view = Empty(http, desk) with { Licence = licence };
        var file = form.Files.Count == 1 ? form.Files[0] : null;
        var verdict =
            Asked(http, desk) is { IsLawful: false } wrong ? wrong
            : file is null ? Verdict.Refused("file-missing", "Choose one file.")
            : file.Length > MovingLimits.BroughtFileBytesMax
                ? Verdict.Refused(
                    "wiki-too-large",
                    $"By the browser a file of at most {MovingLimits.BroughtFileBytesMax >> 20} MB is taken. Use the command for larger ones."
                )
            : licence.Length > 0 && !Spdx.IsExpression(licence)
                ? Verdict.Refused("bad-licence", "A licence is named by its SPDX identifier, such as CC-BY-SA-4.0.")
            : Verdict.Lawful;
        if (!verdict.IsLawful)
        {
            return desk.Refuse<BringPage, BringView>(view with { Refused = verdict }, verdict);
        }

        try
        {
            var bytes = new byte[file!.Length];
            await using (var stream = file.OpenReadStream())
            {
                await stream.ReadExactlyAsync(bytes, http.RequestAborted);
            }

            var under = licence.Length == 0 ? null : licence;
            var found = await Read(bytes, desk.State<Library>(), under, http.RequestAborted);
            if (found is { Revisions: 0, Fault: { } fault })
            {
                throw new LogException("broken-file", fault.Message);
            }

            if (!found.Would.IsLawful)
            {
                return desk.Refuse<BringPage, BringView>(view with { Refused = found.Would }, found.Would);
            }

            var kept = BookOf(Room.Of(http)).Keep(desk.Visitor.Member!.Value, file.FileName, under, bytes, found);
            return desk.See("bring/" + kept.Token);
        }
        catch (Exception e) when (e is LogException or IOException or InvalidDataException or InvalidOperationException)
        {
            var broken = e is LogException log
                ? Verdict.Refused(log.Code, log.Message)
                : Verdict.Refused("broken-file", "This is no file that MediaWiki's export writes, or it is cut off.");
            return desk.Refuse<BringPage, BringView>(view with { Refused = broken }, broken);
        }
    }

    private static async Task<ImportReport> Read(byte[] bytes, Library library, string? licence, CancellationToken cancel)
    {
        using var source = Unpacked.Of(new MemoryStream(bytes, writable: false));
        using var reader = new WikiReader(source.Plain);
        return await WikiImport.Look(
            reader,
            library,
            licence,
            _ =>
            {
                if (reader.Bytes > MovingLimits.BroughtUnpackedBytesMax)
                {
                    throw new LogException(
                        "wiki-too-large",
                        $"Unpacked the file has more than {MovingLimits.BroughtUnpackedBytesMax >> 20} MB. Use the command for it."
                    );
                }
            },
            cancel
        );
    }

    private static IResult Show(HttpContext http, Desk desk, string token)
    {
        if (desk.Visitor.Member is not { } member || BookOf(Room.Of(http)).Find(token, member) is not { } file)
        {
            return desk.Missing();
        }

        http.Response.Headers.CacheControl = "no-store";
        if (file.Stage == BringStage.Running)
        {
            http.Response.Headers["Refresh"] = RefreshSeconds;
        }

        return desk.Page<BringFilePage, BroughtView>(ViewOf(file));
    }

    private static IResult Go(HttpContext http, Desk desk, string token, Filled form)
    {
        var room = Room.Of(http);
        if (desk.Visitor.Member is not { } member || BookOf(room).Find(token, member) is not { } file)
        {
            return desk.Missing();
        }

        if (Asked(http, desk) is { IsLawful: false } wrong)
        {
            return desk.Refuse(wrong);
        }

        if (form.Has("drop"))
        {
            BookOf(room).Drop(file);
            return desk.See("bring");
        }

        if (file.Stage is BringStage.Read or BringStage.Stopped && !BookOf(room).Start(file, (HostedLog)room.Log, room.People!.Intake))
        {
            return desk.Refuse(Verdict.Refused("bring-busy", "Another file is being brought in just now. Try again when it is done."));
        }

        return desk.See("bring/" + file.Token);
    }

    /// <summary>May whoever asks bring something in here? The host signs, so it has to be one for whom it speaks.</summary>
    private static Verdict Asked(HttpContext http, Desk desk) =>
        Room.Of(http) is not { People: not null, Log: HostedLog }
            ? Verdict.Refused("mirror", "This is a mirror: it can be read, not written. Go to the host and do it there.")
        : desk.Visitor.SignsHere
            ? Verdict.Refused(
                "own-key",
                "Your key lies in your browser, and it would have to sign each revision. Use the command: it signs with your key file."
            )
        : !desk.Visitor.IsMember ? Verdict.Refused("members-only", "Bringing a wiki in takes a member; join first.")
        : Verdict.Lawful;

    private static BroughtView ViewOf(BringBook.Brought file)
    {
        var (note, report) = (file.Note, file.Report);
        var trouble = ImmutableArray.CreateBuilder<string>();
        if (file.Trouble is { } stopped)
        {
            trouble.Add(stopped);
        }

        if ((report is null ? note.Fault : report.Fault?.Message) is { } fault)
        {
            trouble.Add(fault);
        }

        if (report is not null)
        {
            trouble.AddRange(report.Refusals);
        }

        return new(
            file.Token,
            note.Name,
            note.Licence ?? "",
            file.Stage,
            note.Found,
            file.Read,
            report?.Brought ?? 0,
            report?.There ?? 0,
            trouble.ToImmutable()
        );
    }
}
