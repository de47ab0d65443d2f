namespace Moot.Host.Tests.Moving;

/// <summary>A wiki of one page and two revisions, as its export writes it.</summary>
internal static class SmallWiki
{
    /// <summary>"hello" and a line feed, packed by bzip2.</summary>
    public const string HelloInBzip2 = "QlpoOTFBWSZTWcHAgOIAAAFBAAAQAkSgADDNAMNGKZcXckU4UJDBwIDi";

    public const string Head = """
        <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="de">
          <siteinfo>
            <sitename>Garten</sitename>
            <base>https://garten.example/wiki/Start</base>
            <namespaces><namespace key="0" /><namespace key="1">Talk</namespace></namespaces>
          </siteinfo>

        """;

    public const string Page = """
          <page>
            <title>Wasser</title>
            <id>7</id>
            <revision>
              <id>70</id>
              <timestamp>2012-05-03T08:00:00Z</timestamp>
              <contributor><ip>192.0.2.17</ip></contributor>
              <comment>angefangen &amp; gut</comment>
              <text xml:space="preserve"> Es tropft.
        </text>
            </revision>
            <revision>
              <id>71</id>
              <parentid>70</parentid>
              <timestamp>2012-05-04T08:00:00Z</timestamp>
              <contributor><username>Mara</username><id>2</id></contributor>
              <minor/>
              <text bytes="0" />
            </revision>
          </page>

        """;

    public const string End = "</mediawiki>";

    public const string Whole = Head + Page + End;

    /// <summary>A page that takes in a template and stands in a category, all by their names in German.</summary>
    public const string InGerman = """
        <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="de">
          <siteinfo>
            <sitename>Garten</sitename>
            <base>https://garten.example/wiki/Start</base>
            <namespaces>
              <namespace key="0" /><namespace key="1">Diskussion</namespace><namespace key="4">Garten</namespace>
              <namespace key="10">Vorlage</namespace><namespace key="14">Kategorie</namespace><namespace key="100">Beet</namespace>
            </namespaces>
          </siteinfo>
          <page><title>Vorlage:Warnung</title><ns>10</ns><id>1</id><revision><id>1</id><timestamp>2012-05-03T08:00:00Z</timestamp>
            <contributor><username>Mara</username><id>2</id></contributor><text>Vorsicht vor {{{1}}}!</text></revision></page>
          <page><title>Kategorie:Werkzeug</title><ns>14</ns><id>2</id><revision><id>2</id><timestamp>2012-05-03T08:00:00Z</timestamp>
            <contributor><username>Mara</username><id>2</id></contributor><text>Womit wir arbeiten.</text></revision></page>
          <page><title>Beet:Nord</title><ns>100</ns><id>4</id><revision><id>4</id><timestamp>2012-05-03T08:00:00Z</timestamp>
            <contributor><username>Mara</username><id>2</id></contributor><text>Erde</text></revision></page>
          <page><title>Axt</title><ns>0</ns><id>3</id><revision><id>3</id><timestamp>2012-05-03T08:00:00Z</timestamp>
            <contributor><username>Mara</username><id>2</id></contributor>
            <text>{{Warnung|Splittern}} [[Kategorie:Werkzeug]] [[beet:Nord]] [[Project:Regeln]]</text></revision></page>
        </mediawiki>
        """;
}

/// <summary>Bytes that can be read once, in small pieces, as from a pipe.</summary>
/// <param name="bytes">The bytes.</param>
internal sealed class OneWay(byte[] bytes) : Stream
{
    private const int PieceMax = 7;
    private int at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var piece = Math.Min(Math.Min(count, PieceMax), bytes.Length - at);
        bytes.AsSpan(at, piece).CopyTo(buffer.AsSpan(offset));
        at += piece;
        return piece;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
