using System.Collections.Immutable;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>A charter that somebody edits. Nothing of it is stored: the form carries it.</summary>
/// <param name="Text">The draft as text.</param>
/// <param name="From">The template with which it began; null where it was the charter that holds.</param>
/// <param name="Charter">The draft; null where its text cannot be read.</param>
/// <param name="Rules">What the draft says of each article, in sentences.</param>
/// <param name="Compared">What it changes; null where it cannot be read.</param>
/// <param name="Check">What the check says of it; null where it cannot be read.</param>
public sealed record CharterEditView(
    string Text,
    string? From,
    Charter? Charter,
    ImmutableArray<(Article Article, string InShort)> Rules,
    CompareView? Compared,
    CheckView? Check
)
{
    /// <summary>The article that is edited; null where none is.</summary>
    public ArticleDraft? Open { get; init; }

    /// <summary>True for an article that is not in the draft yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>Why the last step was not taken.</summary>
    public Verdict? Refused { get; init; }

    /// <summary>The field that it is about; empty where it is about none.</summary>
    public string FieldAtFault { get; init; } = "";

    /// <summary>What was typed.</summary>
    public Filled? Filled { get; init; }
}

/// <summary>Makes the views of the editor, and takes its steps.</summary>
public static class CharterEditViews
{
    /// <summary>The editor with a draft.</summary>
    public static CharterEditView Of(Desk desk, string text, string? from)
    {
        if (!CharterText.TryRead(text, out var charter, out var error))
        {
            return new(text, from, Charter: null, [], Compared: null, Check: null) { Refused = Unreadable(error) };
        }

        var plain = new Plain(desk.Words);
        return new(
            CharterText.Write(charter),
            from,
            charter,
            [.. Article.Of(charter).Select(a => (a, Short(plain, desk.Words, charter, a)))],
            CompareViews.Between(desk, desk.State<Assembly>().Charter, charter),
            CheckViews.Of(desk, charter)
        );
    }

    /// <summary>The draft after a step.</summary>
    /// <param name="desk">Where it is edited.</param>
    /// <param name="form">The form; its button says the step.</param>
    public static CharterEditView Step(Desk desk, Filled form)
    {
        var from = Templates.Names.Contains(form["from"], StringComparer.Ordinal) ? form["from"] : null;
        var view = Of(desk, form["text"], from) with { Filled = form };
        if (view.Charter is not { } charter)
        {
            return view;
        }

        var words = form["do"].Split(' ');
        return words switch
        {
            ["open", var kind, var name] => view with { Open = ArticleDraft.Of(charter, kind, name) },
            ["remove", var kind, var name] => ArticleDraft.TryRemove(charter, kind, name, out var left, out var why)
                ? Of(desk, CharterText.Write(left!), from)
                : view with
                {
                    Refused = Unreadable(why),
                },
            ["add", var kind] when ArticleDraft.Kinds.Contains(kind, StringComparer.Ordinal) => Begin(
                view,
                ArticleDraft.New(charter, kind, form["new-" + kind].Trim())
            ),
            ["apply" or "stage-show" or "stage-add", ..]
            or ["stage-up" or "stage-down" or "stage-remove", _] when ArticleDraft.Kinds.Contains(form["kind"], StringComparer.Ordinal) => Change(
                desk,
                view,
                words,
                form
            ),
            _ => view,
        };
    }

    private static CharterEditView Begin(CharterEditView view, ArticleDraft article) =>
        article.TryPut(view.Charter!, isNew: true, out _, out var error, out _)
            ? view with
            {
                Open = article,
                IsNew = true,
            }
            : view with
            {
                Refused = Unreadable(error),
                FieldAtFault = "new-" + article.Kind,
            };

    private static CharterEditView Change(Desk desk, CharterEditView view, string[] words, Filled form)
    {
        var article = ArticleDraft.Read(form["kind"], form["name"], n => form[n]);
        var isNew = form.Has("is-new");
        if (words is not ["apply"])
        {
            return view with { Open = Stages(article, words), IsNew = isNew };
        }

        return article.TryPut(view.Charter!, isNew, out var changed, out var error, out var field)
            ? Of(desk, CharterText.Write(changed!), view.From)
            : view with
            {
                Open = article,
                IsNew = isNew,
                Refused = Unreadable(error),
                FieldAtFault = field,
            };
    }

    private static ArticleDraft Stages(ArticleDraft article, string[] words)
    {
        var stages = article.Stages;
        var at = words.Length > 1 && int.TryParse(words[1], out var number) && number >= 0 && number < stages.Length ? number : -1;
        return article with
        {
            Stages = words[0] switch
            {
                "stage-add" when stages.Length < CharterText.StagesMax => stages.Add(ArticleDraft.NewStage(Free(stages), Method.Vote)),
                "stage-remove" when at >= 0 => stages.RemoveAt(at),
                "stage-up" when at > 0 => stages.RemoveAt(at).Insert(at - 1, stages[at]),
                "stage-down" when at >= 0 && at < stages.Length - 1 => stages.RemoveAt(at).Insert(at + 1, stages[at]),
                "stage-show" => [.. stages.Select(ArticleDraft.Begun)],
                _ => stages,
            },
        };
    }

    /// <summary>A name that no stage has.</summary>
    private static string Free(ImmutableArray<StageDraft> stages) =>
        Enumerable
            .Range(stages.Length + 1, CharterText.StagesMax + 1)
            .Select(n => "stage-" + CharterViews.Number(n))
            .First(n => stages.All(s => !string.Equals(s.Name, n, StringComparison.Ordinal)));

    private static string Short(Plain plain, Words words, Charter charter, Article article) =>
        article.Kind switch
        {
            "role" => plain.Rules(charter.Roles[article.Name])[0],
            "pathway" => plain.Summary(charter.Pathways[article.Name]),
            "power" => plain.Rules(charter.Powers[article.Name])[0],
            "area" => plain.Rules(charter.Areas[article.Name])[0],
            "subject" => words.Say("compare.subject-by", string.Join(words["plain.or"], charter.Subjects[article.Name].By)),
            _ => string.Join(' ', article.Lines.Select(l => l.Trim())),
        };

    private static Verdict Unreadable(string error) => Verdict.Refused("charter-unreadable", error);
}
