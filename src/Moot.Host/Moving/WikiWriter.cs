using System.Globalization;
using System.Text;
using System.Xml;

namespace Moot.Host.Moving;

/// <summary>Writes a wiki as MediaWiki's export does (schema 0.11), so that MediaWiki and others can read it.</summary>
internal sealed class WikiWriter : IDisposable
{
    private const string Space = "http://www.mediawiki.org/xml/export-0.11/";
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    private readonly XmlWriter xml;
    private bool isInPage;

    /// <summary>Begins the file.</summary>
    /// <param name="to">Where it is written.</param>
    /// <param name="site">The wiki.</param>
    public WikiWriter(Stream to, WikiSite site)
    {
        xml = XmlWriter.Create(
            to,
            new()
            {
                Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                OmitXmlDeclaration = true,
                Indent = true,
                NewLineChars = "\n",
                NewLineHandling = NewLineHandling.Entitize, // a carriage return in a text stays one
            }
        );
        xml.WriteStartElement("mediawiki", Space);
        xml.WriteAttributeString("xmlns", Space);
        xml.WriteAttributeString("xmlns", "xsi", null, Instance);
        xml.WriteAttributeString("schemaLocation", Instance, $"{Space} http://www.mediawiki.org/xml/export-0.11.xsd");
        xml.WriteAttributeString("version", "0.11");
        xml.WriteAttributeString("xml", "lang", null, XmlValues.Language(site.Language));
        Write(site);
    }

    /// <summary>Begins a page; the one before is ended.</summary>
    public void Begin(WikiPage page)
    {
        EndPage();
        isInPage = true;
        xml.WriteStartElement("page", Space);
        Element("title", page.Title);
        Element("ns", Invariant(Math.Max(0, page.Namespace)));
        Element("id", Invariant(page.Id));
        if (page.Redirect is { } to)
        {
            xml.WriteStartElement("redirect", Space);
            xml.WriteAttributeString("title", XmlValues.Text(to));
            xml.WriteEndElement();
        }
    }

    /// <summary>Writes a revision of the page that was begun.</summary>
    public void Write(WikiRevision revision)
    {
        xml.WriteStartElement("revision", Space);
        Element("id", Invariant(revision.Id));
        if (revision.Parent is > 0 and var parent)
        {
            Element("parentid", Invariant(parent));
        }

        Element("timestamp", revision.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Write(revision.Author);
        if (revision.IsMinor)
        {
            Element("minor", "");
        }

        if (revision.IsCommentSuppressed)
        {
            Deleted("comment");
        }
        else if (revision.Comment is { } comment)
        {
            Element("comment", comment);
        }

        Element("origin", Invariant(revision.Origin is > 0 and var origin ? origin : revision.Id));
        var (model, format) = XmlValues.Model(revision.Model, revision.Format);
        Element("model", model);
        Element("format", format);
        WriteText(revision);
        xml.WriteEndElement();
    }

    /// <summary>Ends the file.</summary>
    public void End()
    {
        EndPage();
        xml.WriteEndElement();
        xml.Flush();
    }

    public void Dispose() => xml.Dispose();

    private void Write(WikiSite site)
    {
        xml.WriteStartElement("siteinfo", Space);
        Optional("sitename", site.Name);
        Optional("dbname", site.Database);
        Optional("base", XmlValues.Address(site.Base));
        Optional("generator", site.Generator);
        Optional("case", XmlValues.Case(site.Case));
        xml.WriteStartElement("namespaces", Space);
        foreach (var space in site.Namespaces)
        {
            xml.WriteStartElement("namespace", Space);
            xml.WriteAttributeString("key", Invariant(space.Key));
            xml.WriteAttributeString("case", XmlValues.Case(space.Case) ?? XmlValues.Case(site.Case) ?? "first-letter");
            if (space.Name.Length > 0)
            {
                xml.WriteString(XmlValues.Text(space.Name));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void Write(WikiAuthor author)
    {
        if (author.Kind == WikiAuthorKind.Suppressed)
        {
            Deleted("contributor");
            return;
        }

        xml.WriteStartElement("contributor", Space);
        if (author.Kind == WikiAuthorKind.Address)
        {
            Element("ip", author.Name!);
        }
        else
        {
            Element("username", author.Name ?? "");
            Element("id", Invariant(author.Id ?? 0));
        }

        xml.WriteEndElement();
    }

    private void WriteText(WikiRevision revision)
    {
        // A sign that no XML can hold is written as the one for signs that are lost, and the checksum is that of what is written.
        var raw = revision.Text.IsEmpty ? "" : Encoding.UTF8.GetString(revision.Text.Span);
        var text = XmlValues.Text(raw);
        var bytes = ReferenceEquals(raw, text) ? revision.Text : Encoding.UTF8.GetBytes(text);
        var sum = revision.TextState switch
        {
            WikiTextState.Present => WikiSha1.Of(bytes.Span),
            WikiTextState.Stub => revision.Sha1 ?? "",
            _ => "", // as MediaWiki does: the checksum would tell what the text was
        };
        xml.WriteStartElement("text", Space);
        if (revision.TextState == WikiTextState.Present || revision.Bytes is >= 0)
        {
            xml.WriteAttributeString("bytes", Invariant(revision.TextState == WikiTextState.Present ? bytes.Length : revision.Bytes ?? 0));
        }

        if (revision.TextState == WikiTextState.Suppressed)
        {
            xml.WriteAttributeString("deleted", "deleted");
        }
        else
        {
            if (sum.Length > 0)
            {
                xml.WriteAttributeString("sha1", sum);
            }

            if (!revision.Text.IsEmpty)
            {
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(text);
            }
        }

        xml.WriteEndElement();
        Element("sha1", sum);
    }

    private void EndPage()
    {
        if (isInPage)
        {
            xml.WriteEndElement();
            isInPage = false;
        }
    }

    private void Optional(string name, string? value)
    {
        if (value is not null)
        {
            Element(name, value);
        }
    }

    private void Element(string name, string value)
    {
        xml.WriteStartElement(name, Space);
        if (value.Length > 0)
        {
            xml.WriteString(XmlValues.Text(value));
        }

        xml.WriteEndElement();
    }

    private void Deleted(string name)
    {
        xml.WriteStartElement(name, Space);
        xml.WriteAttributeString("deleted", "deleted");
        xml.WriteEndElement();
    }

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
