using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.Data.Sqlite;
using Moot.Host.Live;
using Moot.Host.Storage;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Host.Caches;

/// <summary>Finds texts in an SQLite index beside the log, which a follower keeps up with it. It can be deleted at any time, and is made again from the log.</summary>
internal sealed class SqliteSearch : ISearch, IAsyncDisposable
{
    /// <summary>Entries that are taken in at once; their place is noted in the same transaction.</summary>
    private const int BatchEntries = 500;

    /// <summary>Results that are counted; beyond that there are "many".</summary>
    public const int CountedMax = 1_000;

    /// <summary>Things that one question about references gives.</summary>
    private const int ReferencesMax = 10_000;

    /// <summary>Pages that nothing links to, at most.</summary>
    private const int UnlinkedMax = 100_000;

    /// <summary>Words of a passage that is shown.</summary>
    private const int PassageWords = 28;

    private const char Open = '\u0001';
    private const char Close = '\u0002';

    /// <summary>Least and longest time for which acts are gathered once one was done: a page that is saved again and again is taken in once, and the saves have the machine.</summary>
    private static readonly TimeSpan GatheringMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan GatheringMax = TimeSpan.FromSeconds(2);

    /// <summary>Acts are gathered so many times as long as it took to take in the last ones: while many write, indexing has a small part of the machine.</summary>
    private const int GatheringShare = 19;

    /// <summary>Longest time until growth of the log is noticed that nobody told of.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Time until an index that could not be kept up is tried again.</summary>
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    private readonly IServedLog log;
    private readonly TimeProvider clock;
    private readonly Action<string> tell;
    private readonly string path;
    private readonly CancellationTokenSource stop = new();
    private readonly Bell bell = new();
    private volatile ConcurrentBag<SqliteFile> readers = []; // another one for each file
    private Task following = Task.CompletedTask;
    private long size;
    private volatile bool isOpen;

    private string? trouble;

    private SqliteSearch(IServedLog log, TimeProvider clock, Action<string> tell) =>
        (this.log, this.clock, this.tell, path) = (log, clock, tell, log.Folder.SearchPath);

    /// <summary>Follows a log from now on.</summary>
    /// <param name="log">The log.</param>
    /// <param name="clock">The time.</param>
    /// <param name="tell">Told in a sentence when the index cannot be kept up, and when it can again.</param>
    public static SqliteSearch Follow(IServedLog log, TimeProvider clock, Action<string> tell)
    {
        var search = new SqliteSearch(log, clock, tell);
        log.Moved += search.bell.Ring;
        search.following = Task.Run(search.Follow);
        return search;
    }

    public long Size => Volatile.Read(ref size);

    public SearchResult Find(SearchQuery query)
    {
        if (SearchWords.Question(query.Text, query.IsTitleOnly) is not { } question)
        {
            return new(0, []);
        }

        var kind = Math.Max(0, Array.IndexOf(SearchTexts.Kinds, query.Kind ?? ""));
        var titled = SearchWords.Question(query.Text, isTitleOnly: true)!;
        return Ask(new SearchResult(0, []), file => Find(file, (question, titled), kind, Math.Max(0, query.From), Math.Clamp(query.Count, 0, CountedMax)));
    }

    public ImmutableArray<long> LinksTo(string title) => Referring(SearchTexts.Link, title);

    public ImmutableArray<long> Including(string title) => Referring(SearchTexts.Inclusion, title);

    public ImmutableArray<long> Showing(string file) => Referring(SearchTexts.ShownFile, file);

    public ImmutableArray<long> InCategory(string category) => Referring(SearchTexts.Category, category);

    public ImmutableArray<(string Category, int Pages)> Categories() =>
        Counted("SELECT target, count(*) FROM reference WHERE kind = ?1 GROUP BY target ORDER BY target LIMIT ?2", SearchTexts.Category, ReferencesMax);

    public ImmutableArray<(string Title, int Links)> Wanted(int count) =>
        Counted(
            "SELECT target, count(*) FROM reference WHERE kind = ?1 AND NOT EXISTS (SELECT 1 FROM title WHERE title.title = reference.target) "
                + "GROUP BY target ORDER BY 2 DESC, target LIMIT ?2",
            SearchTexts.Link,
            count
        );

    public ImmutableArray<long> Unlinked() =>
        Ask<ImmutableArray<long>>(
            [],
            file =>
            {
                var found = file[
                    "SELECT page FROM title EXCEPT SELECT title.page FROM reference JOIN title ON title.title = reference.target "
                        + "WHERE reference.kind IN (?1, ?2) AND reference.page <> title.page LIMIT ?3"
                ]
                    .Bind(1, SearchTexts.Link)
                    .Bind(2, SearchTexts.Inclusion)
                    .Bind(3, UnlinkedMax);
                var pages = ImmutableArray.CreateBuilder<long>();
                while (found.Next())
                {
                    pages.Add(found.Number(0));
                }

                return pages.ToImmutable();
            }
        );

