using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moot.Commons;
using Moot.Host.Commands;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Moving.Copies;

/// <summary>Writes all acts, one JSON object on a line (docs/format/acts.md).</summary>
internal static class ActsExport
{
    private const string Format = "moot-acts/1";

    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the lines.</summary>
    /// <param name="place">The log.</param>
    /// <param name="to">Where they are written.</param>
    /// <param name="progress">Told entries done and entries in all.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>How many acts were written.</returns>
    /// <exception cref="LogException">The entries are not those of the checkpoint, or a text is not the one that was committed to.</exception>
    public static long Write(Place place, Stream to, Action<long, long>? progress, CancellationToken cancel)
    {
        var size = place.Checkpoint.Size;
        // What an act takes out of sight lies before it: all acts are read once before the first line is written.
        var tree = new HashTree();
        var replay = new Replay(Capabilities.Registry, tree, verifySignatures: false, passUnknown: true);
        if (replay.Run(place.Read(0, size), cancel: cancel) is { } fault)
        {
            throw new LogException(fault.Code, $"Entry {fault.Index} is not lawful: {fault.Sentence}");
        }

        if (tree.Root() != place.Checkpoint.Root)
        {
            throw new LogException("damaged", "The entries are not those of the checkpoint. Nothing was written.");
        }

        Put(
            to,
            new()
            {
                ["format"] = Format,
                ["origin"] = place.Checkpoint.Origin,
                ["size"] = size,
                ["root"] = place.Checkpoint.Root.ToHex(),
                ["licence"] = replay.World.Get<Library>().Licence,
                ["checkpoint"] = Encoding.UTF8.GetString(place.Note.Span),
            }
        );
        var withdrawn = replay.World.Get<Erasures>();
        foreach (var stored in place.ReadWhole(0, size))
        {
            cancel.ThrowIfCancellationRequested();
            Put(to, Of(stored, withdrawn.Find(stored.Index)));
            progress?.Invoke(stored.Index + 1, size);
        }

        to.Flush();
        return size;
    }

    private static JsonObject Of(in StoredEntry stored, Withdrawal? withdrawn)
    {
        var entry = EntryLine.Parse(stored);
        var gone =
            withdrawn is null ? (BodyState?)null
            : withdrawn.IsErased ? BodyState.Erased
            : BodyState.Hidden;
        var body = gone is { } state && stored.Body.State != BodyState.None ? new(state, default, default) : stored.Body;
        if (body.State == BodyState.Present && Kernel.Acts.Submission.Commit(body.Salt, body.Bytes.Span) != entry.Act.Body)
        {
            throw new LogException("damaged", $"The text of entry {stored.Index} is not the one that it commits to.");
        }

        var line = EntryLine.Json(entry, body);
        if (withdrawn is not null)
        {
            line["withdrawnBy"] = withdrawn.Act;
        }

        var blobs = new JsonArray();
        foreach (var blob in stored.Blobs)
        {
            blobs.Add(Of(stored.Index, gone is { } hidden ? blob with { State = hidden } : blob));
        }

        if (blobs.Count > 0)
        {
            line["blobs"] = blobs;
        }

        line["note"] = Encoding.UTF8.GetString(stored.Bytes.Span);
        return line;
    }

    /// <summary>A text as text, anything else in base64.</summary>
    private static JsonObject Of(long index, in StoredBlob blob)
    {
        var said = new JsonObject { ["id"] = blob.Id.ToString(), ["state"] = blob.State.ToString().ToLowerInvariant() };
        if (blob.State != BodyState.Present)
        {
            return said;
        }

        if (Kernel.Acts.BlobId.Of(blob.Salt, blob.Bytes.Span) != blob.Id)
        {
            throw new LogException("damaged", $"A text or file of entry {index} is not the one that its name stands for.");
        }

        said["salt"] = blob.Salt.ToBase64();
        try
        {
            said["text"] = Strict.GetString(blob.Bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            said["base64"] = Convert.ToBase64String(blob.Bytes.Span);
        }

        return said;
    }

    private static void Put(Stream to, JsonObject line)
    {
        to.Write(Encoding.UTF8.GetBytes(line.ToJsonString(Line)));
        to.WriteByte((byte)'\n');
    }
}
