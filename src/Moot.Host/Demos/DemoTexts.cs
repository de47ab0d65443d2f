namespace Moot.Host.Demos;

/// <summary>What stands on the pages of the example.</summary>
internal static class DemoTexts
{
    public const string Home = """
        Eleven plots, one brook, one tap. Everybody may write here: try it, nothing can be lost.

        ![[File:Plan.png|The garden from above]]

        - [[Water]]: when, how much, and what to do when the tap drips
        - [[Plots]] and who looks after them
        - [[Tools]] and [[Keys]]: where things hang
        - [[Compost]], [[Bees]] and [[Seeds to swap]]
        - [[Harvest feast]] at the end of the season
        - [[Rules for guests]], which nobody has written yet

        """;

    public const string Water = """
        The water comes from the brook and from the tap by the gate.

        ## The tap

        It drips. Turn it hard until somebody has repaired it.

        ## When to water

        When the soil is dry a finger deep.

        [[Category:Water]]

        """;

    public const string WaterRepaired = """
        The water comes from the brook and from the tap by the gate.

        ## The tap

        It was repaired this month: a new washer, 15 mm[^washer]. The valve's key hangs in the shed, see [[Keys]].

        ## When to water

        When the soil is dry a finger deep.

        [[Category:Water]]

        [^washer]: There are four more in the tin on the shelf.

        """;

    public const string WaterMorning = """
        The water comes from the brook and from the tap by the gate.

        ## The tap

        It was repaired this month: a new washer, 15 mm[^washer]. The valve's key hangs in the shed, see [[Keys]].

        ## When to water

        When the soil is dry a finger deep, and before nine in the morning: in the evening it brings the slugs.

        [[Category:Water]]

        [^washer]: There are four more in the tin on the shelf.

        The barrel behind plot 4 is full as well.

        """;

    public const string WaterEvening = """
        The water comes from the brook and from the tap by the gate.

        ## The tap

        It was repaired this month: a new washer, 15 mm[^washer]. The valve's key hangs in the shed, see [[Keys]].

        ## When to water

        When the soil is dry a finger deep, after seven in the evening, when the sun does not drink half of it.

        [[Category:Water]]

        [^washer]: There are four more in the tin on the shelf.

        The barrel behind plot 4 is full as well.

        """;

    public const string Tools = """
        What belongs to all of us, and where it hangs. Bring it back clean.

        | What | Where | Mind |
        | --- | --- | --- |
        | Spades, forks | shed, on the left | the short fork is Ilka's own |
        | Wheelbarrow | behind the shed | pump up the wheel |
        | Scythe | shed, high up | only if somebody showed you |

        [[Category:Things]]

        """;

    public const string Plots = """
        ![[File:Plan.png|The garden from above]]

        | Plot | Who | Grows |
        | --- | --- | --- |
        | 1 | Mara | beans, tomatoes |
        | 2 | Jonas | potatoes |
        | 4 | Ilka | pumpkins, dill |
        | 9 | Yusuf | aubergines, cherries |
        | 11 | free | nettles |

        Plot 11 is free. Whoever wants it says so under *Talk*.

        """;

    public const string Compost = """
        Three heaps: the left one is being filled, the middle one rests, the right one is ready.

        **Yes:** leaves, peel, coffee, straw. **No:** bread, bones, anything cooked: it brings rats.

        1. In spring we turn the left heap into the middle.
        2. In autumn we sieve the right one.
        3. Whoever sieves takes home first.

        [[Category:Things]]

        """;

    public const string CompostBread = """
        Three heaps: the left one is being filled, the middle one rests, the right one is ready.

        **Yes:** leaves, peel, coffee, straw, a little old bread. **No:** bones, anything cooked: it brings rats.

        1. In spring we turn the left heap into the middle.
        2. In autumn we sieve the right one.
        3. Whoever sieves takes home first.

        [[Category:Things]]

        """;

    public const string CompostStrict = """
        Three heaps: the left one is being filled, the middle one rests, the right one is ready.

        **Yes:** leaves, peel but not of lemons, coffee, straw. **No:** bread, bones, anything cooked: it brings rats.

        1. In spring we turn the left heap into the middle.
        2. In autumn we sieve the right one.
        3. Whoever sieves takes home first.

        [[Category:Things]]

        """;

    public const string CompostBoth = """
        Three heaps: the left one is being filled, the middle one rests, the right one is ready.

        **Yes:** leaves, peel but not of lemons, coffee, straw, crumbs of bread if they are well covered. **No:** bones, anything cooked: it brings rats.

        1. In spring we turn the left heap into the middle.
        2. In autumn we sieve the right one.
        3. Whoever sieves takes home first.

        [[Category:Things]]

        """;

    public const string Things = """
        What belongs to all of us and can be touched. What is here is nobody's alone, and everybody brings it back.

        """;

    public const string Seeds = """
        Write down what you have and what you look for.

        - *Ilka*: yellow pumpkin, dill. Looks for: purple carrots.
        - *Jonas*: runner beans.

        > The best seeds are those that somebody gave you over a fence.

        """;

    public const string Bees = """
        Two hives stand by the brook, below plot 9. They are gentle if nobody stands in their way: the way is towards the water.

        Nothing is sprayed while anything blooms. See also [[Water]]: the bees drink from the flat stones.

        """;

    public const string Key = """
        One key for the shed, one for the valve, one for the gate. All three hang behind the shed's door.

        [[Category:Things]]

        """;

    public const string Feast = """
        On the last Saturday of the season, by the brook, from four o'clock until it is dark.

        ## Who brings what

        - Yusuf: aubergines from the fire

        """;

    public const string Hedgehogs = """
        Two of them live behind the [[Compost]]. Please leave the heap of leaves where it is until April.

        """;
}
