using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Moot.Commons;
using Moot.Deciding;
using Moot.Kernel.Membership;
using Moot.Talk;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>Every page that the program has: can be used by everybody, fits a hand, and the browser complains about nothing.</summary>
public sealed class EveryPageTests
{
    /// <summary>Pixels that something to press is high.</summary>
    private const int TargetPixels = 44;

    /// <summary>What is checked: WCAG 2.2 A and AA, and what axe counts as good practice.</summary>
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        ResultTypes = [ResultType.Violations],
    };

    [Fact]
    public async Task In_a_hand_in_the_dark_as_a_member() => await Look(360, isDark: true, isMember: true, each: 1);

    [Fact]
    public async Task In_a_hand_in_the_light_as_a_guest() => await Look(360, isDark: false, isMember: false, guestsAlone: true, each: 1);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(1280, false, true)]
    [InlineData(1280, true, true)]
    [InlineData(360, false, true)]
    [InlineData(1280, false, false)]
    [InlineData(1280, true, false)]
    [InlineData(360, true, false)]
    [InlineData(360, false, false)]
    [InlineData(360, true, true)]
    public async Task In_every_light_and_width_as_anybody(int width, bool isDark, bool isMember) => await Look(width, isDark, isMember);

    [Fact]
    public async Task Founding_can_be_done_by_everybody()
    {
        await using var ground = await BareGround.Open();
        var faults = new List<string>();
        foreach (var (width, isDark) in new[] { (1280, false), (360, true) })
        {
            await using var ann = await Walker.Come(ground.Url, script: true, width, isDark);
            faults.AddRange(await Faults(ann.Page, "found"));
        }

        Assert.Empty(faults);
    }

    /// <param name="width">Pixels.</param>
    /// <param name="isDark">True for light letters on a dark ground.</param>
    /// <param name="isMember">True for a member; false for a guest.</param>
    /// <param name="guestsAlone">True for only those pages that are different for a guest.</param>
    /// <param name="each">So many samples of each page.</param>
    private static async Task Look(int width, bool isDark, bool isMember, bool guestsAlone = false, int each = int.MaxValue)
    {
        await using var hall = await Hall.OpenDemo();
        await using var walker = await Walker.Come(hall.Url, script: true, width, isDark);
        if (isMember)
        {
            await walker.Join("Bea");
            await walker.Go("filters/new");
            await walker.Page.Locator("#note").FillAsync("Too many links");
            await walker.Page.Locator("#links").FillAsync("9");
            await walker.Press(walker.Page.Locator("main button.main"));
        }
        else
        {
            await walker.Write("Hedges", "Cut in autumn.");
        }

        await hall.Indexed();
        var faults = new List<string>();
        foreach (var path in Paths(hall, guestsAlone, each))
        {
            walker.Expected = !isMember && path.StartsWith("me/", StringComparison.Ordinal) ? 403 : 0;
            await walker.Go(path);
            faults.AddRange(await Faults(walker.Page, path));
            if (!isDark && width < 1000)
            {
                await walker.Page.EvaluateAsync("document.documentElement.dir = 'rtl'");
                var hidden = await walker.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth - innerWidth");
                if (hidden > 0)
                {
                    faults.Add($"{path}: {hidden} px too wide when it is read from right to left");
                }
            }
        }

        faults.AddRange(walker.Complaints);
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct(StringComparer.Ordinal)));
    }

    /// <summary>One address or more for every route that shows a page. Who adds a route adds it here.</summary>
    private static List<string> Paths(Hall hall, bool guestsAlone, int each)
    {
        var world = hall.Log.Head.World;
        var (library, said) = (world.Get<Library>(), world.Get<Conversations>());
        var all = Enumerable.Range(0, (int)world.Size).Select(i => (long)i).ToList();
        var revisions = library.Revisions;
        var pages = library.Pages.Values.ToList();
        var torn = pages.Single(p => p.OpenEnds.Length > 0);
        var hidden = all.First(i => world.Get<Moot.Kernel.Erasure.Erasures>().Find(i) is not null);
        var message = all.First(i => said.Find(i) is { } m && m.Entry != m.Thread);
        var thread = said.Find(message)!.Value.Thread;
        var member = world.Get<Roster>().Members.Keys.First().ToString()[..16];
        var guest = all.Select(i => world.Entries.Author(i)).First(a => a.Guest is not null).Guest.ToString()![..16];
        var last = revisions[revisions.Count - 1].Entry;
        var change = all.Select(i => library.FindRevision(i)).First(r => r is { From: not null } && r.Value.Entry != torn.OpenEnds[0])!.Value;
        var file = library.Files.Keys.First();
        var samples = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["/"] = [""],
            ["about/{**title}"] = ["about/Water"],
            ["api"] = ["api"],
            ["areas"] = ["areas"],
            ["attribution/{**title}"] = ["attribution/Water"],
            ["author/{key}"] = [],
            ["begin"] = ["begin", "begin?title=water"],
            ["blame/{**title}"] = ["blame/Harvest_feast"],
            ["bring"] = ["bring"],
            ["bring/{token}"] = [],
            ["categories"] = ["categories"],
            ["category/{**name}"] = ["category/Garden"],
            ["charter"] = ["charter"],
            ["charter/compare"] = ["charter/compare?a=now&b=debian"],
            ["charter/edit"] = ["charter/edit", "charter/edit?template=wikipedia"],
            ["charter/history"] = ["charter/history"],
            ["charter/template/{name}"] = ["charter/template/debian"],
            ["claims"] = ["claims", "claims?all=true"],
            ["convert/{**title}"] = [],
            ["count"] =
            [
                "count?example=tennessee",
                "count",
                .. Counting.CountExample.All.Select(e => $"count?example={e.Name}"),
                "count?example=committee&method=meek-stv",
            ],
            ["device"] = ["device"],
            ["diff"] = [],
            ["diff/{old:long}/{new:long}"] = [$"diff/{change.From}/{change.Entry}", $"diff/{change.From}/{change.Entry}?view=side"],
            ["edit/{**title}"] = ["edit/Water", "edit/Harvest_feast", "edit/Not_there_yet"],
            ["entry/{index:long}"] = ["entry/0", $"entry/{hidden}"],
            ["erase/{entry:long}"] = [$"erase/{last}"],
            ["file/{entry:long}"] = [$"file/{file}"],
            ["files"] = ["files"],
            ["filters"] = ["filters"],
            ["filters/new"] = ["filters/new"],
            ["filters/try"] = ["filters/try?links=1"],
            ["for-me"] = ["for-me"],
            ["guest/{key}"] = [$"guest/{guest}"],
            ["guest/{key}/acts"] = [$"guest/{guest}/acts"],
            ["help"] = ["help"],
            ["hide/{entry:long}"] = [$"hide/{last}"],
            ["history/{**title}"] = ["history/Water", "history/Plots", "history/Keys"],
            ["invite"] = ["invite"],
            ["join"] = ["join"],
            ["join/key"] = ["join/key"],
            ["matter/{id:long}"] = [.. world.Get<Assembly>().Matters.Keys.TakeLast(3).Select(m => $"matter/{m}")],
            ["matter/{id:long}/ballot"] =
            [
                .. world.Get<Assembly>().Matters.Values.Where(m => m.Pathway.HasBallot && !m.Pathway.Nominates).Select(m => $"matter/{m.Id}/ballot"),
            ],
            ["matter/{id:long}/count"] = [.. world.Get<Assembly>().Matters.Values.Where(m => !m.PastBallots.IsEmpty).Select(m => $"matter/{m.Id}/count")],
            ["matter/{id:long}/steps"] = [.. world.Get<Assembly>().Matters.Keys.Take(1).Select(m => $"matter/{m}/steps")],
            ["matter/{id:long}/texts"] = [.. world.Get<Assembly>().Matters.Values.Where(m => m.Text != m.Id).Take(1).Select(m => $"matter/{m.Id}/texts")],
            ["matters"] = ["matters"],
            ["matters/new"] =
            [
                "matters/new",
                "matters/new?charter=1",
                "matters/new?power=stop",
                .. world.Get<Moot.Stewarding.Stewardship>().Uses.Keys.Take(1).Select(u => $"matters/new?undoes={u}"),
            ],
            ["me"] = ["me"],
            ["me/affiliations"] = ["me/affiliations"],
            ["me/devices"] = ["me/devices"],
            ["me/keys"] = ["me/keys"],
            ["me/passkeys"] = ["me/passkeys"],
            ["me/sponsors"] = ["me/sponsors"],
            ["me/tokens"] = ["me/tokens"],
            ["me/webhooks"] = ["me/webhooks"],
            ["member/{id}"] = [$"member/{member}"],
            ["member/{id}/acts"] = [$"member/{member}/acts"],
            ["members"] = ["members", "members?q=mara"],
            ["more"] = ["more"],
            ["move/{**title}"] = ["move/Water"],
            ["orphans"] = ["orphans"],
            ["powers"] = ["powers", $"powers?by={member}"],
            ["powers/use"] = ["powers/use", $"powers/use?power=protect&subject=page:{torn.Id}", "powers/use?power=stop"],
            ["powers/{id:long}"] = [.. world.Get<Moot.Stewarding.Stewardship>().Uses.Keys.Select(u => $"powers/{u}")],
            ["promise/{id:long}"] = [.. world.Get<Assembly>().Commitments.Keys.Select(c => $"promise/{c}")],
            ["promises"] = ["promises"],
            ["promises/new"] = ["promises/new"],
            ["page/{**title}"] = ["page/Water", "page/Harvest_feast", "page/Plots", $"page/Water?at={torn.OpenEnds[0]}", "page/The_shed_key"],
            ["pages"] = ["pages"],
            ["recent"] = ["recent"],
            ["recover"] = ["recover"],
            ["recoveries"] = ["recoveries"],
            ["restore/{entry:long}"] = [$"restore/{change.From}"],
            ["review"] = ["review"],
            ["search"] = ["search", "search?q=water", "search?q=nothing-of-the-kind"],
            ["settings"] = ["settings"],
            ["settle/{end:long}"] = [$"settle/{torn.OpenEnds[0]}"],
            ["show/{entry:long}"] = [$"show/{hidden}"],
            ["sign-in"] = ["sign-in"],
            ["sign-in/key"] = ["sign-in/key"],
            ["sign-in/passkey"] = ["sign-in/passkey"],
            ["talk"] = ["talk"],
            ["talk/answer/{entry:long}"] = [$"talk/answer/{message}?quote=1"],
            ["talk/association"] = ["talk/association"],
            ["talk/begin"] = ["talk/begin"],
            ["talk/edit/{entry:long}"] = [],
            ["talk/entry/{entry:long}"] = [$"talk/entry/{last}"],
            ["talk/member/{id}"] = [$"talk/member/{member}"],
            ["talk/message/{entry:long}"] = [$"talk/message/{message}"],
            ["talk/move/{root:long}"] = [$"talk/move/{thread}"],
            ["talk/page/{**title}"] = ["talk/page/Water"],
            ["talk/reopen/{root:long}"] = [$"talk/reopen/{thread}"],
            ["talk/resolve/{root:long}"] = [$"talk/resolve/{thread}"],
            ["talk/split/{entry:long}"] = [$"talk/split/{message}"],
            ["talk/subject/{name}"] = [$"talk/subject/page:{torn.Id}"],
            ["talk/thread/{root:long}"] = [$"talk/thread/{thread}"],
            ["talk/words/{entry:long}"] = [$"talk/words/{message}"],
            ["undo/{entry:long}"] = [$"undo/{change.Entry}"],
            ["upload"] = ["upload"],
            ["waiting"] = ["waiting"],
            ["wanted"] = ["wanted"],
        };
        var filters = world.Get<Moot.Guard.Gatehouse>().Filters.Keys;
        samples["filters/{id:long}"] = [.. filters.Select(f => $"filters/{f}")];
        samples["filters/{id:long}/change"] = [.. filters.Select(f => $"filters/{f}/change")];
        var routes = RouteTable.Pages(hall);
        Assert.DoesNotContain(routes, r => !samples.ContainsKey(r));
        string[] guests =
        [
            "/",
            "page/{**title}",
            "edit/{**title}",
            "history/{**title}",
            "me",
            "settings",
            "join",
            "join/key",
            "sign-in",
            "sign-in/key",
            "for-me",
            "matter/{id:long}",
            "waiting",
        ];
        return [.. routes.Where(r => !guestsAlone || guests.Contains(r)).SelectMany(r => samples[r].Take(each))];
    }

    private static async Task<List<string>> Faults(IPage page, string path)
    {
        var faults = new List<string>();
        var axe = await page.RunAxe(Rules);
        foreach (var violation in axe.Violations)
        {
            faults.Add($"{path}: {violation.Id}: {string.Join(" | ", violation.Nodes.Take(3).Select(n => n.Html[..Math.Min(160, n.Html.Length)]))}");
        }

        var low = await page.EvaluateAsync<string[]>(
            $$"""
            () => [...document.querySelectorAll('button, .button, .top a, .tabs a, input:not([type=checkbox], [type=radio], [type=hidden]), select, summary')]
                .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < {{TargetPixels}} - .5)
                .map(e => e.outerHTML.slice(0, 120))
            """
        );
        faults.AddRange(low.Take(3).Select(e => $"{path}: lower than {TargetPixels} px: {e}"));
        return faults;
    }
}
