using System.Text.Json.Nodes;
using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;

namespace Moot.Host.Moving;

/// <summary>Writes the act that brings one revision.</summary>
internal static class BringDraft
{
    /// <summary>Writes and signs it; on any thread.</summary>
    /// <param name="place">The log.</param>
    /// <param name="import">The import that it belongs to.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="isFirst">True where its page is not there yet.</param>
    /// <param name="sequence">Number of the act among those of the key.</param>
    /// <param name="key">Signs.</param>
    public static Submission Write(ActPen.Place place, long import, WikiRevision revision, bool isFirst, long sequence, SigningKey key)
    {
        var content = Content(import, revision);
        var blob = revision.TextState == WikiTextState.Present ? Salt.NewBlob(revision.Text) : default(Kernel.Storage.StoredBlob?);
        if (blob is { } text)
        {
            content["text"] = text.Id.ToString();
        }

        var (draft, body) = ActPen.Draft(place, TimeProvider.System, BringRevision.Kind, content, Words(revision, isFirst));
        return SignedAct.TrySign(draft with { Sequence = sequence }, out var signed, out var error, key)
            ? new(signed, body, blob is { } brought ? [brought] : [])
            : throw new InvalidOperationException(error);
    }

    private static JsonObject Content(long import, WikiRevision revision)
    {
        var bytes = revision.TextState == WikiTextState.Present ? revision.Text.Length : (int)Math.Clamp(revision.Bytes ?? 0, 0, int.MaxValue);
        var content = new JsonObject
        {
            ["import"] = import,
            ["pageThere"] = revision.Page.Id,
            ["revisionThere"] = revision.Id,
            ["savedThere"] = revision.At.ToUnixTimeMilliseconds(),
            ["authorKind"] = WordJson<AuthorThere>.Word(
                revision.Author.Kind switch
                {
                    WikiAuthorKind.Name => AuthorThere.Name,
                    WikiAuthorKind.Address => AuthorThere.Address,
                    WikiAuthorKind.Suppressed => AuthorThere.Suppressed,
                    _ => AuthorThere.Unknown,
                }
            ),
            ["bytes"] = bytes,
            ["format"] = WordJson<TextFormat>.Word(WikiModels.FormatOf(revision.Model)),
        };
        Add(revision.Page.Namespace != 0, "space", revision.Page.Namespace);
        Add(revision.TextState == WikiTextState.Suppressed, "lacks", WordJson<TextLack>.Word(TextLack.Suppressed));
        Add(revision.TextState == WikiTextState.Stub, "lacks", WordJson<TextLack>.Word(TextLack.Stub));
        Add(revision.Parent is > 0, "parentThere", revision.Parent ?? 0);
        Add(revision.Origin is { } origin && origin != revision.Id, "originThere", revision.Origin ?? 0);
        Add(revision.Author.Id is >= 0, "authorThere", revision.Author.Id ?? 0);
        Add(revision.IsMinor, "minor", true);
        Add(revision.IsCommentSuppressed, "summaryHidden", true);
        return content;

        void Add(bool isSo, string name, JsonNode value)
        {
            if (isSo)
            {
                content[name] = value;
            }
        }
    }

    private static JsonObject Words(WikiRevision revision, bool isFirst)
    {
        var words = new JsonObject();
        if (isFirst)
        {
            var title = WikiTitles.Here(revision.Page);
            words["title"] = title;
            if (!string.Equals(title, revision.Page.Title, StringComparison.Ordinal))
            {
                words["was"] = revision.Page.Title;
            }
        }

        if (revision.Author.Kind is WikiAuthorKind.Name or WikiAuthorKind.Address)
        {
            words["author"] = revision.Author.Name;
        }

        if (revision.Comment is { } comment && !revision.IsCommentSuppressed)
        {
            words["summary"] = comment;
        }

        if (!WikiModels.IsUsual(revision.Model, revision.Format))
        {
            words["model"] = $"{revision.Model} {revision.Format}";
        }

        if (revision is { TextState: WikiTextState.Stub, Sha1: { } sum })
        {
            words["sum"] = sum;
        }

        return words;
    }
}
