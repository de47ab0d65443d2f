using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Operations;

/// <summary>What a host says of an association.</summary>
/// <param name="Id">Id of the founding act.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="Vkey">Its key.</param>
/// <param name="Name">What it is called; null where the name was erased.</param>
/// <param name="Size">Entries.</param>
internal sealed record AssociationCard(string Id, string Origin, string Vkey, string? Name, long Size)
{
    public static AssociationCard Of(World world, ILogStore store, VerifierKey key, long size) =>
        new(world.Association?.ToHex() ?? "", key.Name, key.ToString(), Live.Names.OfAssociation(world, store), size);
}

/// <summary>Whose a key is.</summary>
/// <param name="Member">The member's id; null for a guest.</param>
internal sealed record KeyCard(string? Member);

/// <summary>The answer to an act.</summary>
/// <param name="Accepted">True if it is in the log.</param>
/// <param name="Id">Name of the act.</param>
/// <param name="Index">Its place.</param>
/// <param name="At">Its time, milliseconds since 1970.</param>
/// <param name="Assurance">guest, vouched or signed.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Message">Why, for a person.</param>
internal sealed record ActAnswer(
    bool Accepted,
    string? Id,
    long? Index = null,
    long? At = null,
    string? Assurance = null,
    string? Code = null,
    string? Message = null
)
{
    public static ActAnswer Of(Receipt receipt) =>
        receipt.Verdict.IsLawful
            ? new(true, receipt.Id.ToHex(), receipt.Index, receipt.At!.Value.Milliseconds, Entry.Word(receipt.Assurance!.Value))
            : new(false, receipt.Id == default ? null : receipt.Id.ToHex(), Code: receipt.Verdict.Code, Message: receipt.Verdict.Sentence);

    public Receipt ToReceipt()
    {
        var isNamed = Hash.TryParseHex(Id, out var id);
        return Accepted && isNamed
            ? new(
                Verdict.Lawful,
                id,
                Index,
                new Moment(At ?? 0),
                Assurance switch
                {
                    "signed" => Kernel.Acts.Assurance.Signed,
                    "vouched" => Kernel.Acts.Assurance.Vouched,
                    _ => Kernel.Acts.Assurance.Guest,
                }
            )
            : new(Verdict.Refused(Code ?? "refused", Message ?? "The host refused the act."), id);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AssociationCard))]
[JsonSerializable(typeof(KeyCard))]
[JsonSerializable(typeof(ActAnswer))]
internal sealed partial class WireJson : JsonSerializerContext;

/// <summary>A log at a URL.</summary>
internal sealed class RemoteHost : IDisposable
{
    /// <summary>Bytes of the longest answer that is read: a bundle of 256 bodies.</summary>
    private const int AnswerBytesMax = 256 * (Limits.BodyBytesMax + 64);

    /// <summary>Time for one request.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient http;

    /// <summary>A log whose files lie below a URL.</summary>
    public RemoteHost(string url)
    {
        Url = url.EndsWith('/') ? url : url + "/";
        var address = Uri.TryCreate(Url, UriKind.Absolute, out var read)
            ? read
            : throw new LogException("not-a-url", $"{url} is no address that can be asked.");
        http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip, AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = Patience,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        Log = new TileLog(Fetch);
    }

    /// <summary>The URL, with a slash at its end.</summary>
    public string Url { get; }

    /// <summary>Its files.</summary>
    public TileLog Log { get; }

    /// <summary>True if a text is a URL rather than a folder.</summary>
    public static bool IsUrl(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the host says of the association.</summary>
    public async Task<AssociationCard> Card(CancellationToken cancel) =>
        await Json("association.json", WireJson.Default.AssociationCard, cancel)
        ?? throw new LogException("no-association", $"There is no association at {Url}.");

    /// <summary>Whose a key is.</summary>
    public async Task<MemberId?> MemberOf(PublicKey key, CancellationToken cancel) =>
        await Json($"keys/{key}", WireJson.Default.KeyCard, cancel) is { Member: { } member } && Hash.TryParseHex(member, out var id) ? new MemberId(id) : null;

    /// <summary>The log's key: the pinned one, or the one that the host names.</summary>
    public async Task<VerifierKey> Key(CancellationToken cancel)
    {
        var card = await Card(cancel);
        return VerifierKey.TryParse(card.Vkey, out var key, out var error) ? key : throw new LogException("bad-log-key", $"The host names a bad key: {error}");
    }

    /// <summary>Sends an act.</summary>
    public async Task<Receipt> Submit(Submission submission, CancellationToken cancel)
    {
        using var content = new ByteArrayContent(submission.ToBytes());
        content.Headers.ContentType = new("text/plain") { CharSet = "utf-8" };
        try
        {
            using var response = await http.PostAsync("acts", content, cancel);
            var answer = await response.Content.ReadFromJsonAsync(WireJson.Default.ActAnswer, cancel);
            return answer?.ToReceipt() ?? throw new LogException("bad-answer", $"{Url} gave no answer that can be read.");
        }
        catch (Exception e)
            when (e is HttpRequestException or System.Text.Json.JsonException or NotSupportedException or IOException or InvalidDataException
                || (e is TaskCanceledException && !cancel.IsCancellationRequested)
            )
        {
            throw new LogException("unreachable", $"{Url} does not answer as a host should: {e.Message}", e);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<T?> Json<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await Fetch(path, cancel) is { } bytes ? System.Text.Json.JsonSerializer.Deserialize(bytes, type) : null;
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new LogException("bad-answer", $"What {Url} serves as {path} is not of that form.", e);
        }
    }

    private async Task<byte[]?> Fetch(string path, CancellationToken cancel)
    {
        try
        {
            using var response = await http.GetAsync(path, cancel);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            response.EnsureSuccessStatusCode();
            return await response.Content.ReadAsByteArrayAsync(cancel);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or InvalidDataException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw new LogException("unreachable", $"{Url}{path} cannot be had: {e.Message}", e);
        }
    }
}
