namespace Moot.Kernel.Acts;

/// <summary>A text that a person wrote: public, but erasable. It is present, missing or erased.</summary>
/// <remarks>Judge may ask whether it is missing and, when it is present, how long it is; nothing that counts may depend on it,
/// since after an erasure it is gone from replay.</remarks>
public readonly struct Prose : IEquatable<Prose>
{
    private enum Life : byte
    {
        Missing,
        Present,
        Erased,
    }

    private readonly Life life;
    private readonly string? text;

    private Prose(Life life, string? text) => (this.life, this.text) = (life, text);

    /// <summary>A text that its author never wrote.</summary>
    public static Prose Missing => default;

    /// <summary>A text that was written and is no longer there.</summary>
    public static Prose Erased => new(Life.Erased, text: null);

    /// <summary>A text. White space alone counts as missing.</summary>
    public static Prose Of(string text) => string.IsNullOrWhiteSpace(text) ? default : new(Life.Present, text);

    /// <summary>True if its author never wrote it. An erased text was written.</summary>
    public bool IsMissing => life == Life.Missing;

    /// <summary>True if it was written and is no longer there.</summary>
    public bool IsErased => life == Life.Erased;

    /// <summary>The text, where it is present.</summary>
    public string? Text => text;

    /// <summary>UTF-16 characters; 0 where there is no text.</summary>
    public int Length => text?.Length ?? 0;

    public bool Equals(Prose other) => life == other.life && string.Equals(text, other.text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is Prose other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(life, text);

    public override string ToString() => text ?? (IsErased ? "(erased)" : "");

    public static bool operator ==(Prose left, Prose right) => left.Equals(right);

    public static bool operator !=(Prose left, Prose right) => !left.Equals(right);
}
