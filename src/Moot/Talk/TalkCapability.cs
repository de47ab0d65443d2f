using Moot.Kernel.Acts;
using Moot.Talk.Acts;

namespace Moot.Talk;

/// <summary>People say things on any subject, and answer each other.</summary>
public static class TalkCapability
{
    /// <summary>Name, state and kinds.</summary>
    public static Capability Create() => Capability.Of<Conversations>("talk").Act<Say>();
}
