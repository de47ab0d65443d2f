using System.Collections.Immutable;

namespace Moot.Commons.Licensing;

/// <summary>A line of the table: whether text under some licences may become part of words that are given under others.</summary>
/// <param name="From">Licences of the text.</param>
/// <param name="Into">Licences under which words are given here.</param>
/// <param name="May">True if it may.</param>
/// <param name="Why">Why, in a sentence.</param>
/// <param name="Source">Where that is published.</param>
public sealed record LicenceRule(ImmutableArray<string> From, ImmutableArray<string> Into, bool May, string Why, string Source);

/// <summary>The table of compatible licences, with where each line is published. What stands in no line is not compatible.</summary>
/// <remarks>The table is part of the rules of the kinds that judge by it: once these are released a line changes only with new versions of them.</remarks>
public static class LicenceRules
{
    private const string CcFaq =
        "https://creativecommons.org/faq/#if-i-derive-or-adapt-material-offered-under-a-creative-commons-license-which-cc-licenses-can-i-use";
    private const string CcCompatible = "https://creativecommons.org/share-your-work/licensing-considerations/compatible-licenses/";
    private const string GnuList = "https://www.gnu.org/licenses/license-list.html";
    private const string GnuFaq = "https://www.gnu.org/licenses/gpl-faq.html#AllCompatibility";
    private const string Odbl = "https://opendatacommons.org/licenses/odbl/1-0/";
    private const string OdcBy = "https://opendatacommons.org/licenses/by/1-0/";
    private const string Apache = "https://www.apache.org/licenses/GPL-compatibility.html";

    private static ImmutableArray<string> All { get; } = [.. Licences.Known.Select(l => l.Id)];

