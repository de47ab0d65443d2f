using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Membership;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Acts;

/// <summary>The registry of capabilities refuses what would make two programs, or two capabilities, misunderstand each other.</summary>
public sealed class RegistryTests
{
    private static Capability<Bells> Bell(string name = "bells") => Capability.Of<Bells>(name);

    [Fact]
    public void Kinds_are_numbered_in_order_the_kernels_first()
    {
        var registry = new Registry(Bell().Act<Ring>());
        Assert.Equal("association.found/1", registry.Kinds[0].Name);
        Assert.Equal("bell.ring/1", registry.Kinds[^1].Name);
        Assert.Null(registry.Find("bell.ring/2"));
        Assert.Equal(registry.Kinds.Length, registry.Kinds.Select(k => k.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Nothing_is_registered_twice()
    {
        Assert.Throws<ArgumentException>(() => new Registry(Bell().Act<Ring>().Act<Ring>()));
        Assert.Throws<ArgumentException>(() => new Registry(Bell(), Bell("chimes")));
        Assert.Throws<ArgumentException>(() => new Registry(Bell(), Capability.Of<Clappers>("bells")));
        Assert.Throws<ArgumentException>(() => new Registry(Capability.Of<Clappers>("clappers").Act<Ring2>(), Bell().Act<Ring>()));
        Assert.Throws<ArgumentException>(() => new Registry(Roster.Capability()));
    }

    [Fact]
    public void A_capability_belongs_to_one_registry()
    {
        var bell = Bell();
        _ = new Registry(bell);
        Assert.Throws<ArgumentException>(() => new Registry(bell));
    }

    [Fact]
    public void Nobody_reads_what_is_not_there() => Assert.Throws<ArgumentException>(() => new Registry(Bell().Reads<Clappers>()));

    [Fact]
    public void Nobody_reads_in_a_circle()
    {
        Assert.Throws<ArgumentException>(() => new Registry(Bell().Reads<Bells>()));
        var circle = Assert.Throws<ArgumentException>(() => new Registry(Bell().Reads<Clappers>(), Capability.Of<Clappers>("clappers").Reads<Bells>()));
        Assert.Contains("bells → clappers → bells", circle.Message, StringComparison.Ordinal);
        _ = new Registry(Bell().Reads<Clappers>().Reads<Roster>(), Capability.Of<Clappers>("clappers").Reads<Roster>());
    }

    [Fact]
    public void Reading_what_was_not_declared_is_a_bug_and_throws()
    {
        var hall = new Hall(new Registry(Bell().Act<Ring>()));
        Assert.True(hall.Found().IsLawful);
        Assert.Throws<InvalidOperationException>(() => hall.Do("Ann", Ring.Kind, """{"times":1}"""));
        hall = new Hall(new Registry(Bell().Reads<Roster>().Act<Ring>()));
        Assert.True(hall.Found().IsLawful);
        Assert.True(hall.Do("Ann", Ring.Kind, """{"times":1}""").IsLawful);
    }

    [Fact]
    public void A_kind_whose_JSON_is_not_read_strictly_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Registry(Bell().Act<LaxRing>()).Kinds.Select(k => k.Members.Length).Sum());
        Assert.Throws<ArgumentException>(() => new Registry(Bell().Act<MustSay>()).Kinds.Select(k => k.Members.Length).Sum());
        Assert.Throws<ArgumentException>(() => Bell().Act<BadName>());
    }

    [Fact]
    public void A_program_with_one_kind_more_agrees_about_a_log_without_it()
    {
        var few = new Hall(new Registry());
        var more = new Registry(Bell().Act<Ring>());
        Assert.True(few.Found().IsLawful && few.Join("Ann").IsLawful);
        var replay = new Replay(more);
        Assert.Null(replay.Run(few.Entries, cancel: TestContext.Current.CancellationToken));
        Assert.Equal(few.World.Digest(), replay.World.Digest());
    }
}

/// <summary>A state for tests: how often a bell rang.</summary>
public sealed record Bells(int Rung) : IState<Bells>
{
    public static Bells Empty { get; } = new(0);

    public void WriteRows(StateRows rows)
    {
        if (Rung > 0)
        {
            rows.Row("rung", Rung);
        }
    }
}

public sealed record Clappers : IState<Clappers>
{
    public static Clappers Empty { get; } = new();

    public void WriteRows(StateRows rows) { }
}

/// <summary>Rings a bell, and reads the roster.</summary>
public sealed record Ring(int Times, Prose Why = default) : IAct<Ring, Bells>
{
    public static string Kind => "bell.ring/1";

    public static JsonTypeInfo<Ring> Json => BellJson.Default.Ring;

    public static Verdict Judge(Bells state, Ring act, in Circumstance how) =>
        how.Read<Roster>().Members.Count > 1000 ? Verdict.Refused("too-loud", "Too many would hear it.") : Verdict.Lawful;

    public static Bells Fold(Bells state, Ring act, in Circumstance how) => new(state.Rung + act.Times);
}

/// <summary>The same kind as <see cref="Ring"/>, of another state.</summary>
public sealed record Ring2(int Times) : IAct<Ring2, Clappers>
{
    public static string Kind => Ring.Kind;

    public static JsonTypeInfo<Ring2> Json => BellJson.Default.Ring2;

    public static Verdict Judge(Clappers state, Ring2 act, in Circumstance how) => Verdict.Lawful;

    public static Clappers Fold(Clappers state, Ring2 act, in Circumstance how) => state;
}

public sealed record LaxRing(int Times) : IAct<LaxRing, Bells>
{
    public static string Kind => "bell.lax/1";

    public static JsonTypeInfo<LaxRing> Json => LaxJson.Default.LaxRing;

    public static Verdict Judge(Bells state, LaxRing act, in Circumstance how) => Verdict.Lawful;

    public static Bells Fold(Bells state, LaxRing act, in Circumstance how) => state;
}

public sealed record MustSay(Prose Why) : IAct<MustSay, Bells>
{
    public static string Kind => "bell.say/1";

    public static JsonTypeInfo<MustSay> Json => BellJson.Default.MustSay;

    public static Verdict Judge(Bells state, MustSay act, in Circumstance how) => Verdict.Lawful;

    public static Bells Fold(Bells state, MustSay act, in Circumstance how) => state;
}

public sealed record BadName(int Times) : IAct<BadName, Bells>
{
    public static string Kind => "Bell";

    public static JsonTypeInfo<BadName> Json => BellJson.Default.BadName;

    public static Verdict Judge(Bells state, BadName act, in Circumstance how) => Verdict.Lawful;

    public static Bells Fold(Bells state, BadName act, in Circumstance how) => state;
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(HashJson), typeof(MemberIdJson), typeof(PublicKeyJson), typeof(MomentJson), typeof(ProseJson)]
)]
[JsonSerializable(typeof(Ring))]
[JsonSerializable(typeof(Ring2))]
[JsonSerializable(typeof(MustSay))]
[JsonSerializable(typeof(BadName))]
internal sealed partial class BellJson : JsonSerializerContext;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LaxRing))]
internal sealed partial class LaxJson : JsonSerializerContext;
