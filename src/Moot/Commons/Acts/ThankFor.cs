using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>Somebody thanks the author of an entry.</summary>
/// <param name="Entry">The entry.</param>
public sealed record ThankFor(long Entry) : IAct<ThankFor, Library>
{
    public static string Kind => "commons.thank/1";

    public static JsonTypeInfo<ThankFor> Json => CommonsJson.Default.ThankFor;

    public static Verdict Judge(Library state, ThankFor act, in Circumstance how) =>
        !how.Entries.Has(act.Entry) ? Verdict.Refused("no-such-entry", "There is no such entry.")
        : how.Entries.Author(act.Entry) == how.Actor ? Verdict.Refused("own-act", "Nobody thanks themselves.")
        : Verdict.Lawful;

    public static Library Fold(Library state, ThankFor act, in Circumstance how) => state;
}
