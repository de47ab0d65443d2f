using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Programs;

/// <summary>A webhook: an address that is told when something happens.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Member">Whose it is.</param>
/// <param name="Url">The address that is told.</param>
/// <param name="Base">Where the association was reached when it was made: links in what is told begin with it. Ends with a slash.</param>
/// <param name="Kind">Which acts: a group of kinds, as lists are filtered by.</param>
/// <param name="Subject">Only what is about this, such as <c>page:12</c>; empty for everything.</param>
/// <param name="Next">The first entry that was not looked at yet.</param>
/// <param name="Failures">Deliveries that failed in a row.</param>
/// <param name="IsOff">True if it was switched off after too many failures.</param>
/// <param name="Due">When the next delivery may be tried.</param>
/// <param name="IsTestWanted">True if a test is to be sent.</param>
public sealed record Hook(
    long Id,
    MemberId Member,
    string Url,
    string Base,
    string Kind,
    string Subject,
    long Next,
    int Failures,
    bool IsOff,
    Moment Due,
    bool IsTestWanted
);

/// <summary>One attempt to tell an address.</summary>
/// <param name="At">When.</param>
/// <param name="Entry">What of; null for a test.</param>
/// <param name="Status">The answer's HTTP status; null where there was no answer.</param>
/// <param name="Trouble">What went wrong, as a code that pages have words for; empty where nothing.</param>
public sealed record HookDelivery(Moment At, long? Entry, int? Status, string Trouble)
{
    /// <summary>True if the address took it.</summary>
    public bool IsTaken => Status is >= 200 and < 300;
}

/// <summary>The webhooks of a host. They are the host's own affair: nothing of them is in the log.</summary>
public interface IHooks
{
    /// <summary>Webhooks of one member.</summary>
    const int PerMemberMax = 10;

    /// <summary>UTF-16 characters of an address.</summary>
    const int UrlCharactersMax = 1_000;

    /// <summary>Deliveries that may fail in a row before a webhook is switched off.</summary>
    const int FailuresMax = 10;

    /// <summary>Deliveries that are remembered of each webhook.</summary>
    const int DeliveriesKept = 20;

    /// <summary>Says whether an address may be told; the code is stable, and pages have words for it.</summary>
    Task<string?> Refuses(string url, CancellationToken cancel);

    /// <summary>Makes a webhook that is told what happens from an entry on; the secret is to be had now and never again. Null where the member has too many.</summary>
    string? Make(MemberId member, string url, string address, string kind, string subject, long next);

    /// <summary>A member's webhooks, newest first.</summary>
    ImmutableArray<Hook> Of(MemberId member);

    /// <summary>The last deliveries of a webhook, newest first.</summary>
    ImmutableArray<HookDelivery> Deliveries(long id);

    /// <summary>Asks for a test to be sent; false where the member has no such webhook.</summary>
    bool Test(MemberId member, long id);

    /// <summary>Switches a webhook on again: from this entry on.</summary>
    bool SwitchOn(MemberId member, long id, long next);

    /// <summary>Forgets a webhook and its deliveries.</summary>
    bool Remove(MemberId member, long id);
}
