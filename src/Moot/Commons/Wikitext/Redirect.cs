namespace Moot.Commons.Wikitext;

/// <summary>The first line of a page that leads on to another one.</summary>
internal static class Redirect
{
    private static readonly string[] Words = ["#REDIRECT", "#WEITERLEITUNG", "#REDIRECTION", "#REDIRECCIÓN", "#RINVIA", "#DOORVERWIJZING"];

    /// <summary>Where to; null for any other page.</summary>
    public static WikitextTitle? Of(string wikitext, WikitextFacts facts)
    {
        var text = wikitext.AsSpan().TrimStart();
        if (text is not ['#', ..])
        {
            return null;
        }

        foreach (var word in Words)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                var rest = text[word.Length..].TrimStart();
                rest = rest is [':', ..] ? rest[1..].TrimStart() : rest;
                var end = rest.StartsWith("[[") ? rest.IndexOf("]]") : -1;
                if (end < 0 || end > WikitextLimits.TargetCharactersMax)
                {
                    return null;
                }

                var target = rest[2..end];
                var bar = target.IndexOf('|');
                return WikitextTitle.Of((bar < 0 ? target : target[..bar]).ToString(), facts) is { Elsewhere: null, Name.Length: > 0 } title ? title : null;
            }
        }

        return null;
    }
}
