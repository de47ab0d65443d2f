using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;

namespace Moot.Commons;

/// <summary>A text that goes out of sight, or comes back.</summary>
/// <param name="What">hide, show or erase.</param>
/// <param name="Entry">The entry that brought it.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Head">The page that it is a text of; null where of none.</param>
/// <param name="Withdrawn">How it went out of sight; null while it is in sight.</param>
/// <param name="Ground">The ground, as it was chosen.</param>
/// <param name="Reason">Why, as it was typed.</param>
/// <param name="Refused">Why it was not done; null where it was not tried.</param>
public sealed record SightView(
    string What,
    long Entry,
    Actor By,
    Moment At,
    PageHead? Head,
    Withdrawal? Withdrawn,
    string Ground = "",
    string Reason = "",
    Verdict? Refused = null
);
