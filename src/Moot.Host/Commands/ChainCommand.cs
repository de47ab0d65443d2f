using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Kernel.Chance;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot chain N</c>: makes a chain of hashes by which people who were drawn by lot are replaced.</summary>
internal static class ChainCommand
{
    public static Command Create()
    {
        var replacements = new Argument<int>("N") { Description = $"How many replacements it is good for, at most {ReplacementChain.LengthMax - 1}." };
        return new Command("chain", "Make a chain of hashes for replacements in a draw by lot. Keep it secret.") { replacements }.Does(
            (parsed, terminal, _) =>
            {
                var count = parsed.GetRequiredValue(replacements);
                if (count is < 1 or >= ReplacementChain.LengthMax)
                {
                    throw new LogException("chain-length", $"A chain is good for 1 to {ReplacementChain.LengthMax - 1} replacements.");
                }

                var chain = ReplacementChain.Make(Salt.Fresh().ToBytes(), count + 1);
                var lines = chain
                    .Reverse()
                    .Select((v, i) => i == 0 ? $"{v.ToHex()}  announce this one with the draw" : $"{v.ToHex()}  reveal this one for replacement {i}");
                terminal.Answer(string.Join('\n', lines), new() { ["values"] = new JsonArray([.. chain.Reverse().Select(v => (JsonNode)v.ToHex())]) });
                return Task.FromResult(0);
            }
        );
    }
}
