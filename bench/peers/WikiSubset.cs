using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Moot.Peers;

/// <summary>The first revisions of a real wiki, as XML for wikis and as a stream for git: the same texts for everybody.</summary>
/// <param name="XmlPath">What MediaWiki exports.</param>
/// <param name="GitPath">The same for <c>git fast-import</c>: one commit for each revision.</param>
/// <param name="Pages">Pages in it.</param>
/// <param name="Revisions">Revisions in it.</param>
/// <param name="TextBytes">Bytes of their texts.</param>
internal sealed record WikiSubset(string XmlPath, string GitPath, int Pages, int Revisions, long TextBytes)
{
    /// <summary>Cuts the beginning out of an export, plain or packed with 7z.</summary>
    /// <param name="source">The export.</param>
    /// <param name="target">Where to put the two files, without their endings.</param>
    /// <param name="revisionsMax">How many revisions; a page is cut off in the middle where they end.</param>
    /// <param name="cancel">Ends it.</param>
    public static WikiSubset Cut(string source, string target, int revisionsMax, CancellationToken cancel)
    {
        var isPacked = source.EndsWith(".7z", StringComparison.Ordinal);
        using var unpack = isPacked
            ? Process.Start(
                new ProcessStartInfo("7z", ["x", "-so", source])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )
            : null;
        unpack?.BeginErrorReadLine(); // it complains when no more is wanted
        try
        {
            using var stream = unpack?.StandardOutput.BaseStream ?? File.OpenRead(source);
            return Cut(stream, target, revisionsMax, cancel);
        }
        finally
        {
            if (unpack is { HasExited: false })
            {
                unpack.Kill();
            }
        }
    }

    private static WikiSubset Cut(Stream from, string target, int revisionsMax, CancellationToken cancel)
    {
        var (xmlPath, gitPath) = (target + ".xml", target + ".git-stream");
        using var reader = XmlReader.Create(from, new XmlReaderSettings { IgnoreWhitespace = true });
        using var xml = XmlWriter.Create(xmlPath, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        using var git = File.Create(gitPath);
        var (pages, revisions, bytes) = (0, 0, 0L);
        reader.MoveToContent();
        xml.WriteStartElement(reader.LocalName, reader.NamespaceURI);
        xml.WriteAttributes(reader, defattr: true);
        reader.Read();
        while (reader.NodeType == XmlNodeType.Element && revisions < revisionsMax)
        {
            cancel.ThrowIfCancellationRequested();
            var element = (XElement)XNode.ReadFrom(reader);
            if (element.Name.LocalName == "page")
            {
                pages++;
                var all = element.Elements().Where(e => e.Name.LocalName == "revision").ToList();
                all.Skip(revisionsMax - revisions).ToList().ForEach(r => r.Remove());
                foreach (var revision in all.Take(revisionsMax - revisions))
                {
                    revisions++;
                    bytes += Commit(git, Child(element, "id") ?? $"{pages}", revision);
                }
            }

            element.WriteTo(xml);
        }

        xml.WriteEndElement();
        return new(xmlPath, gitPath, pages, revisions, bytes);
    }

    private static int Commit(Stream git, string page, XElement revision)
    {
        var text = Encoding.UTF8.GetBytes(Child(revision, "text") ?? "");
        var comment = Encoding.UTF8.GetBytes(Child(revision, "comment") ?? "");
        var by = revision.Elements().FirstOrDefault(e => e.Name.LocalName == "contributor");
        var name = (by is null ? null : Child(by, "username") ?? Child(by, "ip")) ?? "somebody";
        var at = DateTimeOffset.Parse(Child(revision, "timestamp")!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var plain = string.Concat(name.Where(c => c is not ('<' or '>' or '\n')));
        git.Write(Encoding.UTF8.GetBytes($"commit refs/heads/main\ncommitter {plain} <wiki> {at} +0000\ndata {comment.Length}\n"));
        git.Write(comment);
        git.Write(Encoding.UTF8.GetBytes($"\nM 100644 inline pages/{page}\ndata {text.Length}\n"));
        git.Write(text);
        git.WriteByte((byte)'\n');
        return text.Length;
    }

    private static string? Child(XElement of, string name) => of.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
}
