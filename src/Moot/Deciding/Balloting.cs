using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding;

/// <summary>The ballots of one stage. What can be chosen is fixed when it begins.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Began">When it began.</param>
/// <param name="Options">The options, in the order of the marks of each ballot; "none of these", where it can be chosen, comes after them.</param>
/// <param name="Seats">How many are to be chosen.</param>
public sealed record Balloting(Stage Stage, Moment Began, ImmutableArray<long> Options, int Seats)
{
    /// <summary>Who voted, and how. The last ballot of each counts.</summary>
    public ImmutableDictionary<Actor, Paper> Papers { get; init; } = ImmutableDictionary<Actor, Paper>.Empty;

    /// <summary>The tally sheet of a secret vote, as far as it is published, in order of the receipts.</summary>
    public ImmutableArray<SheetLine> Sheet { get; init; } = [];

    /// <summary>Entries that published it.</summary>
    public ImmutableArray<long> SheetEntries { get; init; } = [];

    /// <summary>When its last line was published; null before that.</summary>
    public Moment? Published { get; init; }

    /// <summary>Whom the casting vote prefers among those who are tied, with the entry that says so.</summary>
    public (ImmutableArray<long> Options, long Entry)? Casting { get; init; }

    /// <summary>The entry of a voter who proved that the sheet is wrong; null where nobody did.</summary>
    public long? Void { get; init; }

    /// <summary>To whom the options belonged: the organisation of each candidate, where they named one.</summary>
    public ImmutableDictionary<long, long> Belongs { get; init; } = ImmutableDictionary<long, long>.Empty;

    /// <summary>Marks of one ballot: one for each option, and one for "none of these".</summary>
    public int Width => Options.Length + (Stage.HasDefault ? 1 : 0);

    /// <summary>When the polls close: a ballot that comes at this moment is late.</summary>
    public Moment Closes => Began + Stage.For!.Value;

    /// <summary>True once every ballot is on the sheet, or stands in the log itself.</summary>
    public bool IsOpen => !Stage.IsSecret || Published is not null || Papers.IsEmpty;

    /// <summary>The latest moment at which this stage ends, as it stands.</summary>
    public Moment Ends =>
        !Stage.IsSecret || Papers.IsEmpty ? Closes + (Stage.Confirm ?? TimeSpan.Zero)
        : Published is { } at ? (at < Closes ? Closes : at) + Stage.Confirm!.Value
        : Closes + Stage.AtMost!.Value;

    /// <summary>The line by which a voter finds their ballot on the sheet, as Debian's devotee makes it: hex of HMAC-SHA256, keyed by the token, of the member's id, a space, and the matter.</summary>
    public static string Receipt(string token, MemberId voter, long matter) => Mac(token, $"{voter} {matter}");

    /// <summary>What the log has of a secret ballot: it binds whoever cast it and whoever keeps it, and tells nobody anything.</summary>
    public static string Seal(string token, MemberId voter, long matter, string marks) => Mac(token, $"seal {voter} {matter} {marks}");

    private static string Mac(string token, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text)));
}

/// <summary>A ballot of somebody.</summary>
/// <param name="Entry">The entry by which it was cast.</param>
/// <param name="Marks">The marks; null where they are secret.</param>
/// <param name="Seal">The seal; null where they are not.</param>
public sealed record Paper(long Entry, string? Marks, string? Seal);

/// <summary>A line of a tally sheet.</summary>
/// <param name="Marks">The marks, one for each option.</param>
/// <param name="Receipt">By which the voter, and nobody else, knows it.</param>
public sealed record SheetLine(string Marks, string Receipt)
{
    /// <summary>Reads a line; null where it has another form.</summary>
    public static SheetLine? Read(string line) =>
        line.Split(' ') is [var marks, var receipt] && Kernel.Tree.Hash.TryParseHex(receipt, out _) ? new(marks, receipt) : null;

    public override string ToString() => $"{Marks} {Receipt}";
}
