using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace Moot.Ui;

/// <summary>A kind of part: how one is made and given its parameters.</summary>
internal sealed class PartKind
{
    private static readonly ConcurrentDictionary<Type, PartKind> Known = new();
    private readonly FrozenDictionary<string, Action<Part, object?>> parameters;
    private readonly Func<Part> make;

    private PartKind(Type type)
    {
        make = Method<Func<Part>>(nameof(Make), type);
        parameters = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(p => p.IsDefined(typeof(ParameterAttribute), inherit: true))
            .ToFrozenDictionary(
                p => p.Name,
                p => Method<Func<MethodInfo, Action<Part, object?>>>(nameof(Setter), p.DeclaringType!, p.PropertyType)(p.SetMethod!),
                StringComparer.Ordinal
            );
    }

    /// <summary>The kind of a type.</summary>
    public static PartKind Of(Type type) => Known.TryGetValue(type, out var known) ? known : Known.GetOrAdd(type, t => new(t));

    /// <summary>A new one, without parameters.</summary>
    public Part New() => make();

    /// <summary>Gives it a parameter.</summary>
    public void Set(Part part, string parameter, object? value) => parameters[parameter](part, value);

    private static Part Make<TPart>()
        where TPart : Part => Activator.CreateInstance<TPart>();

    private static Action<Part, object?> Setter<TPart, TValue>(MethodInfo method)
        where TPart : Part
    {
        var set = method.CreateDelegate<Action<TPart, TValue>>();
        return (part, value) => set((TPart)part, (TValue)value!);
    }

    private static T Method<T>(string name, params Type[] types)
        where T : Delegate => typeof(PartKind).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(types).CreateDelegate<T>();
}
