using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Programs;

/// <summary>A member's webhooks.</summary>
/// <param name="Hooks">Those that there are, each with its last deliveries.</param>
/// <param name="Secret">The secret of the one that was just made: shown once.</param>
/// <param name="Url">What was typed.</param>
/// <param name="Kind">What was chosen.</param>
/// <param name="Subject">What was typed.</param>
/// <param name="Refused">Why it was not made.</param>
public sealed record HooksView(
    ImmutableArray<(Hook Hook, ImmutableArray<HookDelivery> Deliveries)> Hooks,
    string? Secret = null,
    string Url = "",
    string Kind = "all",
    string Subject = "",
    Verdict? Refused = null
);
