using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Commons.Licensing;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;

namespace Moot.Host.Moving;

/// <summary>Brings a wiki in: each of its revisions becomes an act, signed on all cores ahead of the writer and entered in the order of the file.</summary>
/// <remarks>What was brought is known by the state, so that the same command goes on after a stop, and done twice adds nothing.</remarks>
internal sealed class WikiImport
{
    /// <summary>Acts that are being written and signed at once.</summary>
    private const int SigningMax = 256;

    /// <summary>Bytes of texts that are on their way.</summary>
    private const long BytesMax = 24L << 20;

    /// <summary>Acts that wait for the writer's answer.</summary>
    private const int AnswersMax = 2048;

    private readonly HostedLog log;
    private readonly SigningKey key;
    private readonly string? licence;
    private readonly ImportReport report;
    private readonly Imports before;
    private readonly ActPen.Place place;
    private readonly Queue<(WikiRevision Revision, Task<Prepared> Act)> signing = new();
    private readonly Queue<(WikiRevision Revision, Task<Receipt> Answer)> answers = new();
    private readonly HashSet<long> begun = [];
    private long bytes;

    private WikiImport(HostedLog log, SigningKey key, MemberId member, string? licence, ImportReport report)
    {
        (this.log, this.key, this.licence, this.report) = (log, key, licence, report);
        place = ActPen.Place.Of(log.Head, log.Folder.Origin, member);
        before = log.Head.World.Get<Library>().Imports;
    }

    /// <summary>Reads a file and brings in what is not there yet.</summary>
    /// <param name="log">The log.</param>
    /// <param name="key">The key of the member, or the host's, where it speaks for the member; signs.</param>
    /// <param name="member">Who brings it in.</param>
    /// <param name="reader">The file.</param>
    /// <param name="licence">Under which licence its texts are given there (an SPDX expression); null where that was said before, or the association has chosen none.</param>
    /// <param name="progress">Told the revisions that were read.</param>
    /// <param name="cancel">Stops it; what was sent is finished.</param>
    public static async Task<ImportReport> Run(
        HostedLog log,
        SigningKey key,
        MemberId member,
        WikiReader reader,
        string? licence,
        Action<long>? progress,
        CancellationToken cancel
    )
    {
        var report = new ImportReport();
        var import = new WikiImport(log, key, member, licence, report);
        long? began = null;
        await Read(
            reader,
            report,
            async revision =>
            {
                began ??= await import.Begin(reader.Site);
                await import.Take(began.Value, revision);
                progress?.Invoke(report.Revisions);
            },
            cancel
        );
        await import.Finish();
        return report;
    }

    /// <summary>The member whose key it is.</summary>
    /// <exception cref="LogException">It is nobody's.</exception>
    public static MemberId MemberOf(HostedLog log, SigningKey key) =>
        log.Head.World.Get<Roster>().OwnerOf(PublicKey.FromBytes(key.PublicKey)) is { Left: null } owner
            ? owner.Id
            : throw new LogException("not-a-member", "Your key belongs to no member here. Join first: moot act DIR member.join/1 '{\"name\":\"...\"}'");

    /// <summary>Reads a repository and brings in what is not there yet.</summary>
    /// <param name="log">The log.</param>
    /// <param name="key">The key of the member who brings it in.</param>
    /// <param name="wiki">The repository.</param>
    /// <param name="licence">Under which licence its texts and files are given there; null where that was said before, or nobody says.</param>
    /// <param name="progress">Told commits done, and all.</param>
    /// <param name="cancel">Stops it; what was sent is finished.</param>
    public static async Task<ImportReport> Run(
        HostedLog log,
        SigningKey key,
        GitWiki wiki,
        string? licence,
        Action<long, long>? progress,
        CancellationToken cancel
    )
    {
        var report = new ImportReport();
        var import = new WikiImport(log, key, MemberOf(log, key), licence, report);
        long? began = null;
        foreach (var (revision, title) in wiki.Steps())
        {
            if (cancel.IsCancellationRequested)
            {
                break;
            }

            began ??= await import.Begin(wiki.Site);
            report.Note(revision);
            if (title is not null && import.before.Find(began.Value, revision.Id) is null)
            {
                await import.Move(began.Value, revision.Page);
            }

            await import.Take(began.Value, revision);
            progress?.Invoke(wiki.Read, wiki.Commits);
        }

        await import.Finish();
        report.Site = wiki.Site;
        if (!cancel.IsCancellationRequested)
        {
            var under = licence ?? (began is { } known ? log.Head.World.Get<Library>().Imports.Licences.GetValueOrDefault(known) : null);
            await GitFiles.Bring(log, import.place, key, wiki, under, report, cancel);
        }

        return report;
    }

