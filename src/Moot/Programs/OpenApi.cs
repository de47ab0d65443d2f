using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Programs;

/// <summary>Describes every route and every kind of act, as OpenAPI 3.1 (spec.openapis.org/oas/v3.1.1).</summary>
public static partial class OpenApi
{
    private const string Version = "3.1.1";

    /// <summary>The document.</summary>
    /// <param name="registry">The kinds of acts.</param>
    /// <param name="endpoints">All routes.</param>
    /// <param name="root">Path below which they lie.</param>
    /// <param name="title">What the association is called.</param>
    public static JsonObject Document(Registry registry, IEnumerable<Microsoft.AspNetCore.Http.Endpoint> endpoints, string root, string title)
    {
        var paths = new JsonObject();
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>().OrderBy(PathOf, StringComparer.Ordinal))
        {
            var path = PathOf(endpoint);
            var item = paths[path] as JsonObject ?? (JsonObject)(paths[path] = new JsonObject())!;
            foreach (var method in MethodsOf(endpoint))
            {
                item[method.ToLowerInvariant()] ??= Operation(registry, endpoint, path, method);
            }
        }

        return new()
        {
            ["openapi"] = Version,
            ["info"] = new JsonObject
            {
                ["title"] = title,
                ["version"] = "1",
                ["description"] =
                    "Every act is one POST to api/acts; every form of the pages takes the same fields as JSON. Acts come back with their entry, refusals with a stable code and a sentence.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = root.TrimEnd('/') is { Length: > 0 } below ? below : "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
                ["schemas"] = Schemas(registry),
            },
        };
    }

    /// <summary>A route's path as OpenAPI writes it.</summary>
    public static string PathOf(RouteEndpoint endpoint) => "/" + Place().Replace(endpoint.RoutePattern.RawText?.TrimStart('/') ?? "", "{${name}}");

    /// <summary>The methods of a route.</summary>
    public static IEnumerable<string> MethodsOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];

    /// <summary>Name of a kind's schema.</summary>
    public static string SchemaOf(string kind) => kind.Replace('/', '.');

    private static JsonObject Operation(Registry registry, RouteEndpoint endpoint, string path, string method)
    {
        var words = path.Trim('/').Split('/');
        var operation = new JsonObject
        {
            ["operationId"] = method.ToLowerInvariant() + "-" + NotInId().Replace(path.Trim('/'), "-"),
            ["summary"] =
                endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? (method is "POST" ? $"Send the form of {path}" : $"Read {path}"),
            ["tags"] = new JsonArray(words[0].Length == 0 ? "start" : words[0]),
        };
        var handler = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [];
        var inPath = endpoint.RoutePattern.Parameters.Select(p => p.Name).ToArray();
        var parameters = new JsonArray([
            .. inPath.Select(name =>
                Parameter(name, "path", handler.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal))?.ParameterType)
            ),
            .. handler
                .Where(p => p.Name is { } name && !inPath.Contains(name, StringComparer.Ordinal) && IsSimple(p.ParameterType))
                .Select(p => Parameter(p.Name!, "query", p.ParameterType)),
        ]);
        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }

        if (path is "/api/acts")
        {
            var kinds = new JsonArray([.. registry.Kinds.Select(k => Ref(SchemaOf(k.Name)))]);
            operation["requestBody"] = Body(("application/json", new() { ["oneOf"] = kinds }));
            operation["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }, new JsonObject());
        }
        else if (path is "/acts")
        {
            operation["requestBody"] = Body(("application/octet-stream", new() { ["type"] = "string", ["format"] = "binary" }));
        }
        else if (handler.Any(p => p.ParameterType == typeof(Filled)))
        {
            operation["requestBody"] = Body(
                ("application/x-www-form-urlencoded", new() { ["type"] = "object" }),
                ("multipart/form-data", new() { ["type"] = "object" }),
                ("application/json", new() { ["type"] = "object" })
            );
        }

        operation["responses"] = method is "POST"
            ? new JsonObject
            {
                ["200"] = Answer("Done; with Accept: application/json the entry and where to look.", "Done"),
                ["303"] = new JsonObject { ["description"] = "Done; look there." },
                ["422"] = Answer("Refused, with a code and a sentence.", "Refusal"),
                ["429"] = Answer("Too often; Retry-After says when.", "Refusal"),
            }
            : new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = "Here it is." },
                ["404"] = new JsonObject { ["description"] = "There is nothing here." },
            };
        return operation;
    }

    private static JsonObject Body(params ReadOnlySpan<(string Type, JsonObject Schema)> types)
    {
        var content = new JsonObject();
        foreach (var (type, schema) in types)
        {
            content[type] = new JsonObject { ["schema"] = schema };
        }

        return new() { ["required"] = true, ["content"] = content };
    }

    private static JsonObject Answer(string description, string schema) =>
        new()
        {
            ["description"] = description,
            ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Ref(schema) } },
        };

    private static JsonObject Parameter(string name, string place, Type? type) =>
        new()
        {
            ["name"] = name,
            ["in"] = place,
            ["required"] = place is "path",
            ["schema"] = type is null ? new() { ["type"] = "string" } : TypeOf(type),
        };

    private static JsonObject Ref(string schema) => new() { ["$ref"] = "#/components/schemas/" + schema };

    private static JsonObject Schemas(Registry registry)
    {
        var schemas = new JsonObject
        {
            ["Done"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["entry"] = new JsonObject { ["type"] = new JsonArray("integer", "null") },
                    ["see"] = TypeOf(typeof(string)),
                },
            },
            ["Refusal"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["code"] = TypeOf(typeof(string)), ["sentence"] = TypeOf(typeof(string)) },
            },
        };
        foreach (var kind in registry.Kinds)
        {
            var properties = new JsonObject { ["kind"] = new JsonObject { ["const"] = kind.Name } };
            foreach (var member in kind.Members)
            {
                properties[member.Name] = TypeOf(member.Type);
            }

            schemas[SchemaOf(kind.Name)] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = $"An act of {kind.Capability.Name}.",
                ["properties"] = properties,
                ["required"] = new JsonArray(["kind", .. kind.Members.Where(m => m.IsRequired && m.Name is not "bytes").Select(m => (JsonNode)m.Name)]),
                ["additionalProperties"] = false,
            };
        }

        return schemas;
    }

    private static bool IsSimple(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { } bare && (bare.IsPrimitive || bare == typeof(string) || bare.IsEnum);

    private static JsonObject TypeOf(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(Prose)
                ? new()
                {
                    ["type"] = "string",
                    ["maxLength"] = Kernel.Limits.ProseCharactersMax,
                    ["x-moot-prose"] = true,
                    ["description"] = "Prose: erasable, outside the leaf.",
                }
            : bare == typeof(BlobId)
                ? new()
                {
                    ["description"] = "A text as it is, bytes in base64, or the name of a blob that is there already.",
                    ["oneOf"] = new JsonArray(
                        new JsonObject { ["type"] = "string" },
                        new JsonObject
                        {
                            ["type"] = "object",
                            ["properties"] = new JsonObject
                            {
                                ["base64"] = new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
                            },
                            ["required"] = new JsonArray("base64"),
                        }
                    ),
                }
            : bare == typeof(Hash) || bare == typeof(MemberId) || bare == typeof(PublicKey) ? new() { ["type"] = "string", ["pattern"] = "^[0-9a-f]{64}$" }
            : bare == typeof(Moment) ? new() { ["type"] = "integer", ["description"] = "Milliseconds since 1970." }
            : bare == typeof(bool) ? new() { ["type"] = "boolean" }
            : bare.IsEnum
                ? new()
                {
                    ["type"] = "string",
                    ["enum"] = new JsonArray([.. Enum.GetNames(bare).Select(n => (JsonNode)JsonNamingPolicy.KebabCaseLower.ConvertName(n))]),
                }
            : bare.IsPrimitive ? new() { ["type"] = "integer" }
            : bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
                ? new() { ["type"] = "array", ["items"] = TypeOf(bare.GetGenericArguments()[0]) }
            : IsRecord(bare) ? Record(bare)
            : new() { ["type"] = "string" };
    }

    private static bool IsRecord(Type type) => type is { IsClass: true, IsSealed: true } && type != typeof(string) && type.GetMethod("<Clone>$") is not null;

    private static JsonObject Record(Type type)
    {
        var properties = new JsonObject();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            properties[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = TypeOf(property.PropertyType);
        }

        return new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
    }

    [GeneratedRegex(@"\{\**(?<name>[A-Za-z]+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInId();
}
