using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Programs;

/// <summary>An act as a program orders it: one JSON object with the kind and its members; texts and files as they are.</summary>
internal static class ActOrder
{
    /// <summary>Parts it into what goes into the leaf, what into the erasable body, and what lies beside.</summary>
    /// <param name="registry">The kinds that are known.</param>
    /// <param name="order">The object; it is taken apart.</param>
    /// <param name="draft">The act; null where it cannot be read.</param>
    public static Verdict Read(Registry registry, JsonObject order, out Draft? draft)
    {
        draft = null;
        if (order["kind"] is not JsonValue named || !named.TryGetValue<string>(out var name) || registry.Find(name) is not { } kind)
        {
            return Verdict.Refused("unknown-kind", "Say in \"kind\" which kind of act it is; the page \"api\" lists them.");
        }

        order.Remove("kind");
        if (order.Select(m => m.Key).FirstOrDefault(m => !kind.Members.Any(k => string.Equals(k.Name, m, StringComparison.Ordinal))) is { } unknown)
        {
            return Verdict.Refused("unknown-member", $"{name} has no \"{(unknown.Length > 64 ? unknown[..64] : unknown)}\".");
        }

        var blobs = ImmutableArray.CreateBuilder<StoredBlob>();
        foreach (var member in kind.Members.Where(m => m.Type == typeof(BlobId) || m.Type == typeof(BlobId?)))
        {
            if (Take(kind, member, order, blobs) is { IsLawful: false } refused)
            {
                return refused;
            }
        }

        if (kind.Members.FirstOrDefault(m => m.IsRequired && !order.ContainsKey(m.Name)) is { } missing)
        {
            return Verdict.Refused("member-missing", $"{name} needs \"{missing.Name}\".");
        }

        var prose = new JsonObject();
        foreach (var member in kind.Members.Where(m => m.IsProse && order.ContainsKey(m.Name)))
        {
            var text = order[member.Name];
            order.Remove(member.Name);
            if (text is not null)
            {
                prose[member.Name] = text;
            }
        }

        draft = new(name, order, prose, blobs.ToImmutable());
        return Verdict.Lawful;
    }

    /// <summary>Makes a blob of a text, or of bytes in base64; leaves the name of one that is there already.</summary>
    private static Verdict Take(ActKind kind, ActMember member, JsonObject order, ImmutableArray<StoredBlob>.Builder blobs)
    {
        byte[] bytes;
        switch (order[member.Name])
        {
            case null:
                return Verdict.Lawful;
            case JsonValue value when value.TryGetValue<string>(out var text):
                if (Hash.TryParseHex(text, out _))
                {
                    return Verdict.Lawful;
                }

                bytes = Encoding.UTF8.GetBytes(text);
                break;
            case JsonObject { Count: 1 } coded when coded["base64"] is JsonValue value && value.TryGetValue<string>(out var base64):
                bytes = new byte[(base64.Length / 4 * 3) + 3];
                if (!Convert.TryFromBase64String(base64, bytes, out var written))
                {
                    return Verdict.Refused("malformed", $"\"{member.Name}\" is not valid base64.");
                }

                Array.Resize(ref bytes, written);
                break;
            default:
                return Verdict.Refused("malformed", $"\"{member.Name}\" must be a text, or {{\"base64\": \"...\"}}.");
        }

        if (bytes.Length > Limits.BlobBytesMax)
        {
            return Verdict.Refused("too-large", $"\"{member.Name}\" has {bytes.Length} bytes; at most {Limits.BlobBytesMax} are taken.");
        }

        var blob = Salt.NewBlob(bytes);
        order[member.Name] = blob.Id.ToString();
        if (order["bytes"] is null && kind.Members.Any(m => m.Name is "bytes"))
        {
            order["bytes"] = bytes.Length;
        }

        blobs.Add(blob);
        return Verdict.Lawful;
    }
}
