using Moot.Kernel.Acts;

namespace Moot.Deciding;

/// <summary>Secret ballots while nobody may see them. They are the host's own affair: the log has their seals, and the tally sheet after the close.</summary>
public interface IBallotBox
{
    /// <summary>Ballots of one member in one matter, the changed ones too.</summary>
    const int BallotsOfOneMax = 100;

    /// <summary>Keeps a ballot, durably, before its seal goes into the log.</summary>
    /// <param name="matter">The matter.</param>
    /// <param name="poll">Which of its polls.</param>
    /// <param name="voter">Who votes; of them only how often is kept.</param>
    /// <param name="token">The voter's token.</param>
    /// <param name="marks">The ballot.</param>
    /// <returns>False where this member has changed the ballot too often.</returns>
    bool Keep(long matter, int poll, MemberId voter, string token, string marks);

    /// <summary>Publishes the tally sheet of a matter whose polls have closed, as far as it is not published, and destroys the ballots.</summary>
    Task<Verdict> Publish(long matter);
}
