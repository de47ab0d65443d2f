using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody writes the summary of an argument anew: what speaks for it, what against, what is open. Anybody may.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="For">What speaks for it.</param>
/// <param name="Against">What speaks against it.</param>
/// <param name="Open">What nobody knows yet.</param>
public sealed record EditSummary(long Matter, Prose For = default, Prose Against = default, Prose Open = default) : IAct<EditSummary, Assembly>
{
    public static string Kind => "matter.summary/1";

    public static JsonTypeInfo<EditSummary> Json => DecidingJson.Default.EditSummary;

    public static Verdict Judge(Assembly state, EditSummary act, in Circumstance how) =>
        state.Find(act.Matter) is null ? Floor.NoMatter
        : act.For.IsMissing && act.Against.IsMissing && act.Open.IsMissing ? Verdict.Refused("text-missing", "A summary says something.")
        : Math.Max(act.For.Length, Math.Max(act.Against.Length, act.Open.Length)) > Kernel.Limits.ProseCharactersMax
            ? Verdict.Refused("text-too-long", $"A text has at most {Kernel.Limits.ProseCharactersMax} characters.")
        : Floor.Lawful;

    public static Assembly Fold(Assembly state, EditSummary act, in Circumstance how) => state.With(state.Find(act.Matter)! with { Summary = how.Index });
}