    /// <summary>Reads a repository and brings nothing in; says what the import itself would be refused.</summary>
    /// <param name="wiki">The repository.</param>
    /// <param name="library">What is there already.</param>
    /// <param name="licence">Under which licence it is given there; null where nobody says.</param>
    /// <param name="progress">Told commits done, and all.</param>
    /// <param name="cancel">Stops it.</param>
    public static ImportReport Look(GitWiki wiki, Library library, string? licence, Action<long, long>? progress, CancellationToken cancel)
    {
        var report = new ImportReport();
        foreach (var (revision, _) in wiki.Steps())
        {
            cancel.ThrowIfCancellationRequested();
            report.Note(revision);
            report.There += library.Imports.Of(WikiSource.Of(wiki.Site)) is { } known && library.Imports.Find(known, revision.Id) is not null ? 1 : 0;
            progress?.Invoke(wiki.Read, wiki.Commits);
        }

        report.Site = wiki.Site;
        report.Would = report.Revisions == 0 ? Verdict.Lawful : Judge(library, wiki.Site, licence);
        GitFiles.Look(wiki, report);
        return report;
    }

    /// <summary>Reads a file and brings nothing in; says what the import itself would be refused.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="library">What is there already.</param>
    /// <param name="licence">Under which licence its texts are given there; null where nobody says.</param>
    /// <param name="progress">Told the revisions that were read.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<ImportReport> Look(WikiReader reader, Library library, string? licence, Action<long>? progress, CancellationToken cancel)
    {
        var report = new ImportReport();
        long? known = null;
        await Read(
            reader,
            report,
            revision =>
            {
                known ??= library.Imports.Of(WikiSource.Of(reader.Site)) ?? -1;
                report.There += library.Imports.Find(known.Value, revision.Id) is null ? 0 : 1;
                progress?.Invoke(report.Revisions);
                return Task.CompletedTask;
            },
            cancel
        );
        report.Would = report.Revisions == 0 ? Verdict.Lawful : Judge(library, reader.Site, licence);
        return report;
    }

    /// <summary>May a wiki be brought in, or gone on with, under this licence? What every import asks before its first act.</summary>
    public static Verdict Judge(Library library, WikiSite site, string? licence)
    {
        if (site.Base is null && site.Name is null)
        {
            return Verdict.Refused(
                "site-missing",
                "The file does not say which wiki it comes from: it has no <siteinfo>. Make it with the export's full header."
            );
        }

        if (library.Imports.Of(WikiSource.Of(site)) is not { } import)
        {
            return Bringing.Judge(library.Licence, licence);
        }

        // A licence that was said is not changed in passing.
        return licence is null ? Verdict.Lawful
            : library.Imports.Licences.GetValueOrDefault(import) is not { } told ? Bringing.Judge(library.Licence, licence)
            : string.Equals(told, licence, StringComparison.Ordinal) ? Verdict.Lawful
            : Verdict.Refused(
                "licence-differs",
                $"This wiki was begun in entry {import} as given under {told}. If that is wrong, say so first: in the settings, or by moot act DIR wiki.licence/1 '{{\"import\":{import},\"licence\":\"{licence}\"}}'",
                $"{import}",
                told
            );
    }

    private static async Task Read(WikiReader reader, ImportReport report, Func<WikiRevision, Task> take, CancellationToken cancel)
    {
        try
        {
            foreach (var revision in reader.Revisions())
            {
                if (cancel.IsCancellationRequested)
                {
                    break;
                }

                report.Note(revision);
                await take(revision);
            }
        }
        catch (BrokenWikiException e)
        {
            report.Fault = e;
        }

        report.Site = reader.Site;
    }

