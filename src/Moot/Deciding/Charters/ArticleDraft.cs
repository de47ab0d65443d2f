using System.Collections.Immutable;
using System.Globalization;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Charters;

/// <summary>A rule of a charter as it stands in the text: its first line and those that belong to it.</summary>
/// <param name="Kind">Its first word.</param>
/// <param name="Name">Its second.</param>
/// <param name="Lines">All its lines.</param>
public sealed record Article(string Kind, string Name, ImmutableArray<string> Lines)
{
    /// <summary>The articles of a charter that was written out.</summary>
    public static ImmutableArray<Article> Of(Charter charter)
    {
        var all = ImmutableArray.CreateBuilder<Article>();
        foreach (var line in CharterText.Write(charter).TrimEnd('\n').Split('\n').Skip(1))
        {
            if (line.StartsWith(' '))
            {
                all[^1] = all[^1] with { Lines = all[^1].Lines.Add(line) };
            }
            else
            {
                all.Add(line.Split(' ') is [var kind, var name, ..] ? new(kind, name, [line]) : new(line, "", [line]));
            }
        }

        return all.ToImmutable();
    }
}

/// <summary>A field of a rule: the first words of its line, and what follows.</summary>
/// <param name="Name">The first words.</param>
/// <param name="Form">What follows.</param>
/// <param name="IsHead">True where it stands in the first line of the rule.</param>
public sealed record DraftField(string Name, KeyForm Form, bool IsHead = false)
{
    /// <summary>The name without spaces, for addresses and forms.</summary>
    public string Slug => Name.Replace(' ', '-');
}

/// <summary>A stage that somebody edits: whatever stands in its fields.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">The word of its method.</param>
/// <param name="Values">What stands in its fields, by their names.</param>
public sealed record StageDraft(string Name, string Method, ImmutableDictionary<string, string> Values)
{
    /// <summary>The fields that its method knows.</summary>
    public ImmutableArray<DraftField> Fields =>
        [
            .. StageKeys
                .All.Where(k => k.Methods.Any(m => string.Equals(WordJson<Method>.Word(m), Method, StringComparison.Ordinal)))
                .Select(k => new DraftField(k.Name, k.Form)),
        ];
}

/// <summary>A role, pathway, subject or power that somebody edits: whatever stands in its fields, right or wrong. The reader of charters judges it.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Name">Its name.</param>
/// <param name="Values">What stands in its fields, by their names.</param>
/// <param name="Stages">The stages of a pathway.</param>
public sealed record ArticleDraft(string Kind, string Name, ImmutableDictionary<string, string> Values, ImmutableArray<StageDraft> Stages)
{
    /// <summary>The kinds of articles that have fields.</summary>
    public static ImmutableArray<string> Kinds { get; } = ["role", "pathway", "area", "subject", "power"];

    /// <summary>The fields of a kind of article.</summary>
    public static ImmutableArray<DraftField> FieldsOf(string kind) =>
        kind switch
        {
            "role" => [.. ArticleKeys.OfRole.Select(k => new DraftField(k.Name, k.Form))],
            "pathway" => [.. ArticleKeys.OfPathway.Select(k => new DraftField(k.Name, k.Form))],
            "area" => [.. ArticleKeys.OfArea.Select(k => new DraftField(k.Name, k.Form))],
            "subject" => [new("by", KeyForm.Pathways, IsHead: true)],
            "power" => [new("by", KeyForm.People, IsHead: true), .. ArticleKeys.OfPower.Select(k => new DraftField(k.Name, k.Form))],
            _ => [],
        };

