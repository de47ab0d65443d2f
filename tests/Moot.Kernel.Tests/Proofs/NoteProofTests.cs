using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;
using Moot.Kernel.Tests.Acts;
using Xunit;

namespace Moot.Kernel.Tests.Proofs;

public sealed class NoteProofTests
{
    private const string Text = "moot/proof/v1 sign-in allotment-7 - 1795370516123 00112233445566778899aabbccddeeff";
    private static readonly SigningKey Key = SigningKey.FromSeed(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    [Fact]
    public void A_proof_names_its_key_and_holds_for_its_text_alone()
    {
        var bytes = NoteProof.Sign(Text, Key);
        Assert.True(NoteProof.TryParse(bytes, out var read, out var error), error);
        Assert.Equal(PublicKey.FromBytes(Key.PublicKey), read.Key);
        Assert.Equal(Text, read.Text);
        Assert.True(read.Verify(Text));
        Assert.False(read.Verify(Text + "0"));
    }

    [Fact]
    public void No_flipped_bit_is_accepted()
    {
        var bytes = NoteProof.Sign(Text, Key);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(NoteProof.TryParse(flipped, out var read, out _) && read.Verify(Text), $"bit {bit}");
        }
    }

    [Fact]
    public void Nobody_signs_an_act_or_a_checkpoint_in_the_guise_of_a_proof()
    {
        foreach (
            var text in new[]
            {
                "moot/act/v1\nassoc -",
                "moot/act/v1",
                "allotment-7\n5\nmVtp",
                Text + "\nmore",
                Text + "\n",
                "moot/proof/v1",
                "",
                Text + "\u0001",
            }
        )
        {
            Assert.False(NoteProof.IsProofText(text), text);
            Assert.Throws<ArgumentException>(() => NoteProof.Sign(text, Key));
        }

        foreach (var act in Vectors.Read("acts.json").List("acts"))
        {
            Assert.False(NoteProof.TryParse(act.Utf8("act"), out _, out _));
        }

        Assert.False(Moot.Kernel.Acts.SignedAct.TryParse(NoteProof.Sign(Text, Key), out _, out _));
        Assert.False(Moot.Kernel.Encoding.Checkpoint.TryParse(System.Text.Encoding.UTF8.GetBytes(Text + "\n"), out _, out _));
    }
}
