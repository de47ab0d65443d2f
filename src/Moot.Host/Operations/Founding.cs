using System.Text;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;

namespace Moot.Host.Operations;

/// <summary>Founds an association in a folder.</summary>
internal static class Founding
{
    /// <summary>What was founded.</summary>
    /// <param name="Folder">Where.</param>
    /// <param name="Head">How things stand.</param>
    /// <param name="Founder">The first member.</param>
    public sealed record Result(AssociationFolder Folder, Head Head, MemberId Founder);

    /// <summary>Makes the folder, the log's keys, the founding act and the founder's joining.</summary>
    /// <param name="directory">A folder that is empty or not there.</param>
    /// <param name="name">What the association is called.</param>
    /// <param name="purpose">What it is for; may be null.</param>
    /// <param name="memberName">What the founder is called.</param>
    /// <param name="origin">Name of the log; null to make one of the name and the key.</param>
    /// <param name="founder">The founder's key; null for a founder without one, for whom the host vouches.</param>
    /// <param name="clock">The time.</param>
    /// <param name="licence">Licence of the words (an SPDX expression); null to leave it open.</param>
    /// <param name="charter">How it decides; null for the charter that every association begins with.</param>
    public static async Task<Result> Found(
        string directory,
        string name,
        string? purpose,
        string memberName,
        string? origin,
        SigningKey? founder,
        TimeProvider clock,
        string? licence = null,
        Deciding.Charters.Charter? charter = null
    )
    {
        using var keys = LogKeys.Create(name, origin);
        using var once = founder is null ? SigningKey.Create() : null; // signs the founding and nothing else
        var folder = keys.MakeFolder(directory);
        try
        {
            await using var log = HostedLog.Open(folder, clock);
            var found = ActPen.Compose(
                new(null, folder.Origin, null, 0, Kernel.Tree.Hash.EmptyTree),
                clock,
                Kernel.Association.Found.Kind,
                new() { ["log"] = keys.Vkey.ToString(), ["intake"] = keys.IntakePublic.ToString() },
                new() { ["name"] = name, ["purpose"] = purpose },
                founder ?? once!
            );
            Need(await log.Submit(found.ToBytes()));
            var join = ActPen.Compose(
                ActPen.Place.Of(log.Head, folder.Origin, null),
                clock,
                Join.Kind,
                [],
                new() { ["name"] = memberName },
                founder ?? keys.Intake
            );
            Need(await log.Submit(join.ToBytes()));
            var member = new MemberId(join.Act.Id);
            if (licence is not null)
            {
                await Choose(Commons.Acts.SetLicence.Kind, new() { ["licence"] = licence });
            }

            if (charter is not null)
            {
                await Choose(Deciding.Acts.AdoptCharter.Kind, new() { ["charter"] = Deciding.Charters.CharterText.Write(charter) });
            }

            folder.Seal();
            return new(folder, log.Head, member);

            async Task Choose(string kind, System.Text.Json.Nodes.JsonObject content)
            {
                var choice = ActPen.Compose(ActPen.Place.Of(log.Head, folder.Origin, member), clock, kind, content, [], founder ?? keys.Intake);
                Need(await log.Submit(choice.ToBytes()));
            }
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>Throws where an act of ours was refused.</summary>
    public static Receipt Need(Receipt receipt) => receipt.Verdict.IsLawful ? receipt : throw new LogException(receipt.Verdict.Code, receipt.Verdict.Sentence);

    /// <summary>The keys of a new log.</summary>
    internal sealed class LogKeys : IDisposable
    {
        private readonly SigningKey log = SigningKey.Create();
        private readonly SigningKey intake = SigningKey.Create();

        private LogKeys(string name, string? origin)
        {
            var named = origin ?? $"{Slug(name)}-{Convert.ToHexStringLower(log.PublicKey.AsSpan(0, 5))}";
            if (!SignedAct.TryOrigin(Encoding.UTF8.GetBytes(named), out _))
            {
                throw new LogException("bad-origin", $"An origin has 1 to {Limits.OriginCharactersMax} visible ASCII characters and no plus sign.");
            }

            Vkey = VerifierKey.Ed25519(named, log.PublicKey);
        }

        /// <summary>Verifier key of the log.</summary>
        public VerifierKey Vkey { get; }

        /// <summary>Key by which the host vouches.</summary>
        public PublicKey IntakePublic => PublicKey.FromBytes(intake.PublicKey);

        /// <summary>The same with its secret half.</summary>
        public SigningKey Intake => intake;

        /// <summary>Makes keys and an origin.</summary>
        public static LogKeys Create(string name, string? origin) => new(name, origin);

        /// <summary>Makes the folder with an empty log and the keys in it.</summary>
        public AssociationFolder MakeFolder(string directory)
        {
            var folder = AssociationFolder.Create(directory, FolderRole.Host, Vkey);
            KeyFile.Write(folder.LogKeyPath, log);
            KeyFile.Write(folder.IntakeKeyPath, intake);
            return folder;
        }

        public void Dispose()
        {
            log.Dispose();
            intake.Dispose();
        }

        internal static string Slug(string name)
        {
            var slug = new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
            slug = string.Join('-', slug.Split('-', StringSplitOptions.RemoveEmptyEntries));
            return slug.Length == 0 ? "association" : slug[..Math.Min(slug.Length, 40)].Trim('-');
        }
    }
}
