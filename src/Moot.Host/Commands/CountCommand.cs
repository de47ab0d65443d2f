using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Moot.Counting;
using Moot.Counting.Files;
using Moot.Counting.Pages;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Commands;

/// <summary><c>moot count FILE --method M</c>: counts ballots that anybody has in a file.</summary>
internal static class CountCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Ballots: a Debian tally sheet, .soc .soi .toc .toi, .blt, .abif, a SecurePoll dump, .csv or .json.",
        };
        var method = new Option<string>("--method") { Description = $"How to count: {string.Join(", ", CountOrder.Methods)}.", Required = true };
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
        var html = new Option<string?>("--html") { Description = "Write one file with pictures, explanation and all numbers, which needs nothing else." };
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
            html,
        }.Does(
            async (parsed, terminal, cancel) =>
            {
                var asked = new CountOrder(parsed.GetRequiredValue(method))
                {
                    Seats = parsed.GetValue(seats),
                    Quorum = parsed.GetValue(quorum),
                    Voters = parsed.GetValue(voters),
                    Majorities = [.. parsed.GetValue(majority) ?? []],
                    None = parsed.GetValue(none),
                    Casting = [.. parsed.GetValue(casting) ?? []],
                    Abstain = parsed.GetValue(abstain),
                    Budget = parsed.GetValue(budget),
                    Fills = parsed.GetValue(fill),
                };
                if (!asked.IsKnown)
                {
                    throw Refused(CountOrder.NoSuchMethod(asked.Method));
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
                if (!BallotFile.TryRead(bytes, path, asked.WantsScores, out var poll, out var error))
                {
                    throw new LogException("ballots-unreadable", error);
                }

                var verdict = asked.Count(poll, out var tally, cancel);
                if (tally is null)
                {
                    throw Refused(verdict);
                }

                if (parsed.GetValue(write) is { } other)
                {
                    await File.WriteAllTextAsync(other, Written(poll, tally.Seats, other), new UTF8Encoding(false), cancel);
                    terminal.Note($"The ballots were written to {other}.");
                }

                if (parsed.GetValue(html) is { } sheet)
                {
                    await File.WriteAllTextAsync(sheet, Sheet(poll, tally, words, Path.GetFileName(path)), new UTF8Encoding(false), cancel);
                    terminal.Note($"The pictures were written to {sheet}.");
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

    private static LogException Refused(Verdict verdict) => new(verdict.Code!, verdict.Sentence!);

    private static string Sheet(Poll poll, Tally tally, Words words, string file)
    {
        var css = Encoding.UTF8.GetString(Asset.Bytes("moot.css")) + Encoding.UTF8.GetString(Asset.Bytes("count.css"));
        var view = new CountSheetView(poll.Title.Length > 0 ? poll.Title : file, css, words, TallyView.Of(tally, poll, words));
        using var text = new PageText();
        using var writer = new PageWriter(text, HtmlEncoder.Create(UnicodeRanges.All));
        writer.Write(typeof(CountSheet), new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(CountSheet.View)] = view });
        return text.Written.ToString();
    }
}
