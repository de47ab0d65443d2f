using System.Text.Json.Nodes;
using Xunit;

namespace Moot.Host.Tests.Commands;

/// <summary>Every shape of the command line on which scripts of others rely.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Any = "http://127.0.0.1:0";
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    private static string Hello(string text = "hello") => $$"""{"text":"{{text}}"}""";

    [Fact]
    public void A_newcomer_founds_acts_reads_verifies_forks_and_rebuilds()
    {
        var founded = shell.Json("init", "a", "--name", "Club");
        Assert.Equal(2, (int)founded["size"]!);
        shell.Do("act", "a", "talk.say/1", Hello());
        Assert.Contains("hello", shell.Do("log", "a").Out);
        Assert.Equal(3, (int)shell.Json("act", "./a", "talk.say/1", Hello("again"))["index"]!);
        var log = shell.Do("log", "a", "--from", "2", "--json").Out.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal([2, 3], log.Select(e => (int)e["index"]!));
        Assert.Equal("again", (string?)log[1]["body"]!["text"]);
        Assert.Equal("signed", (string?)log[1]["assurance"]);
        Assert.Single(shell.Do("log", "a", "--from", "1", "--limit", "1").Out.TrimEnd('\n').Split('\n'));
        Assert.Empty(shell.Do("log", "a", "--from", "4").Out);

        Assert.Equal(3, (int)shell.Json("show", "a", "3")["index"]!);
        Assert.StartsWith("moot/act/v1\n", shell.Do("show", "a", "0").Out);
        shell.Do("show", "a", "2", "--proof", "2.tlog-proof");
        Assert.StartsWith("c2sp.org/tlog-proof@v1\n", File.ReadAllText(shell["2.tlog-proof"]));

        var sound = shell.Json("verify", "a", "--vkey", (string)founded["vkey"]!);
        Assert.Equal((true, true, 4), ((bool)sound["ok"]!, (bool)sound["pinned"]!, (int)sound["size"]!));
        Assert.Contains("Sound: 4 entries", shell.Do("verify", "a").Out);
        Assert.Contains("Sound: 4 entries", shell.Do("verify", "a/log.db").Out);
        shell.Json("fork", "a/log.db", "of-file", "--name", "Of a file");
        Assert.Equal(5, (int)shell.Json("verify", "of-file", "--vkey", (string)shell.Json("verify", "of-file")["vkey"]!)["size"]!);

        var fork = shell.Json("fork", "a", "b", "--name", "Other club");
        Assert.Equal((5, 4), ((int)fork["size"]!, (int)fork["parentSize"]!));
        shell.Do("verify", "b", "--vkey", (string)fork["vkey"]!);
        Assert.Equal(5, (int)shell.Json("act", "b", "talk.say/1", Hello("from the fork"))["index"]!);
        Assert.True((bool)shell.Json("rebuild", "a")["ok"]!);

        Assert.Equal(64, ((string)shell.Json("keys", "show")["key"]!).Length);
        shell.Do("keys", "new", "other.key");
        Assert.Equal((string?)founded["member"], (string?)shell.Json("keys", "list", "a")["member"]);
        shell.Do("act", "a", "member.join/1", """{"name":"Ben"}""", "--key", "other.key");
        Assert.Equal("signed", (string?)shell.Json("act", "a", "talk.say/1", Hello("I am Ben"), "--key", "other.key")["assurance"]);
        Assert.Equal("guest", (string?)shell.Json("act", "a", "talk.say/1", Hello(), "--guest")["assurance"]);
    }

    [Fact]
    public void An_association_begins_with_the_charter_that_its_founder_names()
    {
        Assert.Equal(3, (int)shell.Json("init", "a", "--name", "Server", "--charter", "apache-project")["size"]!);
        Assert.Contains("pathway release\\n", shell.Do("show", "a", "2").Out);
        File.WriteAllText(shell["mine.charter"], "# Ours.\ncharter 1\npathway talk\n  stage close closing\nsubject anything by talk\n");
        shell.Do("init", "b", "--name", "Ours", "--charter", shell["mine.charter"]);
        Assert.DoesNotContain("# Ours", shell.Do("show", "b", "2").Out);
        Assert.Contains("Sound: 3 entries", shell.Do("verify", "b").Out);

        File.WriteAllText(shell["broken.charter"], "charter 1\npathway talk\n  stage close shouting\n");
        Assert.Contains("Line 3:", shell.Fails("charter-unreadable", "init", "c", "--name", "C", "--charter", shell["broken.charter"]).Error);
        Assert.Contains("small-group", shell.Fails("no-charter", "init", "c", "--name", "C", "--charter", "nobody-has-this").Error);
        Assert.False(Directory.Exists(shell["c"]));
    }

    [Theory]
    [InlineData(422)]
    [InlineData(303, "--without-limits")]
    public async Task The_operator_may_leave_the_counting_to_somebody_else(int status, params string[] options)
    {
        shell.Do("init", "a", "--name", "Club");
        using var server = shell.Serve(["a", "--urls", Any, .. options]);
        using var guest = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var links = string.Concat(Enumerable.Range(0, 21).Select(n => $"https://{n}.example "));
        using var form = new FormUrlEncodedContent([new("text", links), new("save", "1")]);
        using var answer = await guest.PostAsync(new Uri(server.Url + "/edit/Links"), form, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(0, server.Stop("TERM"));
    }

    [Fact]
    public void A_server_is_acted_on_mirrored_forked_and_verified_by_its_address()
    {
        shell.Do("init", "a", "--name", "Club");
        var vkey = (string)shell.Json("verify", "a")["vkey"]!;
        using (var server = shell.Serve("a", "--urls", Any))
        {
            Assert.Equal(2, (int)shell.Json("act", server.Url, "talk.say/1", Hello("by its address"))["index"]!);
            Assert.Equal(3, (int)shell.Json("act", "a", "talk.say/1", Hello("by its folder, while a server has it"))["index"]!);
            Assert.Contains("by its folder", shell.Do("log", server.Url, "--from", "3").Out);
            Assert.Contains("by its folder", shell.Do("log", "a", "--from", "3").Out);
            Assert.Equal(1, (int)shell.Json("show", server.Url, "1")["index"]!);
            shell.Do("verify", server.Url, "--vkey", vkey);
            Assert.Equal(4, (int)shell.Json("mirror", server.Url, "m", "--once")["size"]!);
            shell.Do("act", server.Url, "talk.say/1", Hello("more"));
            Assert.Equal(5, (int)shell.Json("mirror", server.Url, "m", "--once")["size"]!);
            shell.Do("verify", "m", "--vkey", vkey);
            Assert.Equal(6, (int)shell.Json("fork", server.Url, "f", "--name", "Fork")["size"]!);
            Assert.Equal(6, (int)shell.Json("fork", "m", "g", "--name", "Fork of the mirror")["size"]!);
            shell.Fails("mirror", "act", "m", "talk.say/1", Hello());
            shell.Fails("in-use", "rebuild", "a");
            shell.Fails("in-use", "serve", "a", "--urls", Any);
            Assert.Contains("listened", shell.Fails("no-address", "serve", "f", "--urls", server.Url).Error);
            Assert.Equal(0, server.Stop("TERM"));
        }

        Assert.False(File.Exists(shell["a/private/serving"]));
        using var again = shell.Serve("a", "--urls", Any);
        Assert.Equal(0, again.Stop("INT"));
        shell.Do("verify", "a");
    }

    [Fact]
    public void Many_associations_live_below_one_folder()
    {
        shell.Do("init", "all/one", "--name", "One");
        shell.Do("init", "all/two words", "--name", "Two");
        shell.Do("init", "all/{three}", "--name", "Three");
        using var server = shell.Serve("all", "--urls", Any);
        Assert.Equal(3, server.Answer["associations"]!.AsArray().Count);
        foreach (var (path, folder) in new[] { ("one", "one"), ("two%20words", "two words"), ("%7Bthree%7D", "{three}") })
        {
            Assert.Equal(2, (int)shell.Json("act", $"{server.Url}/{path}", "talk.say/1", Hello())["index"]!);
            Assert.Equal(3, (int)shell.Json("act", $"all/{folder}", "talk.say/1", Hello())["index"]!);
        }
    }

    [Fact]
    public void The_demo_is_served_from_a_folder_of_its_own()
    {
        using var server = shell.Serve("--demo", "--urls", Any);
        Assert.Contains("tap", shell.Do("log", server.Url).Out);
        Assert.Equal(0, server.Stop("TERM"));
        shell.Do("verify", "demo");
        using var again = shell.Serve("--demo", "--urls", Any);
    }

    [Fact]
    public void A_refused_act_is_kept_and_said_why()
    {
        shell.Do("init", "a", "--name", "Club");
        var said = shell.Fails("members-only", "act", "a", "member.rename/1", """{"name":"Nobody"}""", "--guest");
        var kept = Directory.GetFiles(shell["state/refused"]).Single();
        Assert.Contains(kept, said.Error);
        Assert.Contains("Nobody", File.ReadAllText(kept));
        Assert.Equal(2, (int)shell.Json("verify", "a")["size"]!);
    }

    [Fact]
    public void What_cannot_be_done_is_told_in_one_sentence()
    {
        shell.Do("init", "a", "--name", "Club");
        void Says(string part, string code, params string[] arguments) => Assert.Contains(part, shell.Fails(code, arguments).Error);
        Says("cannot be read", "malformed", "act", "a", "talk.say/1", "{text:hello}");
        Says("cannot be read", "malformed", "act", "a", "talk.say/1", """{"text":"a","text":"b"}""");
        Says("must be an object", "malformed", "act", "a", "talk.say/1", "[]");
        Says("known are", "unknown-kind", "act", "a", "talk.shout/1", "{}");
        Says("subject?, replyTo?, text", "unknown-member", "act", "a", "talk.say/1", """{"words":"hello"}""");
        Says("key.revoke/1 needs \"key\"", "member-missing", "act", "a", "key.revoke/1", "{}");
        Says("replyTo", "malformed", "act", "a", "talk.say/1", """{"text":"hello","replyTo":"first"}""");
        Says("moot init", "not-a-folder", "act", "nowhere", "talk.say/1", Hello());
        Says("moot init", "not-a-folder", "log", "nowhere");
        Says("moot init", "not-a-folder", "verify", "nowhere");
        Says("not empty", "folder-used", "init", "a", "--name", "Again");
        Says("not empty", "folder-used", "fork", "a", "a", "--name", "Again");
        Says("no address", "not-a-url", "mirror", "a", "b");
        Says("cannot be had", "unreachable", "mirror", Shell.FreeUrl(), "b", "--once");
        Says("cannot be had", "unreachable", "act", Shell.FreeUrl(), "talk.say/1", Hello());
        Says("address", "not-a-url", "log", "http://");
        Says("counted from 0", "no-such-entry", "show", "a", "2");
        Says("counted from 0", "no-such-entry", "log", "a", "--from", "3");
        Says("--from", "bad-number", "log", "a", "--from", "-1");
        Says("counted from 0", "no-such-entry", "show", "a", "-1");
        Says("moot show --help", "usage", "show", "a", "two");
        Says("--name", "usage", "init", "b");
        Says("moot --help", "usage", "dance");
        Says("moot act --help", "usage", "act", "a");
        Says("listened", "no-address", "serve", "a", "--urls", "nonsense");
        Says("cannot be read", "no-key", "act", "a", "talk.say/1", Hello(), "--key", "nowhere.key");
        Says("not a key file", "no-key", "act", "a", "talk.say/1", Hello(), "--key", "a/moot.json");
        Says("not a verifier key", "bad-key", "verify", "a", "--vkey", "nonsense");
        Says("not signed by", "bad-checkpoint", "verify", "a", "--vkey", OtherKey());
        Says("no file of evidence", "not-evidence", "verify", "a/moot.json");
        Says("cannot be written", "no-key", "keys", "new", "my.key");
    }

    private string OtherKey()
    {
        shell.Do("init", "other", "--name", "Other");
        return (string)shell.Json("verify", "other")["vkey"]!;
    }

    [Fact]
    public void A_backup_put_back_is_refused_and_a_folder_that_moved_is_adopted()
    {
        shell.Do("init", "a", "--name", "Club");
        Shell.Copy(shell["a"], shell["backup"]);
        shell.Do("act", "a", "talk.say/1", Hello());
        Directory.Move(shell["a"], shell["lost"]);
        Shell.Copy(shell["backup"], shell["a"]);
        Assert.Contains("older copy", shell.Fails("restored-from-backup", "act", "a", "talk.say/1", Hello()).Error);
        Assert.Contains("older copy", shell.Fails("restored-from-backup", "adopt", "a").Error);

        shell.Locks = shell["locks of another machine"];
        Assert.Contains("moot adopt", shell.Fails("lock-missing", "act", "lost", "talk.say/1", Hello()).Error);
        Assert.Equal(3, (int)shell.Json("adopt", "lost")["size"]!);
        Assert.Equal(3, (int)shell.Json("act", "lost", "talk.say/1", Hello())["index"]!);
    }

    [Fact]
    public void Texts_and_files_travel_with_the_log_and_go_with_their_acts()
    {
        const string Secret = "the key hangs behind the mill";
        shell.Do("init", "a", "--name", "Club");
        File.WriteAllText(shell["small.md"], $"# The tap\n\n{Secret}\n");
        File.WriteAllBytes(shell["large.bin"], [.. Enumerable.Range(0, 400_000).Select(i => (byte)(i * i >> 7))]);
        var page = (long)shell.Json("act", "a", "page.create/1", """{"title":"The tap","text":"@small.md","format":"markdown"}""")["index"]!;
        shell.Do("act", "a", "page.edit/1", $$"""{"page":{{page}},"from":{{page}},"text":"It drips.","format":"markdown"}""");
        shell.Do("act", "a", "file.add/1", """{"content":"@large.bin","type":"pdf","name":"Plan","author":"Ann","licence":"CC0-1.0"}""");
        shell.Fails("wrong-size", "act", "a", "page.create/1", """{"title":"x","text":"four","bytes":5,"format":"markdown"}""");
        shell.Fails("blob-missing", "act", "a", "page.create/1", $$"""{"title":"x","text":"{{new string('0', 64)}}","bytes":5,"format":"markdown"}""");

        using (var server = shell.Serve("a", "--urls", Any))
        {
            shell.Do("mirror", server.Url, "m", "--once");
            shell.Do("fork", server.Url, "f", "--name", "Fork");
            foreach (var place in new[] { "m", "f", server.Url })
            {
                Assert.Empty(shell.Json("verify", place)["withheld"]!.AsArray());
            }

            // Hidden, it is told as hidden everywhere; shown again, a mirror that never had it fetches it.
            shell.Do("act", server.Url, "body.hide/1", $$"""{"entry":{{page}},"ground":"privacy","reason":"where the key hangs"}""");
            shell.Do("mirror", server.Url, "late", "--once");
            Assert.Empty(shell.Json("verify", "late")["withheld"]!.AsArray());
            shell.Do("act", server.Url, "body.show/1", $$"""{"entry":{{page}},"reason":"it is public"}""");
            shell.Do("mirror", server.Url, "late", "--once");
            shell.Do("mirror", server.Url, "late", "--once");
            Assert.Empty(shell.Json("verify", "late")["withheld"]!.AsArray());
        }

        shell.Do("export", "tiles", "a", "out");
        shell.Do("verify", "out");
        shell.Do("act", "a", "body.erase/1", $$"""{"entry":{{page}},"ground":"privacy","reason":"mine"}""");
        shell.Do("export", "tiles", "a", "out");
        Assert.Empty(shell.Json("verify", "out")["withheld"]!.AsArray());
        foreach (var file in new[] { "a", "out" }.SelectMany(f => Directory.GetFiles(shell[f], "*", SearchOption.AllDirectories)))
        {
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Secret)) < 0, file);
        }
    }

    [Fact]
    public void A_log_is_exported_as_plain_files_and_read_from_them()
    {
        shell.Do("init", "a", "--name", "Club");
        for (var i = 0; i < 3; i++)
        {
            shell.Do("act", "a", "talk.say/1", Hello($"number {i}"));
        }

        Assert.Equal(5, (int)shell.Json("export", "tiles", "a", "out")["size"]!);
        shell.Do("verify", "out", "--vkey", (string)shell.Json("verify", "a")["vkey"]!);
        Assert.Single(shell.Do("log", "out", "--from", "2", "--limit", "1").Out.TrimEnd('\n').Split('\n'));
        Assert.Equal("number 0", (string?)shell.Json("show", "out", "2")["body"]!["text"]);
        Assert.Equal(6, (int)shell.Json("fork", "out", "b", "--name", "Fork")["size"]!);
        shell.Fails("folder-used", "export", "tiles", "b", "out");
        shell.Fails("folder-used", "export", "tiles", "a", "b");

        // An erased text does not stay in an export that is brought up to date.
        shell.Do("act", "a", "body.erase/1", """{"entry":2,"ground":"privacy","reason":"mine"}""");
        shell.Do("export", "tiles", "a", "out");
        shell.Do("verify", "out");
        Assert.DoesNotContain(Directory.GetFiles(shell["out"], "*", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains("number 0"));
        Assert.Equal("erased", (string?)shell.Json("show", "out", "2")["bodyState"]);
    }
}
