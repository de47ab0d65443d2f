using System.Collections.Immutable;
using System.Net;
using System.Text;
using Moot.Commons.Licensing;

namespace Moot.Commons;

/// <summary>Puts an attribution into the words that the licence asks for.</summary>
/// <remarks>
/// Creative Commons: title, author, source, licence, and what was made from what (BY 4.0 section 3a). GFDL: network location, five principal authors, the notice of
/// its addendum (section 4). ODbL and ODC-By: the example notice of section 4.3. Others: who has the copyright, and the licence.
/// The notices of the last three are set words of their licences and stay in English.
/// </remarks>
/// <param name="Language">The reader's.</param>
/// <param name="Title">Of the page.</param>
/// <param name="Address">Of the page.</param>
/// <param name="More">Where all authors are listed.</param>
/// <param name="Association">What the association is called.</param>
/// <param name="Home">Where it is.</param>
internal sealed record AttributionWords(Moot.Ui.Words Language, string Title, string Address, string More, string Association, string Home)
{
    /// <summary>Authors that stand in the text; the others are counted.</summary>
    private const int NamesMax = 10;

    /// <summary>Principal authors that the GFDL asks for (section 4b).</summary>
    private const int PrincipalsMax = 5;

    public required ImmutableArray<AuthorNamed> Authors { get; init; }

    public required int Unnamed { get; init; }

    public required (int From, int To) Years { get; init; }

    public required ImmutableArray<LicenceNamed> Licences { get; init; }

    public required ImmutableArray<SourceNamed> Sources { get; init; }

    /// <summary>The text.</summary>
    public string Text(bool isHtml)
    {
        var form = Licences.IsEmpty ? AttributionForm.TitleAuthorSourceLicence : Moot.Commons.Licensing.Licences.Find(Licences[0].Id)?.Form;
        var text = form switch
        {
            AttributionForm.FreeDocumentation => FreeDocumentation(isHtml),
            AttributionForm.Database =>
                $"Contains information from {Link(Association, Home, isHtml)}, which is made available here under the {LicenceText(isHtml)}. {Source(isHtml)}",
            AttributionForm.Notice =>
                $"{Title1(isHtml)}. Copyright © {Span} {Names(NamesMax, isHtml)}. {LicenceText(isHtml)}. {Link(Address, Address, isHtml)}",
            _ => $"{Title1(isHtml)} {Language["attribution.by"]} {Names(NamesMax, isHtml)}, {Span}. {Link(Address, Address, isHtml)}. {LicenceText(isHtml)}.",
        };
        return Sources.IsEmpty ? text : $"{text} {From(isHtml)}";
    }

    private string Span => Years.From == Years.To ? Digits(Years.From) : $"{Digits(Years.From)}–{Digits(Years.To)}";

    private static string Digits(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string FreeDocumentation(bool isHtml) =>
        $"{Title1(isHtml)}. Copyright © {Span} {Names(PrincipalsMax, isHtml)}. Permission is granted to copy, distribute and/or modify this document under the terms of the "
        + $"{LicenceText(isHtml)}; with no Invariant Sections, no Front-Cover Texts, and no Back-Cover Texts. Network location: {Link(Address, Address, isHtml)}";

    private string Title1(bool isHtml) => isHtml ? $"<cite>{Encoded(Title)}</cite>" : Language.Say("attribution.quoted", Title);

    private string Source(bool isHtml) => $"{Title1(isHtml)}, {Names(NamesMax, isHtml)}, {Span}: {Link(Address, Address, isHtml)}";

    private string Names(int most, bool isHtml)
    {
        var names = new StringBuilder();
        names.AppendJoin(", ", Authors.Take(most).Select(a => Plain(Name(a), isHtml)));
        var rest = Math.Max(0, Authors.Length - most) + Unnamed;
        if (rest > 0)
        {
            names
                .Append(names.Length > 0 ? ", " : "")
                .Append(Language.Count("attribution.more", rest))
                .Append(" (")
                .Append(Link(More, More, isHtml))
                .Append(')');
        }

        return names.ToString();
    }

    /// <summary>A name, with the wiki in which it was, and what the member is called here.</summary>
    private string Name(AuthorNamed author)
    {
        var more = new[] { author.Site, author.Here is { } here ? Language.Say("attribution.here", here) : null }.OfType<string>().ToList();
        return more.Count == 0 ? author.Name : $"{author.Name} ({string.Join("; ", more)})";
    }

    private string LicenceText(bool isHtml) =>
        Licences.IsEmpty
            ? Plain(Language["attribution.no-licence"], isHtml)
            : string.Join(
                " / ",
                Licences.Select(l =>
                    l.Url is null ? Plain(l.Name, isHtml)
                    : isHtml ? Link(l.Name, l.Url, isHtml)
                    : $"{l.Name} ({l.Url})"
                )
            );

    private string From(bool isHtml) =>
        Plain(Language["attribution.from"], isHtml)
        + " "
        + string.Join(
            "; ",
            Sources.Select(s =>
            {
                var told = new[] { s.Authors, s.Licence is { } licence ? Moot.Commons.Licensing.Licences.Find(licence)?.Name ?? licence : null };
                var more = string.Join(", ", told.OfType<string>().Select(t => Plain(t, isHtml)));
                var name =
                    s.Url is not { } url || isHtml ? Link(s.Name, s.Url, isHtml)
                    : string.Equals(s.Name, url, StringComparison.Ordinal) ? url
                    : $"{s.Name}, {url}";
                return more.Length == 0 ? name : $"{name} ({more})";
            })
        )
        + ".";

    private static string Link(string words, string? url, bool isHtml) =>
        !isHtml || url is null ? Plain(words, isHtml) : $"<a href=\"{Encoded(url)}\">{Encoded(words)}</a>";

    private static string Plain(string words, bool isHtml) => isHtml ? Encoded(words) : words;

    private static string Encoded(string words) => WebUtility.HtmlEncode(words);
}
