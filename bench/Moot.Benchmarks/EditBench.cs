using Moot.Host.Live;
using Moot.Host.Web;

namespace Moot.Benchmarks;

/// <summary>Edits by the form, each durable before it is answered, by one, 8 and 64 editors; warm. Client and server share the cores.</summary>
internal static class EditBench
{
    private const int Rounds = 3;

    public static async Task Run(int count)
    {
        using var folder = new Bench.Folder();
        await using var log = await Bench.Found(folder, "bench");
        await using var server = await Server.Start([(IServedLog)log], isSingle: true, "http://127.0.0.1:0");
        var address = new Uri(Server.Address(server));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var editors in (int[])[1, 8, 64])
            {
                var before = Bench.CpuSeconds;
                await PageBench.Edits(address, $"Page_{round}_{editors}", editors, count / editors);
                Console.WriteLine($"            {(Bench.CpuSeconds - before) / count * 1e6:N0} µs of all cores an edit, client and server together");
            }
        }
    }
}
