using Moot.Host.Storage;
using Moot.Host.Tests;

// Writes a log under load until it is killed: FOLDER ROUND PRODUCERS. Each line is out before it goes on:
//   sent ID BASE64      an act on its way
//   ack ID INDEX        the writer said that it is durable
//   state SIZE DIGEST   how things stood
var (folder, round, producers) = (args[0], args[1], int.Parse(args[2]));
var path = Path.Combine(folder, "log");
using var store = File.Exists(path) ? SqliteLogStore.Open(path) : SqliteLogStore.Create(path);
using var apart = FileCheckpointLock.Open(Path.Combine(folder, "lock"));
await using var log = new TestLog(store, apart, TimeProvider.System);
using var output = Console.OpenStandardOutput();
var gate = new Lock();

if (log.World.Association is null)
{
    var founding = log.WriteFounding();
    Sent(founding);
    Acknowledged(log.Founded(await log.Writer.Submit(founding)));
}

var sayings = Enumerable.Range(0, producers).Select(p => Task.Run(() => Produce($"Guest {round}.{p}")));
await Task.WhenAll([.. sayings, Task.Run(TellState)]);
return 1;

async Task Produce(string who)
{
    var mine = -1L;
    for (var i = 0; ; i++)
    {
        // Now and then somebody takes back what they said.
        var bytes =
            mine >= 0 && i % 10 == 9
                ? log.Write(who, "body.erase/1", $$"""{"entry":{{mine}},"ground":"privacy"}""", """{"reason":"I take it back."}""")
                : log.WriteSaying(who, $"{who} says {i}: {new string('x', i % 700)}");
        Sent(bytes);
        var receipt = await log.Writer.Submit(bytes);
        Acknowledged(receipt);
        mine = i % 10 == 9 ? -1 : receipt.Index!.Value;
    }
}

async Task TellState()
{
    while (true)
    {
        var world = log.World;
        Tell($"state {world.Size} {world.Digest()}");
        await Task.Delay(50);
    }
}

void Sent(byte[] submission)
{
    if (!Moot.Kernel.Acts.Submission.TryParse(submission, out var read, out var error))
    {
        throw new InvalidOperationException(error);
    }

    Tell($"sent {read!.Act.Id} {Convert.ToBase64String(submission)}");
}

void Acknowledged(Moot.Kernel.Receipt receipt)
{
    if (!receipt.Verdict.IsLawful)
    {
        throw new InvalidOperationException(receipt.Verdict.ToString());
    }

    Tell($"ack {receipt.Id} {receipt.Index}");
}

void Tell(string line)
{
    var bytes = System.Text.Encoding.ASCII.GetBytes(line + " .\n");
    lock (gate)
    {
        output.Write(bytes);
        output.Flush();
    }
}