    /// <summary>An article of a charter, in fields; null where there is none, or none of its kind has fields.</summary>
    public static ArticleDraft? Of(Charter charter, string kind, string name) =>
        kind switch
        {
            "role" when charter.Roles.TryGetValue(name, out var role) => new(kind, name, Written(ArticleKeys.OfRole.Select(k => (k.Name, k.Write(role)))), []),
            "pathway" when charter.Pathways.TryGetValue(name, out var pathway) => new(
                kind,
                name,
                Written(ArticleKeys.OfPathway.Select(k => (k.Name, k.Write(pathway)))),
                [
                    .. pathway.Stages.Select(s => new StageDraft(
                        s.Name,
                        WordJson<Method>.Word(s.Method),
                        Written(StageKeys.All.Where(k => k.Methods.Contains(s.Method)).Select(k => (k.Name, k.Write(s))))
                    )),
                ]
            ),
            "area" when charter.Areas.TryGetValue(name, out var area) => new(kind, name, Written(ArticleKeys.OfArea.Select(k => (k.Name, k.Write(area)))), []),
            "subject" when charter.Subjects.TryGetValue(name, out var subject) => new(kind, name, Written([("by", string.Join(", ", subject.By))]), []),
            "power" when charter.Powers.TryGetValue(name, out var power) => new(
                kind,
                name,
                Written([("by", power.By.ToString()), .. ArticleKeys.OfPower.Select(k => (k.Name, k.Write(power)))]),
                []
            ),
            _ => null,
        };

    /// <summary>A new article with what it needs at the least.</summary>
    /// <param name="charter">The charter to which it comes.</param>
    /// <param name="kind">Which of them.</param>
    /// <param name="name">Its name.</param>
    public static ArticleDraft New(Charter charter, string kind, string name)
    {
        var way = charter.PathwaysFor("charter")[0];
        return kind switch
        {
            "role" => new(kind, name, Written([("term", "365d"), ("by", way), ("recall", way)]), []),
            "pathway" => new(kind, name, Written([]), [NewStage("proposal", Method.LazyConsensus)]),
            "area" => new(kind, name, Written([]), []),
            "subject" => new(kind, name, Written([("by", way)]), []),
            _ => new("power", name, Written([("by", "members"), ("undo by", "members")]), []),
        };
    }

    /// <summary>A new stage of a method, with usual numbers where it needs some.</summary>
    public static StageDraft NewStage(string name, Method method) => Begun(new(name, WordJson<Method>.Word(method), Written([])));

    /// <summary>A stage whose method was chosen anew: what the method does not know goes, what it needs has a usual number.</summary>
    public static StageDraft Begun(StageDraft stage)
    {
        var fields = stage.Fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var values = stage.Values.RemoveRange(stage.Values.Keys.Where(k => !fields.Contains(k)));
        foreach (var (key, usual) in Usual)
        {
            // A ballot needs its time and its way of counting; its other lines depend on that.
            var isNeeded = fields.Contains("count")
                ? key is "for" or "count"
                : fields.Contains(key) && (key is not "for" || !fields.Contains("confirm")) && (key is not "at most" || fields.Contains("seats"));
            values = isNeeded && values.GetValueOrDefault(key, "").Length == 0 ? values.SetItem(key, usual) : values;
        }

        return stage with
        {
            Values = values,
        };
    }

