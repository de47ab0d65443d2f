using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moot.Counting;
using Moot.Deciding;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Commands;

/// <summary><c>moot audit election ID PLACE</c>: plays the log again and counts a poll from it alone.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var id = new Argument<long>("ID") { Description = "The election, or another matter that is decided by ballots: the number in its address." };
        var place = new Argument<string>("PLACE") { Description = "A folder, file (log.db) or address with a log." };
        var poll = new Option<int?>("--poll") { Description = "Which of its polls, from 1; else the last one that was counted." };
        var token = new Option<string?>("--token") { Description = "Your token: finds your own ballot on the sheet of a secret vote." };
        var language = new Option<string>("--language") { Description = "The language of the explanation: en or de.", DefaultValueFactory = _ => "en" };
        var election = new Command("election", "Count a poll again, from the log alone.") { id, place, poll, token, language }.Does(
            async (parsed, terminal, cancel) =>
            {
                var words =
                    Words.Find(parsed.GetValue(language)!)
                    ?? throw new LogException("no-such-language", $"There are these languages: {string.Join(", ", Words.Languages.Select(w => w.Code))}.");
                using var log = await Place.Open(parsed.GetRequiredValue(place), integrity: false, cancel);
                var size = log.Checkpoint.Size;
                var replay = new Replay(Capabilities.Registry);
                if (await terminal.Progress("Reading", _ => Task.Run(() => replay.Run(log.Read(0, size)), cancel)) is { } fault)
                {
                    throw new LogException("unsound", $"Entry {fault.Index} is refused: {fault.Sentence}");
                }

                return Tell(terminal, new Found(replay.World, log, words), parsed.GetRequiredValue(id), parsed.GetValue(poll), parsed.GetValue(token));
            }
        );
        return new Command("audit", "Check what was decided, from the log alone.") { election };
    }

    private static int Tell(Terminal terminal, Found log, long id, int? number, string? token)
    {
        var state = log.World.Get<Assembly>();
        var count = new Electorate(state, log.World.Get<Roster>(), log.World.Entries).Count;
        var matter = state.Find(id) is { } left
            ? Progress.At(left, Moment.Of(TimeProvider.System.GetUtcNow()), count)
            : throw new LogException("no-such-matter", $"There is no matter {id} in this log.");
        var polls = BallotViews.Polls(matter);
        var counted = polls.Where(p => p.IsOpen && Moment.Of(TimeProvider.System.GetUtcNow()) >= p.Closes).ToList();
        var balloting = number is { } n
            ? n >= 1 && n <= polls.Length
                ? polls[n - 1]
                : throw new LogException("no-such-poll", $"Matter {id} has {polls.Length} polls.")
            : counted.Count > 0
                ? counted[^1]
                : throw new LogException(
                    "not-counted",
                    polls.IsEmpty ? $"Matter {id} has no poll." : "Its polls have not closed, or the tally sheet is not published yet."
                );
        if (!counted.Contains(balloting))
        {
            throw new LogException("not-counted", "The polls have not closed, or the tally sheet is not published yet.");
        }

        var result = BallotResult.Of(balloting, count);
        var file = BallotJson.Of(log.Origin, matter, log.Title(id), result, o => log.NameOf(matter, o));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{file.Title}\n{file.Voters.Length} voters, {file.Ballots.Length} ballots, counted by {file.Method}");
        text.Append(balloting.Stage.IsSecret ? ", secret: each line of the sheet has its receipt\n" : ", public: each ballot under its voter's name\n");
        var explanation = new JsonArray();
        if (result.Tally is { } tally)
        {
            tally = tally with { Options = [.. result.Poll.Options.Select(o => log.NameOf(matter, long.Parse(o, CultureInfo.InvariantCulture)))] };
            text.Append('\n').AppendJoin('\n', CountTables.Of(tally).Select(l => l.TrimEnd())).Append("\n\n");
            var said = Explanation.Of(tally, log.Words);
            text.AppendJoin('\n', said).Append('\n');
            explanation = [.. said.Select(s => (JsonNode)s)];
        }

        if (!result.HasQuorum)
        {
            text.Append("Too few voted: nobody is chosen.\n");
        }

        if (balloting.Void is { } contested)
        {
            text.Append(CultureInfo.InvariantCulture, $"Void: entry {contested} proves that the sheet was wrong.\n");
        }

        text.Append("\nchosen: ").Append(result.Elected.IsEmpty ? "nobody" : string.Join("; ", result.Elected.Select(e => log.NameOf(matter, e.Option))));
        var own = token is null ? null : Own(matter, balloting, token);
        if (token is not null)
        {
            text.Append("\n\n").Append(own ?? "No line of the sheet and no voter fits this token.");
        }

        // What the log says of the matter follows from the last of its polls.
        var holds =
            balloting.Void is null && balloting == polls[^1] && matter.Settled is not null && matter.Tied.IsEmpty && matter.PastBallots.Length == polls.Length;
        var isSame = !holds || result.Elected.All(matter.Elected.Contains);
        text.Append(isSame ? "\n" : "\nThe log says something else: it was not written by these rules.\n");
        terminal.Answer(
            text.ToString().TrimEnd(),
            new()
            {
                ["ok"] = isSame,
                ["matter"] = id,
                ["voters"] = file.Voters.Length,
                ["ballots"] = file.Ballots.Length,
                ["method"] = file.Method,
                ["void"] = balloting.Void,
                ["winners"] = new JsonArray([.. file.Winners.Select(w => (JsonNode)w)]),
                ["tied"] = new JsonArray([.. file.Tied.Select(w => (JsonNode)w)]),
                ["own"] = own,
                ["explanation"] = explanation,
            }
        );
        return isSame && (token is null || own is not null) ? 0 : Run.Refused;
    }

    /// <summary>What the sheet has for a token; null where no voter's seal fits it.</summary>
    private static string? Own(Matter matter, Balloting balloting, string token)
    {
        foreach (var (actor, paper) in balloting.Papers)
        {
            if (actor.Member is not { } voter)
            {
                continue;
            }

            var receipt = Balloting.Receipt(token, voter, matter.Id);
            if (balloting.Sheet.FirstOrDefault(l => string.Equals(l.Receipt, receipt, StringComparison.Ordinal)) is { } line)
            {
                return string.Equals(Balloting.Seal(token, voter, matter.Id, line.Marks), paper.Seal, StringComparison.Ordinal)
                    ? $"Your ballot is on the sheet: {line.Marks}. It is the one that entry {paper.Entry} sealed."
                    : $"The sheet has {line.Marks} under your receipt, and entry {paper.Entry} sealed something else: contest it.";
            }
        }

        return null;
    }

    /// <summary>The log as it was played again, and the names that stand in it.</summary>
    private sealed class Found(World world, Place log, Words words)
    {
        public World World => world;

        public Words Words => words;

        public string Origin => log.Checkpoint.Origin;

        public string Title(long entry) => Said(entry, "title") ?? $"#{entry}";

        public string NameOf(Matter matter, long option) =>
            option == 0 ? words["ballot.none-of-these"]
            : option == matter.Id ? Title(option)
            : matter.Options[option] is { Member: { } member } ? (Said(world.Get<Roster>().Find(member)?.Joined ?? -1, "name") ?? member.ToString()[..8])
            : Said(matter.Options[option].Text, "title") ?? $"#{option}";

        private string? Said(long entry, string name)
        {
            if (entry < 0 || log.Read(entry, entry + 1).FirstOrDefault() is not { Body.State: BodyState.Present } stored)
            {
                return null;
            }

            using var json = JsonDocument.Parse(stored.Body.Bytes);
            return json.RootElement.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
                ? string.Concat(text.GetString()!.Select(c => char.IsControl(c) ? ' ' : c))
                : null;
        }
    }
}
