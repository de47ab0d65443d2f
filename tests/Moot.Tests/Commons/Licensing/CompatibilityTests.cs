using Moot.Commons;
using Moot.Commons.Licensing;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Commons.Licensing;

/// <summary>Every pair of the known licences has the answer that its publishers give, and a reason.</summary>
public sealed class CompatibilityTests
{
    private const string PublicDomain = "CC0-1.0 CC-PDM-1.0 LicenseRef-public-domain PDDL-1.0";
    private const string By = "CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 CC-BY-NC-SA-4.0";
    private const string Everything =
        PublicDomain
        + " "
        + By
        + " CC-BY-SA-1.0 LAL-1.3 GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later ODbL-1.0 ODC-By-1.0"
        + " GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later AGPL-3.0-only AGPL-3.0-or-later MIT Apache-2.0";

    /// <summary>Where the text of each licence may go besides its own; written out by hand, not made of the rules.</summary>
    private static readonly Dictionary<string, string> Ways = new(StringComparer.Ordinal)
    {
        ["CC0-1.0"] = Everything,
        ["CC-PDM-1.0"] = Everything,
        ["LicenseRef-public-domain"] = Everything,
        ["PDDL-1.0"] = Everything,
        ["CC-BY-2.0"] = By,
        ["CC-BY-2.5"] = By,
        ["CC-BY-3.0"] = By,
        ["CC-BY-4.0"] = By + " GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later",
        ["CC-BY-SA-1.0"] = "",
        ["CC-BY-SA-2.0"] = "CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0",
        ["CC-BY-SA-2.5"] = "CC-BY-SA-3.0 CC-BY-SA-4.0",
        ["CC-BY-SA-3.0"] = "CC-BY-SA-4.0",
        ["CC-BY-SA-4.0"] = "LAL-1.3 GPL-3.0-only",
        ["CC-BY-NC-SA-4.0"] = "",
        ["LAL-1.3"] = "CC-BY-SA-4.0",
        ["GFDL-1.1-only"] = "",
        ["GFDL-1.1-or-later"] = "GFDL-1.1-only GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later",
        ["GFDL-1.2-only"] = "",
        ["GFDL-1.2-or-later"] = "GFDL-1.2-only GFDL-1.3-only GFDL-1.3-or-later",
        ["GFDL-1.3-only"] = "",
        ["GFDL-1.3-or-later"] = "GFDL-1.3-only",
        ["ODbL-1.0"] = "",
        ["ODC-By-1.0"] = "ODbL-1.0",
        ["GPL-2.0-only"] = "",
        ["GPL-2.0-or-later"] = "GPL-2.0-only GPL-3.0-only GPL-3.0-or-later AGPL-3.0-only AGPL-3.0-or-later",
        ["GPL-3.0-only"] = "AGPL-3.0-only",
        ["GPL-3.0-or-later"] = "GPL-3.0-only AGPL-3.0-only AGPL-3.0-or-later",
        ["AGPL-3.0-only"] = "",
        ["AGPL-3.0-or-later"] = "AGPL-3.0-only",
        ["MIT"] = "GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later Apache-2.0",
        ["Apache-2.0"] = "GPL-3.0-only GPL-3.0-or-later",
    };

