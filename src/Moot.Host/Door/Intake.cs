using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Moot.Host.Live;
using Moot.Host.Web;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Door;

/// <summary>Takes acts that come signed, past the door, to the writer.</summary>
internal static class Intake
{
    /// <summary>Sends a submission to a log, if the door lets it.</summary>
    public static async Task<Receipt> Take(HttpContext http, IServedLog log, Doorway door, byte[] bytes)
    {
        if (log.MirrorOf is not null || !Submission.TryParse(bytes, out var read, out _))
        {
            return await log.Submit(bytes); // which says what is wrong
        }

        var act = read!.Act;
        var assurance =
            act.Member is null ? Assurance.Guest
            : act.Key == log.Head.World.Get<Kernel.Association.Foundation>().Current?.Intake ? Assurance.Vouched
            : Assurance.Signed;
        var attempt = new ActAttempt(
            act.Actor,
            assurance,
            DraftOf(read),
            door.Addresses.Of(http),
            Words.For(http.Request.Headers.AcceptLanguage),
            http.Request.Query.ContainsKey("anyway")
        );
        var answer = door.JudgeUnchecked(attempt, act.VerifySignatures);
        if (!answer.Verdict.IsLawful)
        {
            DoorPen.SendBack(http, answer);
            return new(answer.Verdict, act.Id);
        }

        var receipt = await log.Submit(bytes);
        door.Done(attempt, answer, receipt.Verdict.IsLawful ? receipt.Index : null, countAuthor: true);
        if (
            receipt.Verdict.IsLawful
            && assurance == Assurance.Signed
            && act.Member is { } member
            && http.Features.Get<IReception>() is Room { People: { } people }
        )
        {
            people.KeyNotes.Use(member, act.Key);
        }

        return receipt;
    }

    private static Draft DraftOf(Submission read) =>
        new(
            read.Act.Kind,
            Object(read.Act.Public),
            read.Body.State == BodyState.Present ? Object(read.Body.Bytes) : [],
            read.Blobs.IsDefault ? [] : read.Blobs
        );

    /// <summary>A JSON object; an empty one where it is none: the writer will say so.</summary>
    private static JsonObject Object(ReadOnlyMemory<byte> json)
    {
        try
        {
            var read = JsonNode.Parse(json.Span) as JsonObject ?? [];
            JsonTexts.ReadAll(read);
            return read;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return [];
        }
    }
}
