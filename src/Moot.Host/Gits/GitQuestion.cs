using System.Globalization;
using Moot.Kernel.Storage;

namespace Moot.Host.Gits;

/// <summary>What git asks for (gitprotocol-pack for versions 0 and 1, gitprotocol-v2 for 2).</summary>
internal sealed class GitQuestion
{
    /// <summary>What is asked for in version 2; empty in others.</summary>
    public string Command { get; private set; } = "";

    /// <summary>Commits that are wanted.</summary>
    public List<ObjectName> Wants { get; } = [];

    /// <summary>Commits that are there, in the order in which they were told.</summary>
    public List<ObjectName> Haves { get; } = [];

    /// <summary>Commits at which the history ends there.</summary>
    public List<ObjectName> Shallow { get; } = [];

    /// <summary>Commits that the history shall have; 0 for all.</summary>
    public int Depth { get; private set; }

    /// <summary>True if that many are added to those that are there.</summary>
    public bool IsRelative => Can.Contains("deepen-relative");

    /// <summary>The second from which the history shall go; null for all.</summary>
    public long? Since { get; private set; }

    /// <summary>True if nothing more is asked before the pack.</summary>
    public bool IsDone { get; private set; }

    /// <summary>What git can.</summary>
    public HashSet<string> Can { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a question.</summary>
    public static GitQuestion Read(ReadOnlySpan<byte> bytes)
    {
        var question = new GitQuestion();
        for (var at = 0; ; )
        {
            var (kind, line) = PktLine.Read(bytes, ref at);
            if (kind == PktKind.End)
            {
                return question;
            }

            if (kind == PktKind.Line)
            {
                question.Take(line);
            }
        }
    }

    private void Take(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (word, rest) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
        switch (word)
        {
            case "want":
                Wants.Add(Name(rest));
                foreach (var can in rest[ObjectName.Digits..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    Can.Add(can);
                }

                break;
            case "have":
                Haves.Add(Name(rest));
                break;
            case "shallow":
                Shallow.Add(Name(rest));
                break;
            case "deepen":
                Depth = int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var depth) ? depth : throw Wrong("deepen needs a number.");
                break;
            case "deepen-since":
                Since = long.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var since) ? since : throw Wrong("deepen-since needs a time.");
                break;
            case "deepen-not" or "filter":
                throw Wrong($"{word} is not known here.");
            case "done":
                IsDone = true;
                break;
            default:
                if (word.StartsWith("command=", StringComparison.Ordinal))
                {
                    Command = word["command=".Length..];
                }
                else
                {
                    Can.Add(word);
                }

                break;
        }
    }

    private static ObjectName Name(string text) =>
        text.Length >= ObjectName.Digits && ObjectName.TryParse(text.AsSpan(0, ObjectName.Digits), out var name)
            ? name
            : throw Wrong("An object has forty digits.");

    private static LogException Wrong(string sentence) => new("malformed", sentence);
}
