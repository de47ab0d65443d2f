using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Moot.Peers;

/// <summary>This checkout's own program, published as people get it, with no count kept of how often somebody acts: the others' counts are off too.</summary>
internal sealed class MootWiki(Scratch scratch) : Wiki(scratch, "Moot")
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private string program = "";
    private string serving = "";

    /// <summary>Acts by a token in a member's name instead of guests' by the form.</summary>
    public string? Token { get; set; }

    public override Markup Markup { get; } = new(h => $"## {h}", l => $"[[{l}]]");

    public override string FrontPath => "/";

    public override int EditsWanted(bool isQuick) => isQuick ? 2_000 : 4_000;

    public override int ViewsWanted(bool isQuick) => isQuick ? 4_000 : 20_000;

    public override string ViewOf(string title) => $"/page/{Slug(title)}";

    public override string HistoryOf(string title) => $"/history/{Slug(title)}";

    public override string DiffOf(string title, string older, string newer) => $"/diff/{older}/{newer}";

    /// <summary>Publishes this checkout; MOOT_BENCH_PROGRAM names a program that is ready.</summary>
    public async Task Publish([CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("MOOT_BENCH_PROGRAM") is { Length: > 0 } ready)
        {
            program = ready;
            return;
        }

        var project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Moot.Host"));
        var folder = Scratch.In("moot-program");
        await Scratch.Run(
            "dotnet",
            ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder],
            Limit
        );
        program = Path.Combine(folder, "moot");
    }

    public override Editor Edit() =>
        Token is null
            ? new GuestEditor(new Wire(Port))
            : new TokenEditor(new Wire(Port) { Lines = $"Authorization: Bearer {Token}\r\nAccept: application/json\r\n" });

    public override async Task Create(string folder) => await Program("init", folder, "--name", "Wiki", "--as", "Founder");

    public override async Task Start(string folder)
    {
        serving = folder;
        Serve(program, ["serve", folder, "--urls", $"http://127.0.0.1:{Port}", "--without-limits"], Settings);
        await Answers(FrontPath);
    }

    /// <summary>Has the founder, who comes in by a link, make a token that may edit.</summary>
    public async Task<string> MakeToken()
    {
        var link = Field((await Program("enter", serving, "--json")).Output, "url");
        using var wire = new Wire(Port);
        await wire.Post(new Uri(link).AbsolutePath, [], Scratch.Cancel);
        var key = FormKeyOf((await wire.Get("/me/tokens", Scratch.Cancel)).Text);
        var page = await wire.Post("/me/tokens", [("form-key", key), ("label", "Measured"), ("read", "1"), ("edit", "1")], Scratch.Cancel);
        var secret = Between(page.Text, "moot_", "<");
        return secret.Length > 0 ? "moot_" + secret : throw new PeerException($"no token: {page.Status}");
    }

    public override Task<Moved> Import(string folder, WikiSubset texts) => Import(folder, texts.XmlPath);

    public async Task<Moved> Import(string folder, string path)
    {
        var ran = await Program("import", "wiki", path, "--into", folder, "--json");
        using var said = JsonDocument.Parse(ran.Output);
        return new(said.RootElement.GetProperty("brought").GetInt32(), ran.Seconds, ran.PeakBytes);
    }

    /// <summary>Everything that the folder needs: the log with its texts, and the keys. Not what is made anew at will.</summary>
    public override Task<long> Bytes(string folder) =>
        Task.FromResult(Directory.EnumerateFiles(folder).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)).Sum(f => new FileInfo(f).Length));

    public override async Task<Copied> Copy(string from, string to)
    {
        var ran = await Program("fork", $"http://127.0.0.1:{Port}", to, "--name", "Fork", "--json");
        var taken = JsonDocument.Parse(ran.Output).RootElement.GetProperty("parentSize").GetInt64();
        using var wire = new Wire(Port);
        var had = JsonDocument.Parse((await wire.Get("/association.json", Scratch.Cancel)).Text).RootElement.GetProperty("size").GetInt64();
        return new(ran.Seconds, had, had - taken, "each entry checked again");
    }

    private Task<Ran> Program(params string[] arguments) => Scratch.Run(program, arguments, Limit, Settings);

    private Dictionary<string, string> Settings =>
        new(StringComparer.Ordinal)
        {
            ["MOOT_LOCKS"] = Scratch.In("moot-locks"),
            ["MOOT_STATE"] = Scratch.In("moot-state"),
            ["MOOT_KEY"] = Scratch.In("moot-key"),
        };

    private static string Field(string json, string name) => JsonDocument.Parse(json).RootElement.GetProperty(name).GetString()!;

    private static string FormKeyOf(string page) => Between(page, "name=\"form-key\" value=\"", "\"");

    private static Outcome Take(in Answer answer, out string entry)
    {
        entry = "";
        if (answer.Status == 0)
        {
            return new(false, answer.Text);
        }

        using var said = JsonDocument.Parse(answer.Body);
        if (answer.Status != 200)
        {
            return new(false, said.RootElement.TryGetProperty("code", out var code) ? code.GetString()! : $"HTTP {answer.Status}");
        }

        entry = said.RootElement.GetProperty("entry").ToString();
        return new(true, said.RootElement.GetProperty("see").GetString()!.Contains("settle/", StringComparison.Ordinal) ? "stands beside" : "");
    }

    /// <summary>The field in which the text is edited, and the revision that it says it is from. The line end at its beginning is none of the text's.</summary>
    private static Standing Standing(string page)
    {
        var area = Between(page, "<textarea id=\"text\"", "</textarea>");
        var text = area[(area.IndexOf('>', StringComparison.Ordinal) + 1)..].TrimStart('\r', '\n');
        return new(WebUtility.HtmlDecode(text), Between(page, "name=\"from\" value=\"", "\""));
    }

    /// <summary>What stands between two signs; empty where the first is not there.</summary>
    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var end = start < before.Length ? -1 : text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? "" : text[start..end];
    }

    /// <summary>Somebody without an account, by the form, with a session as their browser has one from the first save on.</summary>
    private sealed class GuestEditor(Wire wire) : Editor(wire)
    {
        private string? key;

        public override async Task<Outcome> Save(string title, string text, string from, CancellationToken cancel)
        {
            var isFirst = key is null;
            (string, string)[] fields = [("text", text), ("summary", "Measured"), ("save", "1"), ("form-key", key ?? ""), ("from", from)];
            Wire.Lines = "Accept: application/json\r\n";
            var outcome = Take(await Wire.Post($"/edit/{Slug(title)}", fields, cancel), out var entry);
            Revision = entry.Length > 0 ? entry : Revision;
            if (isFirst)
            {
                key = FormKeyOf((await Wire.Get($"/edit/{Slug(title)}", cancel)).Text);
            }

            return outcome;
        }

        public override async Task<Standing> Read(string title, CancellationToken cancel) => Standing((await Wire.Get($"/edit/{Slug(title)}", cancel)).Text);
    }

    /// <summary>A program with a member's token.</summary>
    private sealed class TokenEditor(Wire wire) : Editor(wire)
    {
        public override async Task<Outcome> Save(string title, string text, string from, CancellationToken cancel)
        {
            (string, string)[] fields = [("text", text), ("summary", "Measured"), ("save", "1"), ("from", from)];
            var outcome = Take(await Wire.Post($"/edit/{Slug(title)}", fields, cancel), out var entry);
            Revision = entry.Length > 0 ? entry : Revision;
            return outcome;
        }

        public override async Task<Standing> Read(string title, CancellationToken cancel) => Standing((await Wire.Get($"/edit/{Slug(title)}", cancel)).Text);
    }
}
