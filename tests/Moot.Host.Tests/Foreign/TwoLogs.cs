using Microsoft.AspNetCore.Builder;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Foreign;

/// <summary>A log of more than 600 entries and its fork, both served by the program itself.</summary>
public sealed class TwoLogs : IAsyncLifetime
{
    public const int Sayings = 640;

    private readonly List<WebApplication> servers = [];
    private readonly List<IServedLog> logs = [];

    public TestFolder Folder { get; } = new();

    internal SigningKey Founder { get; } = SigningKey.Create();

    internal HostedLog Parent { get; private set; } = null!;

    internal HostedLog Fork { get; private set; } = null!;

    internal string ParentUrl => Server.Address(servers[0]);

    internal string ForkUrl => Server.Address(servers[1]);

    public async ValueTask InitializeAsync()
    {
        var founded = await Founding.Found(Folder["parent"], "Parent", null, "Ann", null, Founder, TimeProvider.System);
        Parent = HostedLog.Open(founded.Folder, TimeProvider.System);
        await Say(Parent, founded.Founder, Sayings);
        var order = new Forking.Order(Parent.Folder.Vkey, Folder["fork"], "Fork", "We go on.", null);
        var (folder, _) = await Forking.Fork(
            order,
            new(Parent.Head.Note, Parent.Store.Read),
            Founder,
            TimeProvider.System,
            progress: null,
            TestContext.Current.CancellationToken
        );
        Fork = HostedLog.Open(folder, TimeProvider.System);
        await Say(Fork, founded.Founder, 30);
        foreach (var log in new[] { Parent, Fork })
        {
            logs.Add(log);
            servers.Add(await Server.Start([log], isSingle: true, "http://127.0.0.1:0"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }

        foreach (var log in logs)
        {
            await log.DisposeAsync();
        }

        Founder.Dispose();
        Folder.Dispose();
    }

    private async Task Say(HostedLog log, MemberId member, int count)
    {
        // Each is written in its turn, so that numbers grow; the writer takes them in groups.
        var sent = new List<Task<Kernel.Receipt>>();
        for (var i = 0; i < count; i++)
        {
            var say = ActPen.Compose(
                ActPen.Place.Of(log.Head, log.Folder.Origin, member),
                TimeProvider.System,
                "talk.say/1",
                [],
                new() { ["text"] = $"Saying {i}." },
                Founder
            );
            sent.Add(log.Submit(say.ToBytes()));
        }

        foreach (var receipt in await Task.WhenAll(sent))
        {
            Assert.True(receipt.Verdict.IsLawful, receipt.Verdict.ToString());
        }
    }
}
