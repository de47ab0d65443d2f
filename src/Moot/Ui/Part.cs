using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Moot.Ui;

/// <summary>A page or a piece of one: it says once what it shows, from its parameters alone. It has no state, no events and no second time.</summary>
/// <remarks>Every <c>.razor</c> file here is one. That is less than Blazor's own components do, and so a page is written as fast as it is read (<see cref="PageWriter"/>).</remarks>
public abstract class Part : IComponent
{
    /// <summary>Says what it shows.</summary>
    /// <param name="builder">Is told.</param>
    internal void Show(RenderTreeBuilder builder)
    {
        OnParametersSet();
        BuildRenderTree(builder);
    }

    void IComponent.Attach(RenderHandle renderHandle) => throw new NotSupportedException("Pages are written by PageWriter.");

    Task IComponent.SetParametersAsync(ParameterView parameters) => throw new NotSupportedException("Pages are written by PageWriter.");

    /// <summary>What it shows; made from its <c>.razor</c> file.</summary>
    /// <param name="builder">Is told.</param>
    protected virtual void BuildRenderTree(RenderTreeBuilder builder) { }

    /// <summary>Works out what it shows, once its parameters are there.</summary>
    protected virtual void OnParametersSet() { }
}
