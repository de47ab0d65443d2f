using System.Collections.Immutable;
using System.Text.Json;

namespace Moot.Counting.Files;

/// <summary>JSON in three forms: options with a matrix or ranked ballots, SecurePoll's tally, and votes by name.</summary>
/// <remarks>
/// <c>{"options":["A","B"],"matrix":[[0,5],[3,0]]}</c>; <c>{"options":[…],"ballots":[{"count":3,"ranks":[1,"-",2]}]}</c>, or with <c>scores</c>;
/// <c>{"seats":2,"candidates":{"1":"Ann"},"rankedVotes":{"1":{"count":3,"rank":{"1":"1"}}}}</c>; <c>{"votes":{"Ann":{"A":1,"B":0}}}</c>, more is better,
/// or <c>{"votes":{"Ann":1}}</c> for yes (above 0), no (below 0) and abstentions (0). Of a list the first is read.
/// </remarks>
public static class JsonFile
{
    internal static Poll Read(string text, bool wantsScores, int optionsMax)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement;
            return root.TryGetProperty("rankedVotes", out var ranked) ? SecurePoll(root, ranked, optionsMax)
                : root.TryGetProperty("votes", out var votes) && votes.ValueKind == JsonValueKind.Object ? Votes(votes, wantsScores, optionsMax)
                : Plain(root, optionsMax);
        }
        catch (JsonException e)
        {
            throw new BallotException((int)(e.LineNumber ?? 0) + 1, "this is no JSON that can be read");
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw new BallotException(1, "the JSON has none of the forms that can be read: options with matrix or ballots, rankedVotes, or votes");
        }
    }

    private static Poll Plain(JsonElement root, int optionsMax)
    {
        var options = Reading.Names(1, root.GetProperty("options").EnumerateArray().Select(o => o.GetString() ?? ""), optionsMax);
        int? none = root.TryGetProperty("default", out var d) && d.TryGetInt32(out var number) && number >= 1 && number <= options.Length ? number - 1 : null;
        var title = root.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "";
        if (!root.TryGetProperty("ballots", out var ballots))
        {
            var rows = root.GetProperty("matrix").EnumerateArray().Select(r => r.EnumerateArray().Select(c => c.GetInt64()).ToList()).ToList();
            return rows.Count == options.Length && rows.All(r => r.Count == rows.Count && r.All(c => c is >= 0 and <= Poll.VotesMax))
                ? new(options, [], [], false)
                {
                    Matrix = new(rows.Count, [.. rows.SelectMany(r => r)]),
                    Default = none,
                    Title = title,
                }
                : throw new BallotException(1, $"the matrix needs {options.Length} rows of {options.Length} numbers of votes");
        }

        var isScored = ballots.EnumerateArray().Any(b => b.TryGetProperty("scores", out _));
        var builder = new PollBuilder(options, isScored);
        foreach (var ballot in ballots.EnumerateArray())
        {
            var marks = Reading.Blank(options.Length, isScored);
            var given = ballot.GetProperty(isScored ? "scores" : "ranks").EnumerateArray().ToList();
            if (given.Count > options.Length)
            {
                throw new BallotException(1, $"a ballot has {given.Count} marks for {options.Length} options");
            }

            foreach (var (i, mark) in given.Index())
            {
                if (mark.ValueKind == JsonValueKind.Number)
                {
                    marks[i] = isScored ? Reading.Score(1, mark.GetRawText()) : Reading.Rank(1, mark.GetRawText());
                }
            }

            builder.Add(1, ballot.TryGetProperty("count", out var count) ? Reading.Count(1, count.GetRawText(), "number of ballots") : 1, marks);
        }

        return builder.Build() with
        {
            Default = none,
            Title = title,
        };
    }

    private static Poll SecurePoll(JsonElement root, JsonElement ranked, int optionsMax)
    {
        var candidates = root.GetProperty("candidates").EnumerateObject().ToList();
        var ids = candidates.Select(c => c.Name).ToList();
        var builder = new PollBuilder(Reading.Names(1, candidates.Select(c => Text(c.Value)), optionsMax), isScored: false);
        foreach (var ballot in ranked.EnumerateObject().Select(b => b.Value))
        {
            var order = ballot.GetProperty("rank").EnumerateObject().Select(r => (IReadOnlyList<int>)[Index(Text(r.Value))]).ToList();
            var (marks, written) = Reading.Ordered(ids.Count, order);
            builder.Add(1, Reading.Count(1, Text(ballot.GetProperty("count")), "number of ballots"), marks, written);
        }

        return builder.Build() with
        {
            Seats = root.TryGetProperty("seats", out var seats) ? (int)Reading.Count(1, Text(seats), "number of seats") : null,
        };

        int Index(string id) =>
            ids.IndexOf(id) is >= 0 and var at ? at : throw new BallotException(1, $"a ballot names {Reading.Short(id)}, who is no candidate");
    }

    private static Poll Votes(JsonElement votes, bool wantsScores, int optionsMax)
    {
        var all = votes.EnumerateObject().Select(v => v.Value).ToList();
        if (all.All(v => v.ValueKind == JsonValueKind.Number))
        {
            var simple = new PollBuilder(["Yes", "No", "Abstain"], wantsScores);
            foreach (var vote in all.Select(v => v.GetInt64()))
            {
                var marks = Reading.Blank(3, wantsScores);
                marks[
                    vote > 0 ? 0
                    : vote < 0 ? 1
                    : 2
                ] = 1;
                simple.Add(1, 1, marks);
            }

            return simple.Build();
        }

        ImmutableArray<string> options = Reading.Names(
            1,
            all.SelectMany(v => v.EnumerateObject().Select(o => o.Name)).Distinct(StringComparer.Ordinal),
            optionsMax
        );
        var builder = new PollBuilder(options, wantsScores);
        foreach (var vote in all)
        {
            // What a vote does not name has 0.
            var values = new long[options.Length];
            foreach (var mark in vote.EnumerateObject())
            {
                values[options.IndexOf(mark.Name)] = mark.Value.GetInt64();
            }

            var order = values.Distinct().OrderDescending().ToList();
            builder.Add(1, 1, [.. values.Select(v => wantsScores ? Reading.Score(1, $"{v}") : (short)(order.IndexOf(v) + 1))]);
        }

        return builder.Build();
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();
}
