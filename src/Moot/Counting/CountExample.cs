using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Ballots to try a count with.</summary>
/// <param name="Name">As it stands in an address; its title is among the words.</param>
/// <param name="Ballots">The ballots.</param>
/// <param name="Order">How they are counted.</param>
/// <param name="Others">Other methods that can count them.</param>
public sealed record CountExample(string Name, string Ballots, CountOrder Order, ImmutableArray<string> Others)
{
    private static readonly ImmutableArray<string> Orders = [SchulzeCount.Method, DebianCount.Method, StvCount.Runoff, StvCount.Method, MeekCount.Method];

    private static readonly ImmutableArray<string> Scores = [StarCount.Method, SumCount.Score, SumCount.Approval, SchulzeCount.Method];

    /// <summary>All of them.</summary>
    public static ImmutableArray<CountExample> All { get; } =
    [
        new(
            "tennessee",
            """
            42:Memphis>Nashville>Chattanooga>Knoxville
            26:Nashville>Chattanooga>Knoxville>Memphis
            15:Chattanooga>Knoxville>Nashville>Memphis
            17:Knoxville>Chattanooga>Nashville>Memphis
            """,
            new(SchulzeCount.Method),
            [SchulzeCount.Method, StvCount.Runoff, MajorityCount.Method]
        ),
        new(
            "circle",
            """
            23:Market>Garden>School>Nothing>Parking
            17:Garden>School>Market>Nothing>Parking
            2:Garden>Market>School>Nothing
            10:School>Market>Garden>Nothing>Parking
            8:School>Garden>Market>Parking>Nothing
            """,
            new(DebianCount.Method)
            {
                None = "Nothing",
                Quorum = "3Q",
                Voters = 120,
            },
            Orders
        ),
        new(
            "committee",
            """
            9:Ann>Bea>Cem
            6:Ann>Cem>Bea
            4:Bea>Ann
            3:Cem>Dora>Ann
            8:Dora>Emil>Flo
            3:Dora>Flo
            5:Emil>Dora>Cem
            4:Flo>Emil>Dora
            3:Gus>Hedi>Flo
            2:Hedi>Gus
            1:Hedi
            """,
            new(StvCount.Method) { Seats = 3 },
            [StvCount.Method, MeekCount.Method, StvCount.Runoff, SchulzeCount.Method]
        ),
        new(
            "pizza",
            """
            count,Margherita,Funghi,Hawaii,Diavola
            6,5,4,0,1
            4,4,3,0,5
            5,1,5,2,0
            3,0,4,5,2
            2,2,1,5,0
            """,
            new(StarCount.Method),
            Scores
        ),
        new(
            "garden",
            """
            count,Pond,Shed,Bees,Fence
            4,5,5,5,-5
            3,8,0,3,5
            5,-2,6,2,7
            2,0,1,9,0
            1,0,0,0,10
            """,
            new(QuadraticCount.Method) { Seats = 2 },
            [QuadraticCount.Method, SumCount.Score, SumCount.Approval]
        ),
        new(
            "motion",
            """
            31:Yes
            12:No
            5:Abstain
            """,
            new(MajorityCount.Method)
            {
                Quorum = "1/3",
                Voters = 110,
                Majorities = ["2/3"],
            },
            [MajorityCount.Method]
        ),
    ];

    /// <summary>The example of a name; null where there is none.</summary>
    public static CountExample? Find(string name) => All.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.Ordinal));
}
