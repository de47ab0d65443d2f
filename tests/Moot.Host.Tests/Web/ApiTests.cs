using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moot.Host.Tests.Attacks;
using Moot.Kernel.Acts;
using Moot.Programs;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>What programs get: the description, acts as JSON, tokens.</summary>
public sealed class ApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    [Fact]
    public async Task Every_route_and_every_kind_is_described_and_the_description_is_OpenAPI()
    {
        await using var site = await AttackSite.Start();
        using var browser = site.Browser();
        var document = JsonNode.Parse(await browser.GetStringAsync("openapi.json", Cancel))!.AsObject();
        Assert.StartsWith("3.1.", (string)document["openapi"]!);
        Assert.NotEmpty((string)document["info"]!["title"]!);
        Assert.NotEmpty((string)document["info"]!["version"]!);
        var (paths, schemas) = (document["paths"]!.AsObject(), document["components"]!["schemas"]!.AsObject());
        foreach (var route in site.Routes)
        {
            foreach (var method in OpenApi.MethodsOf(route))
            {
                Assert.True(paths[OpenApi.PathOf(route)]?[method.ToLowerInvariant()] is not null, $"{method} {OpenApi.PathOf(route)} is not described");
            }
        }

        foreach (var kind in Capabilities.Registry.Kinds)
        {
            var schema = schemas[OpenApi.SchemaOf(kind.Name)]!;
            Assert.Equal(kind.Name, (string)schema["properties"]!["kind"]!["const"]!);
            foreach (var member in kind.Members)
            {
                Assert.Equal(member.IsProse, schema["properties"]![member.Name]!["x-moot-prose"] is not null);
            }
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, item) in paths)
        {
            Assert.StartsWith("/", path);
            foreach (var (method, operation) in item!.AsObject())
            {
                Assert.Contains(method, (string[])["get", "put", "post", "delete", "options", "head", "patch", "trace"]);
                Assert.True(ids.Add((string)operation!["operationId"]!), $"{operation["operationId"]} is there twice");
                Assert.NotEmpty(operation["responses"]!.AsObject());
                Assert.All(operation["responses"]!.AsObject(), r => Assert.NotNull((string?)r.Value!["description"]));
                var parameters = operation["parameters"]?.AsArray() ?? [];
                Assert.Equal(
                    Regex
                        .Matches(path, @"\{(?<name>\w+)\}", RegexOptions.None, TimeSpan.FromSeconds(1))
                        .Select(m => m.Groups["name"].Value)
                        .Order(StringComparer.Ordinal),
                    parameters.Where(p => (string)p!["in"]! == "path").Select(p => (string)p!["name"]!).Order(StringComparer.Ordinal)
                );
                Assert.All(parameters, p => Assert.NotNull(p!["schema"]));
                Assert.All(parameters.Where(p => (string)p!["in"]! == "path"), p => Assert.True((bool)p!["required"]!));
            }
        }

        foreach (
            var reference in Regex
                .Matches(document.ToJsonString(), "\"\\$ref\":\"#/components/schemas/(?<name>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1))
                .Select(m => m.Groups["name"].Value)
        )
        {
            Assert.True(schemas.ContainsKey(reference), $"{reference} is referred to and not there");
            Assert.Matches("^[a-zA-Z0-9._-]+$", reference);
        }

        var page = await browser.GetStringAsync("api", Cancel);
        Assert.All(Capabilities.Registry.Kinds, k => Assert.Contains($"<code>{k.Name}</code>", page));
    }

    [Fact]
    public async Task A_program_does_any_act_in_a_members_name()
    {
        await using var site = await AttackSite.Start();
        using var program = site.Program();
        var created = await Post(program, """{"kind":"page.create/1","title":"Tap","text":"It drips.","format":"markdown"}""");
        Assert.Equal(HttpStatusCode.OK, created.Status);
        var entry = (long)created.Answer["entry"]!;
        var facts = site.Log.Head.World.Entries;
        Assert.Equal((Actor.Of(site.Ann), Assurance.Vouched), (facts.Author(entry), facts.AssuranceOf(entry)));
        Assert.Contains("It drips.", await program.GetStringAsync("page/Tap", Cancel));

        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes("Ümlaut"));
        Assert.Equal(
            HttpStatusCode.OK,
            (await Post(program, $$"""{"kind":"page.edit/1","page":{{entry}},"from":{{entry}},"text":{"base64":"{{base64}}"},"format":"markdown"}""")).Status
        );
        Assert.Equal(HttpStatusCode.OK, (await Post(program, """{"kind":"guard.bot/1","bot":true}""")).Status);
        Assert.True(site.Log.Head.World.Get<Moot.Guard.Gatehouse>().IsBot(Actor.Of(site.Ann)));
    }

    [Fact]
    public async Task A_program_may_do_many_things_at_once_in_one_name()
    {
        await using var site = await AttackSite.Start();
        using var program = site.Program();
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async worker =>
                {
                    for (var n = 0; n < 20; n++)
                    {
                        var (status, answer) = await Post(program, $$"""{"kind":"talk.say/1","text":"{{worker}}, {{n}}"}""");
                        Assert.True(status == HttpStatusCode.OK, answer.ToJsonString());
                    }
                })
        );
    }

    [Theory]
    [InlineData("[]", "malformed")]
    [InlineData("{", "malformed")]
    [InlineData("null", "malformed")]
    [InlineData("{\"kind\":7}", "unknown-kind")]
    [InlineData("{\"kind\":\"nobody.knows/1\"}", "unknown-kind")]
    [InlineData("{\"kind\":\"talk.say/1\",\"kind\":\"talk.say/1\"}", "malformed")]
    [InlineData("{\"kind\":\"talk.say/1\",\"text\":\"\\ud800\"}", "malformed")]
    [InlineData("{\"kind\":\"talk.say/1\",\"loud\":true}", "unknown-member")]
    [InlineData("{\"kind\":\"talk.say/1\",\"text\":\" \"}", "text-missing")]
    [InlineData("{\"kind\":\"talk.say/1\",\"text\":{\"a\":1}}", "malformed")]
    [InlineData("{\"kind\":\"page.create/1\",\"text\":{\"base64\":\"*\"},\"title\":\"x\",\"format\":\"markdown\"}", "malformed")]
    [InlineData("{\"kind\":\"page.create/1\",\"title\":\"x\"}", "member-missing")]
    [InlineData("{\"kind\":\"member.leave/1\"}", "token-scope")]
    [InlineData("{\"kind\":\"key.vouching/1\",\"allowed\":false}", "token-scope")]
    public async Task What_cannot_be_done_is_answered_with_a_code(string json, string code)
    {
        await using var site = await AttackSite.Start();
        using var program = site.Program();
        var (status, answer) = await Post(program, json);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (status, (string)answer["code"]!));
        Assert.NotEmpty((string)answer["sentence"]!);
    }

    [Fact]
    public async Task A_token_goes_no_further_than_it_says_and_opens_no_account()
    {
        await using var site = await AttackSite.Start();
        using var talker = site.Program(TokenScopes.Talk);
        Assert.Equal("token-scope", (string)(await Post(talker, """{"kind":"page.create/1","title":"Tap","text":"x","format":"markdown"}""")).Answer["code"]!);
        Assert.Equal(HttpStatusCode.OK, (await Post(talker, """{"kind":"talk.say/1","text":"hello"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await talker.GetAsync("me/tokens", Cancel)).StatusCode);
        using var more = await talker.PostAsync("me/tokens", Json("""{"label":"more","edit":true}"""), Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, more.StatusCode);

        talker.DefaultRequestHeaders.Authorization = new("Bearer", "moot_" + new string('0', 64));
        using var unknown = await talker.GetAsync("page/Tap", Cancel);
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (unknown.StatusCode, unknown.Headers.WwwAuthenticate.ToString()));
    }

    [Fact]
    public async Task A_token_that_was_taken_back_or_ran_out_is_none()
    {
        await using var site = await AttackSite.Start();
        var path = Path.Combine(site.Log.Folder.PrivatePath, "tokens.db");
        using var book = new Door.TokenBook(path);
        var now = Moment.Of(TimeProvider.System.GetUtcNow());
        var secret = book.Make(site.Ann, "robot", TokenScopes.Edit, now, now + TimeSpan.FromDays(1));
        Assert.Null(book.Find(secret, now + TimeSpan.FromDays(2)));
        var token = book.Find(secret, now)!;
        Assert.False(book.Revoke(new(Moot.Kernel.Tree.Hash.Of("another"u8)), token.Id));
        Assert.True(book.Revoke(site.Ann, token.Id));
        Assert.Null(book.Find(secret, now));
        Assert.Empty(book.Of(site.Ann));
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> Post(HttpClient program, string json)
    {
        using var answer = await program.PostAsync("api/acts", Json(json), Cancel);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!);
    }
}
