using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moot.Counting;

/// <summary>Everything from which anybody counts an election again: rules, list of voters, ballots, and the result that was published.</summary>
/// <remarks>The file <c>count.json</c>; docs/recount/README.md says what stands in it, docs/recount/recount.mjs counts it.</remarks>
/// <param name="Association">The association's origin.</param>
/// <param name="Matter">The matter's number; receipts are bound to it.</param>
/// <param name="Title">What the election is called.</param>
/// <param name="Method">How it is counted, as <c>moot count</c> calls it.</param>
/// <param name="Seats">How many are to be chosen.</param>
/// <param name="Options">What could be chosen; each ballot has a mark for each, in this order.</param>
/// <param name="Electorate">How many could vote.</param>
/// <param name="Secret">True if ballots stand under receipts, false if under their voters.</param>
/// <param name="Voters">Who voted.</param>
/// <param name="Ballots">The ballots; secret ones in the order of their receipts.</param>
public sealed record CountFile(
    string Association,
    long Matter,
    string Title,
    string Method,
    int Seats,
    ImmutableArray<CountOption> Options,
    long Electorate,
    bool Secret,
    ImmutableArray<string> Voters,
    ImmutableArray<CountBallot> Ballots
)
{
    /// <summary>The option "none of these", as its place among the options.</summary>
    public int? Default { get; init; }

    /// <summary>How many are needed: 15, 1/3 or 3Q.</summary>
    public string? Quorum { get; init; }

    /// <summary>The majority over the default option: 3:1, 2/3 or 65%.</summary>
    public string? Majority { get; init; }

    /// <summary>The share that support has to reach: 70%, 3/5, or "more than 1/2", of which exactly so much is too little.</summary>
    public string? Pass { get; init; }

    /// <summary>How many have to support an option: 30, 1/3 or Q.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Approvals { get; init; }

    /// <summary>How many of one organisation may be chosen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PerAffiliation { get; init; }

    /// <summary>What a ballot may spend (quadratic votes).</summary>
    public long? Budget { get; init; }

    /// <summary>Who has the casting vote, or a lot, prefers these options, the first most.</summary>
    public ImmutableArray<int> Casting { get; init; } = [];

    /// <summary>What the log keeps of each secret ballot, by voter; null where ballots are public.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Seals { get; init; }

    /// <summary>Who won, by name.</summary>
    public ImmutableArray<string> Winners { get; init; } = [];

    /// <summary>Between whom nothing decides, by name.</summary>
    public ImmutableArray<string> Tied { get; init; } = [];

    /// <summary>The same file with the result of a count.</summary>
    public CountFile With(Tally tally) =>
        this with
        {
            Method = tally.Method,
            Seats = tally.Seats,
            Winners = [.. tally.Winners.Select(w => Options[w].Name)],
            Tied = [.. tally.Tied.Select(t => Options[t].Name)],
        };

    /// <summary>The file's bytes.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, CountFileJson.Default.CountFile);
}

/// <summary>One option.</summary>
/// <param name="Id">The entry that brought it in.</param>
/// <param name="Name">Its name.</param>
public sealed record CountOption(long Id, string Name)
{
    /// <summary>The organisation to which a candidate belongs, where only so many of one may be chosen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Affiliation { get; init; }
}

/// <summary>One ballot as it was cast.</summary>
/// <param name="Marks">One mark for each option; null for none.</param>
public sealed record CountBallot(ImmutableArray<int?> Marks)
{
    /// <summary>Under what its voter finds a secret ballot.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Receipt { get; init; }

    /// <summary>Whose public ballot it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Voter { get; init; }

    /// <summary>A ballot of a poll.</summary>
    /// <param name="poll">The poll.</param>
    /// <param name="index">Which of its ballots.</param>
    public static CountBallot Of(Poll poll, int index)
    {
        var marks = ImmutableArray.CreateBuilder<int?>(poll.Options.Length);
        foreach (var mark in poll.Ballot(index))
        {
            marks.Add(mark == (poll.IsScored ? 0 : Poll.Unranked) ? null : mark);
        }

        return new(marks.MoveToImmutable());
    }

    /// <summary>The marks as seals and tally sheets write them: 2,1,-,3.</summary>
    public string Written() => string.Join(',', Marks.Select(m => m is null or 0 ? "-" : m.Value.ToString(CultureInfo.InvariantCulture)));
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CountFile))]
internal sealed partial class CountFileJson : JsonSerializerContext;
