using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>Somebody chooses how the association's pages look.</summary>
/// <param name="Accent">Colour of links and buttons on light paper, as <c>#rrggbb</c>; easy to read there.</param>
/// <param name="AccentDark">The same on dark paper.</param>
/// <param name="Paper">Tint of the paper.</param>
/// <param name="Font">Shape of the letters.</param>
public sealed record SetLook(string Accent, string AccentDark, PaperTint Paper, TextFont Font) : IAct<SetLook, Library>
{
    public static string Kind => "commons.look/1";

    public static JsonTypeInfo<SetLook> Json => CommonsJson.Default.SetLook;

    public static Verdict Judge(Library state, SetLook act, in Circumstance how) =>
        !how.Actor.IsMember ? Verdict.Refused("members-only", "Choosing the look takes a member; join first.")
        : Shade.Parse(act.Accent) is not { } light || Shade.Parse(act.AccentDark) is not { } dark
            ? Verdict.Refused("bad-colour", "A colour is written as # and six digits from 0 to f.")
        : light.Contrast(Shade.Parse(CommonsLook.Light(act.Paper))!.Value) < Shade.ContrastMin
            ? Verdict.Refused("colour-too-light", "This colour is hard to read on light paper. Choose a darker one.")
        : dark.Contrast(Shade.Parse(CommonsLook.Dark(act.Paper))!.Value) < Shade.ContrastMin
            ? Verdict.Refused("colour-too-dark", "This colour is hard to read on dark paper. Choose a lighter one.")
        : Verdict.Lawful;

    public static Library Fold(Library state, SetLook act, in Circumstance how) =>
        state.WithLook(new(how.Index, act.Accent, act.AccentDark, act.Paper, act.Font));
}
