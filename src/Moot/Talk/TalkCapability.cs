using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Kernel.Membership;
using Moot.Talk.Acts;

namespace Moot.Talk;

/// <summary>People say things on any subject, and answer each other.</summary>
public static class TalkCapability
{
    /// <summary>Name, state and kinds.</summary>
    public static Capability Create() =>
        Capability
            .Of<Conversations>("talk")
            .Reads<Roster>()
            .Reads<Erasures>()
            .Act<Say>()
            .Act<OpenThread>()
            .Act<EditMessage>()
            .Act<MoveThread>()
            .Act<SplitThread>()
            .Act<ResolveThread>()
            .Act<ReopenThread>();
}
