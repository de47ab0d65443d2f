using System.Text.Json.Serialization;
using Moot.Kernel.Acts;
using Moot.Talk.Acts;

namespace Moot.Talk;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(HashJson), typeof(MemberIdJson), typeof(PublicKeyJson), typeof(MomentJson), typeof(ProseJson)]
)]
[JsonSerializable(typeof(Say))]
[JsonSerializable(typeof(OpenThread))]
[JsonSerializable(typeof(EditMessage))]
[JsonSerializable(typeof(MoveThread))]
[JsonSerializable(typeof(SplitThread))]
[JsonSerializable(typeof(ResolveThread))]
[JsonSerializable(typeof(ReopenThread))]
internal sealed partial class TalkJson : JsonSerializerContext;
