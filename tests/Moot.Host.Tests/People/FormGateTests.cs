using System.Net;
using System.Text;
using Moot.Host.People;
using Moot.Kernel.Acts;
using Xunit;

namespace Moot.Host.Tests.People;

/// <summary>No other site acts in somebody's name, and no typed text is lost.</summary>
public sealed class FormGateTests : IAsyncLifetime
{
    private const string Secret = "seven bees in the attic";
    private const string Typed = "What took an <hour> to type & more.";
    private Village village = null!;

    public async ValueTask InitializeAsync() => village = await Village.Found();

    public ValueTask DisposeAsync() => village.DisposeAsync();

    [Fact]
    public async Task Only_what_the_visitor_sent_is_done()
    {
        using var stranger = village.NewBrowser();
        using var guest = village.NewBrowser();
        using var member = village.NewBrowser();
        await guest.Write("One");
        await member.Join("Bob", Secret);
        var host = new Uri(village.Url).Authority;

        // Where it says it comes from; the form's key (right, none, wrong); whether it is done for a stranger, a guest, a member.
        (string? Site, string? Origin, string Key, bool Stranger, bool Guest, bool Member)[] table =
        [
            ("same-origin", null, "right", true, true, true),
            ("same-origin", null, "none", true, true, false),
            ("same-origin", null, "wrong", false, false, false),
            ("none", null, "right", true, true, true),
            ("none", null, "none", true, false, false),
            ("same-site", null, "right", false, false, false),
            ("cross-site", null, "right", false, false, false),
            ("cross-site", $"http://{host}", "right", false, false, false),
            (null, $"http://{host}", "right", true, true, true),
            (null, $"http://{host}", "none", true, true, false),
            (null, $"https://{host}", "right", true, true, true),
            (null, "http://evil.example", "right", false, false, false),
            (null, $"http://{host}.evil.example", "right", false, false, false),
            (null, "null", "right", false, false, false),
            (null, "nonsense", "right", false, false, false),
            (null, null, "right", true, true, true),
            (null, null, "none", true, false, false),
            (null, null, "wrong", false, false, false),
        ];
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
        {
            foreach (var row in table)
            {
                foreach (var (who, isDone) in new[] { (stranger, row.Stranger), (guest, row.Guest), (member, row.Member) })
                {
                    var cookie = who.Cookie;
                    var key = row.Key switch
                    {
                        "right" => await who.FormKey(),
                        "wrong" => new string('0', 64),
                        _ => "",
                    };
                    using var request = new HttpRequestMessage(method, $"{village.Url}/edit/Page")
                    {
                        Content = new FormUrlEncodedContent([
                            KeyValuePair.Create("text", Typed),
                            KeyValuePair.Create("preview", "1"),
                            KeyValuePair.Create("form-key", key),
                        ]),
                    };
                    who.Site = null;
                    Add(request, "Sec-Fetch-Site", row.Site);
                    Add(request, "Origin", row.Origin);
                    var answer = await who.Send(request);
                    var expected =
                        !isDone ? HttpStatusCode.Forbidden
                        : method == HttpMethod.Post ? HttpStatusCode.OK
                        : HttpStatusCode.MethodNotAllowed;
                    Assert.True(
                        expected == answer.Status,
                        $"{method} {row} {(who == stranger ? "stranger" : who == guest ? "guest" : "member")}: {answer.Status}"
                    );
                    who.Cookie = cookie;
                }
            }
        }
    }

    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
    }

    [Fact]
    public async Task A_form_opened_before_the_first_act_is_saved_after_it()
    {
        using var browser = village.NewBrowser();
        await browser.Get("edit/One"); // two tabs, both without a key
        await browser.Get("edit/Two");
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.Post("edit/One", ("text", Typed), ("save", "1"))).Status);
        Assert.NotEqual("", browser.Cookie);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.Post("edit/Two", ("text", Typed), ("save", "1"))).Status);
    }

    [Fact]
    public async Task What_was_typed_under_another_name_is_shown_again_and_saved_with_one_click()
    {
        using var browser = village.NewBrowser();
        await browser.Join("Bob", Secret);
        var refused = await browser.Post("edit/Page", ("text", Typed), ("summary", "first"), ("save", "1"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("action=\"/edit/Page\"", refused.Text);
        Assert.Contains("Bob", refused.Text);
        foreach (var (name, value) in new[] { ("text", Typed), ("summary", "first"), ("save", "1") })
        {
            Assert.Contains($"name=\"{name}\" value=\"{WebUtility.HtmlEncode(value)}\"", refused.Text);
        }

        var saved = await browser.Do("edit/Page", ("text", Typed), ("summary", "first"), ("save", "1"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);

        // After signing out in another tab it would go out without a name: that is asked too.
        var key = await browser.FormKey();
        await browser.Do("sign-out");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post("edit/Page", ("form-key", key), ("text", Typed), ("save", "1"))).Status);
    }

    [Fact]
    public async Task A_passphrase_is_never_written_into_a_page()
    {
        using var browser = village.NewBrowser();
        await browser.Join("Bob", Secret);
        var refused = await browser.Post("me/passphrase", ("old", Secret), ("passphrase", Secret + "2"), ("again", Secret + "2"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.DoesNotContain(Secret, refused.Text);
        Assert.Contains("type=\"password\"", refused.Text);
    }

    [Fact]
    public async Task Signed_acts_and_programs_with_a_token_need_no_form_key_and_have_no_session()
    {
        using var browser = village.NewBrowser();
        await browser.Join("Bob", Secret);
        using var act = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/acts") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("hello")) };
        act.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Send(act)).Status);

        var before = village.World.Entries.Count;
        using var program = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/edit/Page")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("text", Typed), KeyValuePair.Create("save", "1")]),
        };
        program.Headers.Add("Authorization", "Bearer nonsense");
        await browser.Send(program);
        for (var i = before; i < village.World.Entries.Count; i++)
        {
            Assert.NotEqual(Assurance.Vouched, village.World.Entries.AssuranceOf(i)); // never as Bob
        }
    }

    [Fact]
    public async Task Scripts_send_the_key_in_a_header()
    {
        using var browser = village.NewBrowser();
        await browser.Join("Bob", Secret);
        foreach (var (key, status) in new[] { (await browser.FormKey(), HttpStatusCode.OK), ("", HttpStatusCode.Forbidden), ("x", HttpStatusCode.Forbidden) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/edit/Page{key.Length}")
            {
                Content = new StringContent("""{"text":"From a script.","save":true}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Accept", "application/json");
            Add(request, FormGate.Header, key.Length == 0 ? null : key);
            Assert.Equal(status, (await browser.Send(request)).Status);
        }
    }

    [Fact]
    public async Task A_form_that_is_too_large_or_broken_is_refused_in_order()
    {
        using var browser = village.NewBrowser();
        using var many = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/edit/Page")
        {
            Content = new FormUrlEncodedContent(Enumerable.Range(0, Ui.Filled.FieldsMax + 1).Select(i => KeyValuePair.Create($"f{i}", "x"))),
        };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await browser.Send(many)).Status);
        using var broken = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/edit/Page")
        {
            Content = new StringContent("{", Encoding.UTF8, "application/json"),
        };
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Send(broken)).Status);
        using var parts = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/edit/Page") { Content = new StringContent("--x\r\nnonsense") };
        parts.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        Assert.True((await browser.Send(parts)).Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge);
    }
}
