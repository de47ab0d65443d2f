using System.Text.Json;

namespace Moot.Peers;

/// <summary>MediaWiki as its handbook says it is made quick: PHP-FPM with a code cache behind nginx, texts and sessions kept in APCu, limits off, no jobs within requests.</summary>
/// <param name="scratch">The run.</param>
/// <param name="database">Where it keeps its pages; null for SQLite.</param>
internal sealed class MediaWiki(Scratch scratch, PostgreSql? database) : Wiki(scratch, database is null ? "MediaWiki, SQLite" : "MediaWiki, PostgreSQL")
{
    private const string Code = "/usr/share/mediawiki";
    private const int PhpWorkers = 8;

    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(20);

    /// <summary>Where it keeps its pages; null for SQLite.</summary>
    public PostgreSql? Database => database;

    public override Markup Markup { get; } = new(h => $"== {h} ==", l => $"[[{l}]]");

    public override string FrontPath => "/index.php?title=Main_Page";

    public override IReadOnlyList<int> ServerIds => database is null ? base.ServerIds : [.. base.ServerIds, database.Id];

    public override int EditsWanted(bool isQuick) => isQuick ? 48 : 160;

    public override int ViewsWanted(bool isQuick) => isQuick ? 64 : 240;

    public override string ViewOf(string title) => $"/index.php?title={Slug(title)}";

    public override string HistoryOf(string title) => $"/index.php?title={Slug(title)}&action=history";

    public override string DiffOf(string title, string older, string newer) => $"/index.php?title={Slug(title)}&oldid={older}&diff={newer}";

    public override Editor Edit() => new ApiEditor(new Wire(Port));

    public override async Task Create(string folder)
    {
        Directory.CreateDirectory(folder);
        string[] store = database is null
            ? ["--dbtype", "sqlite", "--dbpath", Path.Combine(folder, "data"), "--dbname", "wiki"]
            : [.. database.ForInstall(NameOf(folder))];
        await Php(
            null,
            [
                "install.php",
                .. store,
                "--server",
                $"http://127.0.0.1:{Port}",
                "--scriptpath",
                "",
                "--confpath",
                folder,
                "--pass",
                "correct horse battery",
                "Wiki",
                "Admin",
            ]
        );
        await File.AppendAllTextAsync(
            SettingsOf(folder),
            """

            $wgMainCacheType = CACHE_ACCEL;
            $wgParserCacheType = CACHE_ACCEL;
            $wgMessageCacheType = CACHE_ACCEL;
            $wgSessionCacheType = CACHE_ACCEL;
            $wgJobRunRate = 0;
            $wgRateLimits = [];
            $wgDiff3 = '/usr/bin/diff3';
            $wgShowExceptionDetails = true;
            """,
            Scratch.Cancel
        );
    }

