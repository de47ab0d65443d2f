using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Stewarding;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Properties;

/// <summary>Whoever sends well-formed nonsense about what is decided is refused or taken, and breaks nothing: numbers of other things, of nothing, negative and huge ones, times without end.</summary>
public sealed partial class OddActsTests
{
    private const int People = 5;
    private const int ActsPerStory = 250;

    private static readonly string[] Names =
    [
        "closing",
        "opinion",
        "consent",
        "petition",
        "rough",
        "talk",
        "jury",
        "lazy",
        "reserve",
        "choice",
        "election",
        "chair",
        "hut",
        "stop",
        "sell",
        "",
        "association",
        "page:1",
        "page:007",
        "page:9007199254740992",
        "member:x",
        "entry:0",
        "matter:9",
        "charter:next",
        "role:chair",
        "9319./",
        "1./2.3./",
        "/",
        "charter 1",
    ];

    [Fact]
    public void Nonsense_breaks_nothing() =>
        Gen.ULong.Sample(
            seed =>
            {
                var dice = new Dice(seed);
                var hall = new Hall(Capabilities.Registry);
                var last = "";
                try
                {
                    Play(hall, dice, said => last = said);
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    throw new InvalidOperationException($"seed {seed}, entry {hall.World.Size}: {e.Message}\n{last}", e);
                }
            },
            iter: 60
        );

    private static void Play(Hall hall, Dice dice, Action<string> says)
    {
        var plain = new Plain(Moot.Ui.Words.English);
        _ = hall.Found();
        _ = hall.Join("M0");
        var charter = System.Text.Json.JsonSerializer.Serialize(CharterText.Tidy(RandomMatters.EveryMethod));
        var adopted = hall.Do("M0", "charter.adopt/1", $$"""{"charter":{{charter}}}""");
        Assert.True(adopted.IsLawful, adopted.ToString());
        for (var i = 1; i < People; i++)
        {
            _ = hall.Join($"M{i}");
        }

        var kinds = hall.Registry.Kinds.Where(k => k.Capability.Name is "deciding" or "stewarding" or "talk").ToList();
        foreach (var way in Names[..11])
        {
            _ = hall.Do("M0", "matter.open/1", $$"""{"pathway":"{{way}}"}""", """{"title":"A question","text":"Why."}""");
        }

        for (var i = 0; i < ActsPerStory; i++)
        {
            var kind = dice.OnceIn(8) ? hall.Registry.Find("matter.open/1")! : dice.PickFrom(kinds);
            var pub = string.Join(
                ',',
                kind.Members.Where(m => !m.IsProse && (m.IsRequired ? !dice.OnceIn(20) : dice.OnceIn(6))).Select(m => $"\"{m.Name}\":{Value(hall, dice, m)}")
            );
            var body = string.Join(',', kind.Members.Where(m => m.IsProse).Select(m => $"\"{m.Name}\":\"x\""));
            var who = $"M{dice.Below(People + 1)}";
            says($"{who} {kind.Name} {{{pub}}}");
            var before = hall.World;
            var verdict = hall.Do(who, kind.Name, $"{{{pub}}}", body.Length == 0 ? null : $"{{{body}}}");
            Assert.Equal(verdict.IsLawful, !ReferenceEquals(before, hall.World));
            hall.Now += dice.OnceIn(12) ? TimeSpan.FromHours(dice.Below(120)) : TimeSpan.FromMilliseconds(dice.Below(2));
        }

        Look(hall, plain);
        _ = hall.World.Digest();
    }

    /// <summary>Everything that is shown of a matter can be told, now and whenever.</summary>
    private static void Look(Hall hall, Plain plain)
    {
        var state = hall.World.Get<Assembly>();
        var count = new Electorate(state, hall.World.Get<Roster>(), hall.World.Entries).Count;
        foreach (var at in new[] { hall.Now, hall.Now + TimeSpan.FromMilliseconds(1), hall.Now + TimeSpan.FromDays(36_500), Moment.Never })
        {
            foreach (var matter in state.Matters.Values)
            {
                var now = Progress.At(matter, at, count);
                Assert.NotEmpty(plain.Line(now, count));
                Assert.All(plain.Stands(now, at, count), Assert.NotEmpty);
                Assert.All(plain.After(now), Assert.NotEmpty);
            }

            Assert.All(state.MatterOfDecision.Keys, d => Assert.False(state.Stands(d, at, count) && state.IsAnnulled(d)));
        }

        Assert.All(state.Matters.Values, m => Assert.Equal(m.Settled?.Entry is { } d && state.IsAnnulled(d), m.IsAnnulled));
    }

    private static string Value(Hall hall, Dice dice, ActMember member)
    {
        var type = Nullable.GetUnderlyingType(member.Type) ?? member.Type;
        return dice.OnceIn(40) ? dice.Pick("null", "-1", "\"x\"", "{}", "[]", "true", "1e3", "9007199254740993")
            : type == typeof(bool) ? dice.Pick("true", "false")
            : type == typeof(MemberId) ? $"\"{hall.World.Get<Roster>().Members.Keys.ElementAt(dice.Below(hall.World.Get<Roster>().Members.Count))}\""
            : type == typeof(Moment) ? Number(dice.Pick(-1, 0, 1, 3_600_000, 86_400_000, 864_000_000) + hall.Now.Milliseconds, dice)
            : type == typeof(int) ? dice.Pick("0", "1", "2", "3", "-1", "2147483647", "-2147483648", "2147483648")
            : type == typeof(long) ? Entry(hall, dice, member.Name)
            : type.IsEnum ? $"\"{Capital().Replace(dice.PickFrom(Enum.GetNames(type)), "-$0").ToLowerInvariant().TrimStart('-')}\""
            : type.IsGenericType ? $"[{string.Join(',', Enumerable.Range(0, dice.Below(4)).Select(_ => Entry(hall, dice, "objection")))}]"
            : $"\"{Named(hall, dice, member.Name)}\"";
    }

    private static string Named(Hall hall, Dice dice, string name) =>
        (dice.OnceIn(6) ? "" : name) switch
        {
            "pathway" => dice.PickFrom(Names[..11]),
            "subject" => dice.Pick("association", "entry:1", "matter:9", $"member:{hall.World.Get<Roster>().Members.Keys.ElementAt(dice.Below(3))}"),
            "power" => dice.Pick("stop", "sell"),
            "role" => "chair",
            "area" => "hut",
            "key" => "9319./",
            "marks" => dice.Pick("1,2", "2,1,-", "-", "1", "0,0,1", "99999999999,1", "-1,2", "1,,2"),
            _ => dice.PickFrom(Names),
        };

    private static string Number(long number, Dice dice) =>
        dice.OnceIn(8) ? dice.Pick("0", "-1", "9007199254740991", "-9007199254740991") : number.ToString(CultureInfo.InvariantCulture);

    private static string Entry(Hall hall, Dice dice, string name)
    {
        var state = hall.World.Get<Assembly>();
        var fit = name switch
        {
            "matter" => state.Matters.Keys.ToList(),
            "objection" or "into" or "same" => [.. state.MatterOfObjection.Keys.Order()],
            "decision" or "appeals" => [.. state.MatterOfDecision.Keys],
            "use" or "undoes" => [.. hall.World.Get<Stewardship>().Uses.Keys],
            "commitment" => [.. state.Commitments.Keys],
            _ => [],
        };
        return Number(fit.Count > 0 && !dice.OnceIn(6) ? dice.PickFrom(fit) : dice.Below((int)hall.World.Size + 2), dice);
    }

    [GeneratedRegex("[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Capital();
}
