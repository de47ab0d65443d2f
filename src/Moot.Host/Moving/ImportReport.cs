using System.Text.Json.Nodes;

namespace Moot.Host.Moving;

/// <summary>What was found in a wiki's file, and what became of it.</summary>
internal sealed class ImportReport
{
    /// <summary>Refusals that are told one by one.</summary>
    private const int RefusalsToldMax = 20;

    private readonly HashSet<string> authors = new(StringComparer.Ordinal);
    private readonly List<string> refusals = [];
    private readonly HashSet<long> pages = [];
    private WikiPage? page;

    /// <summary>The wiki.</summary>
    public WikiSite Site { get; set; } = WikiSite.Unknown;

    public long Pages { get; private set; }

    public long Redirects { get; private set; }

    public long Renamed { get; private set; }

    /// <summary>Revisions that were read.</summary>
    public long Revisions { get; private set; }

    public long TextBytes { get; private set; }

    public long Suppressed { get; private set; }

    /// <summary>Revisions that the file gives without their text.</summary>
    public long Stubs { get; private set; }

    public long ByAddress { get; private set; }

    /// <summary>Texts whose checksum is not the one that the file tells.</summary>
    public long WrongSums { get; private set; }

    /// <summary>Revisions that were there already.</summary>
    public long There { get; set; }

    /// <summary>Revisions that were entered.</summary>
    public long Brought { get; set; }

    /// <summary>Files of a repository that are no texts of a wiki.</summary>
    public int OtherFiles { get; set; }

    /// <summary>Pictures and documents that were brought in, or would be.</summary>
    public int FilesBrought { get; set; }

    /// <summary>Pictures and documents that were there already.</summary>
    public int FilesThere { get; set; }

    /// <summary>Pictures and documents that stay behind because nobody said under which licence they are.</summary>
    public int FilesWithoutLicence { get; set; }

    /// <summary>Revisions that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Where nothing was brought in: what the import itself would be told.</summary>
    public Kernel.Acts.Verdict Would { get; set; }

    /// <summary>Where the file is broken; null where it was read to its end.</summary>
    public BrokenWikiException? Fault { get; set; }

    /// <summary>Names of authors.</summary>
    public long Names => authors.Count;

    /// <summary>Why revisions were not taken, in sentences: the first of them.</summary>
    public IEnumerable<string> Refusals => refusals;

    /// <summary>Notes a revision that was read.</summary>
    public void Note(WikiRevision revision)
    {
        if (!ReferenceEquals(page, revision.Page))
        {
            page = revision.Page;
            if (pages.Add(page.Id))
            {
                Pages++;
                Redirects += page.Redirect is null ? 0 : 1;
                Renamed += string.Equals(WikiTitles.Here(page), page.Title, StringComparison.Ordinal) ? 0 : 1;
            }
        }

        Revisions++;
        TextBytes += revision.Text.Length;
        var isHidden = revision.IsCommentSuppressed || revision.Author.Kind == WikiAuthorKind.Suppressed;
        Suppressed += isHidden || revision.TextState == WikiTextState.Suppressed ? 1 : 0;
        Stubs += revision.TextState == WikiTextState.Stub ? 1 : 0;
        ByAddress += revision.Author.Kind == WikiAuthorKind.Address ? 1 : 0;
        if (revision.Author is { Kind: WikiAuthorKind.Name, Name: { } name })
        {
            authors.Add(name);
        }

        if (revision is { TextState: WikiTextState.Present, Sha1: { } sum } && !string.Equals(WikiSha1.Of(revision.Text.Span), sum, StringComparison.Ordinal))
        {
            WrongSums++;
        }
    }

    /// <summary>Notes a revision that was not taken.</summary>
    public void Refuse(long revision, string sentence)
    {
        Refused++;
        if (refusals.Count < RefusalsToldMax)
        {
            refusals.Add($"Revision {revision} was not taken: {sentence}");
        }
    }

    /// <summary>In sentences.</summary>
    public string Sentences(bool isDry)
    {
        var lines = new List<string>
        {
            $"{Site.Name ?? "A wiki"}: {Pages} pages ({Redirects} redirects), {Revisions} revisions with {TextBytes} bytes of text, by {authors.Count} names and {ByAddress} times by people who were not signed in.",
        };
        Tell(Suppressed, "revisions have a name, comment or text that was suppressed there; it stays so.");
        Tell(Stubs, "revisions came without their text: the file was made without texts. Make one with the full history to have them.");
        Tell(WrongSums, "texts do not have the checksum that the file tells: they were changed on the way.");
        Tell(Renamed, $"pages have another title here: old talk pages are called \"{WikiTitles.TalkArchive}…\".");
        Tell(There, "revisions were here already.");
        Tell(
            FilesBrought,
            isDry ? "pictures and documents can come with it, where --licence says under which licence." : "pictures and documents came with it."
        );
        Tell(FilesThere, "pictures and documents were here already.");
        Tell(FilesWithoutLicence, "pictures and documents stay behind: say with --licence under which licence they are, and run the same command again.");
        Tell(OtherFiles - FilesWithoutLicence, "files are neither texts of a wiki nor pictures or documents that are taken here; they stay behind.");
        lines.AddRange(refusals);
        Tell(Refused, "revisions were not taken in all.");
        if (!Would.IsLawful)
        {
            lines.Add($"It would be refused: {Would.Sentence}");
        }

        lines.Add(isDry ? "Nothing was written." : $"{Brought} revisions were brought in.");
        if (Fault is not null)
        {
            lines.Add(
                $"The file is broken. {Fault.Message} What stands before it was read; mend the file and run the same command again, nothing comes twice."
            );
        }

        return string.Join('\n', lines);

        void Tell(long count, string what)
        {
            if (count > 0)
            {
                lines.Add($"{count} {what}");
            }
        }
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["ok"] = Fault is null && Refused == 0 && Would.IsLawful,
            ["site"] = Site.Name,
            ["pages"] = Pages,
            ["redirects"] = Redirects,
            ["renamed"] = Renamed,
            ["revisions"] = Revisions,
            ["textBytes"] = TextBytes,
            ["names"] = authors.Count,
            ["byAddress"] = ByAddress,
            ["suppressed"] = Suppressed,
            ["stubs"] = Stubs,
            ["wrongSums"] = WrongSums,
            ["there"] = There,
            ["brought"] = Brought,
            ["refused"] = Refused,
            ["refusals"] = new JsonArray([.. refusals.Select(r => (JsonNode)r)]),
            ["filesBrought"] = FilesBrought,
            ["filesThere"] = FilesThere,
            ["filesWithoutLicence"] = FilesWithoutLicence,
            ["otherFiles"] = OtherFiles,
            ["would"] = Would.Code,
            ["wouldSentence"] = Would.Sentence,
            ["fault"] = Fault?.Message,
            ["faultLine"] = Fault?.Line,
            ["faultLineByte"] = Fault?.LineByte,
        };
}
