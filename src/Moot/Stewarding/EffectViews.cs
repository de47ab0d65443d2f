using System.Collections.Immutable;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Stewarding;

/// <summary>Says what a matter that is about a power would allow, what it allows once it is decided, and when its decision rests.</summary>
public static class EffectViews
{
    /// <summary>What follows from a matter for powers; nothing where it is about none.</summary>
    public static ImmutableArray<EffectView> Of(Desk desk, Matter matter)
    {
        var lines = ImmutableArray.CreateBuilder<EffectView>();
        var assembly = desk.State<Assembly>();
        var decision = assembly.LatestOf(matter)?.Entry ?? (matter.Settled is { } settled ? settled.Entry : matter.Decree?.Entry);
        var stands = decision is { } made && assembly.Stands(made, desk.Now, MatterViews.CountOf(desk));
        if (decision is { } entry && !stands && assembly.IsSuspended(entry, desk.Now, MatterViews.CountOf(desk)))
        {
            foreach (var appeal in assembly.AppealsOf[entry].Where(a => assembly.Matters[a].Settled is null))
            {
                lines.Add(new(desk.Words["power.rests"], $"matter/{appeal}", "power.rests-appeal"));
            }
        }

        if (matter.Mandate is { } mandate)
        {
            lines.Add(Allowed(desk, matter, mandate, stands ? decision : null));
            lines.AddRange(
                desk.State<Stewardship>()
                    .On(mandate.Subject)
                    .Where(u => u.Decision is { } by && assembly.MatterOfDecision.GetValueOrDefault(by, -1) == matter.Id)
                    .Take(PowerViews.UsesShown)
                    .Select(u => new EffectView(PowerViews.Of(desk, u).Stands, $"powers/{u.Entry}", "power.used-by-it"))
            );
        }

        if (matter.Undoes is { } undoes && desk.State<Stewardship>().Find(undoes) is { } use)
        {
            var about = SubjectView.Of(desk, use.Subject).Label;
            var isAlive = use.IsInForce(desk.Now, assembly) || use.IsWaiting(desk.Now);
            lines.Add(
                use.Undone is not null || !isAlive ? new(PowerViews.Of(desk, use).Stands, $"powers/{undoes}", "power.read-use")
                : stands ? new(desk.Words.Say("power.may-undo", use.Rule.Name, about), $"powers/{undoes}#undo", "power.undo-it", IsToDo: true)
                : matter.Settled is null ? new(desk.Words.Say("power.would-undo", use.Rule.Name, about), $"powers/{undoes}", "power.read-use")
                : new(desk.Words.Say("power.undo-not-decided", use.Rule.Name, about), $"powers/{undoes}", "power.read-use")
            );
        }

        return lines.ToImmutable();
    }

    private static EffectView Allowed(Desk desk, Matter matter, Mandate mandate, long? standing)
    {
        var (words, about) = (desk.Words, SubjectView.Of(desk, mandate.Subject).Label);
        var isOver = mandate.Until <= desk.Now;
        if (standing is { } decision && !isOver)
        {
            return new(
                mandate.Until is { } end
                    ? words.Say("power.allows-until", mandate.Power, about, words.DateTime(end))
                    : words.Say("power.allows", mandate.Power, about),
                $"powers/use?power={mandate.Power}&subject={mandate.Subject.Name}&decision={decision}",
                "power.use-it",
                PowerViews.Usable(desk, mandate.Subject).Any(p => string.Equals(p.Name, mandate.Power, StringComparison.Ordinal))
            );
        }

        return matter.Settled is null && !isOver
                ? new(
                    mandate.Until is { } until
                        ? words.Say("power.would-allow-until", mandate.Power, about, words.DateTime(until))
                        : words.Say("power.would-allow", mandate.Power, about)
                )
            : isOver ? new(words.Say("power.allowed-over", mandate.Power, about, words.DateTime(mandate.Until!.Value)))
            : new(words.Say("power.not-allowed", mandate.Power, about));
    }
}
