using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moot.Kernel.Acts;

/// <summary>An enumeration as one word: its name in lower-case, words joined by hyphens. Nothing else is read: no number, no other case.</summary>
public sealed class WordJson<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>()
        .Where(v => Convert.ToInt64(v) != 0)
        .ToFrozenDictionary(Word, StringComparer.Ordinal);

    /// <summary>The word of a value.</summary>
    public static string Word(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
            ? value
            : throw new JsonException($"It must be one of {string.Join(", ", Values.Keys.Order(StringComparer.Ordinal))}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Word(value));
}
