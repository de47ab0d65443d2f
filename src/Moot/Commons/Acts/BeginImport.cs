using System.Text.Json.Serialization.Metadata;
using Moot.Commons.Licensing;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;

namespace Moot.Commons.Acts;

/// <summary>A member begins to bring in the pages of another wiki. A wiki is begun once; what it wrote later is brought under the same beginning.</summary>
/// <param name="Source">Tells the wiki from others, without its name: SHA-256 of "moot/wiki/v1", its address and its database, each ended by a line feed.</param>
/// <param name="Licence">Under which licence its texts are given there (an SPDX expression); may be left out where the association has chosen none.</param>
/// <param name="Site">What the wiki is called.</param>
/// <param name="Address">Where it was: the address of its main page.</param>
/// <param name="Generator">The program that wrote its file.</param>
/// <param name="Database">Name of its database.</param>
/// <param name="Language">Its language.</param>
/// <param name="Letters">How it treats the first letter of titles.</param>
/// <param name="Spaces">Its namespaces: on each line a number, how it treats the first letter (or <c>-</c>), and the name.</param>
public sealed record BeginImport(
    Hash Source,
    string? Licence = null,
    Prose Site = default,
    Prose Address = default,
    Prose Generator = default,
    Prose Database = default,
    Prose Language = default,
    Prose Letters = default,
    Prose Spaces = default
) : IAct<BeginImport, Library>
{
    public static string Kind => "wiki.import/1";

    public static JsonTypeInfo<BeginImport> Json => CommonsJson.Default.BeginImport;

    public static Verdict Judge(Library state, BeginImport act, in Circumstance how) =>
        !how.Actor.IsMember ? Verdict.Refused("members-only", "Bringing a wiki in takes a member; join first.")
        : state.Imports.Of(act.Source) is { } begun ? Verdict.Refused("wiki-begun", $"Entry {begun} has begun to bring this wiki in: go on under it.")
        : act.Site.IsMissing ? Verdict.Refused("site-missing", "Say what the wiki is called.")
        : Bringing.Judge(state.Licence, act.Licence);

    public static Library Fold(Library state, BeginImport act, in Circumstance how) =>
        state with
        {
            Imports = act.Licence is { } licence
                ? state.Imports.With(act.Source, how.Index).WithLicence(how.Index, licence)
                : state.Imports.With(act.Source, how.Index),
        };
}
