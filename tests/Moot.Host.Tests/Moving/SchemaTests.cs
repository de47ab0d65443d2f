using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Schema;
using Moot.Host.Tests.Commands;
using Xunit;

namespace Moot.Host.Tests.Moving;

/// <summary>What is written out for other wikis is valid by MediaWiki's own schema.</summary>
/// <remarks>The schema is MediaWiki's and is not kept here. Debian's package <c>mediawiki</c> has it; MOOT_EXPORT_SCHEMA names another place.</remarks>
public sealed class SchemaTests : IDisposable
{
    private const string Usual = "/usr/share/doc/mediawiki/docs/export-0.11.xsd.gz";

    /// <summary>The two attributes of the namespace "xml" that the schema refers to, so that nothing is asked of another host.</summary>
    private const string OfXml = """
        <schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
          <attribute name="lang"><simpleType><union memberTypes="language"><simpleType><restriction base="string"><enumeration value="" /></restriction></simpleType></union></simpleType></attribute>
          <attribute name="space"><simpleType><restriction base="NCName"><enumeration value="default" /><enumeration value="preserve" /></restriction></simpleType></attribute>
        </schema>
        """;

    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public void The_schema_finds_what_is_wrong()
    {
        var schema = Schema();
        File.WriteAllText(shell["small.xml"], SmallWiki.Whole);
        shell.Do("import", "wiki", "small.xml", "--into", "a");
        shell.Do("export", "wiki", "a", "-o", "a.xml");
        AssertValid(schema, shell["a.xml"]);
        File.WriteAllText(shell["wrong.xml"], File.ReadAllText(shell["a.xml"]).Replace("<id>7</id>", "<id>0</id>", StringComparison.Ordinal));
        Assert.Contains("id", Assert.Single(Faults(schema, shell["wrong.xml"])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SharedWiki.Afar)]
    [InlineData(SharedWiki.Suppressed)]
    [InlineData(SharedWiki.Stub)]
    [InlineData(SharedWiki.Old)]
    [InlineData(SharedWiki.Meetings)]
    public void A_wiki_that_was_brought_in_goes_out_valid(string name)
    {
        var (schema, file) = (Schema(), SharedWiki.Path(name));
        shell.Do("import", "wiki", file, "--into", "a");
        shell.Do("export", "wiki", "a", "-o", "a.xml");
        AssertValid(schema, shell["a.xml"]);
    }

    [Fact]
    public void What_was_written_here_hidden_brought_twice_over_and_from_git_goes_out_valid()
    {
        var schema = Schema();
        File.WriteAllText(shell["one.xml"], SmallWiki.Whole.Replace("<parentid>70</parentid>", "<parentid>0</parentid>", StringComparison.Ordinal));
        File.WriteAllText(
            shell["two.xml"],
            SmallWiki
                .Whole.Replace("garten.example", "beet.example", StringComparison.Ordinal)
                .Replace("Garten", "Beet", StringComparison.Ordinal)
                .Replace("xml:lang=\"de\"", "xml:lang=\"no language at all\"", StringComparison.Ordinal)
                .Replace("</siteinfo>", "<case>as it comes</case></siteinfo>", StringComparison.Ordinal)
                .Replace(
                    "<text bytes=\"0\" />",
                    "<model>my model</model><format>none</format><text bytes=\"0\" deleted=\"deleted\" />",
                    StringComparison.Ordinal
                )
        );
        shell.Do("import", "wiki", "one.xml", "--into", "a");
        shell.Do("import", "wiki", "two.xml", "--into", "a");
        shell.Do("act", "a", "page.create/1", """{"title":"Mint","text":"It \u0001 grows.","format":"markdown","summary":"begun \u0002"}""");
        shell.Do("act", "a", "page.create/1", """{"title":"Sage","text":"It dries.","format":"plain"}""");
        var last = (int)shell.Json("verify", "a")["size"]! - 1;
        shell.Do(
            "act",
            "a",
            "page.edit/1",
            new JsonObject
            {
                ["page"] = last,
                ["from"] = last,
                ["text"] = "It is dry.",
                ["format"] = "plain",
                ["minor"] = true,
            }.ToJsonString()
        );
        shell.Do("act", "a", "body.hide/1", $$"""{"entry":{{last}},"ground":"privacy","reason":"a name"}""");
        shell.Do("export", "wiki", "a", "-o", "a.xml");
        AssertValid(schema, shell["a.xml"]);
    }

    private static void AssertValid(XmlSchemaSet schema, string path)
    {
        var faults = string.Join('\n', Faults(schema, path));
        Assert.True(faults.Length == 0, faults);
    }

    private static XmlSchemaSet Schema()
    {
        var place = Environment.GetEnvironmentVariable("MOOT_EXPORT_SCHEMA") ?? Usual;
        Assert.SkipUnless(File.Exists(place), $"no schema: {place} (set MOOT_EXPORT_SCHEMA to MediaWiki's export-0.11.xsd, or install the package mediawiki)");
        using var file = File.OpenRead(place);
        using Stream plain = place.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        var set = new XmlSchemaSet { XmlResolver = null };
        using (var xml = XmlReader.Create(new StringReader(OfXml)))
        {
            set.Add(null, xml);
        }

        using (var xml = XmlReader.Create(plain))
        {
            set.Add(null, xml);
        }

        set.Compile();
        return set;
    }

    /// <summary>The first faults of a file.</summary>
    private static List<string> Faults(XmlSchemaSet schema, string path)
    {
        const int ToldMax = 10;
        var faults = new List<string>();
        var settings = new XmlReaderSettings
        {
            ValidationType = ValidationType.Schema,
            Schemas = schema,
            ValidationFlags = XmlSchemaValidationFlags.ProcessIdentityConstraints | XmlSchemaValidationFlags.ReportValidationWarnings,
        };
        settings.ValidationEventHandler += (_, e) =>
        {
            if (faults.Count < ToldMax)
            {
                faults.Add($"line {e.Exception.LineNumber}: {e.Message}");
            }
        };
        using var reader = XmlReader.Create(path, settings);
        while (reader.Read()) { }

        return faults;
    }
}
