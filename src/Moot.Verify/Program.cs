using System.Net;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

// moot-verify URL|FOLDER [VKEY]: checks a whole log with the kernel alone. Hashes, signatures, keys, order, time, membership, erasure and forks are
// judged; acts of capabilities that it does not carry are checked in form and counted.
if (args.Length is 0 or > 2 || args[0] is "-h" or "--help")
{
    Console.Error.WriteLine("usage: moot-verify URL|FOLDER [VKEY]   (a folder holds a log's published files: checkpoint, tile/, body/)");
    return 2;
}

VerifierKey? pinned = null;
if (args.Length == 2 && !VerifierKey.TryParse(args[1], out pinned, out var wrong))
{
    Console.Error.WriteLine($"moot-verify: {args[1]} is not a verifier key: {wrong}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.GZip })
{
    MaxResponseContentBufferSize = BodyBundle.Width * (BodyBundle.BodyBytesMax + 64), // the longest file of a log, unpacked
};
var isUrl = args[0].StartsWith("http://", StringComparison.OrdinalIgnoreCase) || args[0].StartsWith("https://", StringComparison.OrdinalIgnoreCase);
var log = new TileLog(isUrl ? FetchUrl : FetchFile);
try
{
    var note = await log.Checkpoint(stop.Token);
    var audit = new Audit(new Registry(), passUnknown: true);
    var report = audit.Run(
        note,
        pinned,
        (from, to) => log.Read(from, to, to, withBlobs: true, stop.Token),
        (level, n) => log.Tile(level, n, stop.Token),
        Tell,
        stop.Token
    );
    if (report.Fault is { } fault)
    {
        Console.Error.WriteLine($"\rmoot-verify: not sound: entry {fault.Index}: {fault.Sentence} ({fault.Code})");
        return 3;
    }

    var trust = report.IsPinned ? "" : " The key was taken from the log itself; give VKEY to be sure whose log it is.";
    var rest = report.Unjudged == 0 ? "" : $" {report.Unjudged} acts are of kinds whose rules this auditor does not carry: checked in form.";
    var texts = report.Withheld.Count == 0 ? "" : $" {report.Withheld.Count} texts are missing although no act took them away.";
    Console.WriteLine($"Sound: {report.Checkpoint.Size} entries of {report.Checkpoint.Origin}, root {report.Checkpoint.Root.ToBase64()}.{rest}{texts}{trust}");
    Console.WriteLine(report.Key);
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("moot-verify: stopped.");
    return 1;
}
catch (Exception e) when (e is LogException or HttpRequestException or IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine($"\rmoot-verify: {e.Message.ReplaceLineEndings(" ")}");
    return 1;
}

static void Tell(long done)
{
    if (!Console.IsErrorRedirected)
    {
        Console.Error.Write($"\r{done:N0} entries");
    }
}

async Task<byte[]?> FetchUrl(string path, CancellationToken cancel)
{
    using var response = await http.GetAsync(new Uri(args[0].TrimEnd('/') + "/" + path), cancel);
    return response.StatusCode == HttpStatusCode.NotFound ? null : await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancel);
}

async Task<byte[]?> FetchFile(string path, CancellationToken cancel)
{
    var file = Path.Combine(args[0], path);
    return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancel) : null;
}
