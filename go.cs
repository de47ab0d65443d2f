#:property PublishAot=false
#:property GenerateDocumentationFile=false

// The project's one tool: `dotnet run go.cs` tells what it can do.
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;

const string Help = """
    dotnet run go.cs check           format, build with warnings as errors, every test but the long ones
    dotnet run go.cs long            the tests that need hours or volume (MOOT_LONG=1, 10,000,000 inputs, 200 crashes)
    dotnet run go.cs test [PROJECT] [ARGS]   build, then the tests whose project name contains PROJECT; ARGS go to the runner
    dotnet run go.cs bench [ARGS]    the benchmarks, in Release
    dotnet run go.cs bench peers [--quick]   the same work given to MediaWiki, Fossil and git (Debian, as root: it installs them)
    dotnet run go.cs serve [ARGS]    moot serve
    dotnet run go.cs format          lay out every C# file
    dotnet run go.cs tidy            format check and the tests about the house itself
    """;
const string Solution = "Moot.slnx";
string[] toolsOfCi = ["a C compiler", "chromium", "git", "go", "node", "npm", "ssh-keygen", "wget"];
var minutesPerProject = 15;

Directory.SetCurrentDirectory(Root());
using var signals = new Signals();
var steps = new List<Step>();
var verb = args.Length == 0 ? "help" : args[0];
var rest = args.Skip(1).ToArray();

return verb switch
{
    "help" or "--help" or "-h" => Say(Help),
    "check" => Check(),
    "long" => Long(),
    "test" => Test(),
    "tidy" => Tidy(),
    "format" => Tools() && Run("format", "dotnet", ["csharpier", "format", "."]) ? 0 : 1,
    "bench" when rest is ["peers", .. var asked] => Program("bench/peers", asked),
    "bench" => Program("bench/Moot.Benchmarks", rest),
    "serve" => Program("src/Moot.Host", ["serve", .. rest]),
    _ => Wrong($"go: there is no verb \"{verb}\".\n{Help}"),
};

int Check()
{
    var format = Tools() && Run("format check", "dotnet", ["csharpier", "check", "."]);
    return Build() ? Tests("", ["-trait-", "Category=Long"], format) : Summary([], false);
}

int Long()
{
    minutesPerProject = 48 * 60;
    SetUnlessSet("MOOT_LONG", "1");
    SetUnlessSet("MOOT_FUZZ", "10000000");
    SetUnlessSet("MOOT_CRASHES", "200");
    return Build() ? Tests("", ["-trait", "Category=Long", "-trait", "Category=Fuzz"], true) : Summary([], false);

    static void SetUnlessSet(string name, string value) =>
        Environment.SetEnvironmentVariable(name, Environment.GetEnvironmentVariable(name) is { Length: > 0 } set ? set : value);
}

int Test()
{
    var named = rest is [var first, ..] && !first.StartsWith('-');
    return Build() ? Tests(named ? rest[0] : "", named ? rest[1..] : rest, true) : Summary([], false);
}

int Tidy()
{
    var format = Tools() && Run("format check", "dotnet", ["csharpier", "check", "."]);
    const string Project = "Moot.Architecture.Tests";
    return Build($"tests/{Project}/{Project}.csproj") ? Tests(Project, ["-class", "*Tidy*"], format) : Summary([], false);
}

bool Tools() => Run("tools", "dotnet", ["tool", "restore"]);

bool Build(string what = Solution) => Run("build", "dotnet", ["build", what, "-c", "Release", "-warnaserror", "--nologo", "-v", "quiet"]);

int Program(string project, string[] arguments) =>
    Directory.Exists(project)
        ? Start("dotnet", ["run", "-c", "Release", "--project", project, "--", .. arguments], Timeout.InfiniteTimeSpan)
        : Wrong($"go: {project} is not built yet.");

