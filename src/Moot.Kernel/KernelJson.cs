using System.Text.Json.Serialization;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;

namespace Moot.Kernel;

/// <summary>How the kernel's own acts are read from JSON.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(HashJson), typeof(MemberIdJson), typeof(PublicKeyJson), typeof(MomentJson), typeof(ProseJson)]
)]
[JsonSerializable(typeof(Found))]
[JsonSerializable(typeof(Fork))]
[JsonSerializable(typeof(Join))]
[JsonSerializable(typeof(Leave))]
[JsonSerializable(typeof(Rename))]
[JsonSerializable(typeof(AddKey))]
[JsonSerializable(typeof(RevokeKey))]
[JsonSerializable(typeof(SetVouching))]
[JsonSerializable(typeof(NameSponsors))]
[JsonSerializable(typeof(OpenRecovery))]
[JsonSerializable(typeof(SupportRecovery))]
[JsonSerializable(typeof(VetoRecovery))]
[JsonSerializable(typeof(HideBody))]
[JsonSerializable(typeof(ShowBody))]
[JsonSerializable(typeof(EraseBody))]
internal sealed partial class KernelJson : JsonSerializerContext;
