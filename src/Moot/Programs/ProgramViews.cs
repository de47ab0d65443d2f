using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Moot.Kernel.Acts;

namespace Moot.Programs;

/// <summary>The description for programs, for people.</summary>
/// <param name="Document">As OpenAPI.</param>
/// <param name="Kinds">The kinds of acts.</param>
/// <param name="Address">Where the association is served.</param>
public sealed record ApiView(JsonObject Document, ImmutableArray<ActKind> Kinds, string Address);

/// <summary>A member's tokens.</summary>
/// <param name="Tokens">Those that there are.</param>
/// <param name="IsBot">True if the member says that it is a program.</param>
/// <param name="Secret">The token that was just made: shown once.</param>
/// <param name="Label">What was typed.</param>
/// <param name="Refused">Why it was not done.</param>
public sealed record TokensView(ImmutableArray<Token> Tokens, bool IsBot, string? Secret = null, string Label = "", Verdict? Refused = null);
