using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Powers are used, undone and asked about by the forms alone.</summary>
public sealed partial class StewardingTests
{
    private const string Script = "<script>alert(1)</script>";

    private const string Charter =
        "charter 1\nrole admin\n  by vote\n  recall vote\npathway vote\n  appeal vote\n  suspends\n  stage ballot vote\n    by members\n    for 1d\n    pass more than 1/2 of cast\n"
        + "subject anything by vote\npower block by role admin\n  undo by members\n  for 30d\n  stops acts\n"
        + "power protect by role admin\n  undo by role admin\n  for 14d\n  stops edits\n  exception by members\n  exception for 1d\n"
        + "power seal by role admin\n  undo by role admin\n  mandate\npower sell by members\n  undo by members\n  together 2\n";

    [Fact]
    public async Task A_member_is_stopped_sees_why_and_is_let_go_by_another()
    {
        await using var hall = await Hall.Open();
        var (bea, cyd, dee) = (hall.Bea, hall.Cyd, hall.Dee);
        Says(await dee.Get("powers"), "block", "Who has it: ", "No power was used yet.", "Who has it now, as admin:", "Bea");
        Assert.DoesNotContain("powers/use?power=block", (await dee.Get("powers")).Text, StringComparison.Ordinal);
        Says(await bea.Get($"member/{hall.Id("Dee")[..16]}"), "Stop this member (“block”)");
        Assert.DoesNotContain("Stop this member", (await cyd.Get($"member/{hall.Id("Dee")[..16]}")).Text, StringComparison.Ordinal);
        var form = $"powers/use?power=block&subject=member:{hall.Id("Dee")}";
        Says(await bea.Get(form), "On whom or what", "Until when? (UTC)");
        Says(await dee.Get(form), "By the charter others have this power.");
        Says(
            await bea.Do("powers/use", ("power", "block"), ("subject", $"member:{hall.Id("Dee")}"), ("reason", " ")),
            HttpStatusCode.UnprocessableEntity,
            "Whoever uses a power says why."
        );
        Says(
            await bea.Do("powers/use", ("power", "block"), ("subject", $"member:{hall.Id("Dee")}"), ("reason", "Kept."), ("until", "tomorrow")),
            HttpStatusCode.UnprocessableEntity,
            "That is no time.",
            "Kept."
        );
        Says(
            await bea.Do("powers/use", ("power", "block"), ("subject", $"member:{hall.Id("Dee")}"), ("reason", "Kept."), ("until", "2027-11-23T12:00")),
            HttpStatusCode.UnprocessableEntity,
            "no later than the charter and the decision allow",
            "Kept."
        );
        var used = await bea.Do(
            "powers/use",
            ("power", "block"),
            ("subject", $"member:{hall.Id("Dee")}"),
            ("reason", "Spam on five pages."),
            ("until", "2026-12-03T18:00")
        );
        Assert.Equal(HttpStatusCode.SeeOther, used.Status);
        var use = used.Location.TrimStart('/');
        var entry = use.Split('/')[1];
        Says(await cyd.Get(use), "block: Dee", "Spam on five pages.", "In force until 3 December 2026, 18:00 UTC.", "Ask that it be undone");
        foreach (var page in new[] { "", "pages", "matters", "me", "powers" })
        {
            Says(await dee.Get(page), "You are stopped here until 3 December 2026, 18:00 UTC.", "Spam on five pages.", $"matters/new?undoes={entry}");
            Assert.DoesNotContain("id=\"stopped\"", (await cyd.Get(page)).Text, StringComparison.Ordinal);
        }

        foreach (
            var (path, fields) in new (string, (string, string)[])[]
            {
                ("edit/Anything", [("text", "Words."), ("save", "1")]),
                ("matters/new", [("title", "Why?"), ("about", ""), ("text", "Why."), ("pathway", "vote")]),
                ("talk/begin", [("subject", "association"), ("title", "Why"), ("text", "Why?")]),
                ($"powers/{entry}/undo", [("reason", "I am good.")]),
                ("promises/new", [("title", "I will"), ("text", "be good"), ("need", "1"), ("until", "2026-12-01")]),
                ("me/affiliations", [("none", "1")]),
                ("me/affiliations/name", [("name", "Acme")]),
            }
        )
        {
            Says(await dee.Do(path, fields), HttpStatusCode.UnprocessableEntity, "you cannot do this until");
        }

        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await dee.Do("talk/begin", ("subject", $"member:{hall.Id("Dee")}"), ("title", "Why?"), ("text", "It was one page."))).Status
        );
        Says(await dee.Get($"matters/new?undoes={entry}"), "Ask that it be undone", "Spam on five pages.");
        var asked = await dee.Do("matters/new", ("undoes", entry), ("title", "Let me go"), ("text", "It was one page."), ("pathway", "vote"));
        Assert.Equal(HttpStatusCode.SeeOther, asked.Status);
        var matter = asked.Location.TrimStart('/');
        Says(await cyd.Get(matter), "it undoes what was done with the power “block” on Dee");
        Says(await cyd.Get(use), "It was asked:", "Let me go");

        Says(await cyd.Do($"powers/{entry}/undo", ("reason", "")), HttpStatusCode.UnprocessableEntity, "Whoever undoes something says why.");
        Assert.Equal(HttpStatusCode.SeeOther, (await cyd.Do($"powers/{entry}/undo", ("reason", "A mistake."))).Status);
        Says(await dee.Get(use), "Undone by Cyd on", "A mistake.");
        Assert.DoesNotContain("id=\"stopped\"", (await dee.Get("pages")).Text, StringComparison.Ordinal);
        Says(await dee.Get("powers"), "1 use in all.", "Undone by Cyd on");
        Says(await dee.Get($"powers?by={hall.Id("Bea")[..16]}"), "Powers that Bea used", "Spam on five pages.");
        Says(await dee.Get($"member/{hall.Id("Bea")[..16]}"), "1 use of a power by this member");
        Says(await dee.Get("feed/powers.atom"), "Bea used block: Dee", "Cyd undid block: Dee");
        Says(
            await bea.Do("powers/use", ("power", "block"), ("subject", $"member:{hall.Id("Dee")}"), ("reason", "No, five.")),
            HttpStatusCode.UnprocessableEntity,
            "done again only by a decision"
        );
        using var json = JsonDocument.Parse((await dee.Get("powers.json")).Text);
        var told = json.RootElement.GetProperty("uses")[0];
        Assert.Equal("undone", told.GetProperty("state").GetString());
        Assert.Equal("Spam on five pages.", told.GetProperty("reason").GetString());
        Assert.Equal("A mistake.", told.GetProperty("undone").GetProperty("reason").GetString());
        Assert.Equal(4, json.RootElement.GetProperty("powers").GetArrayLength());
    }

    [Fact]
    public async Task What_was_undone_is_decided_carried_out_and_rests_while_it_is_appealed()
    {
        await using var hall = await Hall.Open();
        var (bea, cyd, dee) = (hall.Bea, hall.Cyd, hall.Dee);
        Assert.Equal(HttpStatusCode.SeeOther, (await dee.Write("Rules")).Status);
        var page = hall.Page();
        Says(
            await bea.Do("powers/use", ("power", "seal"), ("subject", page), ("reason", "Mail.")),
            HttpStatusCode.UnprocessableEntity,
            "name the decision",
            "there is none that allows it now"
        );
        Says(await cyd.Get($"matters/new?power=seal&subject={page}"), "Propose to use the power “seal”", "Until when may it be used? (UTC)");
        var put = await cyd.Do(
            "matters/new",
            ("power", "seal"),
            ("subject", page),
            ("title", "Seal it?"),
            ("text", "It is done."),
            ("pathway", "vote"),
            ("until", "2026-12-03")
        );
        Assert.Equal(HttpStatusCode.SeeOther, put.Status);
        var matter = put.Location.TrimStart('/');
        Says(await dee.Get(matter), "If this is adopted, whoever has the power “seal” may use it on Rules until 4 December 2026, 00:00 UTC.");

        Says(await dee.Get(matter), "id=\"do-recuse\"");
        Says(await dee.Do(matter + "/recuse", ("reason", "")), HttpStatusCode.UnprocessableEntity, "Say why you step aside");
        Assert.Equal(HttpStatusCode.SeeOther, (await dee.Do(matter + "/recuse", ("reason", Script + "I wrote it."))).Status);
        var aside = await dee.Get(matter);
        Says(aside, "Stepped aside", "stepped aside");
        Assert.DoesNotContain("id=\"do-vote\"", aside.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", aside.Text, StringComparison.Ordinal);
        Says(await dee.Do(matter + "/vote", ("vote", "yes")), HttpStatusCode.UnprocessableEntity, "You have stepped aside");

        Assert.Equal(HttpStatusCode.SeeOther, (await cyd.Do(matter + "/vote", ("vote", "yes"))).Status);
        hall.Village.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.SeeOther, (await cyd.Do(matter + "/record")).Status);
        Says(await cyd.Get(matter), "Whoever has the power “seal” may now use it on Rules until");
        var link = UseLink().Match(WebUtility.HtmlDecode((await bea.Get(matter)).Text)).Value;
        Says(await bea.Get(link), "By which decision?", "Seal it?", "selected");
        var decision = link[(link.LastIndexOf('=') + 1)..];

        var appeal = await dee.Do(
            "matters/new",
            ("appeals", decision),
            ("ground", "process-failure"),
            ("title", "Too quick"),
            ("text", "A day."),
            ("pathway", "vote")
        );
        Says(await bea.Get(matter), "This decision rests", "The appeal");
        Says(
            await bea.Do("powers/use", ("power", "seal"), ("subject", page), ("decision", decision), ("reason", "Decided.")),
            HttpStatusCode.UnprocessableEntity,
            "This decision does not allow it"
        );
        Assert.Equal(HttpStatusCode.SeeOther, (await dee.Do(appeal.Location.TrimStart('/') + "/withdraw", ("reason", "All right."))).Status);
        var used = await bea.Do("powers/use", ("power", "seal"), ("subject", page), ("decision", decision), ("reason", "Decided."));
        Says(await dee.Get(used.Location.TrimStart('/')), "In force until 4 December 2026", "By decision:", "Seal it?");
        Says(await dee.Get(matter), "How it was carried out");

        var asked = await dee.Do("matters/new", ("undoes", used.Location.Split('/')[^1]), ("title", "Open it"), ("text", "Please."), ("pathway", "vote"));
        await cyd.Do(asked.Location.TrimStart('/') + "/vote", ("vote", "yes"));
        hall.Village.Clock.Advance(TimeSpan.FromDays(1));
        await cyd.Do(asked.Location.TrimStart('/') + "/record");
        Says(await dee.Get(asked.Location.TrimStart('/')), "Undo it now");
        var ordered = WebUtility.HtmlDecode((await dee.Get(used.Location.TrimStart('/'))).Text);
        var order = OrderOption().Match(ordered).Groups[1].Value;
        Assert.Equal(HttpStatusCode.SeeOther, (await dee.Do(used.Location.TrimStart('/') + "/undo", ("decision", order), ("reason", "As decided."))).Status);
        Says(await dee.Get(used.Location.TrimStart('/')), "Undone by Dee on", "as it was decided");
    }

    [Fact]
    public async Task A_protected_page_is_changed_by_proposals_and_an_exception_is_marked_and_counted()
    {
        await using var hall = await Hall.Open();
        var (bea, cyd, dee) = (hall.Bea, hall.Cyd, hall.Dee);
        using var guest = hall.Village.NewBrowser();
        await dee.Write("Rules");
        var page = hall.Page();
        Says(await dee.Get("about/Rules"), "Protect this page (“protect”)");
        Assert.DoesNotContain("Protect this page", (await guest.Get("about/Rules")).Text, StringComparison.Ordinal);
        Says(await dee.Get($"powers/use?power=protect&subject={page}"), "It cannot wait: I do it as an exception", "for 1 day");
        Says(
            await dee.Do("powers/use", ("power", "protect"), ("subject", page), ("reason", "Six at once.")),
            HttpStatusCode.UnprocessableEntity,
            "This power is for role admin."
        );
        var used = await dee.Do("powers/use", ("power", "protect"), ("subject", page), ("reason", Script + "Six at once."), ("exception", "1"));
        Assert.Equal(HttpStatusCode.SeeOther, used.Status);
        Says(await cyd.Get("powers"), "exception", "1 of them was an exception.", "Only the exceptions");
        Says(await cyd.Get("powers?exceptions=1"), "Six at once.");
        Says(await cyd.Get(used.Location.TrimStart('/')), "Whoever did it has to show that it was right.");

        var read = await cyd.Get("page/Rules");
        Says(read, "This page is protected until", "Six at once.", "Propose a change");
        Assert.DoesNotContain("<script>alert", read.Text, StringComparison.Ordinal);
        var form = await cyd.Get("edit/Rules");
        Says(form, "name=\"propose\"", "you can propose a change");
        Assert.DoesNotContain("name=\"save\"", form.Text, StringComparison.Ordinal);
        Says(await bea.Get("edit/Rules"), "name=\"save\"", "You are among those who can still change it.");
        var from = FromField().Match(form.Text).Groups[1].Value;
        Says(
            await cyd.Do("edit/Rules", ("from", from), ("text", "Mine, kept."), ("save", "1")),
            HttpStatusCode.UnprocessableEntity,
            "Propose the change instead.",
            "Mine, kept."
        );
        Says(await guest.Do("edit/Rules", ("from", from), ("text", "Mine."), ("save", "1")), HttpStatusCode.UnprocessableEntity, "Propose the change instead.");
        Assert.Equal(HttpStatusCode.SeeOther, (await cyd.Do("edit/Rules", ("from", from), ("text", "Mine, kept."), ("propose", "1"))).Status);
        hall.Village.Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain("id=\"protected\"", (await cyd.Get("page/Rules")).Text, StringComparison.Ordinal);
        Says(await cyd.Get(used.Location.TrimStart('/')), "Over since");
        Says(
            await dee.Do("powers/use", ("power", "protect"), ("subject", page), ("reason", "Again."), ("exception", "1")),
            HttpStatusCode.UnprocessableEntity,
            "now it has to be decided"
        );
    }

    [Fact]
    public async Task Two_together_organisations_and_words_in_German()
    {
        await using var hall = await Hall.Open();
        var (bea, cyd, dee) = (hall.Bea, hall.Cyd, hall.Dee);
        await dee.Write("Shed");
        var used = await cyd.Do("powers/use", ("power", "sell"), ("about", "Shed"), ("reason", "Nobody needs it."));
        var use = used.Location.TrimStart('/');
        Says(await dee.Get(use), "Waits for 1 more to stand behind it", "id=\"second\"");
        Assert.DoesNotContain("id=\"second\"", (await cyd.Get(use)).Text, StringComparison.Ordinal);
        Says(await dee.Get("waiting"), "Waits for others to stand behind it: you could", "Nobody needs it.", $"href=\"/{use}\"");
        Assert.DoesNotContain("Waits for others", (await cyd.Get("waiting")).Text, StringComparison.Ordinal);
        Says(await cyd.Do(use + "/second"), HttpStatusCode.UnprocessableEntity, "You stand behind this already.");
        Assert.Equal(HttpStatusCode.SeeOther, (await dee.Do(use + "/second")).Status);
        Says(await cyd.Get(use), "In force, until somebody undoes it.", "Cyd", "Dee");
        Assert.DoesNotContain("Waits for others", (await dee.Get("waiting")).Text, StringComparison.Ordinal);
        Says(
            await cyd.Do("powers/use", ("power", "sell"), ("about", ""), ("reason", "Kept.")),
            HttpStatusCode.UnprocessableEntity,
            "Say on whom or what",
            "Kept."
        );

        Says(await bea.Get("me/affiliations"), "No organisation is named here yet.", "I belong to none");
        Assert.Equal(HttpStatusCode.SeeOther, (await bea.Do("me/affiliations/name", ("name", Script + "Acme"))).Status);
        var known = await cyd.Get("me/affiliations");
        Assert.DoesNotContain("<script>alert", known.Text, StringComparison.Ordinal);
        var acme = AcmeOption().Match(known.Text).Groups[1].Value;
        Assert.Equal(HttpStatusCode.SeeOther, (await cyd.Do("me/affiliations", ("first", acme))).Status);
        Says(await dee.Get($"member/{hall.Id("Cyd")[..16]}"), "Belongs to: ", "Acme");
        Assert.Equal(HttpStatusCode.SeeOther, (await dee.Do("me/affiliations", ("none", "1"))).Status);
        Says(await cyd.Get($"member/{hall.Id("Dee")[..16]}"), "Says that they belong to no organisation.");
        Says(await cyd.Do("me/affiliations", ("first", "1")), HttpStatusCode.UnprocessableEntity, "There is no such organisation");

        Says(await InGerman(hall, cyd, "powers"), "Befugnisse", "1 Gebrauch insgesamt.");
        Says(await InGerman(hall, cyd, use + "/second", ("a", "b")), HttpStatusCode.UnprocessableEntity, "Das wartet auf niemanden");
        Says(
            await InGerman(hall, cyd, "powers/use", ("power", "seal"), ("about", "Shed"), ("reason", "x"), ("exception", "1")),
            HttpStatusCode.UnprocessableEntity,
            "Die Satzung erlaubt bei dieser Befugnis keine Ausnahme."
        );
    }

    [Fact]
    public async Task Guests_use_no_power_and_what_is_hidden_is_shown_nowhere()
    {
        await using var hall = await Hall.Open();
        var (bea, cyd, dee) = (hall.Bea, hall.Cyd, hall.Dee);
        using var guest = hall.Village.NewBrowser();
        await dee.Write("Rules");
        var page = hall.Page();
        Says(
            await guest.Do("powers/use", ("power", "sell"), ("subject", page), ("reason", "x")),
            HttpStatusCode.UnprocessableEntity,
            "Only members can do this."
        );
        Says(
            await guest.Do("powers/use", ("power", "protect"), ("subject", page), ("reason", "x"), ("exception", "1")),
            HttpStatusCode.UnprocessableEntity,
            "Only members can do this."
        );
        Says(await bea.Get("powers/999"), HttpStatusCode.NotFound);
        Says(await bea.Get("powers/use?power=banish"), HttpStatusCode.NotFound);
        Says(await bea.Get("powers/use?power=block&subject=" + page), HttpStatusCode.NotFound);
        Says(await bea.Get("matters/new?undoes=1"), HttpStatusCode.NotFound);
        Says(await bea.Get("matters/new?power=banish"), HttpStatusCode.NotFound);
        Says(await bea.Get("powers?by=0123456789abcdef"), HttpStatusCode.NotFound);
        Says(await bea.Do("powers/999/undo", ("reason", "x")), HttpStatusCode.NotFound);
        Says(await guest.Get("me/affiliations"), HttpStatusCode.Forbidden);

        var stop = await bea.Do("powers/use", ("power", "block"), ("subject", $"member:{hall.Id("Dee")}"), ("reason", Script + "privily"));
        var keep = await bea.Do("powers/use", ("power", "protect"), ("subject", page), ("reason", Script + "privily"));
        var (stopped, kept) = (stop.Location.TrimStart('/'), keep.Location.TrimStart('/'));
        Says(await guest.Do(stopped + "/undo", ("reason", "x")), HttpStatusCode.UnprocessableEntity, "Only members can do this.");
        Says(await guest.Do(stopped + "/second"), HttpStatusCode.UnprocessableEntity, "This waits for nobody");
        string[] pages =
        [
            "powers",
            "powers.json",
            stopped,
            stopped + ".json",
            kept,
            "page/Rules",
            "edit/Rules",
            "about/Rules",
            "pages",
            "feed/powers.atom",
            "feed/powers.json",
            $"matters/new?undoes={stopped.Split('/')[1]}",
            $"powers?by={hall.Id("Bea")[..16]}",
            $"member/{hall.Id("Dee")[..16]}",
        ];
        foreach (var path in pages)
        {
            var said = await dee.Get(path);
            Assert.Equal(HttpStatusCode.OK, said.Status);
            Assert.DoesNotContain("<script>alert", said.Text, StringComparison.Ordinal);
        }

        Says(await dee.Get("pages"), "privily");
        foreach (var entry in new[] { stopped, kept })
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await cyd.Do("hide/" + entry.Split('/')[1], ("ground", "abuse"), ("reason", "Slander."))).Status);
        }

        foreach (var path in pages)
        {
            var said = await dee.Get(path);
            Assert.Equal(HttpStatusCode.OK, said.Status);
            Assert.DoesNotContain("privily", said.Text, StringComparison.Ordinal);
        }

        Says(await dee.Get("pages"), "You are stopped here until");
    }

    /// <summary>Opens a page in German, or sends a form where there are fields.</summary>
    private static async Task<Answer> InGerman(Hall hall, Browser one, string path, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(fields.Length == 0 ? HttpMethod.Get : HttpMethod.Post, $"{hall.Village.Url}/{path}");
        request.Headers.Add("Accept-Language", "de");
        if (fields.Length > 0)
        {
            var key = await one.FormKey();
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("form-key", key), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        }

        return await one.Send(request);
    }

    private static void Says(Answer answer, params string[] sentences) => Says(answer, HttpStatusCode.OK, sentences);

    private static void Says(Answer answer, HttpStatusCode status, params string[] sentences)
    {
        Assert.True(status == answer.Status, string.Create(CultureInfo.InvariantCulture, $"{answer.Status}: {answer.Text}"));
        var text = WebUtility.HtmlDecode(answer.Text);
        foreach (var sentence in sentences)
        {
            Assert.Contains(sentence, text, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("powers/use\\?power=seal&subject=page:[0-9]+&decision=[0-9]+")]
    private static partial Regex UseLink();

    [GeneratedRegex("<option value=\"([0-9]+)\">#[0-9]+ Open it")]
    private static partial Regex OrderOption();

    [GeneratedRegex("name=\"from\" value=\"([0-9]+)\"")]
    private static partial Regex FromField();

    [GeneratedRegex("<option value=\"([0-9]+)\"[^>]*>[^<]*Acme")]
    private static partial Regex AcmeOption();

    /// <summary>A village with powers: Bea holds the role that has most of them.</summary>
    private sealed class Hall : IAsyncDisposable
    {
        public required Village Village { get; init; }

        public required Browser Bea { get; init; }

        public required Browser Cyd { get; init; }

        public required Browser Dee { get; init; }

        public static async Task<Hall> Open()
        {
            var village = await Village.Found();
            Assert.True((await village.Sign("charter.adopt/1", new JsonObject { ["charter"] = Charter })).Verdict.IsLawful);
            var people = new List<Browser>();
            foreach (var name in new[] { "Bea", "Cyd", "Dee" })
            {
                var one = village.NewBrowser();
                Assert.Equal(HttpStatusCode.SeeOther, (await one.Join(name, $"the four words of {name}")).Status);
                people.Add(one);
            }

            var hall = new Hall
            {
                Village = village,
                Bea = people[0],
                Cyd = people[1],
                Dee = people[2],
            };
            var put = await hall.Bea.Do("matters/new", ("role", "admin"), ("member", hall.Id("Bea")), ("title", "Me"), ("text", "I can."), ("pathway", "vote"));
            Assert.Equal(HttpStatusCode.SeeOther, put.Status);
            await hall.Cyd.Do(put.Location.TrimStart('/') + "/vote", ("vote", "yes"));
            village.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(HttpStatusCode.SeeOther, (await hall.Cyd.Do(put.Location.TrimStart('/') + "/record")).Status);
            return hall;
        }

        public string Id(string name)
        {
            var joined = Village.World.Get<Moot.Kernel.Membership.Roster>().Members.Values.OrderBy(m => m.Joined).ToList();
            return joined[Array.IndexOf(["Ann", "Bea", "Cyd", "Dee"], name)].Id.ToString();
        }

        public string Page() => $"page:{Village.World.Get<Moot.Commons.Library>().Pages.Keys.Max()}";

        public async ValueTask DisposeAsync()
        {
            Bea.Dispose();
            Cyd.Dispose();
            Dee.Dispose();
            await Village.DisposeAsync();
        }
    }
}
