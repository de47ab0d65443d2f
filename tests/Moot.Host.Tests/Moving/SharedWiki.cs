using Moot.Host.Moving;
using Moot.Testing;

namespace Moot.Host.Tests.Moving;

/// <summary>Real wikis' files, which lie outside the project and may be missing.</summary>
internal static class SharedWiki
{
    /// <summary>Half of a whole Wikipedia: 250 pages, 743 revisions.</summary>
    public const string Afar = "aawiki-oddpages-meta-history.xml";

    /// <summary>A history of which names, comments and texts were suppressed.</summary>
    public const string Suppressed = "simplewiki-suppressed-sample.xml";

    /// <summary>A history without texts.</summary>
    public const string Stub = "elwikivoyage-stub-history-sample.xml.gz";

    /// <summary>Schema 0.3: no namespaces on pages, no checksums.</summary>
    public const string Old = "enwiki-Amen_break-history.xml.gz";

    /// <summary>9,789 revisions.</summary>
    public const string Docs = "webplatform-docs-part1-history.xml.7z";

    /// <summary>2,759 revisions.</summary>
    public const string Meetings = "webplatform-WPD-oddpages-history.xml.7z";

    /// <summary>Full path of a file; skips the test, with the reason, where it is missing.</summary>
    public static string Path(string name) => SharedData.Path("wiki/" + name);

    /// <summary>All revisions of a file.</summary>
    public static (WikiSite Site, List<WikiRevision> Revisions) Read(string path)
    {
        using var file = Unpacked.Open(path);
        using var reader = new WikiReader(file.Plain);
        var revisions = reader.Revisions().ToList();
        return (reader.Site, revisions);
    }

    /// <summary>A revision as it must go out: a format that is no media type (MediaWiki's own <c>error-no-format</c>) is not valid by its schema.</summary>
    public static WikiRevision Valid(WikiRevision revision) =>
        revision.Format.Contains('/', StringComparison.Ordinal) ? revision : revision with { Format = WikiRevision.UsualFormat };

    /// <summary>Revisions as a file, read again.</summary>
    public static (byte[] File, WikiSite Site, List<WikiRevision> Revisions) Again(WikiSite site, IEnumerable<WikiRevision> revisions)
    {
        using var file = new MemoryStream();
        using (var writer = new WikiWriter(file, site))
        {
            WikiPage? page = null;
            foreach (var revision in revisions)
            {
                if (!ReferenceEquals(page, revision.Page))
                {
                    writer.Begin(page = revision.Page);
                }

                writer.Write(revision);
            }

            writer.End();
        }

        using var reader = new WikiReader(new MemoryStream(file.ToArray()));
        var read = reader.Revisions().ToList();
        return (file.ToArray(), reader.Site, read);
    }
}
