using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Following;

/// <summary>Writes a list for feed readers (Atom, RFC 4287) and for programs (JSON). All that people wrote is text in it, never markup.</summary>
public static class Feed
{
    private const string Atom = "http://www.w3.org/2005/Atom";

    /// <summary>The list as Atom.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="list">The list.</param>
    /// <param name="host">Scheme and name of this host, without a slash at the end.</param>
    public static byte[] ToAtom(Desk desk, ListView list, string host) =>
        ToAtom(
            desk,
            list,
            path => Url(desk, host, path),
            FeedPath(list.Path, ".atom"),
            list.Older is { } older ? FeedPath(list.Path.Split('?')[0], ".atom") + older : null
        );

    /// <summary>The list as Atom, wherever it stands.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="list">The list.</param>
    /// <param name="url">Makes an address of a path; in a copy it may be relative (RFC 4287 §2).</param>
    /// <param name="self">Path of the feed itself.</param>
    /// <param name="next">Path of its next part; null at the end.</param>
    public static byte[] ToAtom(Desk desk, ListView list, Func<string, string> url, string self, string? next)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", ns: null, desk.Words.Code);
            xml.WriteElementString("id", Atom, Id(desk, "list/" + list.Path));
            xml.WriteElementString("title", Atom, Clean($"{list.Title} – {desk.AssociationName}"));
            xml.WriteElementString("updated", Atom, (list.Items.IsEmpty ? desk.World.At : list.Items.Max(i => i.At)).ToString());
            Link(xml, "alternate", "text/html", url(list.Path));
            Link(xml, "self", "application/atom+xml", url(self));
            if (next is not null)
            {
                Link(xml, "next", "application/atom+xml", url(next));
            }

            foreach (var item in list.Items)
            {
                Write(xml, desk, item, url);
            }

            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    /// <summary>The list as JSON.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="list">The list.</param>
    /// <param name="host">Scheme and name of this host, without a slash at the end.</param>
    public static byte[] ToJson(Desk desk, ListView list, string host)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteString("title", list.Title);
            json.WriteString("self", Url(desk, host, FeedPath(list.Path, ".json")));
            json.WriteString("page", Url(desk, host, list.Path));
            if (list.Older is { } older)
            {
                json.WriteString("older", Url(desk, host, FeedPath(list.Path.Split('?')[0], ".json") + older));
            }

            json.WriteStartArray("items");
            foreach (var item in list.Items)
            {
                Write(json, desk, item, host, kind: null);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>One act as a list has it, with its kind: its id, and the JSON. Null where there is no such entry.</summary>
    /// <param name="desk">Where things are read.</param>
    /// <param name="entry">The act's entry.</param>
    /// <param name="host">Scheme and name of this host, without a slash at the end.</param>
    public static (string Id, byte[] Json)? ToJson(Desk desk, long entry, string host)
    {
        if (ActLineViews.Of(desk, entry) is not { } line)
        {
            return null;
        }

        var item = FeedViews.Item(desk, line);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.Default }))
        {
            Write(json, desk, item, host, line.Kind);
        }

        return (ItemId(desk, item), bytes.ToArray());
    }

    /// <summary>Where the feed of a page is.</summary>
    /// <param name="path">The page, below the association, with its query.</param>
    /// <param name="ending">.atom or .json.</param>
    public static string FeedPath(string path, string ending) =>
        path.Split('?', 2) is [var page, var query] ? $"feed/{page}{ending}?{query}" : $"feed/{path}{ending}";

    private static void Write(Utf8JsonWriter json, Desk desk, ListItemView item, string host, string? kind)
    {
        json.WriteStartObject();
        json.WriteString("id", ItemId(desk, item));
        if (kind is not null)
        {
            json.WriteString("kind", kind);
        }

        json.WriteString("title", item.Title);
        json.WriteString("who", item.Who);
        json.WriteString("when", item.At.ToString());
        json.WriteString("summary", item.Summary);
        json.WriteString("url", Url(desk, host, item.Path));
        json.WriteNumber("entry", item.Entry);
        json.WriteEndObject();
    }

    private static void Write(XmlWriter xml, Desk desk, ListItemView item, Func<string, string> url)
    {
        xml.WriteStartElement("entry", Atom);
        xml.WriteElementString("id", Atom, ItemId(desk, item));
        xml.WriteElementString("title", Atom, Clean(item.Title));
        xml.WriteElementString("updated", Atom, item.At.ToString());
        xml.WriteElementString("published", Atom, item.At.ToString());
        xml.WriteStartElement("author", Atom);
        xml.WriteElementString("name", Atom, Clean(item.Who));
        xml.WriteEndElement();
        Link(xml, "alternate", "text/html", url(item.Path));
        xml.WriteElementString("summary", Atom, Clean(item.Summary ?? ""));
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, string type, string url)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", Clean(url));
        xml.WriteEndElement();
    }

    private static string Url(Desk desk, string host, string path) => host + desk.Url(path);

    private static string ItemId(Desk desk, ListItemView item) => Id(desk, item.Why is null ? $"entry/{item.Entry}" : $"entry/{item.Entry}/{item.Why}");

    /// <summary>A name-based UUID (RFC 9562 §5.8) of the association and the thing: the same at every host and mirror.</summary>
    private static string Id(Desk desk, string thing)
    {
        var hash = Hash.Of(Encoding.UTF8.GetBytes($"{desk.World.Association}/{thing}")).ToBytes().AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return "urn:uuid:" + new Guid(hash, bigEndian: true).ToString("D");
    }

    /// <summary>A text without what XML cannot hold (XML 1.0 §2.2).</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                clean.Append(text[i]);
            }
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text, i++, 2);
            }
        }

        return clean.ToString();
    }
}
