using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Charters;

/// <summary>Reads a charter line by line.</summary>
/// <param name="text">The text.</param>
internal sealed class CharterReader(string text)
{
    private readonly Dictionary<(string Block, string Name), int> lines = [];
    private Charter charter = new();
    private Role? role;
    private Pathway? pathway;
    private Power? power;
    private Area? area;
    private Stage? stage;
    private HashSet<string> told = [];
    private int line;

    public Charter Read()
    {
        var hasBegun = false;
        foreach (var raw in text.Split('\n'))
        {
            line++;
            var words = raw.TrimEnd('\r', ' ', '\t');
            var plain = words.TrimStart(' ');
            if (plain.Length == 0 || plain[0] == '#')
            {
                continue;
            }

            var depth = words.Length - plain.Length;
            if (!hasBegun)
            {
                hasBegun =
                    depth == 0 && string.Equals(plain, "charter 1", StringComparison.Ordinal) ? true : throw Wrong("A charter begins with the line: charter 1");
                continue;
            }

            switch (depth)
            {
                case 0:
                    Begin(plain);
                    break;
                case 2:
                    Part(plain);
                    break;
                case 4 when stage is not null:
                    StageLine(plain);
                    break;
                default:
                    throw Wrong("What belongs to something stands two spaces further in than it.");
            }
        }

        if (!hasBegun)
        {
            throw Wrong("A charter begins with the line: charter 1");
        }

        End();
        Check();
        return charter;
    }

    private void Begin(string plain)
    {
        End();
        told = [];
        var words = plain.Split(' ');
        switch (words)
        {
            case ["role", var name]:
                role = new(Name("role", name));
                break;
            case ["pathway", var name]:
                pathway = new(Name("pathway", name), []);
                break;
            case ["power", var name, "by", _, ..]:
                power = new(Name("power", name)) { By = People(plain[$"power {name} by ".Length..]) };
                break;
            case ["area", var name]:
                area = new(Name("area", name));
                break;
            case ["subject", var noun, "by", _, ..]:
                if (!Charter.Nouns.Contains(noun, StringComparer.Ordinal))
                {
                    throw Wrong($"Nothing is decided about \"{noun}\"; there are {string.Join(", ", Charter.Nouns)}.");
                }

                _ = Name("subject", noun);
                charter = charter with { Subjects = charter.Subjects.Add(noun, new(noun, List(plain[$"subject {noun} by ".Length..]))) };
                break;
            default:
                throw Wrong(
                    "Here begins a role, a pathway, an area, a subject or a power: role NAME, pathway NAME, area NAME, subject NOUN by PATHWAYS, power NAME by PEOPLE."
                );
        }
    }

    private void Part(string plain)
    {
        if (pathway is not null && plain.Split(' ') is ["stage", var name, var method])
        {
            EndStage();
            if (!CharterText.IsName(name) || pathway.Find(name) is not null)
            {
                throw Wrong($"A stage needs a name of its own; \"{name}\" is none.");
            }

            var known = Enum.GetValues<Method>().FirstOrDefault(m => string.Equals(WordJson<Method>.Word(m), method, StringComparison.Ordinal));
            stage =
                known == default
                    ? throw Wrong($"There is no method {method}; there are {string.Join(", ", Enum.GetValues<Method>().Select(WordJson<Method>.Word))}.")
                    : new(name, known);
            told = [];
            return;
        }

        EndStage();
        if (role is not null)
        {
            role = Line(role, "A role has these lines", plain, ArticleKeys.OfRole);
        }
        else if (pathway is not null)
        {
            PathwayLine(plain);
        }
        else if (area is not null)
        {
            area = Line(area, "An area has these lines", plain, ArticleKeys.OfArea);
        }
        else if (power is not null)
        {
            power = Line(power, "A power has these lines", plain, ArticleKeys.OfPower);
        }
        else
        {
            throw Wrong("A subject has no lines of its own.");
        }
    }

    /// <summary>Puts a line into the article to which it belongs.</summary>
    private T Line<T>(T article, string block, string plain, ImmutableArray<ArticleKey<T>> keys)
        where T : class
    {
        foreach (var key in keys)
        {
            if (Value(plain, key.Name) is { } value && (key.Form != KeyForm.Mark || value.Length == 0))
            {
                return key.Read(article, value) ?? throw Unreadable(key.Form, value);
            }
        }

        throw Wrong($"{block}: {string.Join(", ", keys.Select(k => k.Name))}.");
    }

    private void PathwayLine(string plain) =>
        pathway = pathway!.Stages.IsEmpty
            ? Line(pathway, "A pathway has these lines before its stages", plain, ArticleKeys.OfPathway)
            : throw Wrong("What holds for the whole pathway stands before its stages.");

