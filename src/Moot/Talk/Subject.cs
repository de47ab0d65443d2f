using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moot.Talk;

/// <summary>What is talked about: a noun and a number or hash, such as <c>entry:12</c>; <c>association</c> for the whole.</summary>
/// <remarks>It stands in the leaf, so it names things by number, never by title.</remarks>
/// <param name="Name">Lower-case letters; then, but for <c>association</c>, a colon and lower-case letters, digits and hyphens.</param>
[JsonConverter(typeof(SubjectJson))]
public readonly record struct Subject(string Name)
{
    /// <summary>Characters of a subject.</summary>
    public const int CharactersMax = 96;

    private static readonly System.Buffers.SearchValues<char> NameCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The association as a whole.</summary>
    public static Subject Whole { get; } = new("association");

    /// <summary>An entry of the log.</summary>
    public static Subject Entry(long index) => new($"entry:{index}");

    /// <summary>A page, by the entry that created it.</summary>
    public static Subject Page(long id) => new($"page:{id}");

    /// <summary>A member.</summary>
    public static Subject Member(Kernel.Acts.MemberId id) => new($"member:{id}");

    /// <summary>What kind of thing it is, in one word.</summary>
    public string Noun => Name.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? Name[..colon] : Name;

    /// <summary>Which of them it is; empty for the association as a whole.</summary>
    public string Id => Name.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? Name[(colon + 1)..] : "";

    /// <summary>The entry by which it is named; null where it is not named by a number.</summary>
    public long? Number =>
        long.TryParse(Id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads a subject; one grammar is accepted.</summary>
    public static bool TryParse(string text, out Subject subject)
    {
        subject = new(text);
        if (string.Equals(text, Whole.Name, StringComparison.Ordinal))
        {
            return true;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return text.Length <= CharactersMax
            && colon > 0
            && colon < text.Length - 1
            && text.AsSpan(0, colon).IndexOfAnyExceptInRange('a', 'z') < 0
            && text.AsSpan(colon + 1).IndexOfAnyExcept(NameCharacters) < 0
            // An entry has one number, and so one name: what is done to one name of a thing must not be missed under another.
            && !(subject.Number is not null && text[colon + 1] == '0' && text.Length > colon + 2);
    }

    public override string ToString() => Name;
}

/// <summary>A subject as text.</summary>
public sealed class SubjectJson : JsonConverter<Subject>
{
    public override Subject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Subject.TryParse(reader.GetString()!, out var subject)
            ? subject
            : throw new JsonException("It must be a subject, such as entry:12.");

    public override void Write(Utf8JsonWriter writer, Subject value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