    [Fact]
    public void Every_pair_has_the_answer_that_is_published()
    {
        Assert.Equal(Ways.Keys.Order(StringComparer.Ordinal), Licences.Known.Select(l => l.Id).Order(StringComparer.Ordinal));
        var wrong = new List<string>();
        foreach (var from in Licences.Known)
        {
            var ways = Ways[from.Id].Split(' ').ToHashSet(StringComparer.Ordinal);
            foreach (var into in Licences.Known)
            {
                var answer = Compatibility.Of(from.Id, into.Id);
                var may = ways.Contains(into.Id) || string.Equals(from.Id, into.Id, StringComparison.Ordinal);
                if (answer.May != may || answer.Why.Length == 0 || (may && from != into && answer.Source is not { Length: > 0 }))
                {
                    wrong.Add($"{from.Id} -> {into.Id}: {answer}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("CC-BY-SA-3.0 OR GFDL-1.2-only", "CC-BY-SA-4.0", true)]
    [InlineData("CC-BY-SA-3.0 AND GFDL-1.2-only", "CC-BY-SA-4.0", false)]
    [InlineData("CC-BY-4.0 AND (CC0-1.0 OR MIT)", "CC-BY-SA-4.0", true)]
    [InlineData("CC-BY-4.0 AND MIT", "CC-BY-SA-4.0", false)]
    [InlineData("CC-BY-SA-4.0", "CC-BY-SA-4.0 OR GFDL-1.3-or-later", false)]
    [InlineData("CC0-1.0", "CC-BY-SA-4.0 OR GFDL-1.3-or-later", true)]
    [InlineData("CC-BY-SA-4.0 OR GFDL-1.3-or-later", "CC-BY-SA-4.0 OR GFDL-1.3-or-later", true)]
    [InlineData("GFDL-1.2-or-later OR CC-BY-SA-3.0", "CC-BY-SA-4.0 OR GFDL-1.3-or-later", true)]
    [InlineData("GPL-2.0+", "GPL-3.0", true)]
    [InlineData("GPL-2.0", "GPL-3.0", false)]
    [InlineData("GFDL-1.2", "GFDL-1.2-only", true)]
    [InlineData("GPL-2.0-or-later WITH Classpath-exception-2.0", "GPL-2.0-or-later", false)]
    [InlineData("LicenseRef-ours", "LicenseRef-ours", true)]
    [InlineData("LicenseRef-ours", "CC-BY-SA-4.0", false)]
    [InlineData("CC0-1.0", "LicenseRef-ours", false)]
    [InlineData("CC-BY-ND-4.0", "CC-BY-SA-4.0", false)]
    [InlineData("CC-BY-NC-4.0", "CC-BY-SA-4.0", false)]
    public void Expressions_choose_and_join(string from, string into, bool may) => Assert.Equal(may, Compatibility.Of(from, into).May);

    [Fact]
    public void An_expression_with_many_choices_stays_small()
    {
        var many = string.Join(" AND ", Enumerable.Repeat("(MIT OR ISC)", 6));
        Assert.True(Spdx.IsExpression(many));
        Assert.Equal(64, Spdx.Alternatives(many).Length);
        Assert.False(Compatibility.Of(many, "CC-BY-SA-4.0").May);
    }

    [Theory]
    [InlineData("GFDL-1.3-or-later", "CC-BY-SA-3.0", "2009")]
    [InlineData("CC-BY-SA-1.0", "CC-BY-SA-4.0", "later version")]
    [InlineData("GPL-3.0-only", "CC-BY-SA-4.0", "alone")]
    [InlineData("ODbL-1.0", "CC-BY-SA-4.0", "section 4.3")]
    [InlineData("CC-BY-ND-4.0", "CC-BY-SA-4.0", "changes")]
    [InlineData("CC-BY-NC-4.0", "CC-BY-SA-4.0", "commercial")]
    [InlineData("CC-BY-SA-4.0", "CC0-1.0", "conditions")]
    public void A_refusal_says_why(string from, string into, string word) => Assert.Contains(word, Compatibility.Of(from, into).Why, StringComparison.Ordinal);

    [Fact]
    public void Every_line_of_the_table_is_used_and_stands_in_the_documents()
    {
        var page = File.ReadAllText(Path.Combine(Project.Root, "docs", "licences.md"));
        var told = page.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToList();
        Assert.Equal(LicenceRules.Lines.Select(Told), told);
        Assert.All(LicenceRules.Lines, r => Assert.StartsWith("https://", r.Source, StringComparison.Ordinal));
        Assert.All(
            LicenceRules.Lines,
            r => Assert.Contains(r.From, from => r.Into.Any(into => from != into && Compatibility.Of(from, into) == new Compatibility(r.May, r.Why, r.Source)))
        );
    }

    [Fact]
    public void A_refusal_says_why_in_German_too()
    {
        var german = Moot.Ui.Words.Find("de")!;
        var judged = Bringing.Judge("CC-BY-SA-4.0", "CC-BY-NC-4.0");
        Assert.Equal(
            "Text unter CC-BY-NC-4.0 kann nicht hergebracht werden, wo unter CC-BY-SA-4.0 geschrieben wird. Sie verbietet, damit Geld zu verdienen.",
            german.Refusal(judged)
        );
        Assert.Equal(judged.Sentence, Moot.Ui.Words.English.Refusal(judged));
        string[] others =
        [
            Compatibility.Of("CC-BY-ND-4.0", "CC-BY-4.0").Why,
            Compatibility.Of("CC-BY-NC-4.0", "CC-BY-4.0").Why,
            Compatibility.Of("LicenseRef-mine", "CC-BY-4.0").Why,
            Compatibility.Of("CC-BY-4.0", "LicenseRef-mine").Why,
            Compatibility.Of("MIT", "CC-BY-4.0").Why,
            "Nobody has said under which licence.",
        ];
        var silent = LicenceRules.Lines.Where(r => !r.May).Select(r => r.Why).Concat(others).Where(w => german.FindSentence("refusal.why." + w) is null);
        Assert.Empty(silent);
    }

    private static string Told(LicenceRule rule) => $"| {List(rule.From)} | {List(rule.Into)} | {(rule.May ? "yes" : "no")} | {rule.Why} | <{rule.Source}> |";

    private static string List(IEnumerable<string> ids)
    {
        var all = ids.ToList();
        return all.Count == Licences.Known.Length ? "`all`" : string.Join(' ', all.Select(i => $"`{i}`"));
    }
}
