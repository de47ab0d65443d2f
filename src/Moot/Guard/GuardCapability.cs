using Moot.Guard.Acts;
using Moot.Kernel.Acts;

namespace Moot.Guard;

/// <summary>Defence without owners: public rules about what is written, and who is a program.</summary>
public static class GuardCapability
{
    /// <summary>Name, state and kinds.</summary>
    public static Capability Create() => Capability.Of<Gatehouse>("guard").Act<SetFilter>().Act<EnableFilter>().Act<DisableFilter>().Act<DeclareBot>();
}
