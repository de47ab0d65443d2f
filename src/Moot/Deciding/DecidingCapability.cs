using Moot.Deciding.Acts;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Talk;

namespace Moot.Deciding;

/// <summary>People settle questions by argument, along several pathways of which none is final.</summary>
public static class DecidingCapability
{
    /// <summary>Name, state and kinds.</summary>
    public static Capability Create() =>
        Capability
            .Of<Assembly>("deciding", KeyScope.Govern)
            .Reads<Foundation>()
            .Reads<Roster>()
            .Reads<Conversations>()
            .Notes(Assembly.NoteWork)
            .Act<AdoptCharter>()
            .Act<OpenMatter>()
            .Act<AmendMatter>()
            .Act<TakePosition>()
            .Act<RaiseObjection>()
            .Act<AnswerObjection>()
            .Act<SettleObjection>()
            .Act<DeferObjection>()
            .Act<MergeObjection>()
            .Act<TestObjection>()
            .Act<CallConsensus>()
            .Act<CastVote>()
            .Act<RecuseFromMatter>()
            .Act<SignMatter>()
            .Act<CloseMatter>()
            .Act<DecreeMatter>()
            .Act<RecordDecision>()
            .Act<ReopenMatter>()
            .Act<DissentFromMatter>()
            .Act<WithdrawMatter>()
            .Act<EditSummary>(KeyScope.Edit)
            .Act<ShowEvidence>()
            .Act<OpenCommitment>()
            .Act<JoinCommitment>()
            .Act<LeaveCommitment>()
            .Act<KeepCommitment>()
            .Act<AnnounceLot>()
            .Act<DrawLot>()
            .Act<DisputeLot>()
            .Act<ReplaceDrawn>()
            .Act<AddOption>()
            .Act<AmendOption>()
            .Act<WithdrawOption>()
            .Act<NominateCandidate>()
            .Act<AcceptNomination>()
            .Act<CastBallot>()
            .Act<SealBallot>()
            .HostAct<PublishSheet>()
            .Act<ContestSheet>()
            .Act<BreakTie>()
            .Act<PlacePage>()
            .Act<NameOrganisation>()
            .Act<DeclareAffiliation>();
}
