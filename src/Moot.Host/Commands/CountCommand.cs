using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Moot.Counting;
using Moot.Counting.Files;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Commands;

/// <summary><c>moot count FILE --method M</c>: counts ballots that anybody has in a file.</summary>
internal static class CountCommand
{
    private static readonly string[] Methods =
    [
        DebianCount.Method,
        SchulzeCount.Method,
        MeekCount.Method,
        StvCount.Method,
        StvCount.Runoff,
        SumCount.Approval,
        SumCount.Score,
        StarCount.Method,
        StarCount.Bloc,
        QuadraticCount.Method,
        MajorityCount.Method,
    ];

    private static readonly string[] Scored = [SumCount.Approval, SumCount.Score, StarCount.Method, StarCount.Bloc, QuadraticCount.Method];

    private static readonly string[] Single = [DebianCount.Method, SchulzeCount.Method, StvCount.Runoff, StarCount.Method, MajorityCount.Method];

    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Ballots: a Debian tally sheet, .soc .soi .toc .toi, .blt, .abif, a SecurePoll dump, .csv or .json.",
        };
        var method = new Option<string>("--method") { Description = $"How to count: {string.Join(", ", Methods)}.", Required = true };
        var seats = new Option<int?>("--seats") { Description = "How many are chosen; else as the file says, or 1." };
        var quorum = new Option<string?>("--quorum") { Description = "How many are needed: 15, 1/3 of all voters, or 3Q as Debian." };
        var voters = new Option<long>("--voters") { Description = "How many could vote, where the quorum depends on it." };
        var majority = new Option<string[]>("--majority")
        {
            Description = "The majority that is needed: 3:1, 2/3, 65%; for one option, NAME=3:1. May be repeated.",
        };
        var none = new Option<string?>("--default") { Description = "The option that stands for none of these (a Debian sheet's last one)." };
        var casting = new Option<string[]>("--casting")
        {
            Description = "Who wins a tie: the casting vote, or a lot's order, one option after another. May be repeated.",
        };
        var abstain = new Option<string?>("--abstain") { Description = "The option that stands for an abstention (majority)." };
        var budget = new Option<long>("--budget")
        {
            Description = "What a ballot may spend (quadratic).",
            DefaultValueFactory = _ => QuadraticCount.UsualBudget,
        };
        var fill = new Option<bool>("--fill") { Description = "Let no seat stay empty (meek-stv)." };
        var language = new Option<string>("--language") { Description = "The language of the explanation: en or de.", DefaultValueFactory = _ => "en" };
        var write = new Option<string?>("--write")
        {
            Description = "Write the ballots in another form too, by the ending: .blt .abif .csv .toc .txt (a Debian sheet).",
        };
        return new Command("count", "Count ballots from a file, with every step and an explanation.")
        {
            file,
            method,
            seats,
            quorum,
            voters,
            majority,
            none,
            casting,
            abstain,
            budget,
            fill,
            language,
            write,
        }.Does(
            async (parsed, terminal, cancel) =>
            {
                var asked = new Asked(
                    parsed.GetRequiredValue(method),
                    parsed.GetValue(seats),
                    parsed.GetValue(quorum),
                    parsed.GetValue(voters),
                    parsed.GetValue(majority) ?? [],
                    parsed.GetValue(none),
                    parsed.GetValue(casting) ?? [],
                    parsed.GetValue(abstain),
                    parsed.GetValue(budget),
                    parsed.GetValue(fill)
                );
                if (!Methods.Contains(asked.Method, StringComparer.Ordinal))
                {
                    throw new LogException("no-such-method", $"There is no method {asked.Method}. There are: {string.Join(", ", Methods)}.");
                }

                var path = parsed.GetRequiredValue(file);
                var words =
                    Words.Find(parsed.GetValue(language)!)
                    ?? throw new LogException("no-such-language", $"There are these languages: {string.Join(", ", Words.Languages.Select(w => w.Code))}.");
                if (new FileInfo(path).Length > BallotFile.BytesMax)
                {
                    throw new LogException("ballots-too-large", "The file is larger than 200 MB: put equal ballots together.");
                }

                var bytes = await File.ReadAllBytesAsync(path, cancel);
                if (!BallotFile.TryRead(bytes, path, Scored.Contains(asked.Method, StringComparer.Ordinal), out var poll, out var error))
                {
                    throw new LogException("ballots-unreadable", error);
                }

                var tally = asked.Count(poll);
                if (parsed.GetValue(write) is { } other)
                {
                    await File.WriteAllTextAsync(other, Written(poll, tally.Seats, other), new UTF8Encoding(false), cancel);
                    terminal.Note($"The ballots were written to {other}.");
                }

                Tell(terminal, poll, tally, words);
                return 0;
            }
        );
    }

    private static void Tell(Terminal terminal, Poll poll, Tally tally, Words words)
    {
        var text = new StringBuilder();
        if (poll.Title.Length > 0)
        {
            text.Append(poll.Title).Append("\n\n");
        }

        foreach (var line in CountTables.Of(tally))
        {
            text.Append(line.TrimEnd()).Append('\n');
        }

        text.Append('\n').AppendJoin('\n', Explanation.Of(tally, words));
        text.Append("\n\nwinners: ").AppendJoin("; ", tally.Winners.Select(w => tally.Options[w]));
        terminal.Answer(text.ToString(), TallyJson.Of(tally, words));
    }

    private static string Written(Poll poll, int seats, string path) =>
        poll.Matrix is not null
            ? throw new LogException("no-ballots", "The file has a matrix and no ballots, so that there is nothing to write.")
            : Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".blt" => BltFile.Write(poll, seats),
                ".abif" => AbifFile.Write(poll),
                ".csv" => CsvFile.Write(poll),
                ".toc" or ".toi" or ".soc" or ".soi" => PrefLibFile.Write(poll, out _),
                ".txt" => Sheet(poll),
                _ => throw new LogException("no-such-form", "Ballots can be written to files that end in .blt, .abif, .csv, .toc or .txt."),
            };

    private static string Sheet(Poll poll)
    {
        try
        {
            return DebianSheet.Write(poll.AsRanked(), []);
        }
        catch (ArgumentException e)
        {
            throw new LogException("no-such-form", e.Message);
        }
    }

    /// <summary>What was asked on the command line.</summary>
    private sealed record Asked(
        string Method,
        int? Seats,
        string? Quorum,
        long Voters,
        string[] Majorities,
        string? None,
        string[] Casting,
        string? Abstain,
        long Budget,
        bool Fills
    )
    {
        public Tally Count(Poll poll)
        {
            if (poll.Matrix is not null && Method is not (DebianCount.Method or SchulzeCount.Method))
            {
                throw new LogException("needs-ballots", $"The file has a matrix and no ballots: count it with {DebianCount.Method} or {SchulzeCount.Method}.");
            }

            if (!poll.IsScored && Method is SumCount.Score or StarCount.Method or StarCount.Bloc or QuadraticCount.Method && !poll.IsScored)
            {
                throw new LogException("needs-scores", $"{Method} counts scores and the file has ranks: use .csv, .abif or .json with scores.");
            }

            var places = Single.Contains(Method, StringComparer.Ordinal) ? 1 : Seats ?? poll.Seats ?? 1;
            if (places < 1 || places > poll.Options.Length || (Single.Contains(Method, StringComparer.Ordinal) && Seats is > 1))
            {
                throw new LogException(
                    "seats-wrong",
                    $"{Method} can fill {(Single.Contains(Method, StringComparer.Ordinal) ? "1 seat" : $"1 to {poll.Options.Length} seats")} here: change --seats."
                );
            }

            ImmutableArray<int> order = [.. Casting.Select(c => Option(poll, c, "--casting"))];
            return Method switch
            {
                DebianCount.Method => DebianCount.Of(poll, Debian(poll, order)),
                SchulzeCount.Method => SchulzeCount.Of(poll, order),
                MeekCount.Method => MeekCount.Of(poll, places, Fills),
                StvCount.Method => StvCount.Of(poll, places, order),
                StvCount.Runoff => StvCount.InstantRunoff(poll, order),
                SumCount.Approval => SumCount.Approvals(poll, places, order),
                SumCount.Score => SumCount.Scores(poll, places, order),
                StarCount.Method or StarCount.Bloc => StarCount.Of(Method, poll, places, order),
                QuadraticCount.Method => QuadraticCount.Of(poll, places, Budget, order),
                _ => MajorityCount.Of(poll, Needed(), Majorities is [var one, ..] ? Share(one) : Majority.Simple, Abstaining(poll)),
            };
        }

        private DebianRules Debian(Poll poll, ImmutableArray<int> order)
        {
            var none = None is null ? poll.Default : Option(poll, None, "--default");
            if (none is null && (Quorum is not null || Majorities.Length > 0))
            {
                throw new LogException(
                    "needs-default",
                    "Quorum and majority are over an option that stands for none of these: say which with --default OPTION."
                );
            }

            var majorities = ImmutableDictionary<int, Majority>.Empty;
            foreach (var text in Majorities)
            {
                var at = text.LastIndexOf('=');
                var majority = Share(text[(at + 1)..]);
                majorities =
                    at < 0
                        ? majorities.SetItems(
                            Enumerable.Range(0, poll.Options.Length).Where(o => !majorities.ContainsKey(o)).Select(o => KeyValuePair.Create(o, majority))
                        )
                        : majorities.SetItem(Option(poll, text[..at], "--majority"), majority);
            }

            return new(none, Needed(), majorities, order);
        }

        private Quorum? Needed() =>
            Quorum is null ? null
            : Moot.Counting.Quorum.TryRead(Quorum, Voters, out var quorum, out var error) ? quorum
            : throw new LogException("quorum-unreadable", error);

        private static int? Abstaining(Poll poll, string? name) => name is null ? poll.Find("Abstain") : Option(poll, name, "--abstain");

        private int? Abstaining(Poll poll) => Abstaining(poll, Abstain);

        private static Majority Share(string text) =>
            Majority.Read(text)
            ?? throw new LogException("majority-unreadable", $"\"{text}\" is no majority: write 3:1, 2/3 or 65%, or NAME=3:1 for one option.");

        private static int Option(Poll poll, string name, string from) =>
            poll.Find(name)
            ?? throw new LogException("no-such-option", $"{from}: there is no option {name}. There are: {string.Join("; ", poll.Options.Take(20))}.");
    }
}
