using Xunit;

namespace Moot.Architecture.Tests;

/// <summary>The walls of the house; each is tested again on a fixture that breaks it.</summary>
public class ArchitectureTests
{
    private const string FixtureRoot = "Moot.Architecture.Tests.Fixture";
    private static readonly Compiled Kernel = Compiled.Read("Moot.Kernel");
    private static readonly Compiled Rooms = Compiled.Read("Moot.Capabilities");
    private static readonly Compiled Verify = Compiled.Read("moot-verify");
    private static readonly Compiled Host = Compiled.Read("moot");
    private static readonly Compiled Here = Compiled.Read("Moot.Architecture.Tests");

    [Fact]
    public void The_kernel_stands_on_the_base_library_and_NSec_alone() => Assert.Empty(Rules.RefersOnlyTo(Kernel, "NSec.Cryptography"));

    [Fact]
    public void The_auditor_stands_on_the_kernel_alone() => Assert.Empty(Rules.RefersOnlyTo(Verify, "Moot.Kernel", "NSec.Cryptography"));

    [Fact]
    public void Control_a_foreign_reference_is_caught() =>
        Assert.Contains("Moot.Architecture.Tests may not refer to xunit.v3.core", Rules.RefersOnlyTo(Here, "NSec.Cryptography"));

    [Fact]
    public void Capabilities_know_neither_storage_nor_cluster_nor_program() =>
        Assert.Empty(
            Rules.NeverRefersTo(Rooms, "Microsoft.Data.", "SQLitePCL", "Npgsql", "Orleans", "Microsoft.Orleans", "moot", "Spectre.", "System.CommandLine")
        );

    [Fact]
    public void Control_a_forbidden_reference_is_caught() => Assert.NotEmpty(Rules.NeverRefersTo(Here, "xunit."));

    [Fact]
    public void Capabilities_meet_only_through_what_they_declare_to_read() => Assert.Empty(new Capabilities(Rooms, "Moot").Undeclared());

    [Fact]
    public void Declared_reads_have_no_circle() => Assert.Empty(new Capabilities(Rooms, "Moot").Circles());

    [Fact]
    public void Control_an_undeclared_use_is_caught_even_inside_a_lambda() =>
        Assert.Equal(
            [$"{FixtureRoot}.Alpha.Unlawful uses {FixtureRoot}.Beta.Secret, which Alpha does not declare to read"],
            new Capabilities(Here, FixtureRoot).Undeclared()
        );

    [Fact]
    public void Control_a_circle_is_caught() => Assert.Equal(["Alpha → Beta → Alpha", "Beta → Alpha → Beta"], new Capabilities(Here, FixtureRoot).Circles());

    [Fact]
    public void Nothing_that_counts_is_floating_point() => Assert.Empty(new[] { Kernel, Rooms }.SelectMany(Rules.HasNoFloatingPoint));

    [Fact]
    public void Control_a_list_of_doubles_is_caught() =>
        Assert.Contains($"{FixtureRoot}.Reading.Values is a System.Double: use a whole number", Rules.HasNoFloatingPoint(Here));

    [Fact]
    public void Chance_is_drawn_only_for_keys_and_salts() => Assert.Empty(new[] { Kernel, Rooms }.SelectMany(a => Rules.ChanceOnlyIn(a, "Moot.Kernel.Keys")));

    [Fact]
    public void Control_a_draw_elsewhere_is_caught() =>
        Assert.Equal(
            [$"{FixtureRoot}.DrawManager uses System.Security.Cryptography.RandomNumberGenerator: only Moot.Kernel.Keys may"],
            Rules.ChanceOnlyIn(Here, "Moot.Kernel.Keys")
        );

    [Fact]
    public void Types_are_called_by_what_they_are() => Assert.Empty(new[] { Kernel, Rooms, Verify, Host }.SelectMany(Rules.HasNoEmptyNames));

    [Fact]
    public void Control_a_manager_is_caught() =>
        Assert.Equal([$"{FixtureRoot}.DrawManager says nothing: call it by what it is to a member"], Rules.HasNoEmptyNames(Here));
}