    private void StageLine(string plain)
    {
        foreach (var key in StageKeys.All)
        {
            if (!string.Equals(plain, key.Name, StringComparison.Ordinal) && !plain.StartsWith(key.Name + " ", StringComparison.Ordinal))
            {
                continue;
            }

            var method = WordJson<Method>.Word(stage!.Method);
            if (!key.Methods.Contains(stage.Method))
            {
                throw Wrong($"A stage of the method {method} has no line \"{key.Name}\".");
            }

            stage = Value(plain, key.Name) is { } value && key.Read(stage, value) is { } read ? read : throw Wrong($"\"{plain}\" cannot be read.");
            return;
        }

        throw Wrong(
            $"A stage of the method {WordJson<Method>.Word(stage!.Method)} has these lines: {string.Join(", ", StageKeys.All.Where(k => k.Methods.Contains(stage.Method)).Select(k => k.Name))}."
        );
    }

    /// <summary>What follows the first words of a line; null where it begins otherwise. Each line comes once.</summary>
    private string? Value(string plain, string name)
    {
        var value =
            string.Equals(plain, name, StringComparison.Ordinal) ? ""
            : plain.StartsWith(name + " ", StringComparison.Ordinal) ? plain[(name.Length + 1)..]
            : null;
        return value is null || told.Add(name) ? value : throw Wrong($"\"{name}\" is said twice.");
    }

    private void EndStage()
    {
        if (stage is null)
        {
            return;
        }

        if (pathway!.Stages.Length == CharterText.StagesMax)
        {
            throw Wrong($"A pathway has at most {CharterText.StagesMax} stages.");
        }

        pathway = pathway with { Stages = pathway.Stages.Add(stage) };
        stage = null;
    }

    private void End()
    {
        EndStage();
        charter = charter with
        {
            Roles = role is null ? charter.Roles : charter.Roles.Add(role.Name, role),
            Pathways = pathway is null ? charter.Pathways : charter.Pathways.Add(pathway.Name, pathway),
            Powers = power is null ? charter.Powers : charter.Powers.Add(power.Name, power),
            Areas = area is null ? charter.Areas : charter.Areas.Add(area.Name, area),
        };
        (role, pathway, power, area) = (null, null, null, null);
    }

    /// <summary>What is named must be there, and each stage must be able to end.</summary>
    private void Check()
    {
        foreach (var r in charter.Roles.Values)
        {
            Known("role", r.Name, [.. r.By, .. r.Recall], r.Eligible);
            Roles("role", r.Name, r.Not);
        }

        foreach (var a in charter.Areas.Values)
        {
            Known("area", a.Name, a.By, a.Maintainers);
        }

        foreach (var s in charter.Subjects.Values)
        {
            Known("subject", s.Noun, s.By);
        }

        foreach (var p in charter.Powers.Values)
        {
            Known("power", p.Name, [], p.By, p.Undo ?? p.By, p.Allows ?? p.By, p.ExceptionBy ?? p.By);
            if ((p.ExceptionBy is null) != (p.ExceptionFor is null))
            {
                throw Wrong("power", p.Name, "an exception says by whom and for how long: exception by, exception for.");
            }

            if (p.Allows is not null && p.Stops != Stops.Edits)
            {
                throw Wrong("power", p.Name, "\"allows\" says who can still change a page: it needs the line \"stops edits\".");
            }
        }

        foreach (var p in charter.Pathways.Values)
        {
            Known("pathway", p.Name, p.Appeal, [p.Open, .. p.Stages.Select(s => s.By), .. p.Stages.Select(s => s.Casting).OfType<Who>()]);
            if (p.Stages.IsEmpty)
            {
                throw Wrong("pathway", p.Name, "it has no stage.");
            }

            foreach (var s in p.Stages)
            {
                CheckStage(p, s);
            }
        }

        if (charter.Pathways.IsEmpty)
        {
            throw new CharterException(0, "A charter needs a pathway.");
        }

        if (charter.PathwaysFor("charter").IsEmpty)
        {
            throw new CharterException(0, "A charter says how it can be changed: subject charter by PATHWAYS, or subject anything by PATHWAYS.");
        }
    }

