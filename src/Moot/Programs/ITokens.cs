using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Programs;

/// <summary>What a token is good for.</summary>
[Flags]
public enum TokenScopes
{
    None = 0,

    /// <summary>Reading what is the member's own: watch list, what is new.</summary>
    Read = 1,

    /// <summary>Pages, and whatever else is neither talk nor files.</summary>
    Edit = 2,

    /// <summary>Talk.</summary>
    Talk = 4,

    /// <summary>Files.</summary>
    Files = 8,
}

/// <summary>A token by which a program acts as a member. The secret itself is not kept.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Member">Whose it is.</param>
/// <param name="Label">What its owner calls it.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Until">When it runs out.</param>
public sealed record Token(long Id, MemberId Member, string Label, TokenScopes Scopes, Moment Made, Moment Until);

/// <summary>The tokens that a host has given out. They are the host's own affair: nothing of them is in the log.</summary>
public interface ITokens
{
    /// <summary>Tokens of one member.</summary>
    const int PerMemberMax = 50;

    /// <summary>UTF-16 characters of a label.</summary>
    const int LabelCharactersMax = 100;

    /// <summary>Days for which a token is good at most.</summary>
    const int DaysMax = 366;

    /// <summary>Makes a token; the secret is to be had now and never again.</summary>
    string Make(MemberId member, string label, TokenScopes scopes, Moment now, Moment until);

    /// <summary>A member's tokens, newest first; those that ran out too, until they are revoked.</summary>
    ImmutableArray<Token> Of(MemberId member);

    /// <summary>The token of a secret; null where there is none, or it has run out.</summary>
    Token? Find(string secret, Moment now);

    /// <summary>Takes a token back; false where the member has none of this number.</summary>
    bool Revoke(MemberId member, long id);
}
