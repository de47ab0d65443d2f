using System.Collections.Immutable;
using Moot.Guard;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Host.Door;

/// <summary>An act that somebody is about to do at this host.</summary>
/// <param name="Actor">Who; null for a guest who never acted.</param>
/// <param name="Assurance">How sure that is.</param>
/// <param name="Draft">The act.</param>
/// <param name="Address">Whence it came.</param>
/// <param name="Words">The language of the answer.</param>
/// <param name="IsConfirmed">True if the author was warned and goes on.</param>
internal sealed record ActAttempt(Actor? Actor, Assurance Assurance, Draft Draft, ulong Address, Words Words, bool IsConfirmed);

/// <summary>What the door says to an act.</summary>
/// <param name="Verdict">May it go on to the writer?</param>
/// <param name="Wait">Time after which to try again; null where time does not help.</param>
/// <param name="WarnedBy">The filter that warns; null where none does.</param>
/// <param name="Hits">The filters that hit it.</param>
internal sealed record DoorAnswer(Verdict Verdict, ImmutableArray<Filter> Hits, TimeSpan? Wait = null, long? WarnedBy = null);
