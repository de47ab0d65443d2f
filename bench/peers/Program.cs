using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Moot.Peers;

[assembly: SupportedOSPlatform("linux")]

const string Usage = """
    usage: go.cs bench peers [--quick] [--only moot|mediawiki|fossil|git[,...]] [--part edits|views|moves[,...]] [--keep]
      --quick   few of everything: four minutes instead of twenty
      --only    measure these alone
      --part    measure this alone
      --keep    leave the folder with everything that was made
    """;

// How much of the middle-sized wiki is brought in: MediaWiki takes 30 of its 2,759 revisions a second.
const int RevisionsQuick = 150;
const int RevisionsWhole = int.MaxValue;

var (isQuick, isKept, only, parts) = (false, false, (string[]?)null, Parts.None);
for (var i = 0; i < args.Length; i++)
{
    var hasMore = i + 1 < args.Length;
    switch (args[i])
    {
        case "--quick":
            isQuick = true;
            break;
        case "--keep":
            isKept = true;
            break;
        case "--only" when hasMore:
            only = args[++i].Split(',');
            break;
        case "--part" when hasMore && Enum.TryParse<Parts>(args[++i], ignoreCase: true, out var part):
            parts = part;
            break;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}

parts = parts == Parts.None ? Parts.Edits | Parts.Views | Parts.Moves : parts;
if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("peers: this comparison installs Debian's packages; it runs on Debian 12 alone.");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var scratch = new Scratch(isKept, stop.Token);
var (book, clock, missing) = (new Book(), Stopwatch.StartNew(), new List<string>());
var run = new Run(scratch, book, isQuick, parts);
try
{
    await scratch.Run(Path.Combine(Here(), "install.sh"), [], TimeSpan.FromMinutes(10));
    var database = new PostgreSql(scratch);
    var moot = new MootWiki(scratch);
    var fossil = new FossilWiki(scratch);
    if (IsAsked("moot"))
    {
        await moot.Publish();
    }

    await Head();
    var data = Path.Combine(Environment.GetEnvironmentVariable("MOOT_SHARED_DATA") ?? "../shared/data", "wiki");
    var isMoving = parts.HasFlag(Parts.Moves);
    var texts = !isMoving ? null : Subset(Path.Combine(data, "webplatform-WPD-oddpages-history.xml.7z"), "subset", isQuick ? RevisionsQuick : RevisionsWhole);
    var largeSource = Path.Combine(data, "webplatform-docs-part1-history.xml.7z");
    var large = isQuick || !isMoving ? null : Subset(largeSource, "large", int.MaxValue);
    await Each("moot", moot);
    await Each("fossil", fossil);
    await Each("mediawiki", new MediaWiki(scratch, null));
    await Each("mediawiki", new MediaWiki(scratch, database));
    database.Stop();
    if (IsAsked("git"))
    {
        await Try("git", () => texts is null ? Task.CompletedTask : run.Pack(texts, ""));
        await Try("git", () => large is null ? Task.CompletedTask : run.Pack(large, Goals.Big));
    }

    async Task Each(string name, Wiki wiki)
    {
        if (!IsAsked(name))
        {
            return;
        }

        Console.WriteLine($"{wiki.Name}, after {clock.Elapsed.TotalMinutes:N1} minutes, load {Busy()}");
        if (wiki is MediaWiki { Database: { Id: 0 } mine })
        {
            await Try("PostgreSQL", mine.Start);
        }

        await Try(wiki.Name, () => parts == Parts.Moves ? Task.CompletedTask : run.Use(wiki));
        wiki.Stop();
        await Try(wiki.Name, () => texts is null ? Task.CompletedTask : run.Move(wiki, texts));
        wiki.Stop();
        await Try(wiki.Name, () => large is null || wiki is MediaWiki ? Task.CompletedTask : run.MoveLarge(wiki, large, largeSource));
        wiki.Stop();
    }
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("peers: stopped.");
}
catch (PeerException e)
{
    Console.Error.WriteLine($"peers: {e.Message}");
    return 1;
}

Goals.Compare(book);
Console.WriteLine();
Console.WriteLine(book.Table());
missing.ForEach(m => Console.WriteLine($"left out: {m}"));
Console.WriteLine($"{clock.Elapsed.TotalMinutes:N1} minutes; load at the end {Busy()}");
return stop.IsCancellationRequested ? 130 : 0;

bool IsAsked(string name) => only is null || only.Contains(name, StringComparer.Ordinal);

async Task Try(string name, Func<Task> work)
{
    try
    {
        await work();
    }
    catch (Exception e) when (e is not OperationCanceledException)
    {
        missing.Add($"{name}: {e.Message}");
        Console.WriteLine($"  {name} is left out from here on: {e.Message}");
    }
}

WikiSubset? Subset(string source, string name, int revisionsMax)
{
    if (!File.Exists(source))
    {
        missing.Add($"the real wiki: no shared data at {source} (set MOOT_SHARED_DATA to where it lies)");
        return null;
    }

    var cut = WikiSubset.Cut(source, scratch.In(name), revisionsMax, stop.Token);
    Console.WriteLine($"{name}: {cut.Revisions:N0} revisions of {cut.Pages:N0} pages, {cut.TextBytes:N0} bytes of text");
    return cut;
}

async Task Head()
{
    var versions = await scratch.Run(
        "dpkg-query",
        ["-W", "-f", "${Package} ${Version}, ", "mediawiki", "fossil", "postgresql-15", "php-fpm", "git"],
        TimeSpan.FromMinutes(1)
    );
    Console.WriteLine(
        $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, load {Busy()}; {versions.Output}.NET {Environment.Version}"
    );
}

string Busy() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

static string Here([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