    public override async Task Start(string folder)
    {
        var socket = Path.Combine(folder, "php.sock");
        var pool = Path.Combine(folder, "php-fpm.conf");
        await File.WriteAllTextAsync(
            pool,
            $"""
            [global]
            error_log = {folder}/php-fpm.log
            daemonize = no
            [wiki]
            user = root
            listen = {socket}
            pm = static
            pm.max_children = {PhpWorkers}
            php_admin_value[memory_limit] = 256M
            php_admin_value[opcache.enable] = 1
            php_admin_value[opcache.memory_consumption] = 192
            php_admin_value[opcache.max_accelerated_files] = 20000
            php_admin_value[opcache.validate_timestamps] = 0
            php_admin_value[error_reporting] = 0
            """
        );
        var front = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(
            front,
            $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            worker_processes 2;
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/nginx.log;
            events { worker_connections 256; }
            http {
              access_log off;
              keepalive_requests 100000;
              client_body_temp_path {{folder}}/nginx-body;
              proxy_temp_path {{folder}}/nginx-proxy;
              fastcgi_temp_path {{folder}}/nginx-fastcgi;
              uwsgi_temp_path {{folder}}/nginx-uwsgi;
              scgi_temp_path {{folder}}/nginx-scgi;
              client_max_body_size 20m;
              client_body_buffer_size 256k;
              server {
                listen 127.0.0.1:{{Port}};
                root {{Code}};
                location ~ ^/(index|api|load)\.php$ {
                  include /etc/nginx/fastcgi_params;
                  fastcgi_param SCRIPT_FILENAME {{Code}}$fastcgi_script_name;
                  fastcgi_param MW_CONFIG_FILE {{SettingsOf(folder)}};
                  fastcgi_buffers 32 64k;
                  fastcgi_read_timeout 120s;
                  fastcgi_pass unix:{{socket}};
                }
              }
            }
            """
        );
        var fpm = Directory.EnumerateFiles("/usr/sbin", "php-fpm*").Order(StringComparer.Ordinal).Last();
        Serve(fpm, ["-F", "-y", pool, "-d", "apc.shm_size=128M", .. Environment.IsPrivilegedProcess ? ["-R"] : Array.Empty<string>()]);
        Serve("nginx", ["-c", front, "-e", $"{folder}/nginx.log"]);
        await Answers(FrontPath);
    }

    public override async Task<Moved> Import(string folder, WikiSubset texts)
    {
        await Create(folder);
        var ran = await Php(folder, ["importDump.php", "--no-updates", texts.XmlPath]);
        // What makes the wiki whole after an import without updates: lists of changes, links, counts.
        var rebuilt = await Rebuild(folder);
        var count = await Number(folder, "select count(*) as n from revision");
        return new((int)count - 1, ran.Seconds, ran.PeakBytes, $"and {rebuilt:N0} s for the links, without which it is not whole");
    }

    public override async Task<long> Bytes(string folder) => database is null ? BytesBelow(Path.Combine(folder, "data")) : await database.Bytes(NameOf(folder));

    public override async Task<Copied> Copy(string from, string to)
    {
        var (rows, dump) = (await Number(from, "select count(*) as n from logging"), Path.Combine(Scratch.Path, NameOf(to) + ".xml"));
        var dumped = await Php(from, ["dumpBackup.php", "--full", "--quiet"], dump);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Create(to);
        var made = clock.Elapsed.TotalSeconds;
        var imported = await Php(to, ["importDump.php", "--no-updates", dump]);
        var rebuilt = await Rebuild(to);
        File.Delete(dump);
        var kept = await Number(to, "select count(*) as n from logging");
        return new(
            dumped.Seconds + made + imported.Seconds + rebuilt,
            rows,
            Math.Max(0, rows - kept),
            $"dump {dumped.Seconds:N1} s, install {made:N1} s, import {imported.Seconds:N1} s, rebuild {rebuilt:N1} s"
        );
    }

    private async Task<double> Rebuild(string folder)
    {
        var recent = await Php(folder, ["rebuildrecentchanges.php"]);
        var all = await Php(folder, ["rebuildall.php"]);
        var counts = await Php(folder, ["initSiteStats.php", "--update"]);
        return recent.Seconds + all.Seconds + counts.Seconds;
    }

    private async Task<long> Number(string folder, string query)
    {
        var said = (await Php(folder, ["sql.php", "--json", "--query", query])).Output;
        var line = said[said.IndexOf('[', StringComparison.Ordinal)..];
        return long.Parse(JsonDocument.Parse(line).RootElement[0].GetProperty("n").ToString());
    }

    private Task<Ran> Php(string? folder, string[] arguments, string? output = null)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (folder is not null)
        {
            settings["MW_CONFIG_FILE"] = SettingsOf(folder);
        }

        return Scratch.Run("php", ["-d", "error_reporting=0", $"{Code}/maintenance/{arguments[0]}", .. arguments[1..]], CommandLimit, settings, output: output);
    }

    private static string SettingsOf(string folder) => Path.Combine(folder, "LocalSettings.php");

    private static string NameOf(string folder) => Path.GetFileName(folder).Replace('-', '_');

    /// <summary>Somebody without an account, by the interface for programs.</summary>
    private sealed class ApiEditor(Wire wire) : Editor(wire)
    {
        private const string NobodysToken = "+\\";

        public override async Task<Outcome> Save(string title, string text, string from, CancellationToken cancel)
        {
            (string, string)[] fields =
            [
                ("action", "edit"),
                ("format", "json"),
                ("title", title),
                ("text", text),
                ("summary", "Measured"),
                ("token", NobodysToken),
                .. from.Length > 0 ? [("baserevid", from)] : Array.Empty<(string, string)>(),
            ];
            var answer = await Wire.Post("/api.php", fields, cancel);
            if (answer.Status != 200)
            {
                return new(false, answer.Status == 0 ? answer.Text : $"HTTP {answer.Status}");
            }

            using var said = JsonDocument.Parse(answer.Body);
            if (said.RootElement.TryGetProperty("error", out var error))
            {
                return new(false, error.GetProperty("code").GetString()!);
            }

            var edit = said.RootElement.GetProperty("edit");
            if (edit.GetProperty("result").GetString() != "Success")
            {
                return new(false, edit.GetProperty("result").GetString()!);
            }

            Revision = edit.TryGetProperty("newrevid", out var revision) ? revision.GetInt64().ToString() : Revision;
            return new(true);
        }

        public override async Task<Standing> Read(string title, CancellationToken cancel)
        {
            var answer = await Wire.Get(
                $"/api.php?action=query&prop=revisions&rvslots=main&rvprop=ids%7Ccontent&formatversion=2&format=json&titles={Slug(title)}",
                cancel
            );
            if (answer.Status != 200)
            {
                return new("", "");
            }

            using var said = JsonDocument.Parse(answer.Body);
            var page = said.RootElement.GetProperty("query").GetProperty("pages")[0];
            if (!page.TryGetProperty("revisions", out var revisions))
            {
                return new("", "");
            }

            var newest = revisions[0];
            return new(newest.GetProperty("slots").GetProperty("main").GetProperty("content").GetString()!, newest.GetProperty("revid").GetInt64().ToString());
        }
    }
}
