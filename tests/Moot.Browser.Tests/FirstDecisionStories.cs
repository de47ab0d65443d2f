using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>From nothing to a first decision, by people who never heard of consensus: they follow what the pages say, and type no address but the link that was sent to them.</summary>
public sealed class FirstDecisionStories
{
    /// <summary>What all three press and fill in together at most; at ten seconds a click and twenty a field that is well under ten minutes.</summary>
    private const int PressedMax = 40;

    private const int FilledMax = 25;

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task Three_people_found_ask_object_answer_and_decide(bool script, int width)
    {
        await using var ground = await BareGround.Open();
        var (pressed, filled) = (0, 0);

        // Ann founds the association and asks for others.
        await using var ann = await Walker.Come(ground.Url, script, width);
        await Fill(ann, "What is it called?", "Allotment 7");
        await Fill(ann, "What is it for? One sentence is enough.", "Share the water.");
        await Fill(ann, "Your name here", "Ann");
        await Fill(ann, "Your passphrase", Walker.Passphrase);
        await Fill(ann, "The passphrase again", Walker.Passphrase);
        await ann.Click("Found the association");
        await ann.Click("Invite others");
        var link = await ann.Page.Locator("main a.address").First.InnerTextAsync();

        // Bea and Cyd follow the link.
        await using var bea = await Come(link, "Bea");
        await using var cyd = await Come(link, "Cyd");

        // Ann puts a question to everybody at the table.
        await ann.ClickFrame("Questions");
        await ann.See("No question is open.");
        await ann.Click("Put a question");
        await Fill(ann, "The question, in a line", "Shall we buy a pump?");
        await Fill(ann, "What is proposed, and why?", "The large one, since the old one leaks.");
        await Tick(ann, "Everybody says yes");
        await ann.Click("Put it");
        await ann.See("It holds as soon as everybody has said yes.");

        // Bea sees that something waits, and objects.
        await bea.ClickFrame("Questions");
        await bea.ClickFrame("Waits for you (1)");
        await bea.See("Your vote is missing");
        await bea.Click("Shall we buy a pump?");
        await Unfold(bea, "Object");
        await Fill(bea, "What is wrong?", "The large one is too loud.");
        await Fill(bea, "What would help?", "Run it by day only.");
        await Send(bea, "Object");
        await bea.See("waits for an answer");

        // Ann is told, and answers.
        await ann.ClickFrame("Questions");
        await ann.ClickFrame("Waits for you (1)");
        await ann.See("The large one is too loud.");
        await ann.Click("Shall we buy a pump?");
        await Unfold(ann, "Answer");
        await Fill(ann, "Your answer", "Agreed: by day only.");
        await Send(ann, "Answer");

        // Bea is told, and says that this meets it.
        await bea.ClickFrame("Questions");
        await bea.ClickFrame("Waits for you (1)");
        await bea.See("does that meet them?");
        await bea.Click("Shall we buy a pump?");
        await Unfold(bea, "Say what became of your objection");
        await Tick(bea, "The proposal meets it now");
        await Send(bea, "Say what became of your objection");
        await bea.See("met");

        // Everybody says yes: it holds.
        foreach (var one in new[] { bea, ann, cyd })
        {
            await one.ClickFrame("Questions");
            await one.Click("Shall we buy a pump?");
            await Tick(one, "For");
            await Send(one, "Vote");
        }

        await cyd.See("Adopted on");
        await ann.ClickFrame("Questions");
        await ann.See("Adopted on");
        pressed += ann.Clicks + bea.Clicks + cyd.Clicks;
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"first decision of three: {pressed} clicks, {filled} fields (script {script}, {width} px)")
        );
        Assert.InRange(pressed, 1, PressedMax);
        Assert.InRange(filled, 1, FilledMax);

        async Task<Walker> Come(string address, string name)
        {
            var one = await Walker.Come(address, script, width);
            if (await one.Page.GetByLabel("Passphrase", new() { Exact = true }).CountAsync() == 0)
            {
                await one.ClickFrame("Join");
            }

            await Fill(one, "Name", name);
            await Fill(one, "Passphrase", Walker.Passphrase);
            await Fill(one, "The passphrase once more", Walker.Passphrase);
            await one.Click("Join");
            return one;
        }

        Task Fill(Walker who, string label, string text)
        {
            filled++;
            return who.Fill(label, text);
        }

        async Task Unfold(Walker who, string name)
        {
            who.Clicks++;
            await who.Page.Locator("main summary").GetByText(name, new() { Exact = true }).First.ClickAsync();
        }

        async Task Tick(Walker who, string words)
        {
            who.Clicks++;
            await who
                .Page.Locator("main label")
                .Filter(new() { HasText = words })
                .Filter(new() { Has = who.Page.GetByRole(AriaRole.Radio) })
                .First.ClickAsync();
        }

        Task Send(Walker who, string name) => who.Press(who.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First);
    }
}
