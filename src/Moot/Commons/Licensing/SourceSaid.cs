using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons.Licensing;

/// <summary>Where somebody says that a text comes from, as they typed it.</summary>
/// <param name="Address">Its address there.</param>
/// <param name="Authors">Who wrote it there.</param>
/// <param name="Licence">Under which licence it is given there; empty where they wrote it themselves.</param>
public sealed record SourceSaid(string Address, string Authors, string Licence)
{
    /// <summary>Nothing was typed: they wrote it themselves.</summary>
    public static SourceSaid Nothing { get; } = new("", "", "");

    /// <summary>Where the fields are that a form has.</summary>
    public static SourceSaid Of(Filled form)
    {
        var other = form["source-other"].Trim();
        return new(form["source"].Trim(), form["source-authors"].Trim(), other.Length > 0 ? other : form["source-licence"].Trim());
    }

    /// <summary>True if nothing was typed.</summary>
    public bool IsNothing => Address.Length + Authors.Length + Licence.Length == 0;

    /// <summary>The licence as an act says it.</summary>
    public string? Expression => Licence.Length > 0 ? Licence : null;

    /// <summary>The address as an act says it.</summary>
    public Prose Source => Prose.Of(Address);

    /// <summary>The authors as an act says them.</summary>
    public Prose By => Prose.Of(Authors);
}
