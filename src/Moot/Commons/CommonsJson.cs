using System.Text.Json.Serialization;
using Moot.Commons.Acts;
using Moot.Kernel.Acts;

namespace Moot.Commons;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(HashJson), typeof(MemberIdJson), typeof(PublicKeyJson), typeof(MomentJson), typeof(ProseJson)]
)]
[JsonSerializable(typeof(CreatePage))]
[JsonSerializable(typeof(EditPage))]
[JsonSerializable(typeof(TakeProposed))]
[JsonSerializable(typeof(SetAside))]
[JsonSerializable(typeof(MovePage))]
[JsonSerializable(typeof(ReviewRevision))]
[JsonSerializable(typeof(ThankFor))]
[JsonSerializable(typeof(AddFile))]
[JsonSerializable(typeof(ChooseFront))]
[JsonSerializable(typeof(SetLicence))]
[JsonSerializable(typeof(SetLook))]
[JsonSerializable(typeof(BeginImport))]
[JsonSerializable(typeof(BringRevision))]
[JsonSerializable(typeof(TellLicence))]
[JsonSerializable(typeof(ClaimName))]
[JsonSerializable(typeof(ConfirmName))]
[JsonSerializable(typeof(DoubtName))]
[JsonSerializable(typeof(WithdrawClaim))]
internal sealed partial class CommonsJson : JsonSerializerContext;
