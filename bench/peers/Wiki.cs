using System.Diagnostics;

namespace Moot.Peers;

/// <summary>A text as it stands, and the revision that it is.</summary>
internal readonly record struct Standing(string Text, string Revision);

/// <summary>Somebody who writes over one connection, with whatever their wiki wants to see.</summary>
internal abstract class Editor(Wire wire) : IDisposable
{
    /// <summary>The revision that the last save made.</summary>
    public string Revision { get; protected set; } = "";

    protected Wire Wire => wire;

    /// <summary>Saves a whole text.</summary>
    /// <param name="title">Of which page.</param>
    /// <param name="text">The text.</param>
    /// <param name="from">The revision that it was written from; empty for a new page.</param>
    /// <param name="cancel">Ends it.</param>
    public abstract Task<Outcome> Save(string title, string text, string from, CancellationToken cancel);

    /// <summary>The newest text.</summary>
    public abstract Task<Standing> Read(string title, CancellationToken cancel);

    public void Dispose() => wire.Dispose();
}

/// <summary>What an import came to.</summary>
internal sealed record Moved(int Revisions, double Seconds, long PeakBytes, string Note = "")
{
    public double Rate => Revisions / Seconds;
}

/// <summary>What a stranger's copy came to.</summary>
/// <param name="Seconds">Until it can be served.</param>
/// <param name="Rows">Rows of the log that the original had: what was done, by whom.</param>
/// <param name="Lost">Of these not in the copy.</param>
/// <param name="Note">In which steps.</param>
internal sealed record Copied(double Seconds, long Rows, long Lost, string Note = "");

/// <summary>One of the programs, serving one data folder at a time. Everything lies below the run's scratch folder, everything listens on this machine alone.</summary>
internal abstract class Wiki(Scratch scratch, string name)
{
    private readonly List<Process> servers = [];

    public string Name => name;

    public int Port { get; } = Scratch.FreePort();

    public abstract Markup Markup { get; }

    /// <summary>Edits that are asked of it in one measurement: few of a slow one, enough for a quick one to be warm.</summary>
    public abstract int EditsWanted(bool isQuick);

    /// <summary>Views that are asked of it in one measurement.</summary>
    public abstract int ViewsWanted(bool isQuick);

    public virtual IReadOnlyList<int> ServerIds => [.. servers.Select(s => s.Id)];

    protected Scratch Scratch => scratch;

    /// <summary>Makes an empty wiki in a folder.</summary>
    public abstract Task Create(string folder);

    /// <summary>Serves a folder; returns when the first page was given.</summary>
    public abstract Task Start(string folder);

    /// <summary>The page that greets.</summary>
    public abstract string FrontPath { get; }

    public abstract Editor Edit();

    public abstract string ViewOf(string title);

    public abstract string HistoryOf(string title);

    public abstract string DiffOf(string title, string older, string newer);

    /// <summary>Brings texts in, into a new folder.</summary>
    public abstract Task<Moved> Import(string folder, WikiSubset texts);

    /// <summary>Bytes of a folder's data on disk, stopped or not.</summary>
    public abstract Task<long> Bytes(string folder);

    /// <summary>Copies what is served into a new folder, as somebody who has no account there.</summary>
    public abstract Task<Copied> Copy(string from, string to);

    /// <summary>Ends its servers.</summary>
    public virtual void Stop()
    {
        foreach (var server in servers)
        {
            scratch.End(server);
        }

        servers.Clear();
    }

    protected Process Serve(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings = null)
    {
        var server = scratch.Start(program, arguments, settings);
        servers.Add(server);
        return server;
    }

    /// <summary>Waits until a page is given.</summary>
    protected async Task Answers(string path)
    {
        var (clock, limit) = (Stopwatch.StartNew(), TimeSpan.FromSeconds(60));
        using var wire = new Wire(Port);
        Answer answer;
        while ((answer = await wire.Get(path, scratch.Cancel)).Status != 200)
        {
            if (clock.Elapsed > limit || servers.Any(s => s.HasExited))
            {
                throw new PeerException($"{name} does not answer: {answer.Status} {answer.Text[..Math.Min(300, answer.Text.Length)]}");
            }

            await Task.Delay(5, scratch.Cancel);
        }
    }

    protected static long BytesBelow(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);

    protected static string Slug(string title) => Uri.EscapeDataString(title.Replace(' ', '_'));
}
