using Moot.Commons.Acts;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;
using Moot.Stewarding;
using Moot.Talk;

namespace Moot.Commons;

/// <summary>Pages that anybody may edit, and files.</summary>
public static class CommonsCapability
{
    /// <summary>Name, state and kinds.</summary>
    public static Capability Create() =>
        Capability
            .Of<Library>("commons")
            .Reads<Erasures>()
            .Reads<Roster>()
            .Reads<Assembly>()
            .Reads<Conversations>()
            .Reads<Stewardship>()
            .Act<CreatePage>()
            .Act<EditPage>()
            .Act<TakeProposed>()
            .Act<SetAside>()
            .Act<MovePage>()
            .Act<ReviewRevision>()
            .Act<ThankFor>()
            .Act<AddFile>()
            .Act<ChooseFront>()
            .Act<SetLicence>()
            .Act<SetLook>()
            .Act<BeginImport>()
            .Act<BringRevision>()
            .Act<TellLicence>()
            .Act<ClaimName>()
            .Act<ConfirmName>()
            .Act<DoubtName>()
            .Act<WithdrawClaim>();
}
