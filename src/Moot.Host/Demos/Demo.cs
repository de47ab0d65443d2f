using System.Text.Json.Nodes;
using Moot.Commons;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel.Keys;

namespace Moot.Host.Demos;

/// <summary>A small living example: an allotment club that writes down what it knows, and does not always agree.</summary>
internal static class Demo
{
    /// <summary>How long ago the club was founded.</summary>
    private const int DaysAgo = 52;

    /// <summary>Founds the example in a new folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="today">The time up to which it has lived.</param>
    public static async Task Create(string directory, TimeProvider today)
    {
        var clock = new DemoClock(today.GetUtcNow() - TimeSpan.FromDays(DaysAgo));
        using var mara = SigningKey.Create();
        var founded = await Founding.Found(
            directory,
            "Allotment by the brook",
            "Share the water, the tools and the harvest.",
            "Mara",
            origin: null,
            mara,
            clock,
            Spdx.Usual
        );
        await using var log = HostedLog.Open(founded.Folder, clock);
        using var intake = KeyFile.Read(founded.Folder.IntakeKeyPath);
        using var cast = new DemoCast(log, intake, clock);
        cast.Add("Mara", mara, founded.Founder);
        Play(cast);
    }

    private static void Play(DemoCast cast)
    {
        DemoPowers.Choose(cast);
        cast.Join("Jonas");
        cast.Join("Ilka", isVouched: true);
        cast.Guest("a neighbour");
        var home = cast.Write("Mara", "Allotment by the brook", DemoTexts.Home);
        var water = cast.Write("Mara", "Water", DemoTexts.Water, "what we know so far");
        var tools = cast.Write("Ilka", "Tools", DemoTexts.Tools);
        var plan = Picture(cast);
        cast.Wait(3);
        var plots = cast.Write("Jonas", "Plots", DemoTexts.Plots);
        var compost = cast.Write("Jonas", "Compost", DemoTexts.Compost);
        cast.Write("Ilka", "Category:Things", DemoTexts.Things, "what belongs to all of us");
        var seeds = cast.Write("Ilka", "Seeds to swap", DemoTexts.Seeds);
        cast.Do("Ilka", "commons.thank/1", new() { ["entry"] = plan });
        Drip(cast, water);
        cast.Join("Yusuf", isVouched: true);
        cast.Write("Yusuf", "Bees", DemoTexts.Bees);
        Vandal(cast, home);
        Bread(cast, compost);
        Watering(cast, water);
        Phone(cast, plots);
        var keys = cast.Write("Ilka", "The shed key", DemoTexts.Key);
        cast.Do(
            "Jonas",
            "page.move/1",
            new()
            {
                ["page"] = keys,
                ["title"] = "Keys",
                ["reason"] = "there are three by now",
            }
        );
        cast.Wait(4);
        var feast = Feast(cast);
        cast.Do("Yusuf", "commons.front/1", new() { ["page"] = feast });
        cast.Wait(2);
        cast.Do("Mara", "commons.front/1", new() { ["page"] = home });
        cast.Edit("Yusuf", tools, tools, DemoTexts.Tools + "\n- The **long ladder** is at Yusuf's, plot 9, until the cherries are in.\n", "the ladder");
        cast.Wait(2);
        cast.Guest("a passer-by");
        cast.Write("a passer-by", "Hedgehogs", DemoTexts.Hedgehogs, "I saw two behind the compost");
        cast.Edit("Mara", home, cast.NewestOf(home), DemoTexts.Home + "\nWe meet on the first Saturday of the month at ten, by the shed.\n", "when we meet");
        DemoMatters.Play(cast, water);
        DemoPowers.Play(cast, seeds, feast);
        DemoElection.Play(cast);
        DemoElection.Choose(cast);
    }

    private static long Picture(DemoCast cast)
    {
        var blob = Salt.NewBlob(DemoPicture.Plan());
        var content = new JsonObject
        {
            ["content"] = blob.Id.ToString(),
            ["bytes"] = blob.Bytes.Length,
            ["type"] = "png",
            ["name"] = "Plan.png",
            ["author"] = "Jonas",
            ["licence"] = "CC0-1.0",
            ["summary"] = "Plan of the garden: beds, the shed, the tap and the brook",
        };
        return cast.Do("Jonas", "file.add/1", content, blob);
    }

    /// <summary>The tap drips; somebody repairs it; all of it is said to everybody.</summary>
    private static void Drip(DemoCast cast, long water)
    {
        var drip = cast.Open("Mara", "The tap drips", "The tap by the gate drips. Half a barrel a day, by my count.");
        var washer = cast.Say("Jonas", "I can change the washer on Saturday. Does anybody have a key for the valve?", to: drip);
        cast.Say("Ilka", "The key hangs in the shed, behind the door. Please hang it back: last time we searched for a week.", to: washer);
        cast.Wait(2);
        cast.Say("Jonas", "Done: the washer is new, the key hangs where it hung.", to: drip);
        cast.Do("Mara", "talk.resolve/1", new() { ["thread"] = drip, ["outcome"] = "Jonas put in a new washer. The tap is dry." });
        var repaired = cast.Edit("Jonas", water, water, DemoTexts.WaterRepaired, "the tap is repaired");
        cast.Do("Mara", "commons.thank/1", new() { ["entry"] = repaired });
    }

