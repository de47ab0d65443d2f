using Moot.Benchmarks;

// Each benchmark prints ours, the limit measured beside it in the same run, and their ratio.
var all = new (string Name, string What, Func<int, Task> Run, int Usual)[]
{
    ("append", "durable acts/s with signatures verified, against verify on all cores + batched insert", AppendBench.Run, 30_000),
    ("http", "acts/s over HTTP, against Kestrel's empty endpoint", HttpBench.Run, 20_000),
    ("verify", "verification and re-judging of a whole log, against bare Ed25519 verification", VerifyBench.Run, 100_000),
    ("copy", "fork and mirror over loopback, against git clone of the same texts", CopyBench.Run, 10_000),
    ("start", "moot serve of a folder until it answers", StartBench.Run, 100_000),
    ("page", "views of a page against Kestrel serving the same bytes, and edits by the form", PageBench.Run, 20_000),
    ("votes", "so many members vote in secret over HTTP, then the sheet, on which every ballot is looked for", VoteBench.Run, 10_000),
    ("edits", "edits by the form by 1, 8 and 64 editors, warm", EditBench.Run, 4_000),
    ("big", "a large association: opening, indexing, every kind of page, edits, memory", BigBench.Run, 10_000),
    ("import", "a real wiki with its history brought in, against git packed of the same texts", ImportBench.Run, 9_789),
    ("git", "git clone of an association of so many pages with ten revisions each, against git's own server with the same repository", GitBench.Run, 1_000),
    ("search", "the search index of so many pages with ten revisions each, made anew and asked", SearchBench.Run, 10_000),
    (
        "count",
        "Schulze over different ballots of 20 options against the bare comparing loop and a library from npm; Meek over real ballots",
        CountBench.Run,
        1_000_000
    ),
    ("matter", "a matter with so many positions and a tenth as many objections, beside an empty page of the same server", MatterBench.Run, 5_000),
    ("growth", "cost of one act at 10^4, 10^5, 10^6 entries", GrowthBench.Run, 1_000_000),
};
var name = args.Length > 0 ? args[0] : "all";
var chosen = all.Where(b => name == "all" || b.Name == name).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine("usage: go.cs bench [all|" + string.Join('|', all.Select(b => b.Name)) + "] [COUNT]");
    foreach (var bench in all)
    {
        Console.Error.WriteLine($"  {bench.Name, -8} {bench.What} (usually {bench.Usual:N0})");
    }

    return 2;
}

foreach (var bench in chosen)
{
    var count = args.Length > 1 ? int.Parse(args[1]) : bench.Usual;
    Console.WriteLine($"## {bench.Name}: {bench.What}; {count:N0} acts, {Environment.ProcessorCount} cores, .NET {Environment.Version}");
    await bench.Run(count);
    Console.WriteLine();
}

return 0;
