using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Moot.Host.Moving;

/// <summary>Reads a file that MediaWiki's export wrote (schemas 0.3 to 0.11), one revision at a time: memory does not grow with the file.</summary>
/// <remarks>https://www.mediawiki.org/wiki/Help:Export. Documents with a DTD are refused, so there are no entities but XML's own.</remarks>
internal sealed class WikiReader : IDisposable
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = 0,
        CloseInput = false,
    };

    private readonly CountedStream counted;
    private readonly XmlReader xml;
    private readonly char[] chunk = new char[16_384];
    private string? language;

    /// <summary>Reads a file that is not packed.</summary>
    public WikiReader(Stream plain)
    {
        counted = new(plain);
        xml = XmlReader.Create(counted, Settings);
    }

    /// <summary>The wiki; known before the first revision.</summary>
    public WikiSite Site { get; private set; } = WikiSite.Unknown;

    /// <summary>Pages that were begun.</summary>
    public long Pages { get; private set; }

    /// <summary>Bytes of the unpacked file that were read.</summary>
    public long Bytes => counted.Passed;

    /// <summary>The revisions, as they stand in the file.</summary>
    /// <exception cref="BrokenWikiException">The file is broken there.</exception>
    public IEnumerable<WikiRevision> Revisions()
    {
        using var steps = Steps().GetEnumerator();
        while (Guarded(steps.MoveNext))
        {
            if (steps.Current is { } revision)
            {
                yield return revision;
            }
        }
    }

    public void Dispose()
    {
        xml.Dispose();
        counted.Dispose();
    }

    private IEnumerable<WikiRevision?> Steps()
    {
        xml.MoveToContent();
        if (!Is("mediawiki"))
        {
            throw Broken($"This is no export of MediaWiki: it begins with <{xml.LocalName}>.");
        }

        language = xml.GetAttribute("xml:lang");
        foreach (var _ in Children())
        {
            switch (xml.LocalName)
            {
                case "siteinfo":
                    Site = ReadSite();
                    break;
                case "page":
                    foreach (var revision in ReadPage())
                    {
                        yield return revision;
                    }

                    break;
                default:
                    Skip(); // <logitem>, and what later versions may have
                    break;
            }
        }
    }

    private WikiSite ReadSite()
    {
        string? name = null,
            database = null,
            address = null,
            generator = null,
            letters = null;
        ImmutableArray<WikiNamespace> spaces = [];
        foreach (var child in Children())
        {
            switch (child)
            {
                case "sitename":
                    name = Value();
                    break;
                case "dbname":
                    database = Value();
                    break;
                case "base":
                    address = Value();
                    break;
                case "generator":
                    generator = Value();
                    break;
                case "case":
                    letters = Value();
                    break;
                case "namespaces":
                    spaces = ReadNamespaces();
                    break;
                default:
                    Skip();
                    break;
            }
        }

        return new(name, database, address, generator, letters, language, spaces);
    }

    private ImmutableArray<WikiNamespace> ReadNamespaces()
    {
        var spaces = ImmutableArray.CreateBuilder<WikiNamespace>();
        foreach (var child in Children())
        {
            if (!string.Equals(child, "namespace", StringComparison.Ordinal))
            {
                Skip();
                continue;
            }

            if (spaces.Count == MovingLimits.NamespacesMax)
            {
                throw Broken($"The wiki has more than {MovingLimits.NamespacesMax} namespaces.");
            }

            if (!int.TryParse(xml.GetAttribute("key"), CultureInfo.InvariantCulture, out var key))
            {
                throw Broken("A namespace has no number.");
            }

            var letters = xml.GetAttribute("case");
            spaces.Add(new(key, Value(), letters));
        }

        return spaces.ToImmutable();
    }

    private IEnumerable<WikiRevision?> ReadPage()
    {
        Pages++;
        string? title = null,
            redirect = null;
        int? space = null;
        long id = 0;
        WikiPage? page = null;
        foreach (var child in Children())
        {
            switch (child)
            {
                case "title":
                    title = Value();
                    break;
                case "ns":
                    space = (int)Number(int.MinValue);
                    break;
                case "id":
                    id = Number();
                    break;
                case "redirect":
                    redirect = xml.GetAttribute("title") ?? "";
                    Skip();
                    break;
                case "revision":
                    if (title is null)
                    {
                        throw Broken("A page has no title before its first revision.");
                    }

                    page ??= new(title, space ?? Site.NamespaceOf(title), id, redirect is { Length: > 0 } ? redirect : null);
                    yield return ReadRevision(page);
                    break;
                default:
                    Skip(); // <restrictions>, <upload>, <DiscussionThreading>
                    break;
            }
        }

        yield return null;
    }

    private WikiRevision ReadRevision(WikiPage page)
    {
        long? id = null,
            parent = null,
            origin = null;
        DateTimeOffset? at = null;
        var author = default(WikiAuthor);
        var (isMinor, isHidden) = (false, false);
        string? comment = null,
            model = null,
            format = null,
            sum = null;
        var text = default(Written);
        foreach (var child in Children())
        {
            switch (child)
            {
                case "id":
                    id = Number();
                    break;
                case "parentid":
                    parent = Number();
                    break;
                case "origin":
                    origin = Number();
                    break;
                case "timestamp":
                    at = Time();
                    break;
                case "contributor":
                    author = ReadAuthor();
                    break;
                case "minor":
                    isMinor = true;
                    Skip();
                    break;
                case "comment":
                    isHidden = IsDeleted();
                    comment = Value() is { Length: > 0 } said ? said : null;
                    break;
                case "model":
                    model = Value();
                    break;
                case "format":
                    format = Value();
                    break;
                case "sha1":
                    sum = Value() is { Length: > 0 } told ? told : sum;
                    break;
                case "text":
                    text = ReadText();
                    break;
                default:
                    Skip(); // <content> of further slots
                    break;
            }
        }

        sum ??= text.Sum;
        return new(
            page,
            id ?? throw Broken("A revision has no id."),
            parent,
            at ?? throw Broken("A revision has no time."),
            author,
            isMinor,
            comment,
            isHidden,
            origin,
            model is { Length: > 0 } ? model : WikiRevision.UsualModel,
            format is { Length: > 0 } ? format : WikiRevision.UsualFormat,
            text.StateOf(sum),
            text.Bytes,
            text.Said,
            sum
        );
    }

    /// <summary>What a text element holds.</summary>
    private readonly record struct Written(bool IsThere, bool IsDeleted, bool IsElsewhere, long? Said, string? Sum, ReadOnlyMemory<byte> Bytes)
    {
        /// <summary>An element without content is an empty text, unless it says where the text lies, how long it is, or a checksum that is not that of nothing.</summary>
        public WikiTextState StateOf(string? sum) =>
            IsDeleted ? WikiTextState.Suppressed
            : !Bytes.IsEmpty || string.Equals(sum, WikiSha1.OfNothing, StringComparison.Ordinal) ? WikiTextState.Present
            : !IsThere || IsElsewhere || Said > 0 || sum is not null ? WikiTextState.Stub
            : WikiTextState.Present;
    }

    private Written ReadText()
    {
        var isDeleted = IsDeleted();
        var said = long.TryParse(xml.GetAttribute("bytes"), CultureInfo.InvariantCulture, out var bytes) ? bytes : (long?)null;
        var sum = xml.GetAttribute("sha1") is { Length: > 0 } told ? told : null;
        var isElsewhere = xml.GetAttribute("location") is not null || xml.GetAttribute("id") is not null;
        var text = new ArrayBufferWriter<byte>(said is > 0 and < MovingLimits.TextCharactersMax ? (int)said + 4 : 256);
        Content(MovingLimits.TextCharactersMax, text);
        return new(IsThere: true, isDeleted, isElsewhere, said, sum, text.WrittenMemory);
    }

    private WikiAuthor ReadAuthor()
    {
        var isDeleted = IsDeleted();
        string? name = null,
            address = null;
        long? id = null;
        foreach (var child in Children())
        {
            switch (child)
            {
                case "username":
                    name = Value();
                    break;
                case "ip":
                    address = Value();
                    break;
                case "id":
                    id = Number(long.MinValue);
                    break;
                default:
                    Skip();
                    break;
            }
        }

        return isDeleted ? new(WikiAuthorKind.Suppressed)
            : name is { Length: > 0 } ? new(WikiAuthorKind.Name, name, id)
            : address is { Length: > 0 } ? new(WikiAuthorKind.Address, address)
            : default;
    }

    /// <summary>Goes through the elements in the present one and gives their names; who is given one must read it whole.</summary>
    private IEnumerable<string> Children()
    {
        if (xml.IsEmptyElement)
        {
            xml.Read();
            yield break;
        }

        if (xml.Depth > MovingLimits.DepthMax)
        {
            throw Broken($"The elements lie more than {MovingLimits.DepthMax} deep.");
        }

        xml.Read();
        while (xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                yield return xml.LocalName;
            }
            else if (!xml.Read())
            {
                throw Broken("The file ends in the middle.");
            }
        }

        xml.Read();
    }

    private void Skip()
    {
        foreach (var _ in Children())
        {
            Skip();
        }
    }

    private string Value()
    {
        var bytes = new ArrayBufferWriter<byte>(64);
        Content(MovingLimits.ValueCharactersMax, bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Reads the characters of the present element and goes behind it.</summary>
    private void Content(int charactersMax, ArrayBufferWriter<byte> to)
    {
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return;
        }

        var (name, characters) = (xml.LocalName, 0);
        var encoder = Encoding.UTF8.GetEncoder();
        xml.Read();
        while (xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                throw Broken($"There is an element in <{name}>, where words belong.");
            }

            int read;
            while (xml.CanReadValueChunk && xml.HasValue && (read = xml.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
            {
                characters += read;
                if (characters > charactersMax)
                {
                    throw Broken($"<{name}> has more than {charactersMax} characters.");
                }

                encoder.Convert(chunk.AsSpan(0, read), to, flush: false, out _, out _);
            }

            if (!xml.Read())
            {
                throw Broken("The file ends in the middle.");
            }
        }

        encoder.Convert([], to, flush: true, out _, out _);
        xml.Read();
    }

    private long Number(long least = 0)
    {
        var text = Value();
        return
            long.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number >= least
            && number <= Kernel.Limits.IntegerMax
            ? number
            : throw Broken($"\"{Short(text)}\" is no number that can stand here.");
    }

    private DateTimeOffset Time()
    {
        var text = Value();
        return
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && at >= DateTimeOffset.UnixEpoch
            ? at
            : throw Broken($"\"{Short(text)}\" is no time, such as 2005-07-07T15:31:37Z.");
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;

    private bool IsDeleted() => xml.GetAttribute("deleted") is not null;

    private bool Is(string name) => xml.NodeType == XmlNodeType.Element && string.Equals(xml.LocalName, name, StringComparison.Ordinal);

    private bool Guarded(Func<bool> step)
    {
        try
        {
            return step();
        }
        catch (XmlException e)
        {
            throw new BrokenWikiException(e.Message, e.LineNumber, e.LinePosition, counted.StartOf(e.LineNumber), e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or SharpCompress.Common.SharpCompressException or ZstdSharp.ZstdException)
        {
            throw Broken($"It cannot be unpacked further: {e.Message}", e);
        }
    }

    private BrokenWikiException Broken(string sentence, Exception? cause = null)
    {
        var at = (IXmlLineInfo)xml;
        return new(sentence, at.LineNumber, at.LinePosition, counted.StartOf(at.LineNumber), cause);
    }
}