    public async ValueTask DisposeAsync()
    {
        log.Moved -= bell.Ring;
        await stop.CancelAsync();
        await following;
        CloseReaders();
        stop.Dispose();
        bell.Dispose();
    }

    private SearchResult Find(SqliteFile file, (string All, string Titled) question, int kind, int from, int count)
    {
        const string matching = "FROM words JOIN thing ON thing.id = words.rowid WHERE words MATCH ?1 AND (?2 = 0 OR thing.kind = ?2)";
        const string newest =
            $"SELECT thing.kind AS kind, thing.id AS id, thing.entry AS entry, words.rank AS worth {matching} ORDER BY words.rowid DESC LIMIT";
        var total = file[$"SELECT count(*) FROM (SELECT 1 {matching} LIMIT {CountedMax})"].Bind(1, question.All).Bind(2, kind);
        var counted = total.Next() ? (int)total.Number(0) : 0;
        total.Reset();

        // To weigh everything that has a word which is everywhere would take seconds: of so many the newest are weighed, and those that have it in their titles.
        // Passages are cut out only of what is shown, for the same reason.
        var weighed =
            counted < CountedMax
                ? $"SELECT thing.kind, thing.id, thing.entry {matching} ORDER BY words.rank, thing.id DESC LIMIT ?3 OFFSET ?4"
                : $"SELECT kind, id, entry FROM (SELECT * FROM ({newest} {CountedMax}) UNION ALL SELECT * FROM ({newest.Replace("?1", "?5", StringComparison.Ordinal)} {CountedMax})) "
                    + "GROUP BY id ORDER BY min(worth), id DESC LIMIT ?3 OFFSET ?4";
        var found = file[weighed].Bind(1, question.All).Bind(2, kind).Bind(3, count).Bind(4, from);
        _ = counted < CountedMax ? found : found.Bind(5, question.Titled);
        var hits = ImmutableArray.CreateBuilder<SearchHit>();

        // What went out of sight a moment ago may still be in the index.
        var erasures = log.Head.World.Get<Erasures>();
        while (found.Next())
        {
            if (erasures.Find(found.Number(2)) is null)
            {
                var id = found.Number(1);
                hits.Add(new(SearchTexts.Kinds[found.Number(0)], id, found.Number(2), SearchWords.Pieces(Passage(file, question.All, id), Open, Close)));
            }
        }

        return new(counted, hits.ToImmutable());
    }

    private static string Passage(SqliteFile file, string question, long id)
    {
        var passage = file[$"SELECT snippet(words, 1, '{Open}', '{Close}', '…', {PassageWords}) FROM words WHERE words MATCH ?1 AND rowid = ?2"]
            .Bind(1, question)
            .Bind(2, id);
        var cut = passage.Next() ? passage.Text(0) : "";
        passage.Reset();
        return cut;
    }

    private ImmutableArray<long> Referring(int kind, string target) =>
        Ask<ImmutableArray<long>>(
            [],
            file =>
            {
                var found = file["SELECT page FROM reference WHERE kind = ?1 AND target = ?2 ORDER BY page LIMIT ?3"]
                    .Bind(1, kind)
                    .Bind(2, target)
                    .Bind(3, ReferencesMax);
                var pages = ImmutableArray.CreateBuilder<long>();
                while (found.Next())
                {
                    pages.Add(found.Number(0));
                }

                return pages.ToImmutable();
            }
        );

    private ImmutableArray<(string Target, int Pages)> Counted(string sql, int kind, int count) =>
        Ask<ImmutableArray<(string, int)>>(
            [],
            file =>
            {
                var found = file[sql].Bind(1, kind).Bind(2, Math.Clamp(count, 0, ReferencesMax));
                var targets = ImmutableArray.CreateBuilder<(string, int)>();
                while (found.Next())
                {
                    targets.Add((found.Text(0), (int)found.Number(1)));
                }

                return targets.ToImmutable();
            }
        );

    /// <summary>Asks the index, on a connection of its own; where it cannot be asked, nothing is found.</summary>
    private T Ask<T>(T nothing, Func<SqliteFile, T> question)
    {
        if (!isOpen)
        {
            return nothing;
        }

        SqliteFile? reader = null;
        try
        {
            var free = readers;
            reader = free.TryTake(out var known) ? known : SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
            var answer = question(reader);
            if (isOpen)
            {
                free.Add(reader);
                reader = null;
            }

            return answer;
        }
        catch (LogException)
        {
            return nothing;
        }
        finally
        {
            reader?.Dispose();
        }
    }

