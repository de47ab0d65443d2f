namespace Moot.Peers;

/// <summary>A PostgreSQL of its own, as Debian sets one up: durable, in the run's folder, for this machine alone.</summary>
internal sealed class PostgreSql(Scratch scratch)
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string User = "postgres"; // the database refuses to run as root; Debian makes this user for it
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private System.Diagnostics.Process? server;

    private int Port { get; } = Scratch.FreePort();

    private string Folder => scratch.In("postgresql");

    public int Id => server?.Id ?? 0;

    public async Task Start()
    {
        Directory.CreateDirectory(Folder);
        if (Environment.IsPrivilegedProcess)
        {
            await scratch.Run("chown", [User, Folder], Limit);
        }

        await scratch.Run(
            As[0],
            [.. As[1..], $"{Programs}/initdb", "-D", $"{Folder}/data", "-U", User, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8"],
            Limit
        );
        server = scratch.Start(
            As[0],
            [
                .. As[1..],
                $"{Programs}/postgres",
                "-D",
                $"{Folder}/data",
                "-p",
                $"{Port}",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                $"unix_socket_directories={Folder}",
            ]
        );
        for (var tries = 0; ; tries++)
        {
            try
            {
                await Ask("postgres", "select 1");
                return;
            }
            catch (PeerException) when (tries < 100 && !server.HasExited)
            {
                await Task.Delay(100, scratch.Cancel);
            }
        }
    }

    public void Stop()
    {
        if (server is not null)
        {
            scratch.End(server, "INT"); // what it calls a fast end: connections are not waited for
            server = null;
        }
    }

    /// <summary>What MediaWiki's installation is told.</summary>
    public string[] ForInstall(string name) =>
        [
            "--dbtype",
            "postgres",
            "--dbserver",
            "127.0.0.1",
            "--dbport",
            $"{Port}",
            "--dbname",
            name,
            "--dbuser",
            User,
            "--dbpass",
            "none",
            "--installdbuser",
            User,
            "--installdbpass",
            "none",
        ];

    public async Task<long> Bytes(string name)
    {
        await Ask(name, "vacuum full");
        return long.Parse((await Ask(name, $"select pg_database_size('{name}')")).Trim());
    }

    private async Task<string> Ask(string name, string query) =>
        (await scratch.Run($"{Programs}/psql", ["-h", "127.0.0.1", "-p", $"{Port}", "-U", User, "-d", name, "-At", "-c", query], Limit)).Output;

    private static string[] As => Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups"] : ["env"];
}