    /// <summary>Somebody spoils the first page; a member brings it back, and hides the insult.</summary>
    private static void Vandal(DemoCast cast, long home)
    {
        cast.Guest("a vandal");
        var spoiled = cast.Edit("a vandal", home, home, "GARDENS ARE FOR LOSERS, and Ilka is the worst of them!!!\n", "improved");
        cast.Edit("Ilka", home, spoiled, DemoTexts.Home, "back to what it was");
        var hide = new JsonObject
        {
            ["entry"] = spoiled,
            ["ground"] = "abuse",
            ["reason"] = "an insult to one of us",
        };
        cast.Do("Jonas", "body.hide/1", hide);
        cast.Do("Ilka", "page.review/1", new() { ["revision"] = spoiled });
        cast.Wait(3);
    }

    /// <summary>Two change the same words at once; one of them objects; a third puts both texts together, and the matter is closed.</summary>
    private static void Bread(DemoCast cast, long compost)
    {
        cast.Edit("Ilka", compost, compost, DemoTexts.CompostBread, "a little old bread does no harm");
        var strict = cast.Edit("Jonas", compost, compost, DemoTexts.CompostStrict, "no citrus either");
        var thread = cast.Open(
            "Jonas",
            "Bread on the compost",
            "I object to bread in the heap. Last autumn we had rats under the shed, and it was I who had to catch them.",
            compost
        );
        var crumbs = cast.Say("Ilka", "That was the cooked rice. But I see the point: what about crumbs, and only deep inside?", compost, thread);
        cast.Say("Jonas", "Crumbs, and covered. I can live with that.", compost, crumbs);
        cast.Edit("Mara", compost, cast.NewestOf(compost), DemoTexts.CompostBoth, "both texts together, as you agreed", over: strict);
        cast.Do("Jonas", "talk.resolve/1", new() { ["thread"] = thread, ["outcome"] = "Crumbs may go in, covered. No citrus. Both stand on the page." });
        cast.Wait(1);
    }

    /// <summary>Two change the same words at once, and then do not agree: a text stands beside the page and waits.</summary>
    private static void Watering(DemoCast cast, long water)
    {
        var newest = cast.Edit(
            "a neighbour",
            water,
            cast.NewestOf(water),
            DemoTexts.WaterRepaired + "\nThe barrel behind plot 4 is full as well.\n",
            "another barrel"
        );
        var morning = cast.Edit("Mara", water, newest, DemoTexts.WaterMorning, "water in the morning");
        cast.Edit("Yusuf", water, newest, DemoTexts.WaterEvening, "water in the evening");
        var why = cast.Open("Mara", "Morning or evening?", "I wrote that we water before nine. In the evening the slugs have a feast.", water);
        var work = cast.Say("Yusuf", "Some of us are at work before nine. In the evening less of it dries away, too.", water, why);
        cast.Say("Ilka", "Both is true. Could we say: before nine or after seven, never at noon?", water, work);
        cast.Say("Mara", "I could live with that if the tomatoes are left out of it.", water, work);
        cast.Do("Jonas", "commons.thank/1", new() { ["entry"] = morning });
        cast.Wait(3);
    }

    /// <summary>A guest writes down somebody's number; it is hidden, since nobody asked her.</summary>
    private static void Phone(DemoCast cast, long plots)
    {
        var number = cast.Edit(
            "a neighbour",
            plots,
            plots,
            DemoTexts.Plots + "\nCall the lady of plot 3 at 0555 0134 when her gate is open.\n",
            "for emergencies"
        );
        cast.Edit("Jonas", plots, number, DemoTexts.Plots, "without the number");
        cast.Do(
            "Jonas",
            "body.hide/1",
            new()
            {
                ["entry"] = number,
                ["ground"] = "privacy",
                ["reason"] = "nobody asked her",
            }
        );
        cast.Do("Ilka", "page.review/1", new() { ["revision"] = number });
    }

    /// <summary>A page that grows by many hands.</summary>
    private static long Feast(DemoCast cast)
    {
        var feast = cast.Write("Yusuf", "Harvest feast", DemoTexts.Feast);
        var soup = DemoTexts.Feast + "- Ilka: pumpkin soup\n";
        var first = cast.Edit("Ilka", feast, feast, soup, "soup");
        var bread = soup + "- Jonas: bread, and the long table\n";
        var second = cast.Edit("Jonas", feast, first, bread, "bread");
        cast.Edit("a neighbour", feast, second, bread + "- the neighbours: apple juice\n", "may we come too?");
        cast.Open("Mara", "May the neighbours come?", "Of course you may. Bring cups.", feast);
        cast.Wait(3);
        return feast;
    }
}