    /// <summary>Follows until the program ends, whatever happens: an association without search is one that goes on.</summary>
    private async Task Follow()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await FollowIndex();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (FileNotFoundException)
            {
                // Somebody deleted it, as they may: made again at once.
                TryDiscard();
                continue;
            }
            catch (LogException e) when (e.Code is "damaged" or "not-a-log")
            {
                Tell($"The search index {path} is damaged; it is made again from the log. ({e.InnerException?.Message ?? e.Message})");
                TryDiscard();
            }
            catch (Exception e) when (e is LogException or IOException or UnauthorizedAccessException)
            {
                Halt(e.Message);
            }
#pragma warning disable CA1031 // Whatever it is, pages are served without search, and the operator is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Halt($"A bug: {e}");
            }

            await Waiting(TryAgain);
        }
    }

    private void Halt(string why)
    {
        isOpen = false;
        Tell($"Search stands still and is tried again every {TryAgain.TotalSeconds} seconds; everything else goes on. {why}");
    }

    /// <summary>Tells the operator, once for each trouble.</summary>
    private void Tell(string sentence)
    {
        if (string.Equals(trouble, sentence, StringComparison.Ordinal))
        {
            return;
        }

        trouble = sentence;
        try
        {
            tell(sentence);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody reads the console any more.
        }
    }

    private async Task FollowIndex()
    {
        while (log.Head.World.Association is null)
        {
            await Rest(Pause);
        }

        using var file = SearchFile.Open(path, Identity());
        Volatile.Write(ref size, file.Number("SELECT size FROM about"));
        if (Size > log.Head.World.Size)
        {
            throw SqliteTrouble.Damage(path, "It knows of more than the log.");
        }

        isOpen = true;
        if (trouble is not null)
        {
            Tell("Search works again.");
            trouble = null;
        }

        var texts = new SearchTexts(file, log);
        var isSweeping = true; // what a crash left in the write-ahead log may be out of sight since
        while (true)
        {
            stop.Token.ThrowIfCancellationRequested();
            if (!File.Exists(path))
            {
                throw new FileNotFoundException("The search index was deleted.", path); // it would be written on unseen, and nobody else could read it
            }

            var world = log.Head.World;
            var known = Math.Min(world.Size, log.Store.Size);
            if (Size < known)
            {
                var (from, to) = (Size, Math.Min(known, Size + BatchEntries));
                var begun = clock.GetTimestamp();
                file.InTransaction(() =>
                {
                    isSweeping |= texts.Take(world, from, to);
                    file["UPDATE about SET size = ?1"].Bind(1, to).Run();
                });
                isSweeping = isSweeping && !TrySweep(file);
                Volatile.Write(ref size, to);
                if (to == known)
                {
                    // Also where more has come meanwhile: while many write there is always more.
                    await Gather(GatheringShare * clock.GetElapsedTime(begun));
                }
            }
            else
            {
                isSweeping = isSweeping && !TrySweep(file);
                await Rest(Pause);
                await Gather(GatheringMin);
            }
        }
    }

    /// <summary>Empties the write-ahead log, in which deleted texts may still stand; false where a reader holds it.</summary>
    private static bool TrySweep(SqliteFile file)
    {
        var sweep = file["PRAGMA wal_checkpoint(TRUNCATE)"];
        var isDone = sweep.Next() && sweep.Number(0) == 0;
        sweep.Reset();
        return isDone;
    }

    private Hash Identity() => Hash.Of(Encoding.UTF8.GetBytes($"{log.Folder.Vkey}\n{log.Head.World.Association}"));

    private void TryDiscard()
    {
        try
        {
            Volatile.Write(ref size, 0);
            CloseReaders();
            SearchFile.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Halt(e.Message);
        }
    }

    private void CloseReaders()
    {
        isOpen = false;
        var free = readers;
        readers = [];
        while (free.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private Task Gather(TimeSpan wanted) =>
        Task.Delay(
            wanted < GatheringMin ? GatheringMin
                : wanted > GatheringMax ? GatheringMax
                : wanted,
            stop.Token
        );

    private async Task Rest(TimeSpan most)
    {
        await bell.Rest(most, clock, stop.Token);
        stop.Token.ThrowIfCancellationRequested();
    }

    private async Task Waiting(TimeSpan most)
    {
        try
        {
            await Rest(most);
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
    }
}
