using System.Globalization;
using System.Text;
using System.Text.Json;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;
using Moot.Testing;

namespace Moot.Tests;

/// <summary>What a story plays in: the association, the people by name, the entries by label.</summary>
public sealed class Meeting(Registry registry)
{
    private readonly Dictionary<string, MemberId> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Index, Submission Sent)> labels = new(StringComparer.Ordinal);

    private readonly MinutesBox box = new();
    private string speaker = "";

    private sealed class Manner
    {
        public string? Key { get; set; }
        public bool Vouched { get; set; }
        public bool Guest { get; set; }
        public string? Label { get; set; }
        public List<SigningKey> With { get; } = [];
        public Func<ActDraft, ActDraft> Change { get; set; } = static d => d;
    }

    public Hall Hall { get; } = new(registry);

    /// <summary>The member of a name in the story.</summary>
    public Member Member(string name) => Hall.World.Get<Roster>().Find(Id(name)) ?? throw new MinutesException($"{name} is no member.");

    /// <summary>The entry of a label.</summary>
    public long Label(string label) => Labelled(label).Index;

    /// <summary>What the story calls a member.</summary>
    public string NameOf(MemberId id) => members.FirstOrDefault(m => m.Value == id).Key ?? id.ToString();

    /// <summary>What the story calls an entry.</summary>
    public string LabelOf(long entry) => labels.FirstOrDefault(l => l.Value.Index == entry).Key ?? $"entry {entry}";

    /// <summary>Plays one sentence.</summary>
    public Verdict Do(Vocabulary vocabulary, Words words)
    {
        var who = words.Next("somebody");
        if (who[0] == '@')
        {
            return words.Take("again") && words.AtEnd
                ? Hall.Send(Labelled(who).Sent.Act, Labelled(who).Sent.Body, out _)
                : throw new MinutesException("An act can come again, and nothing else.");
        }

        speaker = who;
        var (kind, json) = vocabulary.Read(words);
        var manner = Read(words);
        var (pub, body) = Hall.Split(kind, Fill(json));
        var key = manner.Vouched ? Hall.Intake : Hall.Key(manner.Key ?? who);
        var member = manner.Guest || !members.TryGetValue(who, out var id) ? (MemberId?)null : id;
        var draft = Hall.Draft(kind, pub, member, key, body);
        draft = draft with { Log = LogOf(kind, pub) ?? draft.Log };
        var act = Hall.Sign(manner.Change(draft), key, [.. manner.With]);
        var verdict = Hall.Send(act, Hall.Stored(body), out var entry);
        box.Settle(verdict.IsLawful);
        if (entry is not null)
        {
            Note(who, manner, entry, new(act, Hall.Stored(body)));
        }

        return verdict;
    }

    /// <summary>Folds the log again from its entries, then once more without any text; says how that differs from what was lived.</summary>
    public string? ReplayDiffers()
    {
        foreach (var (what, entries) in new[] { ("its entries", Hall.Entries), ("its entries without texts", [.. Hall.WithoutTexts(Hall.Entries)]) })
        {
            var replay = new Replay(registry);
            if (replay.Run(entries) is { } fault)
            {
                return $"replayed from {what}, entry {fault.Index} is refused: {fault.Code}: {fault.Sentence}";
            }

            if (replay.World.Digest() != Hall.World.Digest() || replay.Machine.Tree.Root() != Hall.Machine.Tree.Root())
            {
                return $"replayed from {what}, the state differs from the one that was lived";
            }
        }

        return null;
    }

    private void Note(string who, Manner manner, Entry entry, Submission sent)
    {
        if (string.Equals(entry.Act.Kind, Join.Kind, StringComparison.Ordinal))
        {
            members[who] = new(entry.Act.Id);
        }

        if (manner.Label is not null)
        {
            labels[manner.Label] = (entry.Index, sent);
        }

        var origin = Hall.World.Get<Foundation>().Current!.Origin;
        (Hall.Origin, Hall.LogKey) = (origin, Hall.Key("log of " + origin));
    }

    private MemberId Id(string name) => members.TryGetValue(name, out var id) ? id : throw new MinutesException($"{name} has not joined.");

    private (long Index, Submission Sent) Labelled(string label) =>
        labels.TryGetValue(label, out var entry) ? entry : throw new MinutesException($"No act has the label {label}.");

    /// <summary>A founding act and a fork are meant for the log that they name.</summary>
    private static string? LogOf(string kind, string pub)
    {
        if (kind is not ("association.found/1" or "association.fork/1"))
        {
            return null;
        }

        using var json = JsonDocument.Parse(pub);
        return json.RootElement.TryGetProperty("log", out var log) && VerifierKey.TryParse(log.GetString()!, out var key, out _) ? key.Name : null;
    }

    private Manner Read(Words words)
    {
        var manner = new Manner();
        while (!words.AtEnd)
        {
            ReadOne(words, manner);
        }

        return manner;
    }

    private void ReadOne(Words words, Manner manner)
    {
        var change = manner.Change;
        if (words.Take("by"))
        {
            manner.Key = words.Next("a key");
        }
        else if (words.Take("with", "the", "host"))
        {
            manner.With.Add(Hall.Intake);
        }
        else if (words.Take("with"))
        {
            manner.With.AddRange(words.Names().Select(Hall.Key));
        }
        else if (words.Take("vouched"))
        {
            manner.Vouched = true;
        }
        else if (words.Take("as", "a", "guest"))
        {
            manner.Guest = true;
        }
        else if (words.Take("as"))
        {
            manner.Label = words.Next("a label");
        }
        else if (words.Take("seq"))
        {
            var number = Number(words.Next("a number"));
            manner.Change = d => change(d) with { Sequence = number };
        }
        else if (words.Take("seen", "another", "history"))
        {
            manner.Change = d => change(d) with { SeenRoot = Hash.Of("another history"u8) };
        }
        else if (words.Take("seen"))
        {
            var size = Number(words.Next("a number"));
            manner.Change = d => change(d) with { SeenSize = size, SeenRoot = Hall.Machine.Tree.RootAt(Math.Min(size, Hall.World.Size)) };
        }
        else if (words.Take("in", "log"))
        {
            var log = words.Next("an origin");
            manner.Change = d => change(d) with { Log = log };
        }
        else if (words.Take("in", "another", "association"))
        {
            manner.Change = d => change(d) with { Association = Hash.Of("another association"u8) };
        }
        else
        {
            throw new MinutesException($"Nothing can follow here but a modifier; this is: {words.Rest}");
        }
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new MinutesException($"{text} is not a number.");

    /// <summary>Writes the names, labels and words of a story's JSON out as an author would.</summary>
    private string Fill(string json)
    {
        var filled = new StringBuilder();
        for (var i = 0; i < json.Length; i++)
        {
            var start = i;
            switch (json[i])
            {
                case '"':
                    i = Words.EndOfText(json, i);
                    filled.Append(json, start, i - start + 1);
                    break;
                case '@' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                    while (i + 1 < json.Length && (char.IsAsciiLetterOrDigit(json[i + 1]) || json[i + 1] is '_' or '.'))
                    {
                        i++;
                    }

                    var word = json[start..(i + 1)];
                    if (i + 1 < json.Length && json[i + 1] == '(')
                    {
                        var close = json.IndexOf(')', i);
                        filled.Append(Call(word, json[(i + 2)..close].Trim()));
                        i = close;
                    }
                    else
                    {
                        filled.Append(Value(word));
                    }

                    break;
                default:
                    filled.Append(json[i]);
                    break;
            }
        }

        return filled.ToString();
    }

    private string Value(string word) =>
        word switch
        {
            "true" or "false" or "null" => word,
            "me" => $"\"{Id(speaker)}\"",
            "nobody" => $"\"{new string('0', 64)}\"",
            ['@', ..] => $"{Label(word)}",
            _ => $"\"{Id(word)}\"",
        };

    private string Call(string word, string of) =>
        word switch
        {
            "key" => $"\"{KeyOf(of)}\"",
            "vkey" => JsonSerializer.Serialize(VKey(of)).Replace("\\u002B", "+", StringComparison.Ordinal),
            "intake" => $"\"{Hall.Public("intake of " + (of.Length > 0 ? of : Hall.Origin))}\"",
            "in" => $"{(Hall.Now + Words.Duration(of)).Milliseconds}",
            "time" => $"{Words.Time(of).Milliseconds}",
            "matter" or "page" or "entry" => $"\"{word}:{Label(of)}\"",
            "member" => $"\"member:{Member(of).Id}\"",
            "seal" => $"\"{box.Seal(of.Split(' ')[1], speaker, Id(speaker), Label(of.Split(' ')[0]))}\"",
            "poll" => string.Create(CultureInfo.InvariantCulture, $"{MinutesBox.Poll(Label(of), Hall)}"),
            "sheet" => JsonSerializer.Serialize(box.Sheet(of.Split(' '), Label(of.Split(' ')[0]), Hall, Id)),
            "token" => $"\"{box.Of(speaker, Label(of)).Token}\"",
            "marked" => $"\"{box.Of(speaker, Label(of)).Marks}\"",
            "checkpoint" => JsonSerializer.Serialize(Encoding.UTF8.GetString(Checkpoint(of))),
            _ => throw new MinutesException($"{word}(…) is not known."),
        };

    private static string KeyOf(string name) =>
        name switch
        {
            "small order" => "01".PadRight(64, '0'),
            "not canonical" => "ee".PadRight(62, 'f') + "7f",
            "off the curve" => "02".PadRight(64, '0'),
            _ => Hall.Public(name).ToString(),
        };

    private string VKey(string of)
    {
        var parts = of.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var origin = parts.Length > 0 ? parts[0] : Hall.Origin;
        return Hall.VKey(origin, Hall.Key(parts.Length > 1 ? parts[1] : "log of " + origin));
    }

    private byte[] Checkpoint(string of) =>
        of.Split(' ') switch
        {
            [""] => Hall.Checkpoint(),
            ["size", var size] => new Checkpoint(Hall.Origin, Number(size), Hall.Machine.Tree.RootAt(Math.Min(Number(size), Hall.World.Size))).Sign(
                Hall.LogKey
            ),
            ["another", "root"] => new Checkpoint(Hall.Origin, Hall.World.Size, Hash.Of("another root"u8)).Sign(Hall.LogKey),
            ["by", var name] => new Checkpoint(Hall.Origin, Hall.World.Size, Hall.Machine.Tree.Root()).Sign(Hall.Key(name)),
            ["of", var origin] => new Checkpoint(origin, Hall.World.Size, Hall.Machine.Tree.Root()).Sign(Hall.LogKey),
            _ => throw new MinutesException($"checkpoint({of}) is not known."),
        };
}
