using System.Runtime;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Moot.Host.Commands;

/// <summary>What a command says: answers on standard output, everything else on standard error.</summary>
/// <param name="isJson">True where answers are for programs.</param>
internal sealed class Terminal(bool isJson)
{
    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IAnsiConsole errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>True where answers are for programs.</summary>
    public bool IsJson => isJson;

    /// <summary>Says the answer: a sentence for people, or the object on one line for programs.</summary>
    public void Answer(string sentence, JsonObject answer) => Console.Out.WriteLine(isJson ? answer.ToJsonString(Line) : Plain(sentence));

    /// <summary>A text without what would steer a terminal: it may come from anybody.</summary>
    public static string Plain(string text) => text.Any(IsSteering) ? string.Concat(text.Select(c => IsSteering(c) ? '\uFFFD' : c)) : text;

    private static bool IsSteering(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Says something beside the answer.</summary>
    public void Note(string sentence)
    {
        if (!isJson)
        {
            Console.Error.WriteLine(Plain(sentence));
        }
    }

    /// <summary>Runs something long under a progress bar, where there is a terminal to show one.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="work">Does it; is given a function to tell how far it is: done, and in all (0 where that is not known).</param>
    /// <param name="things">What is counted.</param>
    public async Task<T> Progress<T>(string title, Func<Action<long, long>, Task<T>> work, string things = "entries")
    {
        // Nobody waits for an answer meanwhile, so collections may stop the program: it is done sooner.
        var before = GCSettings.LatencyMode;
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        try
        {
            return isJson || !errors.Profile.Capabilities.Interactive ? await work((_, _) => { }) : await WithBar(title, things, work);
        }
        finally
        {
            GCSettings.LatencyMode = before;
        }
    }

    private Task<T> WithBar<T>(string title, string things, Func<Action<long, long>, Task<T>> work) =>
        errors
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                return await work(
                    (done, all) =>
                    {
                        task.IsIndeterminate = all == 0;
                        task.MaxValue = Math.Max(all, 1);
                        task.Value = done;
                        task.Description = Markup.Escape($"{title}: {done:N0} {things}");
                    }
                );
            });
}
