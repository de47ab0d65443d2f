using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Counting.Files;
using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Deciding.Pages;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Naming candidates and options, voting by ballots, and the count.</summary>
public static class BallotRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("matter/{id:long}/option", Add);
        routes.MapPost("matter/{id:long}/nominate", Nominate);
        routes.MapPost("matter/{id:long}/stand", Stand);
        routes.MapPost("option/{id:long}/accept", Accept);
        routes.MapPost("option/{id:long}/amend", Amend);
        routes.MapPost("option/{id:long}/withdraw", Withdraw);
        routes.MapGet("matter/{id:long}/ballot", ReadBallot);
        routes.MapPost("matter/{id:long}/ballot", CastOne);
        routes.MapGet("matter/{id:long}/count", ReadCount);
        routes
            .MapGet("matter/{id:long}/count.json", ReadCountJson)
            .WithSummary("Everything from which anybody recounts a poll: rules, options, voters, ballots");
        routes.MapGet("matter/{id:long}/sheet.txt", ReadSheet).WithSummary("The tally sheet of a poll, as Debian writes it, or with commas");
        routes.MapPost("matter/{id:long}/publish", Publish);
        routes.MapPost("matter/{id:long}/contest", Contest);
        routes.MapPost("matter/{id:long}/break", Break);
    }

    private static Task<IResult> Add(Desk desk, long id, Filled form) =>
        MatterRoutes.Do(desk, id, "option", form, new AddOption(id, Prose.Of(form["title"]), Prose.Of(form["text"])), "#options");

    private static Task<IResult> Nominate(Desk desk, long id, Filled form) =>
        MatterRoutes.Do(
            desk,
            id,
            "nominate",
            form,
            Kernel.Tree.Hash.TryParseHex(form["member"], out var member) ? new NominateCandidate(id, new(member), Prose.Of(form["text"])) : null,
            "#options"
        );

    private static Task<IResult> Stand(Desk desk, long id, Filled form) =>
        MatterRoutes.Do(desk, id, "stand", form, desk.Visitor.Member is { } self ? new NominateCandidate(id, self, Prose.Of(form["text"])) : null, "#options");

    private static Task<IResult> Accept(Desk desk, long id, Filled form) => On(desk, id, "accept", form, new AcceptNomination(id, Prose.Of(form["text"])));

    private static Task<IResult> Amend(Desk desk, long id, Filled form) =>
        On(desk, id, "option-amend", form, new AmendOption(id, form["title"].Length == 0 ? default : Prose.Of(form["title"]), Prose.Of(form["text"])));

    private static Task<IResult> Withdraw(Desk desk, long id, Filled form) =>
        On(desk, id, "option-withdraw", form, new WithdrawOption(id, form["reason"].Length == 0 ? default : Prose.Of(form["reason"])));

    private static Task<IResult> On<TAct>(Desk desk, long option, string form, Filled filled, TAct act)
        where TAct : class, IAct<TAct, Assembly> =>
        desk.State<Assembly>().MatterOfOption.TryGetValue(option, out var matter)
            ? MatterRoutes.Do(desk, matter, $"{form}-{option}", filled, act, $"#option-{option}")
            : Task.FromResult(desk.Missing());

    private static IResult ReadBallot(Desk desk, HttpContext http, long id)
    {
        http.Response.Headers.CacheControl = "no-store"; // it has a token
        return MatterViews.Find(desk, id) is not { } matter ? desk.Missing()
            : BallotViews.Ballot(desk, matter) is { } view ? desk.Page<BallotPage, BallotView>(view)
            : matter.PastBallots.IsEmpty ? desk.See($"matter/{id}")
            : desk.See($"matter/{id}/count");
    }

    private static async Task<IResult> CastOne(Desk desk, HttpContext http, long id, Filled form)
    {
        if (MatterViews.Find(desk, id) is not { } matter)
        {
            return desk.Missing();
        }

        if (BallotViews.Ballot(desk, matter) is not { } view)
        {
            return desk.Refuse(Verdict.Refused("polls-closed", "The polls have closed."));
        }

        http.Response.Headers.CacheControl = "no-store";
        ImmutableArray<string> filled = [.. Enumerable.Range(0, view.Options.Length).Select(i => form[$"mark-{i}"].Trim())];
        var marks = MarksOf(filled);
        if (!view.Balloting.Stage.IsSecret)
        {
            var cast = await desk.Act<CastBallot, Assembly>(new(id, marks));
            return cast.IsLawful ? desk.See(cast, $"matter/{id}/ballot") : Refused(cast.Verdict);
        }

        if (desk.Visitor.Member is not { } voter || !view.MayVote)
        {
            return Refused(Verdict.Refused("not-yours", desk.Words["ballot.not-yours"]));
        }

        if (BallotRules.Read(view.Balloting.Stage, view.Balloting.Width, marks) is null)
        {
            return Refused(Floor.BadBallot(matter));
        }

        var token = form["token"].Trim();
        if (token.Length is < TokenCharactersMin or > ContestSheet.TokenCharactersMax || !token.All(char.IsAsciiLetterOrDigit))
        {
            return Refused(Verdict.Refused("token-unreadable", desk.Words.Say("ballot.token-wrong", TokenCharactersMin)));
        }

        if (!BoxOf(desk).Keep(id, matter.PollNumber, voter, token, marks))
        {
            return Refused(Verdict.Refused("too-many-ballots", desk.Words.Say("ballot.too-many", IBallotBox.BallotsOfOneMax)));
        }

        var seal = new SealBallot(id, Balloting.Seal(token, voter, id, marks), matter.PollNumber == 1 ? null : matter.PollNumber);
        var done = await desk.Pen.Act(desk.Draft<SealBallot, Assembly>(seal) with { IsHostSigned = true });
        if (!done.IsLawful)
        {
            return Refused(done.Verdict);
        }

        return done.ToSign is not null || desk.WantsJson
            ? desk.See(done, $"matter/{id}/ballot")
            : desk.Page<KeptBallotPage, KeptBallotView>(
                new(matter, view.Title, done.Entry, token, marks, Balloting.Receipt(token, voter, id), Choices(desk, view, marks))
            );

        IResult Refused(Verdict verdict) => desk.Refuse<BallotPage, BallotView>(view with { Filled = filled, Refused = verdict }, verdict);
    }

    /// <summary>The least characters of a voter's token: whoever guesses it sees how they voted.</summary>
    private const int TokenCharactersMin = 16;

    /// <summary>Marks as people fill them in; what is none stays as it is, so that the judge says what is wrong.</summary>
    private static string MarksOf(ImmutableArray<string> filled) =>
        string.Join(
            ',',
            filled.Select(f =>
                f.Length == 0 || f is "-" or "0" ? "-"
                : short.TryParse(f, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mark)
                    ? mark == 0 ? "-"
                        : mark.ToString(CultureInfo.InvariantCulture)
                : f.Replace(',', '.')
            )
        );

    /// <summary>A ballot in words: the best first.</summary>
    private static ImmutableArray<string> Choices(Desk desk, BallotView view, string marks)
    {
        var read = BallotRules.Read(view.Balloting.Stage, view.Balloting.Width, marks)!.Value;
        var isRanked = BallotRules.IsRanked(view.Balloting.Stage);
        return
        [
            .. view
                .Options.Zip(read)
                .Where(p => p.Second != Counting.Poll.Unranked && p.Second != 0)
                .OrderBy(p => isRanked ? p.Second : -p.Second)
                .Select(p => desk.Words.Say("ballot.choice", p.First.Name, desk.Words.Number(p.Second))),
        ];
    }

    private static IResult ReadCount(Desk desk, long id, int? poll) =>
        MatterViews.Find(desk, id) is { } matter && BallotViews.Count(desk, matter, poll) is { } view
            ? desk.Page<ResultPage, ResultView>(view)
            : desk.Missing();

    private static IResult ReadCountJson(Desk desk, HttpContext http, long id, int? poll)
    {
        if (MatterViews.Find(desk, id) is not { } matter || BallotViews.Count(desk, matter, poll) is not { Result: { } result } view)
        {
            return desk.Missing();
        }

        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(
            BallotJson.Of(desk.Served.Log.Vkey.Name, matter, view.Title ?? "", result, BallotViews.NamesOf(view.Options)).ToJson(),
            "application/json; charset=utf-8"
        );
    }

    private static IResult ReadSheet(Desk desk, HttpContext http, long id, int? poll)
    {
        if (MatterViews.Find(desk, id) is not { } matter || BallotViews.Count(desk, matter, poll) is not { } view)
        {
            return desk.Missing();
        }

        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Text(SheetText.Write(view), "text/plain", Encoding.UTF8);
    }

    private static async Task<IResult> Publish(Desk desk, long id)
    {
        if (MatterViews.Find(desk, id) is null)
        {
            return desk.Missing();
        }

        var verdict = await BoxOf(desk).Publish(id);
        return verdict.IsLawful ? desk.See($"matter/{id}/count") : Again(desk, id, "publish", verdict);
    }

    private static async Task<IResult> Contest(Desk desk, long id, Filled form)
    {
        if (MatterViews.Find(desk, id) is not { } matter || BallotViews.Ballot(desk, matter) is not { } view)
        {
            return desk.Missing();
        }

        ImmutableArray<string> filled = [.. Enumerable.Range(0, view.Options.Length).Select(i => form[$"mark-{i}"].Trim())];
        var done = await desk.Act<ContestSheet, Assembly>(new(id, form["token"].Trim(), MarksOf(filled)));
        return done.IsLawful ? desk.See(done, $"matter/{id}/count") : Again(desk, id, "contest", done.Verdict);
    }

    private static async Task<IResult> Break(Desk desk, long id, Filled form)
    {
        if (MatterViews.Find(desk, id) is null)
        {
            return desk.Missing();
        }

        var done = await desk.Act<BreakTie, Assembly>(new(id, MatterRoutes.Numbers(form, "option"), Prose.Of(form["reason"])));
        return done.IsLawful ? desk.See(done, $"matter/{id}/count") : Again(desk, id, "break", done.Verdict);
    }

    private static IResult Again(Desk desk, long id, string form, Verdict verdict)
    {
        var anew = desk.Anew();
        return MatterViews.Find(anew, id) is { } matter && BallotViews.Count(anew, matter, poll: null) is { } view
            ? anew.Refuse<ResultPage, ResultView>(view with { Tried = (form, verdict) }, verdict)
            : anew.Refuse(verdict);
    }

    private static IBallotBox BoxOf(Desk desk) => desk.Served.Keep<IBallotBox>(_ => throw new InvalidOperationException("The host keeps ballots."));
}
