using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Counting.Files;
using Moot.Counting.Pages;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Counting;

/// <summary>Counting ballots that anybody has. Nothing is kept; what a guest may ask of the machine is bounded (<see cref="CountLimits"/>).</summary>
public static class CountRoutes
{
    private static readonly SemaphoreSlim Turn = new(CountLimits.AtOnceMax, CountLimits.AtOnceMax);
    private static int waiting;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("count", Show).WithSummary("Count ballots: the form, or an example");
        routes.MapPost("count", Count).WithSummary("Count ballots");
    }

    private static IResult Show(Desk desk, string? example, string? method, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(example))
        {
            return desk.Page<CountPage, CountView>(
                new(new(method is { } named && CountOrder.Methods.Contains(named, StringComparer.Ordinal) ? named : SchulzeCount.Method))
            );
        }

        if (CountExample.Find(example) is not { } found || (method is not null && !found.Others.Contains(method, StringComparer.Ordinal)))
        {
            return desk.Missing();
        }

        var order = method is null || method == found.Order.Method ? found.Order : found.Order with { Method = method, Majorities = [], Quorum = null };
        order = order.IsSingle ? order with { Seats = null } : order;
        return Answer(desk, Result(desk, new CountView(order, found.Ballots, "", found), Encoding.UTF8.GetBytes(found.Ballots), cancel));
    }

    private static async Task<IResult> Count(Desk desk, Filled form, CancellationToken cancel)
    {
        var view = new CountView(new CountOrder(form["method"]));
        var verdict = Read(form, out var order);
        view = view with { Asked = order, Ballots = form["ballots"], File = form["name"] };
        if (!verdict.IsLawful)
        {
            return Answer(desk, view with { Refused = verdict });
        }

        var (bytes, name) = await Sent(form, cancel);
        if (bytes is null)
        {
            return Answer(desk, view with { Refused = TooLarge(desk.Words.Bytes(CountLimits.BytesMax)) });
        }

        if (name is not null)
        {
            view = view with { File = name, Ballots = Shown(bytes) };
        }

        if (Interlocked.Increment(ref waiting) > CountLimits.WaitingMax)
        {
            Interlocked.Decrement(ref waiting);
            return Answer(desk, view with { Refused = Verdict.Refused("count-busy", desk.Words["refusal.count-busy"]) });
        }

        try
        {
            await Turn.WaitAsync(cancel);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        using var quick = new CancellationTokenSource(CountLimits.QuickMax);
        try
        {
            return Answer(desk, Result(desk, view, bytes, cancel));
        }
        finally
        {
            End(wasQuick: !quick.IsCancellationRequested);
        }
    }

    /// <summary>The next one's turn: at once, or after a rest.</summary>
    private static void End(bool wasQuick)
    {
        if (wasQuick)
        {
            Turn.Release();
            return;
        }

        var rest = new CancellationTokenSource(CountLimits.Rest);
        rest.Token.Register(() =>
        {
            Turn.Release();
            rest.Dispose();
        });
    }

    private static IResult Answer(Desk desk, CountView view) =>
        view.Refused is { } refused ? desk.Refuse<CountPage, CountView>(view, refused)
        : desk.WantsJson && view.Result is { } result
            ? TypedResults.Text(TallyJson.Of(result.Tally, desk.Words).ToJsonString(), "application/json", Encoding.UTF8)
        : desk.Page<CountPage, CountView>(view);

    /// <summary>Counts, or says why not.</summary>
    private static CountView Result(Desk desk, CountView view, byte[] bytes, CancellationToken cancel)
    {
        var words = desk.Words;
        if (bytes.All(b => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
        {
            return view with { Refused = Verdict.Refused("no-ballots", words["refusal.no-ballots"]) };
        }

        if (!BallotFile.TryRead(bytes, view.File, (view.Example?.Order ?? view.Asked).WantsScores, out var poll, out var error, CountLimits.OptionsMax))
        {
            return view with { Refused = Verdict.Refused("ballots-unreadable", error, error) };
        }

        if ((long)poll.Ballots * poll.Options.Length > CountLimits.MarksMax)
        {
            return view with { Refused = TooLarge(words.Number(CountLimits.MarksMax / poll.Options.Length)) };
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(CountLimits.TimeMax);
        try
        {
            var verdict = view.Asked.Count(poll, out var tally, time.Token);
            return tally is null ? view with { Refused = verdict } : view with { Title = poll.Title, Result = TallyView.Of(tally, poll, words) };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var seconds = words.Number((long)CountLimits.TimeMax.TotalSeconds);
            return view with { Refused = Verdict.Refused("count-too-long", $"The count did not end within {seconds} seconds.", seconds) };
        }
    }

    private static Verdict TooLarge(string most) => Verdict.Refused("ballots-too-large", $"That is too much: {most} are allowed.", most);

    /// <summary>The ballots: of a file, if one came, else as they were typed. No bytes where they are too many; no name where they were typed.</summary>
    private static async Task<(byte[]? Bytes, string? Name)> Sent(Filled form, CancellationToken cancel)
    {
        if (form.Files["file"] is { Length: > 0 } file)
        {
            if (file.Length > CountLimits.BytesMax)
            {
                return (null, null);
            }

            var bytes = new byte[file.Length];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(bytes, cancel);
            return (bytes, Path.GetFileName(file.FileName));
        }

        var typed = form["ballots"];
        return (typed.Length > CountLimits.BytesMax || Encoding.UTF8.GetByteCount(typed) > CountLimits.BytesMax ? null : Encoding.UTF8.GetBytes(typed), null);
    }

    // So that they can be counted again by another method.
    private static string Shown(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static Verdict Read(Filled form, out CountOrder order)
    {
        var verdict = Verdict.Lawful;
        order = new CountOrder(form["method"])
        {
            Seats = Number(form["seats"], Poll.OptionsMax, ref verdict) is { } seats ? (int)seats : null,
            Quorum = Text(form["quorum"]),
            Voters = Number(form["voters"], Poll.VotesMax, ref verdict) ?? 0,
            Majorities = List(form["majority"], ref verdict),
            None = Text(form["default"]),
            Casting = List(form["casting"], ref verdict),
            Abstain = Text(form["abstain"]),
            Budget = Number(form["budget"], CountLimits.BudgetMax, ref verdict) ?? QuadraticCount.UsualBudget,
            Fills = form.Has("fill"),
        };
        return order.IsKnown ? verdict : CountOrder.NoSuchMethod(order.Method);
    }

    private static string? Text(string typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private static ImmutableArray<string> List(string typed, ref Verdict verdict)
    {
        ImmutableArray<string> lines = [.. typed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (lines.Length <= CountLimits.LinesMax)
        {
            return lines;
        }

        verdict = TooLarge(CountLimits.LinesMax.ToString(CultureInfo.InvariantCulture));
        return [];
    }

    private static long? Number(string typed, long most, ref Verdict verdict)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        if (long.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
        {
            return number;
        }

        verdict = Verdict.Refused("number-wrong", $"\"{typed}\" is no number that fits here.", typed);
        return null;
    }
}
