using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Moot.Architecture.Tests;

/// <summary>A type as its compiled assembly tells it; a nested type counts as part of its outermost one.</summary>
/// <param name="Name">Full name of the outermost type.</param>
/// <param name="Members">Fields and properties with the types that each names.</param>
/// <param name="Published">Types named by what is visible from outside.</param>
/// <param name="Uses">Every type named anywhere: bases, signatures, code.</param>
/// <param name="GenericCalls">Calls of generic methods with their type arguments.</param>
internal sealed record CompiledType(
    string Name,
    IReadOnlyList<(string Member, ImmutableArray<string> Types)> Members,
    IReadOnlySet<string> Published,
    IReadOnlySet<string> Uses,
    IReadOnlyList<(string Method, ImmutableArray<string> Arguments)> GenericCalls
)
{
    public string SimpleName => Name[(Name.LastIndexOf('.') + 1)..].Split('`')[0];
}

/// <summary>What an assembly refers to and which types it has, read without loading it.</summary>
internal sealed record Compiled(string Name, IReadOnlyList<string> References, IReadOnlyList<CompiledType> Types)
{
    /// <summary>Reads an assembly that lies beside the tests.</summary>
    public static Compiled Read(string name)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        var metadata = file.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name)).ToList();
        var types = metadata
            .TypeDefinitions.Select(t => new TypeScan(file, metadata, t).Read())
            .GroupBy(t => t.Name.Split('+')[0], StringComparer.Ordinal)
            .Where(g => !g.Key.StartsWith('<'))
            .Select(g => new CompiledType(
                g.Key,
                [.. g.SelectMany(t => t.Members)],
                g.SelectMany(t => t.Published).ToHashSet(StringComparer.Ordinal),
                g.SelectMany(t => t.Uses).Select(u => u.Split('+')[0]).ToHashSet(StringComparer.Ordinal),
                [.. g.SelectMany(t => t.GenericCalls)]
            ));
        return new(name, references, [.. types]);
    }

    private sealed class TypeScan(PEReader file, MetadataReader metadata, TypeDefinitionHandle handle)
    {
        private readonly TypeDefinition type = metadata.GetTypeDefinition(handle);
        private readonly HashSet<string> uses = new(StringComparer.Ordinal);
        private readonly HashSet<string> published = new(StringComparer.Ordinal);
        private readonly List<(string, ImmutableArray<string>)> members = [];
        private readonly List<(string, ImmutableArray<string>)> genericCalls = [];

        public CompiledType Read()
        {
            var name = TypeNames.Of(metadata, handle);
            uses.UnionWith(Named(type.BaseType));
            foreach (var i in type.GetInterfaceImplementations())
            {
                uses.UnionWith(Named(metadata.GetInterfaceImplementation(i).Interface));
            }

            foreach (var f in type.GetFields().Select(metadata.GetFieldDefinition))
            {
                var types = f.DecodeSignature(TypeNames.Reader, null);
                members.Add(($"{name}.{metadata.GetString(f.Name)}", types));
                uses.UnionWith(types);
                published.UnionWith(f.Attributes.HasFlag(FieldAttributes.Public) ? types : []);
            }

            foreach (var p in type.GetProperties().Select(metadata.GetPropertyDefinition))
            {
                members.Add(($"{name}.{metadata.GetString(p.Name)}", p.DecodeSignature(TypeNames.Reader, null).ReturnType));
            }

            foreach (var m in type.GetMethods().Select(metadata.GetMethodDefinition))
            {
                var signature = m.DecodeSignature(TypeNames.Reader, null);
                ImmutableArray<string> types = [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(t => t)];
                uses.UnionWith(types);
                published.UnionWith(m.Attributes.HasFlag(MethodAttributes.Public) ? types : []);
                Scan(m);
            }

            return new(name, members, published, uses, genericCalls);
        }

        private void Scan(MethodDefinition method)
        {
            if (method.RelativeVirtualAddress == 0)
            {
                return;
            }

            var body = file.GetMethodBody(method.RelativeVirtualAddress);
            if (!body.LocalSignature.IsNil)
            {
                uses.UnionWith(metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(TypeNames.Reader, null).SelectMany(t => t));
            }

            foreach (var token in Il.Tokens(body.GetILReader()))
            {
                uses.UnionWith(Named(token));
            }
        }

        private ImmutableArray<string> Named(EntityHandle entity)
        {
            if (entity.IsNil)
            {
                return [];
            }

            switch (entity.Kind)
            {
                case HandleKind.TypeDefinition:
                    return [TypeNames.Of(metadata, (TypeDefinitionHandle)entity)];
                case HandleKind.TypeReference:
                    return [TypeNames.Of(metadata, (TypeReferenceHandle)entity)];
                case HandleKind.TypeSpecification:
                    return metadata.GetTypeSpecification((TypeSpecificationHandle)entity).DecodeSignature(TypeNames.Reader, null);
                case HandleKind.FieldDefinition:
                    return [TypeNames.Of(metadata, metadata.GetFieldDefinition((FieldDefinitionHandle)entity).GetDeclaringType())];
                case HandleKind.MethodDefinition:
                    return [TypeNames.Of(metadata, metadata.GetMethodDefinition((MethodDefinitionHandle)entity).GetDeclaringType())];
                case HandleKind.MemberReference:
                    return Named(metadata.GetMemberReference((MemberReferenceHandle)entity).Parent);
                case HandleKind.MethodSpecification:
                    var generic = metadata.GetMethodSpecification((MethodSpecificationHandle)entity);
                    var arguments = generic.DecodeSignature(TypeNames.Reader, null).SelectMany(a => a).ToImmutableArray();
                    genericCalls.Add((MethodName(generic.Method), arguments));
                    return [.. Named(generic.Method), .. arguments];
                default:
                    return [];
            }
        }

        private string MethodName(EntityHandle method) =>
            method.Kind == HandleKind.MethodDefinition
                ? metadata.GetString(metadata.GetMethodDefinition((MethodDefinitionHandle)method).Name)
                : metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)method).Name);
    }
}
