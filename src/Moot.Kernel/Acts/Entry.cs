using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>One entry of the log: an act as its author sent it, and the host's line with its place, time and assurance.</summary>
/// <remarks><c>act ‖ "host " index " " milliseconds " " ("guest"|"vouched"|"signed") LF</c>; the leaf hash is over all of it.</remarks>
/// <param name="Bytes">The leaf.</param>
/// <param name="Act">The act in it.</param>
/// <param name="Index">Place in the log, from 0.</param>
/// <param name="At">The writer's time.</param>
/// <param name="Assurance">How sure the host was of the actor.</param>
public sealed record Entry(ReadOnlyMemory<byte> Bytes, SignedAct Act, long Index, Moment At, Assurance Assurance)
{
    /// <summary>Makes the leaf of an act.</summary>
    public static Entry Of(SignedAct act, long index, Moment at, Assurance assurance)
    {
        Span<byte> line = stackalloc byte[Limits.HostLineBytesMax];
        System.Text.Encoding.ASCII.TryGetBytes($"host {index} {at.Milliseconds} {Word(assurance)}\n", line, out var length);
        var bytes = new byte[act.Bytes.Length + length];
        act.Bytes.Span.CopyTo(bytes);
        line[..length].CopyTo(bytes.AsSpan(act.Bytes.Length));
        return new(bytes, act, index, at, assurance);
    }

    /// <summary>Reads an entry. Never throws; one grammar is accepted.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out Entry? entry, out string error)
    {
        entry = null;
        error = "The entry does not end in the host's line.";
        if (bytes.Length is < 2 or > Limits.EntryBytesMax)
        {
            error = $"An entry has 2 to {Limits.EntryBytesMax} bytes.";
            return false;
        }

        var start = bytes.Span[..^1].LastIndexOf((byte)'\n') + 1;
        if (start == 0 || bytes.Length - start > Limits.HostLineBytesMax)
        {
            return false;
        }

        var lines = new ActLines(bytes[start..]);
        if (!lines.Next("host "u8, out var host) || !lines.AtEnd)
        {
            return false;
        }

        Span<Range> words = stackalloc Range[4];
        var text = host.Span;
        if (
            Split(text, words) != 3
            || !ActLines.TryNumber(text[words[0]], out var index)
            || !ActLines.TryNumber(text[words[1]], out var at)
            || !TryWord(text[words[2]], out var assurance)
        )
        {
            error = "The host's line must be host, index, milliseconds and assurance.";
            return false;
        }

        if (!SignedAct.TryParse(bytes[..start], out var act, out error))
        {
            return false;
        }

        entry = new(bytes, act!, index, new(at), assurance);
        return true;
    }

    /// <summary>The word that stands in the log.</summary>
    public static string Word(Assurance assurance) =>
        assurance switch
        {
            Assurance.Signed => "signed",
            Assurance.Vouched => "vouched",
            _ => "guest",
        };

    private static bool TryWord(ReadOnlySpan<byte> word, out Assurance assurance)
    {
        assurance = word switch
        {
            _ when word.SequenceEqual("signed"u8) => Assurance.Signed,
            _ when word.SequenceEqual("vouched"u8) => Assurance.Vouched,
            _ => Assurance.Guest,
        };
        return assurance != Assurance.Guest || word.SequenceEqual("guest"u8);
    }

    private static int Split(ReadOnlySpan<byte> text, Span<Range> words)
    {
        var count = 0;
        foreach (var word in text.Split((byte)' '))
        {
            if (count == words.Length)
            {
                return int.MaxValue;
            }

            words[count++] = word;
        }

        return count;
    }
}
