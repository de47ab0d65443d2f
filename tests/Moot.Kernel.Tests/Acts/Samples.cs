using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Tree;
using Moot.Testing;

namespace Moot.Kernel.Tests.Acts;

/// <summary>Acts with fixed keys, to be bent out of shape by tests.</summary>
internal static class Samples
{
    public static readonly Hash Association = Hash.Of("an association"u8);

    public static ActDraft Draft(string pub = "{}", Hash? body = null, MemberId? member = null) =>
        new(Association, Hall.FirstOrigin, member, "member.rename/1", 1, 0, Hash.EmptyTree, pub, body);

    public static byte[] Act(ActDraft? draft = null, params ReadOnlySpan<SigningKey> with) => SignedAct.Write(draft ?? Draft(), Hall.Key("Ann"), with);

    public static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>An act whose text has one line replaced; signed anew, so that the signature is never what is wrong.</summary>
    public static byte[] WithLine(int number, string line, byte[]? act = null) => Resigned(Text(act ?? Act()).Split("\n\n")[0].Split('\n'), number, line);

    public static byte[] Resigned(string[] lines, int number = -1, string line = "")
    {
        var text = string.Join('\n', lines.Select((l, i) => i == number ? line : l)) + "\n";
        return Signed(Bytes(text));
    }

    /// <summary>Any text with Ann's signature under it.</summary>
    public static byte[] Signed(byte[] text)
    {
        var key = Hall.Key("Ann");
        var name = Convert.ToHexStringLower(key.PublicKey);
        var id = Hash.Of([.. Bytes(name), (byte)'\n', 1, .. key.PublicKey]).ToBytes()[..4];
        return [.. text, (byte)'\n', .. Bytes($"— {name} {Convert.ToBase64String([.. id, .. key.Sign(text)])}\n")];
    }

    public static string? Refused(ReadOnlyMemory<byte> bytes)
    {
        var read = SignedAct.TryParse(bytes, out var act, out var error);
        Xunit.Assert.Equal(read, act is not null);
        Xunit.Assert.Equal(read, error.Length == 0);
        return read ? null : error;
    }
}