    /// <summary>The lines. The first that fits counts.</summary>
    public static ImmutableArray<LicenceRule> Lines { get; } =
    [
        May(["CC0-1.0"], All, "Its owners gave up all rights.", "https://creativecommons.org/publicdomain/zero/1.0/legalcode"),
        May(["CC-PDM-1.0", "LicenseRef-public-domain"], All, "Nobody has rights in it.", "https://creativecommons.org/publicdomain/mark/1.0/"),
        May(["PDDL-1.0"], All, "Its owners gave up all rights.", "https://opendatacommons.org/licenses/pddl/1-0/"),
        Not(
            All,
            Licences.PublicDomain,
            "What is given without conditions cannot hold words that have some.",
            "https://creativecommons.org/publicdomain/zero/1.0/legalcode"
        ),
        May(
            Licences.By,
            [.. Licences.By, .. Licences.BySa[1..], "CC-BY-NC-SA-4.0"],
            "What is made from it may be given under this licence, if its authors are named.",
            CcFaq
        ),
        May(["CC-BY-4.0"], Licences.Gpl, "CC BY 4.0 is compatible with all versions of the GNU GPL.", GnuList + "#ccby"),
        Not(
            Licences.By,
            ["ODbL-1.0"],
            "Its owners have to agree first to how databases name authors, and to locks on copies.",
            "https://blog.openstreetmap.org/2017/03/17/use-of-cc-by-data/"
        ),
        Not(["CC-BY-SA-1.0"], [.. Licences.BySa[1..]], "Version 1.0 allows no later version.", "https://creativecommons.org/licenses/by-sa/1.0/legalcode"),
        May(
            ["CC-BY-SA-2.0"],
            [.. Licences.BySa[2..]],
            "What is made from it may be given under a later version (section 4b).",
            "https://creativecommons.org/licenses/by-sa/2.0/legalcode"
        ),
        May(
            ["CC-BY-SA-2.5"],
            [.. Licences.BySa[3..]],
            "What is made from it may be given under a later version (section 4b).",
            "https://creativecommons.org/licenses/by-sa/2.5/legalcode"
        ),
        May(
            ["CC-BY-SA-3.0"],
            ["CC-BY-SA-4.0"],
            "What is made from it may be given under a later version (section 4b).",
            "https://creativecommons.org/licenses/by-sa/3.0/legalcode"
        ),
        Not(Licences.BySa, Licences.BySa, "An earlier version may not take the place of a later one.", CcFaq),
        May(["CC-BY-SA-4.0"], ["LAL-1.3", "GPL-3.0-only"], "Creative Commons declared this licence compatible.", CcCompatible),
        Not(["CC-BY-SA-4.0"], ["GPL-3.0-or-later"], "Version 3 of the GPL alone was declared compatible, not later ones.", CcCompatible),
        Not([.. Licences.BySa[..^1]], Licences.Gpl, "Version 4.0 alone was declared compatible with version 3 of the GPL.", CcCompatible),
        May(["LAL-1.3"], ["CC-BY-SA-4.0"], "The Free Art License declared it compatible, and it is declared compatible.", CcCompatible),
        Not([.. Licences.BySa, "CC-BY-NC-SA-4.0"], Licences.By, "ShareAlike: what is made from it keeps its licence.", CcFaq),
        Not(Licences.BySa, ["CC-BY-NC-SA-4.0"], "ShareAlike: nothing may be forbidden that it allows, such as commercial use.", CcFaq),
        Not(["CC-BY-NC-SA-4.0"], All, "It forbids commercial use, which this licence allows.", CcFaq),
        Not([.. Licences.Gpl, .. Licences.Agpl], ["CC-BY-SA-4.0"], "The way goes from CC BY-SA 4.0 to the GPL alone.", CcCompatible),
        May(["GFDL-1.1-or-later"], [.. Licences.Gfdl[..1], .. Licences.Gfdl[2..]], "It allows this version.", GnuList + "#FDL"),
        May(["GFDL-1.2-or-later"], ["GFDL-1.2-only", .. Licences.Gfdl[4..]], "It allows this version.", GnuList + "#FDL"),
        May(["GFDL-1.3-or-later"], ["GFDL-1.3-only"], "It allows this version.", GnuList + "#FDL"),
        Not(Licences.Gfdl, Licences.Gfdl, "It does not allow this version, or not all later ones.", GnuList + "#FDL"),
        Not(
            Licences.Gfdl,
            ["CC-BY-SA-3.0"],
            "Section 11 of version 1.3 allowed it until 1 August 2009 alone.",
            "https://www.gnu.org/licenses/fdl-1.3-faq.html"
        ),
        Not(
            Licences.BySa,
            Licences.Gfdl,
            "The GNU Free Documentation License is another copyleft; the way of 2009 went from it to CC BY-SA 3.0 alone.",
            "https://www.gnu.org/licenses/fdl-1.3-faq.html"
        ),
        Not(Licences.Gfdl, [.. Licences.Gpl, .. Licences.Agpl], "The two are incompatible, either way.", GnuList + "#FDL"),
        Not([.. Licences.Gpl, .. Licences.Agpl], Licences.Gfdl, "The two are incompatible, either way.", GnuList + "#FDL"),
        May(["GPL-2.0-or-later"], ["GPL-2.0-only", "GPL-3.0-only", "GPL-3.0-or-later"], "It allows this version.", GnuFaq),
        May(["GPL-3.0-or-later"], ["GPL-3.0-only"], "It allows this version.", GnuFaq),
        May(
            ["GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later"],
            ["AGPL-3.0-only"],
            "Section 13 of version 3 allows the two in one work; each part keeps its licence.",
            GnuFaq
        ),
        May(
            ["GPL-2.0-or-later", "GPL-3.0-or-later"],
            ["AGPL-3.0-or-later"],
            "Section 13 of version 3 allows the two in one work; each part keeps its licence.",
            GnuFaq
        ),
        Not(
            ["GPL-2.0-only"],
            ["GPL-3.0-only", "GPL-3.0-or-later", .. Licences.Agpl],
            "Version 2 alone is not compatible with version 3.",
            "https://www.gnu.org/licenses/gpl-faq.html#v2v3Compatibility"
        ),
        Not(Licences.Gpl, Licences.Gpl, "It does not allow this version, or not all later ones.", GnuFaq),
        May(["AGPL-3.0-or-later"], ["AGPL-3.0-only"], "It allows this version.", GnuFaq),
        Not(Licences.Agpl, [.. Licences.Gpl, .. Licences.Agpl], "It asks more than this licence does, or allows no later version.", GnuFaq),
        May(["MIT"], [.. Licences.Gpl], "The Expat (MIT) license is compatible with the GNU GPL.", GnuList + "#Expat"),
        May(["MIT"], ["Apache-2.0"], "Works under it may be part of works under the Apache License.", "https://www.apache.org/legal/resolved.html#category-a"),
        May(["Apache-2.0"], ["GPL-3.0-only", "GPL-3.0-or-later"], "It is compatible with version 3 of the GPL.", Apache),
        Not(["Apache-2.0"], ["GPL-2.0-only", "GPL-2.0-or-later"], "It is compatible with version 3 of the GPL, not with version 2.", Apache),
        Not(Licences.Gpl, ["MIT", "Apache-2.0"], "Copyleft: what is made from it keeps its licence.", Apache),
        May(["ODC-By-1.0"], ["ODbL-1.0"], "It asks that its notices are kept and nothing else (section 4).", OdcBy),
        Not(
            ["ODbL-1.0"],
            All,
            "A database stays under it. What is made from it, such as a map or a table of results, may be given under another licence with its notice (section 4.3), but it is not brought in as it is.",
            Odbl
        ),
        Not(
            ["ODC-By-1.0"],
            All,
            "A database keeps its notices (section 4.2). What is made from it may be given under another licence with its notice (section 4.3), but it is not brought in as it is.",
            OdcBy
        ),
    ];

    private static LicenceRule May(ImmutableArray<string> from, ImmutableArray<string> into, string why, string source) => new(from, into, true, why, source);

    private static LicenceRule Not(ImmutableArray<string> from, ImmutableArray<string> into, string why, string source) => new(from, into, false, why, source);
}
