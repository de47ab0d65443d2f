using System.Text.Json.Serialization;
using Moot.Guard.Acts;
using Moot.Kernel.Acts;

namespace Moot.Guard;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(HashJson), typeof(MemberIdJson), typeof(PublicKeyJson), typeof(MomentJson), typeof(ProseJson)]
)]
[JsonSerializable(typeof(SetFilter))]
[JsonSerializable(typeof(EnableFilter))]
[JsonSerializable(typeof(DisableFilter))]
[JsonSerializable(typeof(DeclareBot))]
internal sealed partial class GuardJson : JsonSerializerContext;
