using System.Text;
using Moot.Host.Moving;
using Xunit;

namespace Moot.Host.Tests.Moving;

/// <summary>Broken and hostile files: what stands before the fault is read, and the fault is told by line and byte.</summary>
public sealed class BrokenWikiTests
{
    private static (List<WikiRevision> Read, BrokenWikiException Fault) Break(string file) => Break(Encoding.UTF8.GetBytes(file));

    private static (List<WikiRevision> Read, BrokenWikiException Fault) Break(byte[] file)
    {
        using var reader = new WikiReader(new MemoryStream(file));
        var read = new List<WikiRevision>();
        var fault = Assert.Throws<BrokenWikiException>(() =>
        {
            foreach (var revision in reader.Revisions())
            {
                read.Add(revision);
            }
        });
        return (read, fault);
    }

    [Fact]
    public void A_file_that_ends_in_the_middle_gives_what_stands_before()
    {
        var cut = SmallWiki.Whole[..SmallWiki.Whole.IndexOf("<minor", StringComparison.Ordinal)];
        var (read, fault) = Break(cut);
        Assert.Equal(70, Assert.Single(read).Id);
        Assert.Equal(cut.Count(c => c == '\n') + 1, fault.Line);
        Assert.Equal(Encoding.UTF8.GetByteCount(cut[..(cut.LastIndexOf('\n') + 1)]), fault.LineByte);
    }

    [Theory]
    [InlineData("<id>71</id>", "<id>seventy</id>", "no number")]
    [InlineData("2012-05-04T08:00:00Z", "yesterday", "no time")]
    [InlineData("2012-05-04T08:00:00Z", "1066-10-14T08:00:00Z", "no time")]
    [InlineData("<minor/>", "<minor>", "minor")]
    [InlineData("<minor/>", "<minor/>&lol;", "lol")]
    [InlineData("<minor/>", "<minor/>\u0001", "")]
    [InlineData("<id>71</id>", "<id>7<b>1</b></id>", "<id>")]
    public void A_fault_is_told_with_its_line(string right, string wrong, string why)
    {
        var file = SmallWiki.Whole.Replace(right, wrong, StringComparison.Ordinal);
        var (read, fault) = Break(file);
        Assert.Equal(70, Assert.Single(read).Id);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.InRange(
            fault.Line,
            file[..file.IndexOf("<revision>", file.IndexOf("</revision>", StringComparison.Ordinal), StringComparison.Ordinal)].Count(c => c == '\n'),
            file.Count(c => c == '\n') + 1
        );
        Assert.NotNull(fault.LineByte);
    }

    [Fact]
    public void Entities_of_a_document_of_its_own_are_refused()
    {
        var (read, _) = Break("<!DOCTYPE mediawiki [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" + SmallWiki.Whole);
        Assert.Empty(read);
        (read, _) = Break("<!DOCTYPE mediawiki SYSTEM \"file:///etc/passwd\">" + SmallWiki.Whole);
        Assert.Empty(read);
    }

    [Fact]
    public void Elements_in_elements_without_end_are_refused()
    {
        var (read, fault) = Break(SmallWiki.Head + string.Concat(Enumerable.Repeat("<a>", 100_000)));
        Assert.Empty(read);
        Assert.Contains("deep", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_end_is_refused_before_it_fills_the_memory()
    {
        using var reader = new WikiReader(new Endless(SmallWiki.Head + "<page><title>A</title><revision><text>"));
        var before = GC.GetTotalAllocatedBytes();
        var fault = Assert.Throws<BrokenWikiException>(() => reader.Revisions().Count());
        Assert.Contains("<text>", fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 400L << 20);
    }

    [Fact]
    public void Another_document_is_no_wiki()
    {
        var (_, fault) = Break("<html><body/></html>");
        Assert.Contains("<html>", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Line 1,", Break([0xFF, 0xD8, 0xFF, 0xE0]).Fault.Message, StringComparison.Ordinal);
        Assert.Empty(Break([]).Read);
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_read_or_refused_in_a_sentence()
    {
        var random = new Random(4711);
        var whole = Encoding.UTF8.GetBytes(SmallWiki.Whole);
        for (var i = 0; i < 2000; i++)
        {
            var broken = whole.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            using var reader = new WikiReader(new MemoryStream(broken));
            try
            {
                Assert.InRange(reader.Revisions().Count(), 0, 2);
            }
            catch (BrokenWikiException e)
            {
                Assert.InRange(e.Line, 0, 60);
            }
        }
    }

    /// <summary>Some words, and then the letter a for ever.</summary>
    private sealed class Endless(string beginning) : MemoryStream(Encoding.UTF8.GetBytes(beginning))
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            if (read == 0)
            {
                buffer.AsSpan(offset, count).Fill((byte)'a');
                return count;
            }

            return read;
        }
    }
}
