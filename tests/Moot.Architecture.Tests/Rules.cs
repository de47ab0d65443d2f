using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Moot.Architecture.Tests;

/// <summary>Rules about compiled code; each answers with the sentences of what breaks it.</summary>
internal static partial class Rules
{
    private static readonly string[] Floating = ["System.Double", "System.Single", "System.Half", "System.Decimal", "System.Runtime.InteropServices.NFloat"];
    private static readonly string[] Chance = ["System.Security.Cryptography.RandomNumberGenerator", "NSec.Cryptography.RandomGenerator"];

    /// <summary>Refers to nothing but the base class library and what is listed.</summary>
    public static IEnumerable<string> RefersOnlyTo(Compiled assembly, params string[] allowed) =>
        assembly.References.Where(r => !allowed.Contains(r, StringComparer.Ordinal) && !IsBaseLibrary(r)).Select(r => $"{assembly.Name} may not refer to {r}");

    /// <summary>Refers to nothing whose name begins with one of these.</summary>
    public static IEnumerable<string> NeverRefersTo(Compiled assembly, params string[] forbidden) =>
        assembly.References.Where(r => forbidden.Any(f => r.StartsWith(f, StringComparison.Ordinal))).Select(r => $"{assembly.Name} may not refer to {r}");

    /// <summary>State and acts count in whole numbers. What is only shown (pages, views) is left out.</summary>
    public static IEnumerable<string> HasNoFloatingPoint(Compiled assembly) =>
        from type in assembly.Types
        where !IsShown(type)
        from member in type.Members
        from floating in member.Types.Intersect(Floating, StringComparer.Ordinal)
        select $"{member.Member} is a {floating}: use a whole number";

    /// <summary>The system's random source makes keys and salts, and nothing else.</summary>
    public static IEnumerable<string> ChanceOnlyIn(Compiled assembly, string ns) =>
        from type in assembly.Types
        where !type.Name.StartsWith(ns + ".", StringComparison.Ordinal)
        from source in type.Uses.Intersect(Chance, StringComparer.Ordinal)
        select $"{type.Name} uses {source}: only {ns} may";

    /// <summary>Names are the members' own words.</summary>
    public static IEnumerable<string> HasNoEmptyNames(Compiled assembly) =>
        assembly.Types.Where(t => EmptyName().IsMatch(t.SimpleName)).Select(t => $"{t.Name} says nothing: call it by what it is to a member");

    /// <summary>Pages, views and routes may link across capabilities; what is lawful may not depend on more than is declared.</summary>
    internal static bool IsShown(CompiledType type) => type.Name.Contains(".Pages.", StringComparison.Ordinal) || Shown().IsMatch(type.SimpleName);

    private static bool IsBaseLibrary(string name) => File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"));

    [GeneratedRegex("(Manager|Helper|Service|Util|Utility)s?$")]
    private static partial Regex EmptyName();

    [GeneratedRegex("(View|Views|Page|Routes)$")]
    private static partial Regex Shown();
}