    private void CheckStage(Pathway p, Stage s)
    {
        foreach (var next in new[] { s.Then, s.Else, s.BetweenThen, s.Tie })
        {
            if (next is not null && p.Find(next) is null)
            {
                throw Wrong("pathway", p.Name, $"its stage {s.Name} leads to {next}, which is none of its stages.");
            }
        }

        var missing = s.Method switch
        {
            Method.Discussion
            or Method.LazyConsensus
            or Method.Consent
            or Method.Vote
            or Method.StrawPoll
            or Method.Reserve
            or Method.Nomination
            or Method.Ballot when s.For is null => "for",
            Method.RoughConsensus or Method.Lot when s.Confirm is null => "confirm",
            Method.Lot when s.Seats is null && !BreaksTies(p, s) => "seats",
            Method.Lot when s.AtMost is null => "at most",
            Method.Petition when s.Signatures is null => "signatures",
            Method.Petition when s.For is null => "for",
            Method.Vote when s.Pass is null && s.Approvals is null => "pass",
            Method.Discussion or Method.Nomination when s.Then is null => "then",
            Method.Ballot => BallotRules.Missing(s),
            _ => null,
        };
        if (missing is not null)
        {
            throw Wrong("pathway", p.Name, $"its stage {s.Name} needs a line \"{missing}\".");
        }

        if (s.Method == Method.Ballot && BallotRules.Useless(s) is { } useless)
        {
            throw Wrong("pathway", p.Name, $"its stage {s.Name} is counted by {s.Count}, which knows no line \"{useless}\".");
        }

        if (
            s is { Method: Method.Ballot, Count: Counting.StvCount.Method }
            && charter.Roles.Values.Where(r => r.By.Contains(p.Name, StringComparer.Ordinal)).Select(r => r.Seats).Append(1).Max() is var most
            && (s.Seats ?? most) > BallotRules.ExactSeatsMax
        )
        {
            throw Wrong(
                "pathway",
                p.Name,
                $"its stage {s.Name} fills {s.Seats ?? most} seats; stv fills at most {BallotRules.ExactSeatsMax} exactly. Count by meek-stv, or fill fewer."
            );
        }

        if (s.Tie is { } breaks && p.Find(breaks)!.Method is not (Method.Lot or Method.Ballot))
        {
            throw Wrong("pathway", p.Name, $"a tie in its stage {s.Name} leads to {breaks}, which is neither a lot nor a ballot.");
        }

        var counts = new[] { s.Quorum, s.Approvals, s.Signatures }.Any(h => h is { Form: not HeadForm.Number });
        if ((counts || s.EndsWhenCertain || s.Pass?.Of is ShareOf.Electorate or ShareOf.NotAbstaining) && !s.By.IsCountable)
        {
            throw Wrong("pathway", p.Name, $"its stage {s.Name} counts who could take part, so \"by\" names members or roles and nothing else.");
        }
    }

    /// <summary>True where a stage decides between those who are tied in another.</summary>
    private static bool BreaksTies(Pathway p, Stage s) => p.Stages.Any(o => string.Equals(o.Tie, s.Name, StringComparison.Ordinal));

    private void Known(string block, string name, ImmutableArray<string> pathways, params ReadOnlySpan<Who> people)
    {
        foreach (var wanted in pathways)
        {
            if (!charter.Pathways.ContainsKey(wanted))
            {
                throw Wrong(block, name, $"it names the pathway {wanted}, which is not there.");
            }
        }

        foreach (var who in people)
        {
            Roles(block, name, [.. who.Roles]);
            if (who.Areas.FirstOrDefault(a => !charter.Areas.ContainsKey(a)) is { } missing)
            {
                throw Wrong(block, name, $"it names the area {missing}, which is not there.");
            }
        }
    }

    private void Roles(string block, string name, ImmutableArray<string> roles)
    {
        if (roles.FirstOrDefault(r => !charter.Roles.ContainsKey(r)) is { } missing)
        {
            throw Wrong(block, name, $"it names the role {missing}, which is not there.");
        }
    }

    private string Name(string block, string name)
    {
        if (!CharterText.IsName(name))
        {
            throw Wrong($"\"{name}\" is no name: lower-case letters, digits and hyphens, at most {CharterText.NameCharactersMax}.");
        }

        if (!lines.TryAdd((block, name), line))
        {
            throw Wrong($"There is a {block} {name} already, in line {lines[(block, name)]}.");
        }

        return lines.Keys.Count(k => string.Equals(k.Block, block, StringComparison.Ordinal)) > CharterText.BlocksMax
            ? throw Wrong($"There are at most {CharterText.BlocksMax} of these.")
            : name;
    }

    private ImmutableArray<string> List(string names) => ArticleKeys.ReadNames(names) ?? throw Unreadable(KeyForm.Pathways, names);

    private Who People(string text) => Who.Read(text) ?? throw Unreadable(KeyForm.People, text);

    private CharterException Unreadable(KeyForm form, string text) =>
        form switch
        {
            KeyForm.Pathways when text.LastIndexOf(" within ", StringComparison.Ordinal) is > 0 and var at && ArticleKeys.ReadNames(text[..at]) is not null =>
                Unreadable(KeyForm.Time, text[(at + 8)..]),
            KeyForm.Pathways or KeyForm.Roles => Wrong("Names stand here, each once, with commas between them."),
            KeyForm.Time => Wrong($"\"{text}\" is no length of time; write 14d, 72h or 30m."),
            KeyForm.Number => Wrong($"\"{text}\" is no number from 1 to {HeadCount.NumberMax}."),
            KeyForm.People => Wrong(
                $"\"{text}\" does not say who; write members, anyone, role NAME, members for 4d, 10 acts, active within 30d, signed or uninvolved, joined by and and or."
            ),
            _ => Wrong($"\"{text}\" cannot be read."),
        };

    private CharterException Wrong(string what) => new(line, what);

    private CharterException Wrong(string block, string name, string what) => new(lines[(block, name)], $"{block} {name}: {what}");
}
