using System.Text.Json;

namespace Moot.Peers;

/// <summary>Fossil as one starts it by hand: one program, one file. Everybody on this machine may do everything.</summary>
internal sealed class FossilWiki(Scratch scratch) : Wiki(scratch, "Fossil")
{
    private const int StartTries = 40;
    private static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public override Markup Markup { get; } = new(h => $"<h2>{h}</h2>", l => $"[{l}]");

    public override string FrontPath => "/home";

    public override int EditsWanted(bool isQuick) => isQuick ? 160 : 600;

    public override int ViewsWanted(bool isQuick) => isQuick ? 400 : 2_000;

    public override string ViewOf(string title) => $"/wiki?name={Uri.EscapeDataString(title)}";

    public override string HistoryOf(string title) => $"/whistory?name={Uri.EscapeDataString(title)}";

    public override string DiffOf(string title, string older, string newer) => $"/wdiff?id={newer}&pid={older}";

    public override Editor Edit() => new AjaxEditor(new Wire(Port) { Lines = $"Referer: http://127.0.0.1:{Port}/\r\n" });

    public override async Task Create(string folder)
    {
        Directory.CreateDirectory(folder);
        await Fossil("init", "--admin-user", "admin", FileOf(folder));
    }

    public override async Task Start(string folder)
    {
        // A child of the server before may hold the port for a moment longer.
        for (var tries = 1; ; tries++)
        {
            var server = Serve("fossil", ["server", "--localhost", "--port", $"{Port}", "--localauth", FileOf(folder)], Settings);
            try
            {
                await Answers(FrontPath);
                return;
            }
            catch (PeerException) when (server.HasExited && tries < StartTries)
            {
                Stop();
                await Task.Delay(StartPause, Scratch.Cancel);
            }
        }
    }

    public override async Task<Moved> Import(string folder, WikiSubset texts)
    {
        Directory.CreateDirectory(folder);
        var ran = await Scratch.Run("fossil", ["import", "--git", "--admin-user", "admin", FileOf(folder)], Limit, Settings, input: texts.GitPath);
        var count = (await Fossil("sql", "-R", FileOf(folder), "select count(*) from event where type='ci'")).Output;
        return new(int.Parse(count.Trim()), ran.Seconds, ran.PeakBytes, "as files of a repository, not as pages of its wiki");
    }

    public override Task<long> Bytes(string folder) => Task.FromResult(new FileInfo(FileOf(folder)).Length);

    /// <summary>Bytes once it has been told to take as little room as it can.</summary>
    public async Task<long> Squeezed(string folder)
    {
        await Fossil("rebuild", "--compress", "--vacuum", FileOf(folder));
        return await Bytes(folder);
    }

    public override async Task<Copied> Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        var ran = await Fossil("clone", "--admin-user", "stranger", $"http://127.0.0.1:{Port}/", FileOf(to));
        var (had, has) = (await Rows(from), await Rows(to));
        return new(ran.Seconds, had, Math.Max(0, had - has), "users, settings and what was banned do not come along");
    }

    private async Task<long> Rows(string folder) => long.Parse((await Fossil("sql", "-R", FileOf(folder), "select count(*) from event")).Output.Trim());

    private Task<Ran> Fossil(params string[] arguments) => Scratch.Run("fossil", arguments, Limit, Settings);

    private static string FileOf(string folder) => Path.Combine(folder, "repository.fossil");

    /// <summary>Its list of repositories lies in the run's folder, not in somebody's own.</summary>
    private Dictionary<string, string> Settings => new(StringComparer.Ordinal) { ["HOME"] = Scratch.Path, ["USER"] = "admin" };

    /// <summary>The address by which its own pages save.</summary>
    private sealed class AjaxEditor(Wire wire) : Editor(wire)
    {
        public override async Task<Outcome> Save(string title, string text, string from, CancellationToken cancel)
        {
            (string, string)[] fields = [("page", title), ("isnew", from.Length == 0 ? "1" : "0"), ("mimetype", "text/x-fossil-wiki"), ("content", text)];
            var answer = await Wire.Post("/wikiajax/save", fields, cancel);
            if (answer.Status == 200 && answer.Body.Span.StartsWith("{"u8))
            {
                using var said = JsonDocument.Parse(answer.Body);
                if (said.RootElement.TryGetProperty("version", out var version))
                {
                    Revision = version.GetString()!;
                    return new(true);
                }
            }

            var why = answer.Text;
            return new(
                false,
                why.Contains("database is locked", StringComparison.Ordinal) ? "database is locked"
                    : answer.Status == 0 ? why
                    : $"HTTP {answer.Status}"
            );
        }

        public override async Task<Standing> Read(string title, CancellationToken cancel)
        {
            var answer = await Wire.Get($"/wikiajax/fetch?page={Uri.EscapeDataString(title)}", cancel);
            if (answer.Status != 200 || !answer.Body.Span.StartsWith("{"u8))
            {
                return new("", "");
            }

            using var said = JsonDocument.Parse(answer.Body);
            return said.RootElement.TryGetProperty("content", out var content)
                ? new(content.GetString()!, said.RootElement.GetProperty("version").GetString()!)
                : new("", "");
        }
    }
}
