using System.Text.Json;
using System.Text.RegularExpressions;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;
using Moot.Tests.Deciding;

namespace Moot.Tests;

/// <summary>The sentences that stories may use. A capability adds its own; what has no sentence is told by <c>does KIND {json}</c>.</summary>
public sealed class Vocabulary
{
    /// <summary>Reads what follows a verb: the kind, and its JSON as stories write it.</summary>
    public delegate (string Kind, string Json) Verb(Words words);

    /// <summary>Says what is wrong with a fact; null where it is so.</summary>
    public delegate string? Fact(Meeting meeting, Match fact);

    private readonly Dictionary<string, Verb> verbs = new(StringComparer.Ordinal);
    private readonly List<(Regex Form, Fact Check)> facts = [];

    /// <summary>What all stories know: founding, joining, leaving, talking, hiding, and facts about entries and members.</summary>
    public static Vocabulary Common { get; } = Make().WithDeciding();

    public Vocabulary With(string verb, Verb read)
    {
        verbs.Add(verb, read);
        return this;
    }

    public Vocabulary With(string fact, Fact check)
    {
        facts.Add((new Regex($"^{fact}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), check));
        return this;
    }

    internal (string Kind, string Json) Read(Words words)
    {
        var verb = words.Next("a verb");
        return verbs.TryGetValue(verb, out var read) ? read(words) : throw new MinutesException($"No sentence has the verb {verb}.");
    }

    internal string? Check(Meeting meeting, string fact)
    {
        foreach (var (form, check) in facts)
        {
            if (form.Match(fact) is { Success: true } match)
            {
                return check(meeting, match);
            }
        }

        throw new MinutesException("No fact has this form.");
    }

    /// <summary>A text in quotes as it stands, or null where none comes.</summary>
    private static string? Quoted(Words words) => words.TakeLike('"');

    private static string Because(Words words) => words.Take("because") ? $",\"reason\":{words.Next("a text")}" : "";

    private static Vocabulary Make() =>
        new Vocabulary()
            .With("does", static w => (w.Next("a kind"), w.TakeLike('{') ?? "{}"))
            .With("founds", static w => ("association.found/1", $$"""{"log":vkey(),"intake":intake(),"name":{{w.Next("a name")}}}"""))
            .With("forks", Fork)
            .With("joins", static w => ("member.join/1", $$"""{"name":{{Quoted(w) ?? "\"somebody\""}}}"""))
            .With("leaves", static w => ("member.leave/1", "{}"))
            .With("says", Say)
            .With("hides", static w => ("body.hide/1", $$"""{"entry":{{w.Next("a label")}},"ground":"{{Ground(w)}}"{{Because(w)}}}"""))
            .With("shows", static w => ("body.show/1", $$"""{"entry":{{w.Next("a label")}}{{Because(w)}}}"""))
            .With("erases", static w => ("body.erase/1", $$"""{"entry":{{w.Next("a label")}},"ground":"{{Ground(w)}}"{{Because(w)}}}"""))
            .With("(?<n>[0-9]+) entr(y|ies)", static (m, f) => Differs(f.Groups["n"].Value, m.Hall.World.Size))
            .With("the log is (?<o>\\S+)", static (m, f) => Differs(f.Groups["o"].Value, m.Hall.World.Get<Foundation>().Current?.Origin))
            .With(
                "(?<who>[A-Z]\\w*) has (?<n>[0-9]+) living keys?",
                static (m, f) => Differs(f.Groups["n"].Value, m.Member(f.Groups["who"].Value).Living(m.Hall.Now).Count())
            )
            .With("(?<who>[A-Z]\\w*) is a member", static (m, f) => Differs("a member", m.Member(f.Groups["who"].Value).Left is null ? "a member" : "left"))
            .With("(?<who>[A-Z]\\w*) has left", static (m, f) => Differs("left", m.Member(f.Groups["who"].Value).Left is null ? "a member" : "left"))
            .With(
                "(?<l>@\\w+) is (?<a>signed|vouched|guest)",
                static (m, f) => Differs(f.Groups["a"].Value, Entry.Word(m.Hall.World.Entries.AssuranceOf(m.Label(f.Groups["l"].Value))))
            )
            .With(
                "(?<l>@\\w+) is (?<s>waiting|confirmed|withdrawn)",
                static (m, f) => Differs(f.Groups["s"].Value, Stands(m.Hall.World.Get<Moot.Commons.Library>().Claims.Find(m.Label(f.Groups["l"].Value))))
            )
            .With(
                "(?<l>@\\w+) is (?<s>hidden|erased|in sight)",
                static (m, f) => Differs(f.Groups["s"].Value, Sight(m.Hall.World.Get<Erasures>().Find(m.Label(f.Groups["l"].Value))))
            );

    private static (string, string) Fork(Words words)
    {
        _ = words.Take("to");
        var origin = words.Next("an origin");
        return ("association.fork/1", $$"""{"log":vkey({{origin}}),"intake":intake({{origin}}),"parent":checkpoint(),"name":"The fork"{{Because(words)}}}""");
    }

    private static (string, string) Say(Words words)
    {
        var text = words.Next("a text");
        var subject = words.Take("on") ? $"\"subject\":{JsonSerializer.Serialize(words.Next("a subject"))}," : "";
        var reply = words.Take("to") ? $"\"replyTo\":{words.Next("a label")}," : "";
        return ("talk.say/1", $$"""{{{subject}}{{reply}}"text":{{text}}}""");
    }

    private static string Ground(Words words) => words.Take("for") ? words.Next("a ground") : "abuse";

    private static string Stands(Moot.Commons.NameClaim? claim) =>
        claim switch
        {
            null => "no claim",
            { IsWithdrawn: true } => "withdrawn",
            { IsConfirmed: true } => "confirmed",
            _ => "waiting",
        };

    private static string Sight(Withdrawal? withdrawal) =>
        withdrawal switch
        {
            null => "in sight",
            { IsErased: true } => "erased",
            _ => "hidden",
        };

    private static string? Differs(string expected, object? real) =>
        string.Equals(expected, $"{real}", StringComparison.Ordinal) ? null : $"expected {expected}, but it is {real}";
}
