using System.Text.Json.Serialization;
using Moot.Kernel.Acts;
using Moot.Stewarding.Acts;

namespace Moot.Stewarding;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(MomentJson), typeof(ProseJson)]
)]
[JsonSerializable(typeof(UsePower))]
[JsonSerializable(typeof(SecondPower))]
[JsonSerializable(typeof(UndoPower))]
internal sealed partial class StewardingJson : JsonSerializerContext;
