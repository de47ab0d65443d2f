using System.Collections.Immutable;
using Moot.Commons.Licensing;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Gathers from a page's history who has to be named.</summary>
/// <remarks>Revisions whose texts are out of sight name nobody. Of authors elsewhere a name is read once for each number that they have there.</remarks>
public static class AttributionViews
{
    /// <summary>Names of authors elsewhere that one page reads.</summary>
    private const int NamesReadMax = 5_000;

    /// <summary>Texts from elsewhere that one page names.</summary>
    private const int SourcesMax = 200;

    /// <summary>The attribution of a page.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="head">The page.</param>
    /// <param name="host">Scheme and name of the host, without / at the end.</param>
    public static AttributionView Of(Desk desk, PageHead head, string host)
    {
        var library = desk.State<Library>();
        var (authors, imports) = (new Counted(), new SortedSet<long>());
        var (from, to) = (long.MaxValue, long.MinValue);
        foreach (var entry in head.Page.Revisions.Span)
        {
            var brought = library.Imports.FindBrought(entry);
            var at = (brought?.Saved ?? desk.World.Entries.At(entry)).Milliseconds;
            (from, to) = (Math.Min(from, at), Math.Max(to, at));
            if (brought is { } there)
            {
                imports.Add(there.Import);
                authors.Note(desk, there);
            }
            else
            {
                authors.Note(desk, desk.World.Entries.Author(entry), desk.IsWithdrawn(entry));
            }
        }

        var named = authors.Named(desk, out var unnamed);
        var sources = imports.Select(i => OfImport(desk, i, library.Imports.Licences.GetValueOrDefault(i))).OfType<SourceNamed>().ToList();
        sources.AddRange(OfTexts(desk, head.Page, library));
        var address = host + desk.Url("page/" + head.Slug);
        var (title, licences) = (head.Name(desk.Words), LicencesOf(library.Licence ?? ""));
        var words = new AttributionWords(desk.Words, title, address, host + desk.Url("attribution/" + head.Slug), desk.AssociationName, host + desk.Root)
        {
            Authors = named,
            Unnamed = unnamed,
            Years = (YearOf(from), YearOf(to)),
            Licences = licences,
            Sources = [.. sources],
        };
        return new(
            head,
            title,
            named,
            unnamed,
            YearOf(from),
            YearOf(to),
            licences,
            words.Sources,
            address,
            words.Text(isHtml: false),
            words.Text(isHtml: true)
        );
    }

    /// <summary>The licences of an SPDX expression, each once.</summary>
    internal static ImmutableArray<LicenceNamed> LicencesOf(string expression) =>
        expression.Length == 0
            ? []
            :
            [
                .. Spdx.Alternatives(expression)
                    .SelectMany(a => a)
                    .Distinct(StringComparer.Ordinal)
                    .Select(id => Licences.Find(id) is { } known ? new LicenceNamed(known.Id, known.Name, known.Url) : new(id, id, Spdx.TextUrl(id))),
            ];

    private static int YearOf(long milliseconds) => new Moment(milliseconds).ToDate().Year;

    private static SourceNamed? OfImport(Desk desk, long import, string? licence) =>
        desk.Prose(import, "site") is { } site ? new(site, Link(desk.Prose(import, "address")), Authors: null, licence, import) : null;

    private static IEnumerable<SourceNamed> OfTexts(Desk desk, Page page, Library library)
    {
        var told = 0;
        foreach (var revision in page.Revisions.Span.ToArray())
        {
            if (told < SourcesMax && LicenceOf(library, revision) is { } licence && desk.Prose(revision, "source") is { } source)
            {
                told++;
                yield return new(source, Link(source), desk.Prose(revision, "authors"), licence, revision);
            }
        }
    }

    private static string? LicenceOf(Library library, long entry)
    {
        var (texts, low, high) = (library.Elsewhere, 0, library.Elsewhere.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (texts[middle].Entry == entry)
            {
                return texts[middle].Licence;
            }

            (low, high) = texts[middle].Entry < entry ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private static string? Link(string? address) => address is not null && SafeUrl.Judge(address) == UrlKind.Outside ? address : null;

    /// <summary>How many revisions each author saved, in the order in which they came.</summary>
    private sealed class Counted
    {
        private readonly Dictionary<Actor, int> here = [];
        private readonly Dictionary<(long Import, long Number), (string Name, string? Site, int Count, Actor? Here)> numbered = [];
        private readonly Dictionary<(long Import, string Name), (string? Site, int Count, Actor? Here)> others = [];
        private readonly HashSet<Actor> unseen = [];
        private int nameless;
        private int read;

        public void Note(Desk desk, Actor author, bool isWithdrawn)
        {
            if (isWithdrawn)
            {
                unseen.Add(author);
                return;
            }

            here[author] = here.GetValueOrDefault(author) + 1;
        }

        public void Note(Desk desk, in BroughtRevision brought)
        {
            if (brought.AuthorKind is AuthorThere.Suppressed or AuthorThere.Unknown || desk.IsWithdrawn(brought.Entry))
            {
                nameless++;
                return;
            }

            var number = (brought.Import, brought.Author);
            if (brought.Author > 0 && numbered.TryGetValue(number, out var known))
            {
                numbered[number] = known with { Count = known.Count + 1 };
                return;
            }

            if (read++ >= NamesReadMax || RevisionThere.Of(desk, brought.Entry) is not { Author: { } name } there)
            {
                nameless++;
            }
            else if (brought.Author > 0 && brought.AuthorKind == AuthorThere.Name)
            {
                numbered[number] = (name, there.Site, 1, there.Member);
            }
            else
            {
                var before = others.GetValueOrDefault((brought.Import, name));
                others[(brought.Import, name)] = (there.Site, before.Count + 1, there.Member);
            }
        }

        public ImmutableArray<AuthorNamed> Named(Desk desk, out int unnamed)
        {
            unnamed = nameless + unseen.Count(a => !here.ContainsKey(a));
            var all = new List<AuthorNamed>();
            foreach (var (author, count) in here)
            {
                if (author.Member is { } id && (desk.State<Roster>().Find(id) is not { } member || desk.Prose(member.Named, "name") is null))
                {
                    unnamed++;
                    continue;
                }

                all.Add(new(desk.NameOf(author), count, Site: null, author.Member is { } m ? $"member/{m}" : $"guest/{author.Guest}"));
            }

            all.AddRange(numbered.Values.Select(a => There(desk, a.Name, a.Count, a.Site, a.Here)));
            all.AddRange(others.Select(o => There(desk, o.Key.Name, o.Value.Count, o.Value.Site, o.Value.Here)));
            return [.. all.OrderByDescending(a => a.Revisions)];
        }

        /// <summary>Somebody by the name under which they wrote elsewhere: as the licence asks for it, with what they are called here beside it.</summary>
        private static AuthorNamed There(Desk desk, string name, int count, string? site, Actor? here) =>
            new(name, count, site, here?.Member is { } member ? $"member/{member}" : null) { Here = here is { } known ? desk.NameOf(known) : null };
    }
}
