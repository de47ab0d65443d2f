using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Acts;

/// <summary>A registered kind of act, as the kernel handles it.</summary>
public abstract class ActKind
{
    /// <summary>What the JSON of a kind has; worked out when it is first asked for, because a program that starts needs few of all kinds.</summary>
    private sealed record Shape(ImmutableArray<ActMember> Members, ImmutableArray<byte[]> ProseNames, ImmutableArray<Func<object, object?>> BlobReaders);

    private readonly Lazy<Shape> shape;

    private protected ActKind(string name, Capability capability, KeyScope scope, Func<JsonTypeInfo> info)
    {
        (Name, Capability, Scope) = (name, capability, scope);
        shape = new(() => ShapeOf(name, info()));
        if (!SignedAct.TryKind(System.Text.Encoding.UTF8.GetBytes(name), out _))
        {
            throw new ArgumentException($"{name} is not the name of a kind.", nameof(name));
        }
    }

    private static Shape ShapeOf(string name, JsonTypeInfo info)
    {
        var options = info.Options;
        if (
            options.UnmappedMemberHandling != JsonUnmappedMemberHandling.Disallow
            || options.AllowDuplicateProperties
            || !options.RespectRequiredConstructorParameters
        )
        {
            throw new ArgumentException($"The JSON of {name} is not read strictly; see {nameof(ActJson)}.", nameof(name));
        }

        var members = info.Properties.Select(p => new ActMember(p.Name, p.PropertyType, p.IsRequired)).ToImmutableArray();
        if (members.FirstOrDefault(m => m.IsProse && m.IsRequired) is { } wrong)
        {
            throw new ArgumentException($"Prose may always be missing: give {wrong.Name} of {name} the default value default.", nameof(name));
        }

        return new(members, [.. members.Where(m => m.IsProse).Select(m => System.Text.Encoding.UTF8.GetBytes(m.Name))], ActBlobs.Readers(info));
    }

    /// <summary>Name and version.</summary>
    public string Name { get; }

    /// <summary>The capability that it belongs to.</summary>
    public Capability Capability { get; }

    /// <summary>What a key must be good for.</summary>
    public KeyScope Scope { get; }

    /// <summary>True for what the host does itself, with the key by which it vouches, and nobody else.</summary>
    public bool IsHosts { get; init; }

    /// <summary>Its members, in the order of the record: what a form asks for.</summary>
    /// <exception cref="ArgumentException">The JSON of the kind is not as it must be: a mistake in the program.</exception>
    public ImmutableArray<ActMember> Members => shape.Value.Members;

    /// <summary>Names of the members that lie in the body, as UTF-8.</summary>
    private ImmutableArray<byte[]> ProseNames => shape.Value.ProseNames;

    /// <summary>The blobs that a record names.</summary>
    public ImmutableArray<BlobId> BlobsOf(object record) => ActBlobs.Of(shape.Value.BlobReaders, record);

    /// <summary>Number among all kinds; set by the registry.</summary>
    internal int Ordinal { get; set; } = -1;

    /// <summary>Reads the record from the public JSON and the body. Never throws.</summary>
    public object? Decode(SignedAct act, in StoredBody body, out string error)
    {
        if (!PublicJson.TryCheck(act.Public.Span, IsNotProse, out error))
        {
            return null;
        }

        if (body.State == BodyState.Present && !PublicJson.TryCheckBody(body.Bytes.Span, IsProse, out error))
        {
            return null;
        }

        try
        {
            return act.Body is null ? Read(act.Public.Span) : Read(Merge(act.Public.Span, body));
        }
        catch (JsonException e)
        {
            error = e.Path is { Length: > 2 } path ? $"The value of {path[2..]} is not one that {Name} takes." : $"The JSON does not fit {Name}: {Reason(e)}";
            return null;
        }
    }

    internal abstract Verdict Judge(object state, object act, in Circumstance how);

    internal abstract object Fold(object state, object act, in Circumstance how);

    internal abstract BlobId? Resembles(object state, object act);

    internal abstract string? WorksOn(object act);

    private protected abstract object Read(ReadOnlySpan<byte> json);

    private static string Reason(JsonException e) => e.Message.Split(" Path:")[0];

    private bool IsProse(ref Utf8JsonReader name)
    {
        foreach (var prose in ProseNames)
        {
            if (name.ValueTextEquals(prose))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsNotProse(ref Utf8JsonReader name) => !IsProse(ref name);

    /// <summary>Joins the public object and the body's into one; an absent body becomes a null for each prose member, which reads as erased.</summary>
    private byte[] Merge(ReadOnlySpan<byte> pub, in StoredBody body)
    {
        var prose = body.State == BodyState.Present ? body.Bytes.Span : Erased;
        var inner = Trim(pub);
        var more = Trim(prose);
        var merged = new byte[inner.Length + more.Length + 3];
        var at = 0;
        merged[at++] = (byte)'{';
        inner.CopyTo(merged.AsSpan(at));
        at += inner.Length;
        merged[at++] = (byte)(inner.IsEmpty || more.IsEmpty ? ' ' : ',');
        more.CopyTo(merged.AsSpan(at));
        at += more.Length;
        merged[at] = (byte)'}';
        return merged;

        static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> json) => json[1..^1].Trim((byte)' ');
    }

    private byte[]? erased;

    private byte[] Erased =>
        erased ??= System.Text.Encoding.UTF8.GetBytes(
            "{" + string.Join(',', ProseNames.Select(n => $"\"{System.Text.Encoding.UTF8.GetString(n)}\":null")) + "}"
        );
}

/// <summary>One member of a kind of act, for forms and descriptions.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsRequired">True if it may not be left out.</param>
public sealed record ActMember(string Name, Type Type, bool IsRequired)
{
    /// <summary>True if it lies in the erasable body.</summary>
    public bool IsProse => Type == typeof(Prose);
}

internal sealed class ActKind<TAct, TState>(Capability capability, KeyScope scope) : ActKind(TAct.Kind, capability, scope, static () => TAct.Json)
    where TAct : class, IAct<TAct, TState>
    where TState : class, IState<TState>
{
    internal override Verdict Judge(object state, object act, in Circumstance how) => TAct.Judge((TState)state, (TAct)act, how);

    internal override object Fold(object state, object act, in Circumstance how) => TAct.Fold((TState)state, (TAct)act, how);

    internal override BlobId? Resembles(object state, object act) => TAct.Resembles((TState)state, (TAct)act);

    internal override string? WorksOn(object act) => TAct.WorksOn((TAct)act);

    private protected override object Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, TAct.Json) ?? throw new JsonException("It is null.");
}