// Each test project is an executable; it writes what happened to a file, from which the sums are taken.
int Tests(string name, string[] arguments, bool green)
{
    var results = Path.Combine("artifacts", "tests");
    Directory.CreateDirectory(results);
    string[] plain = Console.IsOutputRedirected ? ["-noColor"] : [];
    var outcomes = new List<Outcome>();
    foreach (var project in TestProjects().Where(p => p.Contains(name, StringComparison.OrdinalIgnoreCase)))
    {
        if (signals.Stopping)
        {
            break;
        }

        var file = Path.GetFullPath(Path.Combine(results, project + ".xml"));
        File.Delete(file);
        var executable = Path.Combine("tests", project, "bin", "Release", "net10.0", project + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var ran = Run(
            project,
            executable,
            ["-noLogo", "-noAutoReporters", .. plain, .. arguments, "-result-xml", file],
            TimeSpan.FromMinutes(minutesPerProject)
        );
        outcomes.Add(Read(project, file, ran));
    }

    return Summary(outcomes, green);
}

IEnumerable<string> TestProjects() =>
    XDocument
        .Load(Solution)
        .Descendants("Project")
        .Select(p => (string?)p.Attribute("Path") ?? "")
        .Where(p => p.StartsWith("tests/", StringComparison.Ordinal) && File.ReadAllText(p).Contains("xunit", StringComparison.Ordinal))
        .Select(p => Path.GetFileNameWithoutExtension(p));

static Outcome Read(string project, string file, bool ran)
{
    // A program that died before it told what happened has failed, whatever it had passed until then.
    if (!File.Exists(file))
    {
        return new(project, 0, 1, [], ["did not finish"]);
    }

    var tests = XDocument.Load(file).Descendants("assembly").ToList();
    var passed = tests.Sum(a => (int)a.Attribute("passed")!);
    var failed = tests.Sum(a => (int)a.Attribute("failed")! + (int)a.Attribute("errors")!);
    var cases = tests.Descendants("test").ToLookup(t => (string?)t.Attribute("result"), StringComparer.Ordinal);
    var skips = cases["Skip"].Select(t => ((string?)t.Element("reason") ?? "no reason given").Trim().ReplaceLineEndings(" ")).ToList();
    var names = cases["Fail"].Select(t => (string)t.Attribute("name")!).ToList();
    return new(project, passed, ran || failed > 0 ? failed : 1, skips, names);
}

int Summary(List<Outcome> outcomes, bool green)
{
    Console.WriteLine();
    foreach (var step in steps)
    {
        Console.WriteLine($"{step.Time.TotalSeconds, 8:0.0} s  {(step.Good ? "   " : "BAD")} {step.Name}");
    }

    var skips = outcomes.SelectMany(o => o.Skips).CountBy(r => r, StringComparer.Ordinal).OrderByDescending(r => r.Value).ToList();
    Section("Skipped, and why:", skips.Select(s => $"{s.Value} × {s.Key}"));
    Section("Failed:", outcomes.SelectMany(o => o.Failures.Select(f => $"{o.Project}: {f}")));

    var (passed, failed) = (outcomes.Sum(o => o.Passed), outcomes.Sum(o => o.Failed));
    var onCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
    var missing = onCi ? toolsOfCi.Where(t => skips.Any(s => s.Key.StartsWith($"needs {t}:", StringComparison.OrdinalIgnoreCase))).ToList() : [];
    string[] wrong =
    [
        .. steps.Where(s => !s.Good).Select(s => $"{s.Name} failed"),
        .. missing.Select(t => $"{t} is missing, and CI=true does not let its tests be skipped"),
        .. signals.Stopping ? ["stopped"] : Array.Empty<string>(),
        .. passed + failed == 0 ? ["no test was executed"] : Array.Empty<string>(),
    ];
    Section("Not green:", wrong);
    Console.WriteLine();
    Console.WriteLine($"{passed} passed, {failed} failed, {outcomes.Sum(o => o.Skips.Count)} skipped");
    return green && failed == 0 && wrong.Length == 0 ? 0 : 1;

    static void Section(string title, IEnumerable<string> lines)
    {
        foreach (var (i, line) in lines.Index())
        {
            Console.WriteLine(i == 0 ? $"\n{title}\n  {line}" : $"  {line}");
        }
    }
}

bool Run(string name, string program, IEnumerable<string> arguments, TimeSpan? limit = null)
{
    Console.WriteLine($"\n── {name}");
    var watch = Stopwatch.StartNew();
    var good = Start(program, arguments, limit ?? TimeSpan.FromMinutes(20)) == 0;
    steps.Add(new(name, watch.Elapsed, good));
    Console.WriteLine($"── {name}: {(good ? "good" : "BAD")}, {watch.Elapsed.TotalSeconds:0.0} s");
    return good;
}

// The child has our terminal: it prints for itself, and hears Ctrl-C for itself.
int Start(string program, IEnumerable<string> arguments, TimeSpan limit)
{
    if (signals.Stopping)
    {
        return 130;
    }

    try
    {
        using var child = Process.Start(program, arguments);
        using var _ = signals.Watch(child);
        if (child.WaitForExit(limit))
        {
            return child.ExitCode;
        }

        Console.Error.WriteLine($"go: {program} was still running after {limit.TotalMinutes:0} minutes; stopped.");
        child.Kill(entireProcessTree: true);
        return 124;
    }
    catch (System.ComponentModel.Win32Exception e)
    {
        return Wrong($"go: {program} cannot be started: {e.Message}");
    }
}

static string Root()
{
    for (var folder = Directory.GetCurrentDirectory(); folder is not null; folder = Path.GetDirectoryName(folder))
    {
        if (File.Exists(Path.Combine(folder, Solution)))
        {
            return folder;
        }
    }

    throw new InvalidOperationException($"Run this in the project's folder: there is no {Solution} here or above.");
}

static int Say(string text)
{
    Console.WriteLine(text);
    return 0;
}

static int Wrong(string text)
{
    Console.Error.WriteLine(text);
    return 2;
}

internal sealed record Step(string Name, TimeSpan Time, bool Good);

internal sealed record Outcome(string Project, int Passed, int Failed, IReadOnlyList<string> Skips, IReadOnlyList<string> Failures);

/// <summary>Lets a child end in its own way when we are asked to stop, and ends it after ten seconds if it does not.</summary>
internal sealed class Signals : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;
    private volatile Process? child;

    public Signals()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    public bool Stopping { get; private set; }

    public IDisposable Watch(Process process)
    {
        child = process;
        return new Watching(this);
    }

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        Stopping = true;
        if (child is not { } running)
        {
            return;
        }

        // A terminal sends SIGINT to the whole group; SIGTERM comes to us alone.
        if (context.Signal == PosixSignal.SIGTERM && !OperatingSystem.IsWindows())
        {
            using var kill = Process.Start("kill", ["-TERM", $"{running.Id}"]);
        }

        _ = Task.Delay(Grace).ContinueWith(_ => End(running), TaskScheduler.Default);
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private sealed class Watching(Signals signals) : IDisposable
    {
        public void Dispose() => signals.child = null;
    }
}
