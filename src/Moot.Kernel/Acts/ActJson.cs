using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moot.Kernel.Keys;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>How the types of acts are written in JSON: hashes, members and keys as 64 hexadecimal digits, times as milliseconds, prose as text.</summary>
/// <remarks>A capability's source-generated context names <see cref="Converters"/> and is strict: see <c>KernelJson</c> for the attribute to copy.</remarks>
public static class ActJson
{
    /// <summary>A converter for each type of the kernel that acts may have as members.</summary>
    public static ImmutableArray<Type> Converters { get; } =
    [typeof(HashJson), typeof(MemberIdJson), typeof(PublicKeyJson), typeof(MomentJson), typeof(ProseJson)];

    internal static Hash ReadHash(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && Hash.TryParseHex(reader.ValueSpan, out var hash)
            ? hash
            : throw new JsonException("It must be 64 lower-case hexadecimal digits.");
}

/// <summary>A hash as 64 hexadecimal digits.</summary>
public sealed class HashJson : JsonConverter<Hash>
{
    public override Hash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ActJson.ReadHash(ref reader);

    public override void Write(Utf8JsonWriter writer, Hash value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToHex());
}

/// <summary>A member as 64 hexadecimal digits.</summary>
public sealed class MemberIdJson : JsonConverter<MemberId>
{
    public override MemberId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(ActJson.ReadHash(ref reader));

    public override void Write(Utf8JsonWriter writer, MemberId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A key as 64 hexadecimal digits.</summary>
public sealed class PublicKeyJson : JsonConverter<PublicKey>
{
    public override PublicKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(ActJson.ReadHash(ref reader));

    public override void Write(Utf8JsonWriter writer, PublicKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A time as milliseconds since 1970.</summary>
public sealed class MomentJson : JsonConverter<Moment>
{
    public override Moment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var milliseconds) && milliseconds >= 0
            ? new(milliseconds)
            : throw new JsonException("It must be milliseconds since 1970.");

    public override void Write(Utf8JsonWriter writer, Moment value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Milliseconds);
}

/// <summary>Prose as text; null reads as erased (the kernel writes it where a body is gone; an author cannot).</summary>
public sealed class ProseJson : JsonConverter<Prose>
{
    public override bool HandleNull => true;

    public override Prose Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => Prose.Erased,
            JsonTokenType.String => Prose.Of(reader.GetString()!),
            _ => throw new JsonException("It must be a text."),
        };

    public override void Write(Utf8JsonWriter writer, Prose value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
