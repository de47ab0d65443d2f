using Microsoft.AspNetCore.Components;

namespace Moot.Ui;

/// <summary>A page: a function of one view record, shown at a desk.</summary>
/// <typeparam name="TView">The record.</typeparam>
public abstract class PageOf<TView> : Part
{
    /// <summary>Who asks, in which language, below which path.</summary>
    [Parameter, EditorRequired]
    public required Desk Desk { get; set; }

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired]
    public required TView View { get; set; }

    /// <summary>The words of the visitor's language.</summary>
    protected Words W => Desk.Words;
}