    /// <summary>The entry under which a wiki is brought in; begins one where there is none.</summary>
    private async Task<long> Begin(WikiSite site)
    {
        var library = log.Head.World.Get<Library>();
        if (Judge(library, site, licence) is { IsLawful: false } refused)
        {
            throw Trouble(refused, library);
        }

        var source = WikiSource.Of(site);
        if (before.Of(source) is { } known)
        {
            if (licence is not null && before.Licences.GetValueOrDefault(known) is null)
            {
                var tell = ActPen.Compose(place, TimeProvider.System, TellLicence.Kind, new() { ["import"] = known, ["licence"] = licence }, [], key);
                Founding.Need(await log.Submit(tell.ToBytes()));
            }

            return known;
        }

        var words = WikiSource.Words(site.Name is null ? site with { Name = site.Base } : site);
        var content = new System.Text.Json.Nodes.JsonObject { ["source"] = source.ToHex() };
        if (licence is not null)
        {
            content["licence"] = licence;
        }

        var act = ActPen.Compose(place, TimeProvider.System, BeginImport.Kind, content, words, key);
        return Founding.Need(await log.Submit(act.ToBytes())).Index!.Value;
    }

    /// <summary>A refusal as a command says it.</summary>
    public static LogException Trouble(Verdict refused, Library library) =>
        string.Equals(refused.Code, "licence-untold", StringComparison.Ordinal)
            ? new(
                "licence-missing",
                $"Words are given here under {library.Licence}, and the file does not say under which licence its texts are. Say it, as its wiki does at the foot of its pages: --licence CC-BY-SA-4.0"
            )
            : new(refused.Code ?? "", refused.Sentence ?? "");

    private async Task Take(long import, WikiRevision revision)
    {
        if (before.Find(import, revision.Id) is not null)
        {
            report.There++;
            return;
        }

        if (revision.Text.Length > MovingLimits.PageTextBytesMax)
        {
            report.Refuse(revision.Id, $"its text has {revision.Text.Length} bytes, more than {MovingLimits.PageTextBytesMax}.");
            return;
        }

        var isFirst = before.PageOf(import, revision.Page.Id) is null && begun.Add(revision.Page.Id);
        var sequence = ActPen.NextSequence(TimeProvider.System);
        bytes += revision.Text.Length;
        signing.Enqueue((revision, Task.Run(() => HostedLog.Prepare(BringDraft.Write(place, import, revision, isFirst, sequence, key)))));
        while (signing.Count > SigningMax || (bytes > BytesMax && signing.Count > 0))
        {
            await Send();
            while (answers.Count > AnswersMax || (bytes > BytesMax && answers.Count > 0))
            {
                await Settle();
            }
        }
    }

    /// <summary>Gives a page its new title, once all that came before is in.</summary>
    private async Task Move(long import, WikiPage page)
    {
        await Finish();
        if (log.Head.World.Get<Library>().Imports.PageOf(import, page.Id) is { } there)
        {
            var act = ActPen.Compose(
                place,
                TimeProvider.System,
                MovePage.Kind,
                new() { ["page"] = there.Page },
                new() { ["title"] = WikiTitles.Here(page) },
                key
            );
            Founding.Need(await log.Submit(act.ToBytes()));
        }
    }

    private async Task Send()
    {
        var (revision, act) = signing.Dequeue();
        answers.Enqueue((revision, log.Submit(await act)));
    }

    private async Task Settle()
    {
        var (revision, answer) = answers.Dequeue();
        var receipt = await answer;
        bytes -= revision.Text.Length;
        switch (receipt.Verdict)
        {
            case { IsLawful: true }:
                report.Brought++;
                break;
            case { Code: "brought-already" }:
                report.There++; // twice in the same file
                break;
            case { Code: "unavailable" or "in-doubt" }:
                throw new LogException(receipt.Verdict.Code, "The log could not be written. Run the same command again: it goes on where it stopped.");
            default:
                report.Refuse(revision.Id, receipt.Verdict.Sentence);
                break;
        }
    }

    private async Task Finish()
    {
        while (signing.Count > 0)
        {
            await Send();
        }

        while (answers.Count > 0)
        {
            await Settle();
        }
    }
}
