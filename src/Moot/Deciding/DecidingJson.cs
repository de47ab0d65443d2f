using System.Text.Json.Serialization;
using Moot.Deciding.Acts;
using Moot.Kernel.Acts;

namespace Moot.Deciding;

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
[JsonSerializable(typeof(AdoptCharter))]
[JsonSerializable(typeof(OpenMatter))]
[JsonSerializable(typeof(AmendMatter))]
[JsonSerializable(typeof(TakePosition))]
[JsonSerializable(typeof(RaiseObjection))]
[JsonSerializable(typeof(AnswerObjection))]
[JsonSerializable(typeof(SettleObjection))]
[JsonSerializable(typeof(DeferObjection))]
[JsonSerializable(typeof(MergeObjection))]
[JsonSerializable(typeof(TestObjection))]
[JsonSerializable(typeof(CallConsensus))]
[JsonSerializable(typeof(CastVote))]
[JsonSerializable(typeof(RecuseFromMatter))]
[JsonSerializable(typeof(AddOption))]
[JsonSerializable(typeof(AmendOption))]
[JsonSerializable(typeof(WithdrawOption))]
[JsonSerializable(typeof(NominateCandidate))]
[JsonSerializable(typeof(AcceptNomination))]
[JsonSerializable(typeof(CastBallot))]
[JsonSerializable(typeof(SealBallot))]
[JsonSerializable(typeof(PublishSheet))]
[JsonSerializable(typeof(ContestSheet))]
[JsonSerializable(typeof(BreakTie))]
[JsonSerializable(typeof(PlacePage))]
[JsonSerializable(typeof(AnnounceLot))]
[JsonSerializable(typeof(DrawLot))]
[JsonSerializable(typeof(DisputeLot))]
[JsonSerializable(typeof(ReplaceDrawn))]
[JsonSerializable(typeof(NameOrganisation))]
[JsonSerializable(typeof(DeclareAffiliation))]
[JsonSerializable(typeof(SignMatter))]
[JsonSerializable(typeof(CloseMatter))]
[JsonSerializable(typeof(DecreeMatter))]
[JsonSerializable(typeof(RecordDecision))]
[JsonSerializable(typeof(ReopenMatter))]
[JsonSerializable(typeof(DissentFromMatter))]
[JsonSerializable(typeof(WithdrawMatter))]
[JsonSerializable(typeof(EditSummary))]
[JsonSerializable(typeof(ShowEvidence))]
[JsonSerializable(typeof(OpenCommitment))]
[JsonSerializable(typeof(JoinCommitment))]
[JsonSerializable(typeof(LeaveCommitment))]
[JsonSerializable(typeof(KeepCommitment))]
internal sealed partial class DecidingJson : JsonSerializerContext;
