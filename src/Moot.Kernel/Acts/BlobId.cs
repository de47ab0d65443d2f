using System.Text.Json;
using System.Text.Json.Serialization;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>Name of a text or file that lies beside the log: a hash with a salt, so that it says nothing once both are erased.</summary>
/// <param name="Hash">SHA-256("moot/blob/v1\n" ‖ salt ‖ bytes), with 32 random bytes of salt.</param>
[JsonConverter(typeof(BlobIdJson))]
public readonly record struct BlobId(Hash Hash)
{
    /// <summary>Names some bytes.</summary>
    public static BlobId Of(in Hash salt, ReadOnlySpan<byte> bytes)
    {
        using var sha = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        sha.AppendData("moot/blob/v1\n"u8);
        sha.AppendData(salt.ToBytes());
        sha.AppendData(bytes);
        return new(Hash.FromBytes(sha.GetHashAndReset()));
    }

    public override string ToString() => Hash.ToHex();
}

/// <summary>A blob as 64 hexadecimal digits.</summary>
public sealed class BlobIdJson : JsonConverter<BlobId>
{
    public override BlobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(ActJson.ReadHash(ref reader));

    public override void Write(Utf8JsonWriter writer, BlobId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
