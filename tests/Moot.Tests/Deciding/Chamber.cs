using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Deciding;

/// <summary>An association that decides, with members M0, M1 and so on: what would be too long for minutes.</summary>
internal sealed class Chamber
{
    public Hall Hall { get; } = new(Capabilities.Registry);

    public void Found(string charter)
    {
        Lawful(Hall.Found());
        Lawful(Hall.Join("Ann"));
        Lawful(Hall.Do("Ann", "charter.adopt/1", $$"""{"charter":{{System.Text.Json.JsonSerializer.Serialize(CharterText.Tidy(charter), Plain)}}}"""));
        Lawful(Hall.Do("Ann", "member.leave/1"));
    }

    public long Propose(string body, string? role = null, string? member = null, bool takes = false, string who = "M0", string more = "")
    {
        var place = role is null ? "" : $"\"role\":\"{role}\",\"member\":\"{Hall.MemberOf(member!)}\"";
        var pub = $"{{{place}{(takes ? ",\"takes\":true" : "")}{(role is null ? more.TrimStart(',') : more)}}}";
        Lawful(Hall.Do(who, "matter.open/1", pub, body[..^1] + ",\"text\":\"Why.\"}"));
        return Hall.World.Size - 1;
    }

    public Verdict Sign(long matter, int i) => Hall.Do($"M{i}", "matter.sign/1", $$"""{"matter":{{matter}}}""");

    public void Vote(long matter, int yes, int no)
    {
        for (var i = 0; i < yes + no; i++)
        {
            Lawful(Hall.Do($"M{i + 1}", "matter.vote/1", $$"""{"matter":{{matter}},"vote":"{{(i < yes ? "yes" : "no")}}"}"""));
        }
    }

    public Matter Of(long matter)
    {
        var state = Hall.World.Get<Assembly>();
        return Progress.At(state.Find(matter)!, Hall.Now, new Electorate(state, Hall.World.Get<Roster>(), Hall.World.Entries).Count);
    }

    public string Standing(long matter) => Of(matter) is { Settled: { } settled } ? WordJson<Outcome>.Word(settled.Outcome) : Of(matter).Stage.Name;

    public bool Stands(long decision)
    {
        var state = Hall.World.Get<Assembly>();
        return state.Stands(decision, Hall.Now, new Electorate(state, Hall.World.Get<Roster>(), Hall.World.Entries).Count);
    }

    /// <summary>Somebody enters what time decided.</summary>
    public void Record(long matter, string who) => Lawful(Hall.Do(who, "matter.record/1", $$"""{"matter":{{matter}}}"""));

    public bool Holds(string who, string role) => Hall.World.Get<Assembly>().Holds(Hall.MemberOf(who)!.Value, role, Hall.Now);

    public static void Lawful(Verdict verdict) => Assert.True(verdict.IsLawful, verdict.ToString());

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
