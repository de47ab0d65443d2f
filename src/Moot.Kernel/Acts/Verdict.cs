using System.Diagnostics.CodeAnalysis;

namespace Moot.Kernel.Acts;

/// <summary>What the judge says of an act: lawful, or refused with a stable code and a sentence for people.</summary>
public readonly record struct Verdict
{
    private Verdict(string code, string sentence) => (Code, Sentence) = (code, sentence);

    /// <summary>The act may enter the log.</summary>
    public static Verdict Lawful => default;

    /// <summary>The act may not enter the log.</summary>
    /// <param name="code">Stable, lower-case words joined by hyphens: programs rely on it.</param>
    /// <param name="sentence">What is wrong and what to do, for a person.</param>
    public static Verdict Refused(string code, string sentence) => new(code, sentence);

    /// <summary>True if the act may enter the log.</summary>
    [MemberNotNullWhen(false, nameof(Code), nameof(Sentence))]
    public bool IsLawful => Code is null;

    /// <summary>The code of a refusal.</summary>
    public string? Code { get; }

    /// <summary>The sentence of a refusal.</summary>
    public string? Sentence { get; }

    public override string ToString() => IsLawful ? "lawful" : $"{Code}: {Sentence}";
}
