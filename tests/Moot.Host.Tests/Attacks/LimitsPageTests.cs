using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Moot.Host.Door;
using Moot.Host.Tests.Foreign;
using Moot.Testing;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>The page that lists every limit says what the program does.</summary>
public sealed class LimitsPageTests
{
    private static readonly Assembly[] Assemblies = [typeof(Kernel.Limits).Assembly, typeof(Ui.Desk).Assembly, typeof(Moot.Host.Web.Server).Assembly];

    [Fact]
    public void Every_limit_is_on_the_page_with_its_value_its_unit_and_what_a_person_sees()
    {
        var page = File.ReadAllText(Path.Combine(Project.Root, "docs", "limits.md"));
        var rows = Regex
            .Matches(page, @"^\| `([A-Za-z0-9.]+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", RegexOptions.Multiline)
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Trim(), StringComparer.Ordinal);
        Assert.All(
            Regex.Matches(page, @"^\| `.*$", RegexOptions.Multiline).Select(m => m.Value),
            row => Assert.True(row.Split('|') is [_, .. var cells, _] && cells.Length == 5 && cells.All(c => c.Trim().Length > 0), row)
        );
        var limits = All().ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal);
        Assert.True(limits.Count > 150, $"{limits.Count} limits were found");
        var wrong = limits
            .Where(l => !rows.TryGetValue(l.Key, out var told) || !string.Equals(told, l.Value, StringComparison.Ordinal))
            .Select(l => $"{l.Key} is {l.Value}")
            .Concat(rows.Keys.Except(limits.Keys).Select(n => $"{n} is no limit any more"));
        var said = string.Join('\n', wrong);
        Assert.True(said.Length == 0, said);
    }

    /// <summary>All constants that bound something: named for it, in a class of limits, or a span of time.</summary>
    private static IEnumerable<(string Name, string Value)> All()
    {
        foreach (
            var type in Assemblies
                .SelectMany(a => a.GetTypes())
                .Where(t => t.Namespace?.StartsWith("Moot", StringComparison.Ordinal) == true && !t.Name.Contains('<', StringComparison.Ordinal))
        )
        {
            foreach (
                var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                    .Where(f => f.IsLiteral || f.IsInitOnly)
            )
            {
                var isNamed =
                    field.Name.EndsWith("Max", StringComparison.Ordinal)
                    || field.Name.EndsWith("Min", StringComparison.Ordinal)
                    || type.Name.EndsWith("Limits", StringComparison.Ordinal);
                if (
                    !field.Name.Contains('<', StringComparison.Ordinal)
                    && (field.FieldType == typeof(TimeSpan) || (isNamed && (field.FieldType == typeof(int) || field.FieldType == typeof(long))))
                )
                {
                    yield return ($"{type.Name}.{field.Name}", Said(field.GetValue(null)!));
                }
            }
        }

        foreach (var property in typeof(DoorLimits).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        {
            if (property.GetValue(DoorLimits.Usual) is DoorLimit or TimeSpan or int)
            {
                yield return ($"DoorLimits.{property.Name}", Said(property.GetValue(DoorLimits.Usual)!));
            }
        }
    }

    private static string Said(object value) =>
        value switch
        {
            DoorLimit limit => $"{limit.AtOnce} at once, then one each {Said(limit.Each)}",
            TimeSpan { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => Count(ticks / TimeSpan.TicksPerDay, "day"),
            TimeSpan { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => Count(ticks / TimeSpan.TicksPerHour, "hour"),
            TimeSpan { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => Count(ticks / TimeSpan.TicksPerMinute, "minute"),
            TimeSpan { Ticks: var ticks } when ticks % TimeSpan.TicksPerSecond == 0 => Count(ticks / TimeSpan.TicksPerSecond, "second"),
            TimeSpan { Ticks: var ticks } => Count(ticks / TimeSpan.TicksPerMillisecond, "millisecond"),
            _ => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture),
        };

    private static string Count(long count, string unit) => $"{count} {unit}{(count == 1 ? "" : "s")}";
}
