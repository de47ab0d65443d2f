using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Moot.Counting;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Counting;

/// <summary>Runs the script that counts an election again, and makes elections for it.</summary>
internal static class Recounting
{
    private const string Lines = """
        import { createInterface } from 'node:readline'
        const { recount, count, sentence, ownLine } = await import(process.argv[1])
        for await (const line of createInterface({ input: process.stdin })) {
            const { file, member, token, cast } = JSON.parse(line)
            const said = recount(file)
            const own = token ? await ownLine(file, member, token, cast ?? null) : null
            console.log(JSON.stringify({ ...said, sentences: said.problems.map(p => sentence(p)), own }))
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string Script { get; } = Path.Combine(Project.Root, "docs", "recount", "recount.mjs");

    /// <summary>Counts many files again with one program; what it said of each.</summary>
    public static async Task<List<JsonElement>> Count(IEnumerable<byte[]> files, params (string Name, string Value)[] asked)
    {
        var input = new StringBuilder();
        foreach (var file in files)
        {
            input.Append("{\"file\":").Append(Encoding.UTF8.GetString(file));
            foreach (var (name, value) in asked)
            {
                input.Append($",\"{name}\":\"{value}\"");
            }

            input.Append("}\n");
        }

        var (status, said, error) = await Node(input.ToString(), "--input-type=module", "-e", Lines, new Uri(Script).AbsoluteUri);
        Assert.True(status == 0, error);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    /// <summary>Runs Node; skips the test where there is none.</summary>
    public static async Task<(int Status, string Out, string Error)> Node(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? program = null;
        try
        {
            program = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs Node: there is no program node");
        }

        using (program)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Patience);
            var (said, error) = (program!.StandardOutput.ReadToEndAsync(patience.Token), program.StandardError.ReadToEndAsync(patience.Token));
            try
            {
                await program.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
                program.StandardInput.Close();
            }
            catch (IOException)
            {
                // It had read enough; what it says is looked at below.
            }

            await program.WaitForExitAsync(patience.Token);
            return (program.ExitCode, await said, await error);
        }
    }

    /// <summary>A poll as an election in which everybody who cast a ballot is a voter.</summary>
    public static CountFile File(Poll poll, Tally tally, bool isSecret = false)
    {
        var ballots = Enumerable.Range(0, poll.Ballots).SelectMany(b => Enumerable.Repeat(CountBallot.Of(poll, b), (int)poll.Counts[b])).ToList();
        ImmutableArray<string> voters = [.. Enumerable.Range(1, ballots.Count).Select(v => $"voter{v}")];
        var file = new CountFile(
            "shed.example",
            40,
            poll.Title,
            "",
            1,
            [.. poll.Options.Select((name, i) => new CountOption(41 + i, name))],
            voters.Length,
            isSecret,
            voters,
            []
        ).With(tally);
        return isSecret
            ? file with
            {
                Ballots = [.. ballots.Select((b, i) => b with { Receipt = Receipt(voters[i], file.Matter) }).OrderBy(b => b.Receipt, StringComparer.Ordinal)],
                Seals = ballots
                    .Select((b, i) => KeyValuePair.Create(voters[i], Seal(voters[i], file.Matter, b.Written())))
                    .ToImmutableSortedDictionary(StringComparer.Ordinal),
            }
            : file with
            {
                Ballots = [.. ballots.Select((b, i) => b with { Voter = voters[i] })],
            };
    }

    public static string Token(string voter) => "token-of-" + voter;

    public static string Receipt(string voter, long matter) => Hmac(Token(voter), $"{voter} {matter}");

    public static string Seal(string voter, long matter, string marks) => Hmac(Token(voter), $"seal {voter} {matter} {marks}");

    private static string Hmac(string key, string message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(message)));

    /// <summary>Counts files again and compares; gives what is different.</summary>
    public static async Task Same(List<(string Name, CountFile File)> elections)
    {
        var said = await Count(elections.Select(e => e.File.ToJson()));
        Assert.Equal(elections.Count, said.Count);
        foreach (var ((name, file), told) in elections.Zip(said))
        {
            Assert.True(
                told.GetProperty("isRight").GetBoolean(),
                $"{name}, {file.Method}, {file.Seats} seats: published {string.Join(' ', file.Winners)} / {string.Join(' ', file.Tied)}, said {told}\n"
                    + (file.Ballots.Length < 50 ? Encoding.UTF8.GetString(file.ToJson()) : "")
            );
        }
    }
}
