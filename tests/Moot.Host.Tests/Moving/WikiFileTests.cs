using System.IO.Compression;
using System.Text;
using Moot.Host.Moving;
using Xunit;

namespace Moot.Host.Tests.Moving;

/// <summary>Files of real wikis are read, written and read again without a difference.</summary>
public sealed class WikiFileTests
{
    [Theory]
    [InlineData(SharedWiki.Afar, 743)]
    [InlineData(SharedWiki.Meetings, 2759)]
    [InlineData(SharedWiki.Docs, 9789)]
    public void Every_checksum_of_a_wiki_is_that_of_its_text_also_when_it_was_written_again(string name, int count)
    {
        using var file = Unpacked.Open(SharedWiki.Path(name));
        using var reader = new WikiReader(file.Plain);
        var (revisions, sums) = (0, 0);
        foreach (var few in reader.Revisions().Chunk(500))
        {
            var (_, _, again) = SharedWiki.Again(reader.Site, few);
            Assert.Equal(few.Length, again.Count);
            foreach (var (one, other) in few.Zip(again))
            {
                revisions++;
                sums += one.Sha1 is null ? 0 : 1;
                Assert.Equal(WikiTextState.Present, one.TextState);
                Assert.Equal(one.Sha1 ?? other.Sha1, WikiSha1.Of(one.Text.Span));
                Assert.Equal(WikiSha1.Of(one.Text.Span), other.Sha1);
                AssertSame(one, other);
            }
        }

        Assert.Equal(count, revisions);
        Assert.Equal(name == SharedWiki.Afar ? count : sums, sums);
    }

    [Fact]
    public void What_was_suppressed_stays_suppressed()
    {
        var (site, revisions) = SharedWiki.Read(SharedWiki.Path(SharedWiki.Suppressed));
        Assert.Equal(33, revisions.Count);
        Assert.Equal(5, revisions.Count(r => r.TextState == WikiTextState.Suppressed || r.IsCommentSuppressed || r.Author.Kind == WikiAuthorKind.Suppressed));
        var empty = Assert.Single(revisions, r => r.Id == 360821);
        Assert.Equal((WikiTextState.Present, 0), (empty.TextState, empty.Text.Length));

        var (file, _, again) = SharedWiki.Again(site, revisions);
        Assert.All(revisions.Zip(again), pair => AssertSame(SharedWiki.Valid(pair.First), pair.Second));
        var text = Encoding.UTF8.GetString(file);
        Assert.Equal(revisions.Count(r => r.Author.Kind == WikiAuthorKind.Suppressed), Occurrences(text, "<contributor deleted=\"deleted\" />"));
        Assert.Equal(revisions.Count(r => r.IsCommentSuppressed), Occurrences(text, "<comment deleted=\"deleted\" />"));
        Assert.Equal(revisions.Count(r => r.TextState == WikiTextState.Suppressed), Occurrences(text, "<text deleted=\"deleted\" />"));
    }

    [Fact]
    public void A_history_without_texts_is_told_from_empty_texts()
    {
        var (site, revisions) = SharedWiki.Read(SharedWiki.Path(SharedWiki.Stub));
        Assert.NotEmpty(revisions);
        Assert.All(revisions.Where(r => r.Bytes > 0), r => Assert.Equal(WikiTextState.Stub, r.TextState));
        var (_, _, again) = SharedWiki.Again(site, revisions);
        Assert.All(revisions.Zip(again), pair => AssertSame(pair.First, pair.Second));
    }

    [Fact]
    public void An_old_file_without_namespaces_on_its_pages_is_read()
    {
        var (site, revisions) = SharedWiki.Read(SharedWiki.Path(SharedWiki.Old));
        Assert.NotEmpty(revisions);
        Assert.Equal("Wikipedia", site.Name);
        Assert.Contains(revisions, r => r.Author.Kind == WikiAuthorKind.Address);
        Assert.All(revisions, r => Assert.Equal(site.NamespaceOf(r.Page.Title), r.Page.Namespace));
        Assert.Equal(1, site.NamespaceOf("Discussione:Amen"));
        Assert.Equal(0, site.NamespaceOf("Amen: eine Geschichte"));
    }

    [Fact]
    public void Packed_files_are_told_by_their_first_bytes_also_where_they_cannot_be_read_twice()
    {
        var plain = Encoding.UTF8.GetBytes(SmallWiki.Whole);
        using var gz = new MemoryStream();
        using (var pack = new GZipStream(gz, CompressionLevel.Fastest, leaveOpen: true))
        {
            pack.Write(plain);
        }

        using var zst = new ZstdSharp.Compressor();
        var bz2 = Convert.FromBase64String(SmallWiki.HelloInBzip2);
        foreach (var packed in new[] { plain, gz.ToArray(), zst.Wrap(plain).ToArray() })
        {
            using var file = Unpacked.Of(new OneWay(packed));
            using var reader = new WikiReader(file.Plain);
            Assert.Equal(2, reader.Revisions().Count());
        }

        // Two streams one after the other, as the large wikis pack theirs.
        using var hello = Unpacked.Of(new OneWay([.. bz2, .. bz2]));
        using var words = new StreamReader(hello.Plain);
        Assert.Equal("hello\nhello\n", words.ReadToEnd());
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    private static void AssertSame(WikiRevision one, WikiRevision other)
    {
        Assert.Equal(one.Page, other.Page);
        Assert.True(one.Text.Span.SequenceEqual(other.Text.Span), $"text of {one.Id}");
        var told = one with
        {
            Page = other.Page,
            Text = other.Text,
            Origin = one.Origin ?? one.Id,
            Bytes = other.Bytes,
            Sha1 = one.TextState == WikiTextState.Present ? other.Sha1 : one.Sha1,
            Author = one.Author.Kind == WikiAuthorKind.Name ? one.Author with { Id = one.Author.Id ?? 0 } : one.Author,
        };
        Assert.Equal(told, other);
    }
}
