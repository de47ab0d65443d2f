using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>Limits of pages and files, and the checks that their acts share.</summary>
internal static class CommonsLimits
{
    /// <summary>UTF-16 characters of a title.</summary>
    public const int TitleCharactersMax = 255;

    /// <summary>UTF-16 characters of a summary.</summary>
    public const int SummaryCharactersMax = 800;

    /// <summary>Bytes of the text of one revision.</summary>
    public const int TextBytesMax = 4 << 20;

    /// <summary>Open ends that one save may fold in.</summary>
    public const int OverMax = 16;

    /// <summary>Texts that stand beside a page, from which on no further one is proposed.</summary>
    public const int ProposedMax = 100;

    /// <summary>A title in order; of one that was erased, that it was there.</summary>
    public static Verdict JudgeTitle(Prose title) =>
        title.IsMissing ? Verdict.Refused("title-missing", "A page needs a title.")
        : title.Text is { } text && !Texts.Titles.TryNormalize(text, out _, out var why) ? why
        : Verdict.Lawful;

    public static Verdict JudgeText(BlobId text, int bytes, Prose summary, in Circumstance how) =>
        how.BytesOf(text) is { } real && real != bytes ? Verdict.Refused("wrong-size", $"The text has {real} bytes, not {bytes}.")
        : bytes is < 0 or > TextBytesMax ? Verdict.Refused("text-too-long", $"A text has at most {TextBytesMax} bytes.")
        : summary.Length > SummaryCharactersMax ? Verdict.Refused("summary-too-long", $"A summary has at most {SummaryCharactersMax} characters.")
        : Verdict.Lawful;

    /// <summary>A guest's revision waits until a member has looked at it.</summary>
    public static bool NeedsReview(in Circumstance how) => !how.Actor.IsMember;
}
