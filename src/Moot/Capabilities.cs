using Moot.Commons;
using Moot.Deciding;
using Moot.Guard;
using Moot.Kernel.Acts;
using Moot.Stewarding;
using Moot.Talk;

namespace Moot;

/// <summary>Everything that people can do with an association.</summary>
public static class Capabilities
{
    /// <summary>All capabilities, those that others read first.</summary>
    public static Registry Registry { get; } =
        new(TalkCapability.Create(), CommonsCapability.Create(), GuardCapability.Create(), DecidingCapability.Create(), StewardingCapability.Create());
}
