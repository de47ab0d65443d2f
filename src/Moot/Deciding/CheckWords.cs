using System.Collections.Immutable;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>What the check of a charter found, in sentences of a language.</summary>
/// <param name="words">The language.</param>
/// <param name="nameOf">What a member is called; by default the member's id.</param>
public sealed class CheckWords(Words words, Func<MemberId, string>? nameOf = null)
{
    private readonly Plain plain = new(words);

    /// <summary>What was found, in a sentence.</summary>
    public string Sentence(Finding finding)
    {
        var said = words.Say("check." + finding.Form, [.. finding.Values.Select(Value)]);
        return char.ToUpperInvariant(said[0]) + said[1..];
    }

    private string Value(object value) =>
        value switch
        {
            string name => name,
            long number => words.Number(number),
            TimeSpan span => plain.Span(span),
            Who who => plain.Who(who),
            Share share => plain.Share(share),
            MemberId member => nameOf?.Invoke(member) ?? member.ToString(),
            Noun noun => words["check.noun-" + noun.Name],
            Ways { Names: [var only] } => words.Say("check.one-way", only),
            Ways ways => words.Say("check.every-way", string.Join(", ", ways.Names)),
            Crowd crowd => In(crowd),
            Group { Bodies.IsEmpty: true } none => words["check." + none.Otherwise],
            Group group => string.Join(words["check.together"], group.Bodies.Select(b => In(b, group.Forces)).Distinct(StringComparer.Ordinal)),
            Power power => Beyond(power),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private string In(Crowd crowd)
    {
        var who = crowd.Who.IsEmpty ? words["check.nobody"] : string.Join(words["plain.or"], crowd.Who.Select(plain.Who));
        return crowd.Count is { } count && !crowd.Who.IsEmpty ? words.Say("check.so-many", who, words.Number(count)) : who;
    }

    /// <summary>Those who block or force something, how many of how many, and by what.</summary>
    private string In(Body body, bool forces)
    {
        var how = words["check.how-" + (forces ? body.Assent ?? body.How : body.How)];
        how = body.Ballot switch
        {
            { Pass: { } pass } => words.Say("check.needs", how, plain.Share(pass)),
            { Approvals: { } approvals } => words.Say("check.needs", how, plain.Heads(approvals)),
            _ => how,
        };
        var count = forces ? body.Force : body.Block;
        return (count, body.Of) switch
        {
            (1, 1) => words.Say("check.only-one", Those(body.Who), how),
            ({ } some, { } all) when some == all => words.Say("check.all-of", words.Number(all), Those(body.Who), how),
            ({ } some, { } all) => words.Say("check.some-of", words.Number(some), words.Number(all), Those(body.Who), how),
            (1, null) => words.Say("check.any-one", Those(body.Who), how),
            ({ } some, null) => words.Say("check.some", words.Number(some), Those(body.Who), how),
            _ => words.Say("check.those", Those(body.Who), how),
        };
    }

    private string Those(Who who) =>
        who.Equals(Who.Members) ? words["check.members"]
        : who.Alternatives is [[{ Trait: Trait.Role, Name: var role }]] ? words.Say("check.holders", role)
        : words.Say("check.people", plain.Who(who));

    /// <summary>What else a power takes, in sentences of their own.</summary>
    private string Beyond(Power power)
    {
        ImmutableArray<string> more =
        [
            .. power.Together > 1 ? [words.Say("plain.power-together", power.Together)] : Array.Empty<string>(),
            .. power.NeedsMandate ? [words["plain.power-mandate"]] : Array.Empty<string>(),
        ];
        return string.Concat(more.Select(m => " " + m));
    }
}
