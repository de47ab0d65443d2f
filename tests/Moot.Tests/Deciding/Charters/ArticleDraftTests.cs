using Moot.Deciding.Charters;
using Xunit;

namespace Moot.Tests.Deciding.Charters;

/// <summary>Rules of a charter in the fields of a form: what goes in comes out, and the reader of charters judges the rest.</summary>
public sealed class ArticleDraftTests
{
    public static TheoryData<string> Names => [.. Templates.Names];

    /// <summary>Each article of each template goes through a form and comes back as it was.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_goes_through_a_form_stays_as_it_is(string template)
    {
        var charter = Read(Templates.Read(template));
        var text = CharterText.Write(charter);
        foreach (var article in Article.Of(charter))
        {
            var draft = ArticleDraft.Of(charter, article.Kind, article.Name);
            Assert.NotNull(draft);
            var fields = FormOf(draft);
            var sent = ArticleDraft.Read(article.Kind, article.Name, n => fields.GetValueOrDefault(n, ""));
            Assert.True(sent.TryPut(charter, isNew: false, out var changed, out var error, out _), error);
            Assert.Equal(text, CharterText.Write(changed!));
        }
    }

    /// <summary>Every field that the reader knows has a name and an explanation in each language.</summary>
    [Fact]
    public void Every_field_is_explained()
    {
        var fields = ArticleDraft
            .Kinds.SelectMany(k => ArticleDraft.FieldsOf(k).Select(f => $"charter-edit.{k}-{f.Slug}"))
            .Concat(StageKeys.All.Select(k => "charter-edit.stage-" + k.Name.Replace(' ', '-')));
        foreach (var words in Moot.Ui.Words.Languages)
        {
            Assert.DoesNotContain(fields, f => words.FindSentence(f) is null || words.FindSentence(f + ".why") is null);
        }
    }

    /// <summary>What is new is lawful as it begins.</summary>
    [Theory]
    [InlineData("role")]
    [InlineData("pathway")]
    [InlineData("power")]
    public void A_new_article_can_be_taken_as_it_is(string kind)
    {
        Assert.True(ArticleDraft.New(Templates.Default, kind, "fresh").TryPut(Templates.Default, isNew: true, out var changed, out var error, out _), error);
        Assert.Contains(Article.Of(changed!), a => a is { Name: "fresh" } && a.Kind == kind);
    }

    /// <summary>A stage of every method begins with numbers that the reader takes; only a discussion and a nomination have to say what follows.</summary>
    [Fact]
    public void A_new_stage_has_the_numbers_that_it_needs()
    {
        foreach (var method in Enum.GetValues<Method>())
        {
            var stage = ArticleDraft.NewStage("a", method);
            var pathway = ArticleDraft.New(Templates.Default, "pathway", "fresh") with { Stages = [stage] };
            var isTaken = pathway.TryPut(Templates.Default, isNew: true, out _, out var error, out _);
            Assert.True(
                isTaken || (method is Method.Discussion or Method.Nomination && error.Contains("needs a line \"then\"", StringComparison.Ordinal)),
                $"{method}: {error}"
            );
        }
    }

    /// <summary>A wrong field is named, and what was chosen anew loses what its method does not know.</summary>
    [Fact]
    public void What_is_wrong_is_named()
    {
        var vote = ArticleDraft.Of(Templates.Default, "pathway", "vote")!;
        var at = vote.Stages.Length - 1;
        var wrong = vote with { Stages = vote.Stages.SetItem(at, vote.Stages[at] with { Values = vote.Stages[at].Values.SetItem("pass", "most") }) };
        Assert.False(wrong.TryPut(Templates.Default, isNew: false, out _, out var error, out var field));
        Assert.Equal($"s{at}-pass", field);
        Assert.Contains("Line ", error, StringComparison.Ordinal);
        Assert.Equal(ArticleDraft.LineOf(error), int.Parse(error.Split(' ', ':')[1], System.Globalization.CultureInfo.InvariantCulture));

        var chosen = ArticleDraft.Begun(wrong.Stages[at] with { Method = "consent" });
        Assert.DoesNotContain("pass", chosen.Values.Keys);

        Assert.False(ArticleDraft.TryRemove(Templates.Default, "pathway", "vote", out _, out error));
        Assert.Contains("vote, which is not there", error, StringComparison.Ordinal);
        Assert.True(
            ArticleDraft.TryRemove(Templates.Default, "pathway", "straw-poll", out _, out error) || error.Contains("straw-poll", StringComparison.Ordinal)
        );
    }

    /// <summary>Whatever a program sends stays within its line and its article.</summary>
    [Theory]
    [InlineData("365d\npower all by members")]
    [InlineData("365d\r\n  seats 3")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("# remark")]
    public void A_field_holds_one_line(string value)
    {
        var sent = ArticleDraft.Read("role", "chair", n => n is "f-term" ? value : "");
        Assert.DoesNotContain('\n', sent.Values["term"]);
        Assert.False(sent.TryPut(Templates.Default, isNew: true, out _, out _, out var field));
        Assert.Equal("f-term", field);
        Assert.False(ArticleDraft.Read("role", "chair\npower all by members", _ => "").TryPut(Templates.Default, isNew: true, out _, out _, out _));
    }

    private static Dictionary<string, string> FormOf(ArticleDraft draft)
    {
        var form = draft.Values.ToDictionary(v => "f-" + v.Key.Replace(' ', '-'), v => v.Value, StringComparer.Ordinal);
        form["stages"] = draft.Stages.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (i, stage) in draft.Stages.Index())
        {
            (form[$"s{i}-name"], form[$"s{i}-method"]) = (stage.Name, stage.Method);
            foreach (var (name, value) in stage.Values)
            {
                form[$"s{i}-{name.Replace(' ', '-')}"] = value;
            }
        }

        return form;
    }

    private static Charter Read(string text) => CharterText.TryRead(text, out var charter, out var error) ? charter : throw new InvalidDataException(error);
}
