using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Host.Operations;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary>How every command runs: status 0 only when it did what was asked; errors in one sentence on standard error.</summary>
internal static class Run
{
    /// <summary>Status of a command that could not do what was asked.</summary>
    public const int Failed = 1;

    /// <summary>Status of a check whose answer is no: an unsound log, a caught host, a refused act.</summary>
    public const int Refused = 3;

    /// <summary>Answers for programs, one JSON object on a line.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Answer in JSON, one object on a line.", Recursive = true };

    /// <summary>Gives a command its work.</summary>
    public static Command Does(this Command command, Func<ParseResult, Terminal, CancellationToken, Task<int>> work)
    {
        command.SetAction(
            async (parsed, cancel) =>
            {
                var terminal = new Terminal(parsed.GetValue(Json));
                try
                {
                    return await work(parsed, terminal, cancel);
                }
                catch (LogException e)
                {
                    return Fail(terminal, e.Code, e.Message, Failed);
                }
                catch (HostCaughtException e)
                {
                    var evidence = e.EvidencePath is { } path ? $" Evidence for others to check: {path}" : "";
                    return Fail(terminal, "host-caught", e.Message + evidence, Refused, e.EvidencePath);
                }
                catch (OperationCanceledException)
                {
                    return Fail(terminal, "stopped", "Stopped.", Failed);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    return Fail(terminal, "io", e.Message, Failed);
                }
            }
        );
        return command;
    }

    /// <summary>Says what went wrong.</summary>
    public static int Fail(Terminal terminal, string code, string sentence, int status, string? evidence = null)
    {
        if (terminal.IsJson)
        {
            var answer = new JsonObject
            {
                ["ok"] = false,
                ["code"] = code,
                ["message"] = sentence,
            };
            if (evidence is not null)
            {
                answer["evidence"] = evidence;
            }

            terminal.Answer("", answer);
        }

        Console.Error.WriteLine($"moot: {Terminal.Plain(sentence.ReplaceLineEndings(" "))}");
        return status;
    }
}