    /// <summary>An article as a form sends it.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="field">What stands in a field of the form.</param>
    public static ArticleDraft Read(string kind, string name, Func<string, string> field)
    {
        var stages = int.TryParse(field("stages"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, CharterText.StagesMax) : 0;
        return new(
            kind,
            OneLine(name),
            Sent(FieldsOf(kind), "f-"),
            [
                .. Enumerable
                    .Range(0, kind is "pathway" ? stages : 0)
                    .Select(i => new StageDraft(
                        OneLine(field($"s{i}-name")),
                        OneLine(field($"s{i}-method")),
                        Sent(StageKeys.All.Select(k => new DraftField(k.Name, k.Form)), $"s{i}-")
                    )),
            ]
        );

        ImmutableDictionary<string, string> Sent(IEnumerable<DraftField> fields, string before) =>
            Written(fields.Select(f => (f.Name, OneLine(field(before + f.Slug)) is { Length: > 0 } value ? value : null)));
    }

    /// <summary>Puts this article in the place of one of a charter, or at the end, and reads the whole again.</summary>
    /// <param name="charter">The charter.</param>
    /// <param name="isNew">True for an article that was not there.</param>
    /// <param name="changed">The charter then; null where it cannot be read.</param>
    /// <param name="error">What is wrong, with its line.</param>
    /// <param name="fieldAtFault">The field of the form that the line is about; empty where it is about none of them.</param>
    public bool TryPut(Charter charter, bool isNew, out Charter? changed, out string error, out string fieldAtFault)
    {
        var own = Lines();
        var lines = new List<string> { "charter 1" };
        var begins = 0;
        foreach (var article in Article.Of(charter))
        {
            if (
                !isNew
                && begins == 0
                && string.Equals(article.Kind, Kind, StringComparison.Ordinal)
                && string.Equals(article.Name, Name, StringComparison.Ordinal)
            )
            {
                begins = lines.Count;
                lines.AddRange(own.Select(l => l.Line));
            }
            else
            {
                lines.AddRange(article.Lines);
            }
        }

        if (begins == 0)
        {
            begins = lines.Count;
            lines.AddRange(own.Select(l => l.Line));
        }

        fieldAtFault = "";
        var isRead = CharterText.TryRead(string.Join('\n', lines) + "\n", out changed, out error);
        if (!isRead && LineOf(error) is { } line && line - 1 - begins is >= 0 and var at && at < own.Length)
        {
            fieldAtFault = own[at].Field;
        }

        return isRead;
    }

    /// <summary>A charter without one of its articles.</summary>
    public static bool TryRemove(Charter charter, string kind, string name, out Charter? changed, out string error)
    {
        var left = Article
            .Of(charter)
            .Where(a => !string.Equals(a.Kind, kind, StringComparison.Ordinal) || !string.Equals(a.Name, name, StringComparison.Ordinal))
            .SelectMany(a => a.Lines);
        return CharterText.TryRead(string.Join('\n', left.Prepend("charter 1")) + "\n", out changed, out error);
    }

    /// <summary>The line that an error names; null where it names none.</summary>
    public static int? LineOf(string error) =>
        error.StartsWith("Line ", StringComparison.Ordinal)
        && error.IndexOf(':', StringComparison.Ordinal) is > 5 and var end
        && int.TryParse(error.AsSpan(5, end - 5), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? line
            : null;

    /// <summary>Numbers with which a stage begins that needs them.</summary>
    private static ImmutableArray<(string Key, string Value)> Usual { get; } =
    [
        ("by", "members"),
        ("for", "7d"),
        ("confirm", "7d"),
        ("signatures", "5"),
        ("pass", "more than 1/2 of cast"),
        ("seats", "12"),
        ("at most", "60d"),
        ("count", "schulze"),
    ];

    private ImmutableArray<(string Line, string Field)> Lines()
    {
        var lines = ImmutableArray.CreateBuilder<(string, string)>();
        var fields = FieldsOf(Kind);
        lines.Add(
            (
                $"{Kind} {Name}{string.Concat(fields.Where(f => f.IsHead).Select(f => $" {f.Name} {Values.GetValueOrDefault(f.Name, "")}"))}",
                fields.FirstOrDefault(f => f.IsHead) is { } head ? "f-" + head.Slug : ""
            )
        );
        Add(fields.Where(f => !f.IsHead), Values, "  ", "f-");
        for (var i = 0; i < Stages.Length; i++)
        {
            lines.Add(($"  stage {Stages[i].Name} {Stages[i].Method}", $"s{i}-name"));
            Add(Stages[i].Fields, Stages[i].Values, "    ", $"s{i}-");
        }

        return lines.ToImmutable();

        void Add(IEnumerable<DraftField> all, ImmutableDictionary<string, string> values, string indent, string before)
        {
            foreach (var field in all)
            {
                if (values.TryGetValue(field.Name, out var value))
                {
                    lines.Add(($"{indent}{field.Name}{(field.Form == KeyForm.Mark ? "" : " " + value)}", before + field.Slug));
                }
            }
        }
    }

    /// <summary>A field holds one line, whatever a program sends.</summary>
    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static ImmutableDictionary<string, string> Written(IEnumerable<(string Name, string? Value)> values) =>
        values.Where(v => v.Value is not null).ToImmutableDictionary(v => v.Name, v => v.Value!.Length == 0 ? "1" : v.Value!, StringComparer.Ordinal);
}
