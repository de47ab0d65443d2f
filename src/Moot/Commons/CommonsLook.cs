using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>How an association's pages look: what may be chosen without anything becoming hard to read.</summary>
/// <param name="Entry">Entry that chose it.</param>
/// <param name="Accent">Colour of links and buttons on light paper.</param>
/// <param name="AccentDark">The same on dark paper.</param>
/// <param name="Paper">Tint of the paper.</param>
/// <param name="Font">Shape of the letters.</param>
public sealed record CommonsLook(long Entry, string Accent, string AccentDark, PaperTint Paper, TextFont Font)
{
    /// <summary>The accent where nobody chose.</summary>
    public const string OwnAccent = "#1f5f5b";

    /// <summary>The accent on dark paper where nobody chose.</summary>
    public const string OwnAccentDark = "#7cc4bd";

    /// <summary>Colour of light paper of a tint.</summary>
    public static string Light(PaperTint tint) =>
        tint switch
        {
            PaperTint.White => "#ffffff",
            PaperTint.Cool => "#f8fafc",
            PaperTint.Green => "#f9fcf7",
            _ => "#fdfcf9",
        };

    /// <summary>Colour of dark paper of a tint.</summary>
    public static string Dark(PaperTint tint) =>
        tint switch
        {
            PaperTint.White => "#141414",
            PaperTint.Cool => "#14181d",
            PaperTint.Green => "#141a16",
            _ => "#16181a",
        };

    /// <summary>The few rules that make the pages look so; every value in them is one of ours or a checked colour.</summary>
    public string ToCss()
    {
        var font = Font == TextFont.Sans ? "--text:1.0625rem/1.6 var(--sans);--head:var(--sans);" : "";
        return $":root{{--paper:{Light(Paper)};--accent:{Accent};{font}}}\n"
            + $"@media (prefers-color-scheme:dark){{:root{{--paper:{Dark(Paper)};--accent:{AccentDark};}}}}\n";
    }
}

/// <summary>Tints of the paper.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<PaperTint>))]
public enum PaperTint
{
    Warm = 1,
    White,
    Cool,
    Green,
}

/// <summary>Shapes of letters.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<TextFont>))]
public enum TextFont
{
    Serif = 1,
    Sans,
}
