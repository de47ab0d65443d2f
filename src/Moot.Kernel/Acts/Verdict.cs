using System.Diagnostics.CodeAnalysis;

namespace Moot.Kernel.Acts;

/// <summary>What the judge says of an act: lawful, or refused with a stable code and a sentence for people.</summary>
public readonly record struct Verdict
{
    private readonly string? named;

    private Verdict(string code, string sentence, string? named) => (Code, Sentence, this.named) = (code, sentence, named);

    /// <summary>The act may enter the log.</summary>
    public static Verdict Lawful => default;

    /// <summary>The act may not enter the log.</summary>
    /// <param name="code">Stable, lower-case words joined by hyphens: programs rely on it.</param>
    /// <param name="sentence">What is wrong and what to do, for a person.</param>
    /// <param name="named">What the sentence names, in order, so that it can be said in another language too.</param>
    public static Verdict Refused(string code, string sentence, params ReadOnlySpan<string> named) =>
        new(code, sentence, named.IsEmpty ? null : string.Join('\n', named));

    /// <summary>True if the act may enter the log.</summary>
    [MemberNotNullWhen(false, nameof(Code), nameof(Sentence))]
    public bool IsLawful => Code is null;

    /// <summary>The code of a refusal.</summary>
    public string? Code { get; }

    /// <summary>The sentence of a refusal.</summary>
    public string? Sentence { get; }

    /// <summary>What the sentence of a refusal names, in order; nothing where it is the same each time.</summary>
    public string[] Named => named?.Split('\n') ?? [];

    public override string ToString() => IsLawful ? "lawful" : $"{Code}: {Sentence}";
}
