using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>What members have chosen for all.</summary>
/// <param name="Licence">Under which licence words are given.</param>
/// <param name="Look">How pages look.</param>
/// <param name="IsPreview">True if the page is to be shown in this look before it is chosen.</param>
/// <param name="LicenceRefused">Why the licence was not changed; null where it was not tried.</param>
/// <param name="LookRefused">Why the look was not changed; null where it was not tried.</param>
/// <param name="FrontRefused">Why the first page was not changed; null where it was not tried.</param>
public sealed record SettingsView(
    string Licence,
    CommonsLook Look,
    bool IsPreview = false,
    Verdict? LicenceRefused = null,
    Verdict? LookRefused = null,
    Verdict? FrontRefused = null
)
{
    /// <summary>The page that visitors see first; null where there is no page.</summary>
    public PageHead? Front { get; init; }

    /// <summary>Who chose it, and who chose the ones before it.</summary>
    public ImmutableArray<FrontChoice> Choices { get; init; } = [];

    /// <summary>The page to which taking the last choice back leads; null where there is none.</summary>
    public PageHead? FrontBefore { get; init; }

    /// <summary>The title that somebody typed.</summary>
    public string Typed { get; init; } = "";

    /// <summary>Pages whose titles begin like it.</summary>
    public ImmutableArray<PageHead> Similar { get; init; } = [];

    /// <summary>As things stand.</summary>
    public static SettingsView Of(Desk desk)
    {
        var library = desk.State<Library>();
        var choices = FrontChoices.Last(desk);
        return new(library.Licence ?? Spdx.Usual, library.Look ?? new(0, CommonsLook.OwnAccent, CommonsLook.OwnAccentDark, PaperTint.Warm, TextFont.Serif))
        {
            Front = library.FrontPage is { } front ? PageHead.Of(desk, front) : null,
            Choices = choices,
            FrontBefore = FrontChoices.Before(desk, choices),
        };
    }

    /// <summary>Wikis that were brought in, with the licences of their texts.</summary>
    public ImmutableArray<BroughtLicence> Brought { get; init; } = [];

    /// <summary>Why a licence of theirs was not taken down; null where it was not tried.</summary>
    public Verdict? BroughtRefused { get; init; }

    /// <summary>The look's address for a preview.</summary>
    public string PreviewPath =>
        $"look.css?accent={Uri.EscapeDataString(Look.Accent)}&paper={WordJson<PaperTint>.Word(Look.Paper)}&font={WordJson<TextFont>.Word(Look.Font)}";
}

/// <summary>A wiki that was brought in, with the licence of its texts.</summary>
/// <param name="Entry">The entry that began it.</param>
/// <param name="Site">What it is called; null where that is out of sight.</param>
/// <param name="Licence">The licence; null where nobody said.</param>
public sealed record BroughtLicence(long Entry, string? Site, string? Licence);

/// <summary>The way to everything else.</summary>
/// <param name="Address">Where the association is served, as whoever asks reached it.</param>
public sealed record MoreView(string Address);

/// <summary>How to write, and what the marks mean.</summary>
/// <param name="Licence">Under which licence words are given; null where nobody chose one.</param>
public sealed record HelpView(string? Licence);
