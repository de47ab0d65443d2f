// Counts an election again, from the file "count.json" that its page offers, and says whether the published winners are right.
// It shares no line with the program that ran the election and needs nothing but Node 20 or a browser:
//
//     node recount.mjs count.json            (or a web address, or - for standard input)
//     node recount.mjs count.json --member YOUR-ID --token YOUR-TOKEN     (finds your own line; nothing is sent anywhere)
//
// It ends with 0 where everything is right and with 1 where something is not. The rules are those of docs/counting.md.

// ---- Exact numbers: a fraction is one whole number over another. Whole numbers below are exact by themselves. ----

const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a }

export class Fraction {
    constructor(above, below = 1n) {
        if (below <= 0n) throw new RangeError('a fraction of nothing')
        const common = gcd(above < 0n ? -above : above, below) || 1n
        this.above = above / common
        this.below = below / common
    }
    plus(o) { return new Fraction(this.above * o.below + o.above * this.below, this.below * o.below) }
    minus(o) { return new Fraction(this.above * o.below - o.above * this.below, this.below * o.below) }
    times(o) { return new Fraction(this.above * o.above, this.below * o.below) }
    over(o) { return new Fraction(this.above * o.below, this.below * o.above) }
    compare(o) { const d = this.above * o.below - o.above * this.below; return d > 0n ? 1 : d < 0n ? -1 : 0 }
    toString() { return `${this.above}/${this.below}` }
    /** Reads 15, 45.5, 1/3 or 70%. */
    static read(text) {
        if (text.includes('/')) return text.split('/').map(Fraction.read).reduce((a, b) => a.over(b))
        if (text.endsWith('%')) return Fraction.read(text.slice(0, -1)).over(whole(100))
        if (!/^\d{1,12}(\.\d{1,15})?$/.test(text)) throw new Error(`"${text}" is no number`)
        const [before, after = ''] = text.split('.')
        return new Fraction(BigInt(before + after), 10n ** BigInt(after.length))
    }
}

const whole = number => new Fraction(BigInt(number))
const sum = numbers => numbers.reduce((a, b) => a + b, 0)
const indices = list => list.map((_, i) => i)

// ---- What has to be reached ----

/** Quorum: a number, a share of all who could vote, or 3Q, where Q is half the square root of all who could vote (2K: as 2Q, but never more than 10). No root is drawn. */
function reachesQuorum(text, electorate, votes) {
    if (text.endsWith('K')) return reachesQuorum(text.slice(0, -1) + 'Q', electorate, votes) || votes >= 5 * Number(text.slice(0, -1) || 1)
    if (!text.endsWith('Q')) return whole(votes).compare(text.includes('/') ? Fraction.read(text).times(whole(electorate)) : Fraction.read(text)) >= 0
    const times = Fraction.read(text.slice(0, -1) || '1')
    return whole(4).times(whole(votes)).times(whole(votes)).compare(times.times(times).times(whole(electorate))) >= 0
}

/** Majority: 3:1, 2/3 or 65%. Exactly as much is enough, but never without more votes for than against; 1:1 is "more for than against". */
function reachesMajority(text, above, below) {
    const share = text.includes(':') ? null : Fraction.read(text)
    const times = share ? share.over(whole(1).minus(share)) : text.split(':').map(Fraction.read).reduce((a, b) => a.over(b))
    const order = whole(above).compare(times.times(whole(below)))
    return above > 0 && (times.compare(whole(1)) === 0 ? order > 0 : order >= 0 && (times.compare(whole(1)) < 0 || above > below))
}

// ---- Ties. A tie stays a set of all who are tied, unless a casting vote or a lot ("casting") decides it. ----

/** With one seat, all who are tied are "the winners"; with several, the winners are those who win however the tie falls. */
const outcome = (seats, sure, tied) => ({ winners: seats === 1 && tied.length ? tied : sure, tied })

/** Counts in every way in which open ties could fall, up to 256 of them; beyond that everybody is said to be tied. */
function everyWay(options, seats, casting, count) {
    const script = [] // the choices of this way: which one of how many
    const results = []
    do {
        if (results.length === 256) return outcome(seats, [], [...options])
        let at = 0
        const choose = list => {
            if (at === script.length) script.push([0, list.length])
            return list[script[at++][0]]
        }
        const first = tied => (tied.length === 1 ? tied[0] : casting.find(c => tied.includes(c)) ?? choose(tied))
        const last = tied => {
            const unnamed = tied.filter(t => !casting.includes(t))
            return unnamed.length > 1 ? choose(unnamed) : unnamed[0] ?? casting.findLast(c => tied.includes(c))
        }
        results.push(count(first, last))
        while (script.length && script.at(-1)[0] + 1 === script.at(-1)[1]) script.pop()
        if (script.length) script.at(-1)[0]++
    } while (script.length)
    const sure = results[0].filter(w => results.every(r => r.includes(w)))
    return outcome(seats, sure, options.filter(o => !sure.includes(o) && results.some(r => r.includes(o))))
}

// ---- Counting. A poll is {n: how many options, options: the numbers of those that are counted, ballots: [{marks, count}]}. ----

/** beats[a][b]: how many ballots prefer a to b. For ranks, 1 is best and what has no rank is below all that has; for scores, more is better and nothing is 0. */
function preferences(poll, isScored) {
    const matrix = Array.from({ length: poll.n }, () => new Array(poll.n).fill(0))
    for (const { marks, count } of poll.ballots) {
        const worth = marks.map(m => (isScored ? m ?? 0 : m === null ? -Infinity : -m))
        for (let a = 0; a < poll.n; a++) for (let b = 0; b < poll.n; b++) if (worth[a] > worth[b]) matrix[a][b] += count
    }
    return matrix
}

/** More votes for a defeat make it stronger; with as many, fewer votes against it do. */
const strength = (x, y) => x[0] - y[0] || y[1] - x[1]

/** Debian's constitution, A.5: quorum and majority over the default option, then the weakest defeats fall until nobody left is beaten from outside. */
function debian(poll, file) {
    const v = preferences(poll, false)
    const none = file.default
    const left = poll.options.filter(o => none === null || o === none
        || ((!file.quorum || reachesQuorum(file.quorum, file.electorate, v[o][none])) && reachesMajority(file.majority ?? '1:1', v[o][none], v[none][o])))
    let defeats = left.flatMap(a => left.filter(b => v[a][b] > v[b][a]).map(b => ({ a, b, votes: [v[a][b], v[b][a]] })))
    for (;;) {
        // Who beats whom over any number of steps; nobody outside the Schwartz set beats anybody in it.
        const reach = new Map(left.map(o => [o, new Set()]))
        for (const o of left) {
            const open = [o]
            while (open.length) {
                const at = open.pop()
                for (const d of defeats) if (d.a === at && !reach.get(o).has(d.b)) { reach.get(o).add(d.b); open.push(d.b) }
            }
        }
        const schwartz = left.filter(o => left.every(other => !reach.get(other).has(o) || reach.get(o).has(other)))
        const inside = defeats.filter(d => schwartz.includes(d.a) && schwartz.includes(d.b))
        if (!inside.length) return decided(schwartz, file.casting)
        const weakest = inside.reduce((x, y) => (strength(y.votes, x.votes) < 0 ? y : x))
        defeats = defeats.filter(d => !inside.includes(d) || strength(d.votes, weakest.votes) !== 0)
    }
}

/** One seat: of several who are left, the casting vote's first choice wins; without one all are tied. */
function decided(best, casting) {
    const chosen = best.length > 1 ? casting.find(c => best.includes(c)) : undefined
    return chosen !== undefined ? outcome(1, [chosen], []) : outcome(1, best, best.length > 1 ? best : [])
}

/** Schulze: a chain of defeats is as strong as its weakest one; who has at least as strong a chain to everybody as they have back wins. */
function schulze(poll, file) {
    const v = preferences(poll, false)
    const chain = v.map((row, a) => row.map((votes, b) => (votes > v[b][a] ? [votes, v[b][a]] : [0, 0])))
    for (const m of poll.options) for (const a of poll.options) for (const b of poll.options) {
        if (a === b || !chain[a][m][0] || !chain[m][b][0]) continue
        const through = strength(chain[a][m], chain[m][b]) < 0 ? chain[a][m] : chain[m][b]
        if (!chain[a][b][0] || strength(through, chain[a][b]) > 0) chain[a][b] = through
    }
    return decided(poll.options.filter(a => poll.options.every(b => a === b || strength(chain[a][b], chain[b][a]) >= 0)), file.casting)
}

/** The highest totals win; "more" compares two totals. Those with equal totals at the last seat are tied, unless the casting order decides. */
function highest(candidates, totals, seats, casting, more = (x, y) => x - y) {
    const ranked = [...candidates].sort((a, b) => more(totals[b], totals[a]) || a - b)
    if (ranked.length <= seats) return { winners: ranked, tied: [] }
    const cut = totals[ranked[seats - 1]]
    const sure = ranked.filter(o => more(totals[o], cut) > 0)
    const tied = ranked.filter(o => more(totals[o], cut) === 0)
    const chosen = sure.length + tied.length === seats ? tied : casting.filter(c => tied.includes(c)).slice(0, seats - sure.length)
    const full = sure.length + chosen.length === seats
    return outcome(seats, [...sure, ...chosen], full ? [] : tied.filter(t => !chosen.includes(t)))
}

const totals = (poll, value) => Array.from({ length: poll.n }, (_, o) => sum(poll.ballots.map(b => value(b.marks[o] ?? 0) * b.count)))

/** Quadratic: v votes cost v·v; a ballot that spends more than the budget does not count. */
function quadratic(poll, file) {
    const lawful = { ...poll, ballots: poll.ballots.filter(b => sum(poll.options.map(o => (b.marks[o] ?? 0) ** 2)) <= (file.budget ?? 100)) }
    return highest(poll.options, totals(lawful, m => m), file.seats, file.casting)
}

/** A share, as 70%, "at least 3/5", or "more than 1/2", of which exactly so much is too little. */
const readShare = text => ({ share: Fraction.read(text.replace(/^(more than|at least) | of cast$/g, '')), isMore: text.startsWith('more than ') })

/** Support: for / (for + against) has to reach "pass", and those for it "approvals" in number; of those who pass, the highest shares get the seats. */
function support(poll, file) {
    const [yes, no] = [1, -1].map(side => totals(poll, m => (m === side ? 1 : 0)))
    const shares = yes.map((votes, o) => new Fraction(BigInt(votes), BigInt(votes + no[o]) || 1n))
    const { share, isMore } = readShare(file.pass ?? '0')
    const passed = poll.options.filter(o => yes[o] > 0 && shares[o].compare(share) >= (isMore ? 1 : 0)
        && (!file.approvals || reachesQuorum(file.approvals, file.electorate, yes[o])))
    return highest(passed, shares, file.seats, file.casting, (x, y) => x.compare(y))
}

/** STAR: of the two highest totals, whom more ballots score higher wins. Bloc STAR repeats it for each seat without those who have won. */
function star(poll, file) {
    const v = preferences(poll, true)
    const total = totals(poll, m => m)
    return everyWay(poll.options, file.seats, file.casting, first => {
        const best = among => {
            const most = Math.max(...among.map(o => total[o]))
            const tied = among.filter(o => total[o] === most)
            const liked = tied.filter(o => tied.every(p => p === o || v[o][p] > v[p][o]))
            return liked.length === 1 ? liked[0] : first(tied)
        }
        const winners = []
        for (let left = poll.options; left.length && winners.length < file.seats; left = left.filter(o => !winners.includes(o))) {
            const a = best(left)
            const b = left.length > 1 ? best(left.filter(o => o !== a)) : a
            const order = v[a][b] - v[b][a] || total[a] - total[b]
            winners.push(order > 0 || a === b ? a : order < 0 ? b : first([a, b].sort((x, y) => x - y)))
        }
        return winners
    })
}

/** Transferable votes: Droop quota, surpluses go on with all votes of the elected at the same part of their weight, in exact fractions. */
function transferable(poll, file) {
    return everyWay(poll.options, file.seats, file.casting, (first, last) => {
        const hopeful = new Set(poll.options)
        const elected = []
        let waiting = [] // elected, surplus not yet passed on
        const piles = poll.options.map(() => new Map()) // for each option, ballots by their weight; null when they have gone on
        const pass = (ballot, weight) => {
            const ranks = poll.options.filter(o => hopeful.has(o) && ballot.marks[o] !== null)
            const best = Math.min(...ranks.map(o => ballot.marks[o]))
            const heirs = ranks.filter(o => ballot.marks[o] === best) // equal ranks share a vote in equal parts
            const share = heirs.length > 1 ? weight.over(whole(heirs.length)) : weight
            for (const o of heirs) {
                const key = String(share)
                if (!piles[o].has(key)) piles[o].set(key, { weight: share, votes: 0, ballots: [] })
                const bundle = piles[o].get(key)
                bundle.votes += ballot.count
                bundle.ballots.push(ballot)
            }
        }
        const passOn = (from, part) => {
            const pile = piles[from]
            piles[from] = null
            for (const { weight, ballots } of pile.values()) for (const b of ballots) pass(b, weight.times(part))
        }
        const cast = poll.ballots.filter(b => b.marks.some(m => m !== null))
        for (const ballot of cast) pass(ballot, whole(1))
        const droop = whole(Math.floor(sum(cast.map(b => b.count)) / (file.seats + 1)) + 1)
        for (;;) {
            const held = piles.map(p => p && [...p.values()].reduce((all, x) => all.plus(x.weight.times(whole(x.votes))), whole(0)))
            const all = held.reduce((a, h) => (h ? a.plus(h) : a), whole(0))
            const needed = file.method === 'irv' ? new Fraction(all.above / (2n * all.below) + 1n) : droop
            const isEnough = hopeful.size <= file.seats - elected.length // no more are left than seats: all of them are elected
            for (const o of [...hopeful].filter(h => isEnough || held[h].compare(needed) >= 0).sort((a, b) => held[b].compare(held[a]) || a - b)) {
                hopeful.delete(o)
                elected.push(o)
                waiting.push(o)
            }
            if (elected.length >= file.seats || !hopeful.size) return elected
            waiting = waiting.filter(w => held[w].compare(needed) > 0)
            if (waiting.length) { // the largest surplus goes on first
                const most = waiting.map(w => held[w]).reduce((x, y) => (y.compare(x) > 0 ? y : x))
                const from = first(waiting.filter(w => held[w].compare(most) === 0))
                waiting = waiting.filter(w => w !== from)
                passOn(from, most.minus(needed).over(most))
                continue
            }
            const least = [...hopeful].map(h => held[h]).reduce((x, y) => (y.compare(x) < 0 ? y : x))
            const tied = [...hopeful].filter(h => held[h].compare(least) === 0)
            const others = [...hopeful].filter(h => held[h].compare(least) > 0)
            // All who are last go together where even together they could not catch up with the next.
            const together = others.length && others.length >= file.seats - elected.length
                && others.every(o => least.times(whole(tied.length)).compare(held[o]) < 0)
            const losers = together ? tied : [last(tied)]
            for (const o of losers) hopeful.delete(o)
            for (const o of losers) passOn(o, whole(1))
        }
    })
}

/** Meek's rule in ten decimals, cut off: who is elected keeps only as much of each vote as makes the quota; the quota is the votes held / (seats + 1) + 0.000001. */
function meek(poll, file) {
    const one = 10n ** 10n
    const piles = poll.ballots.map(({ marks, count }) => {
        const ranks = [...new Set(marks.filter(m => m !== null))].sort((a, b) => a - b)
        return { count: BigInt(count), groups: ranks.map(r => poll.options.filter(o => marks[o] === r)) }
    })
    const keep = poll.options.map(() => one)
    const hold = () => {
        const held = poll.options.map(() => 0n)
        for (const { count, groups } of piles) {
            let weight = one
            for (const group of groups) {
                const heirs = group.filter(o => keep[o] > 0n)
                const share = heirs.length ? weight / BigInt(heirs.length) : 0n
                for (const o of heirs) {
                    const part = (share * keep[o]) / one
                    held[o] += part * count
                    weight -= part
                }
            }
        }
        return { held, quota: held.reduce((a, b) => a + b, 0n) / BigInt(file.seats + 1) + one / 1000000n, surplus: 0n, winners: [] }
    }
    const [elected, out, seen] = [[], [], new Set()]
    let round = hold()
    while (elected.length < file.seats && elected.length + out.length < poll.n) {
        for (const o of out) keep[o] = 0n
        for (const o of elected) keep[o] = round.held[o] ? (((keep[o] * round.quota) / one) * one) / round.held[o] : 0n
        const next = hold()
        const over = poll.options.filter(o => next.held[o] >= next.quota)
        next.surplus = over.reduce((all, o) => all + next.held[o] - next.quota, 0n)
        next.winners = over.filter(o => !elected.includes(o))
        // Cut-off numbers may go round in a circle: then surpluses will not change any more.
        const isStill = next.surplus === round.surplus || seen.has(String(keep))
        seen.add(String(keep))
        const left = poll.options.filter(o => !out.includes(o))
        const sizes = [...new Set(left.map(o => next.held[o]))].sort((a, b) => (a < b ? -1 : 1))
        const last = left.filter(o => next.held[o] === sizes[0])
        const votes = x => x / one // whole votes
        const isHopeless = sizes.length > 1 && votes(votes(sizes[0] * BigInt(last.length)) * one + next.surplus) < votes(sizes[1])
        const losers = next.winners.length || !(isHopeless || isStill || sizes.length === 1) ? [] : last.filter(o => !elected.includes(o))
        if (next.winners.length || losers.length) seen.clear()
        elected.push(...next.winners)
        out.push(...losers)
        round = next
    }
    if (elected.length <= file.seats) return { winners: elected, tied: [] }
    // More reached the quota at once than there are seats: more votes go first.
    const before = elected.filter(o => !round.winners.includes(o))
    const { winners, tied } = highest(round.winners, round.held, file.seats - before.length, [], (x, y) => (x > y ? 1 : x < y ? -1 : 0))
    return outcome(file.seats, [...before, ...winners.filter(w => !tied.includes(w))], tied)
}

const RANKS = { lowest: 1, highest: 32000 }
const SCORES = { lowest: -32000, highest: 32000 }

/** Each method, the marks that it allows, whether it fills one seat only, and whether it ends in one number for each option. */
const METHODS = {
    'debian-a5': { count: debian, ...RANKS, isSingle: true },
    schulze: { count: schulze, ...RANKS, isSingle: true },
    irv: { count: transferable, ...RANKS, isSingle: true },
    stv: { count: transferable, ...RANKS },
    'meek-stv': { count: meek, ...RANKS },
    approval: { isSum: true, count: (poll, file) => highest(poll.options, totals(poll, m => (m > 0 ? 1 : 0)), file.seats, file.casting), ...SCORES },
    score: { isSum: true, count: (poll, file) => highest(poll.options, totals(poll, m => m), file.seats, file.casting), ...SCORES },
    star: { count: star, ...SCORES, isSingle: true },
    'bloc-star': { count: star, ...SCORES },
    quadratic: { isSum: true, count: quadratic, ...SCORES },
    support: { isSum: true, count: support, lowest: -1, highest: 1 },
}

/** Who wins, as numbers of options. Where nobody or too few voted nobody does; debian-a5 asks for its quorum option by option. */
export function count(file) {
    const hasQuorum = file.method === 'debian-a5' || !file.quorum || reachesQuorum(file.quorum, file.electorate, file.ballots.length)
    if (!hasQuorum || !file.ballots.length) return { winners: [], tied: [] }
    const together = new Map() // equal ballots are counted together
    for (const { marks } of file.ballots) {
        const key = marks.join()
        together.set(key, { marks, count: (together.get(key)?.count ?? 0) + 1 })
    }
    const poll = { n: file.options.length, options: indices(file.options), ballots: [...together.values()] }
    for (;;) {
        const seats = Math.min(file.seats, poll.options.length)
        const { winners, tied } = METHODS[file.method].count(poll, { ...file, seats, casting: file.casting ?? [], default: file.default ?? null })
        // Where only so many of one organisation may be chosen ("perAffiliation"), whoever is one too many is passed over, and the rest is counted again.
        const sure = winners.filter(w => !tied.includes(w))
        const over = oneTooMany(file, sure) ?? tied.find(t => oneTooMany(file, [...sure, t]) !== undefined)
        if (over === undefined) return { winners, tied }
        poll.options = poll.options.filter(o => o !== over)
        if (!poll.options.length) return { winners: [], tied: [] }
    }
}

/** The first who is one too many of an organisation, going down the list of those chosen. */
function oneTooMany(file, chosen) {
    const of = o => file.options[o].affiliation ?? null
    const isOver = (o, at) => of(o) !== null && chosen.slice(0, at).filter(before => of(before) === of(o)).length >= file.perAffiliation
    return file.perAffiliation ? chosen.find(isOver) : undefined
}

// ---- Is the file as it must be? Each problem has a code, and what it is about. ----

const SENTENCES = {
    form: 'The file is not as it must be: {0}.',
    'voter-twice': 'Somebody is twice in the list of voters: {0}.',
    electorate: 'More people voted than could: {0}.',
    'ballots-voters': 'There are not as many ballots as voters: {0}.',
    marks: 'A ballot has marks that this method does not know: line {0}.',
    'receipt-form': 'A line has no receipt of 64 digits and letters: line {0}.',
    'receipt-order': 'The lines are not in the order of their receipts, or one is there twice: line {0}.',
    'seal-stranger': 'There is a seal of somebody who is not in the list of voters: {0}.',
    'seal-missing': 'A voter has no seal: {0}.',
    'ballot-stranger': 'A ballot is from somebody who is not in the list of voters, or from somebody who has another one: {0}.',
    winners: 'The published winners are not those whom this count finds: {0}.',
    tied: 'The published ties are not those which this count finds: {0}.',
}

/** All codes; a page has its own sentences for them, in its own language. */
export const problems = Object.keys(SENTENCES)

/** A problem as a sentence. */
export const sentence = problem => SENTENCES[problem.code].replace('{0}', () => problem.about)

const isHex = text => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)

/** What is so wrong with the file that it cannot be counted; null where it can. */
function misshapen(file) {
    const isIndex = i => Number.isInteger(i) && i >= 0 && i < file.options.length
    const isReadable = (text, read) => { try { return text == null || (typeof text === 'string' && (read(text), true)) } catch { return false } }
    if (typeof file !== 'object' || file === null) return 'no object'
    if (!Object.hasOwn(METHODS, file.method)) return `method ${file.method}`
    if (!Array.isArray(file.options) || !file.options.length || file.options.some(o => typeof o?.name !== 'string')) return 'options'
    if (!Number.isInteger(file.seats) || file.seats < 1 || (file.seats > 1 && METHODS[file.method].isSingle)) return 'seats'
    if (!Number.isInteger(file.matter) || !Number.isInteger(file.electorate)) return 'matter, electorate'
    if (!Array.isArray(file.voters) || file.voters.some(v => typeof v !== 'string')) return 'voters'
    if (!Array.isArray(file.ballots) || file.ballots.some(b => !Array.isArray(b?.marks))) return 'ballots'
    if (![file.winners, file.tied].every(list => Array.isArray(list) && list.every(n => typeof n === 'string'))) return 'winners, tied'
    if ((file.default ?? null) !== null && !isIndex(file.default)) return 'default'
    if (!Array.isArray(file.casting ?? []) || !(file.casting ?? []).every(isIndex)) return 'casting'
    if (!isReadable(file.quorum, q => reachesQuorum(q, 1, 1)) || !isReadable(file.majority, m => reachesMajority(m, 1, 1))) return 'quorum, majority'
    if (!isReadable(file.approvals, a => reachesQuorum(a, 1, 1))) return 'approvals'
    if (file.perAffiliation != null && !(Number.isInteger(file.perAffiliation) && file.perAffiliation > 0 && METHODS[file.method].isSum)) return 'perAffiliation'
    if (!isReadable(file.pass, readShare) || (file.budget != null && !Number.isInteger(file.budget))) return 'pass, budget'
    return null
}

/** What is wrong with the lists, before anything is counted: of each kind the first five. */
function check(file) {
    const problems = []
    const say = (code, about) => { if (problems.filter(p => p.code === code).length < 5) problems.push({ code, about: String(about) }) }
    const voters = new Set(file.voters)
    const { lowest, highest: most } = METHODS[file.method]
    if (voters.size !== file.voters.length) say('voter-twice', file.voters.find((v, i) => file.voters.indexOf(v) !== i))
    if (file.electorate > 0 && voters.size > file.electorate) say('electorate', `${voters.size} > ${file.electorate}`)
    if (file.ballots.length !== file.voters.length) say('ballots-voters', `${file.ballots.length} ≠ ${file.voters.length}`)
    const seen = new Set()
    file.ballots.forEach(({ marks, receipt, voter }, i) => {
        const isMark = m => m === null || (Number.isInteger(m) && m >= lowest && m <= most)
        if (marks.length !== file.options.length || !marks.every(isMark)) say('marks', i + 1)
        if (file.secret && !isHex(receipt)) say('receipt-form', i + 1)
        else if (file.secret && i > 0 && !(file.ballots[i - 1].receipt < receipt)) say('receipt-order', i + 1)
        if (!file.secret && (!voters.has(voter) || seen.has(voter))) say('ballot-stranger', voter)
        seen.add(voter)
    })
    const seals = file.secret ? file.seals ?? {} : {}
    for (const id of Object.keys(seals)) if (!voters.has(id)) say('seal-stranger', id)
    if (file.secret) for (const id of voters) if (!isHex(Object.hasOwn(seals, id) ? seals[id] : null)) say('seal-missing', id)
    return problems
}

/** Checks and counts: {isRight, problems, winners, tied, voters, ballots}, winners and tied by name. */
export function recount(file) {
    const wrong = misshapen(file)
    if (wrong) return { isRight: false, problems: [{ code: 'form', about: wrong }], winners: null, tied: null }
    const problems = check(file)
    const found = problems.some(p => p.code === 'marks') ? null : count(file)
    // Who is really chosen: neither those who are tied, nor "none of these".
    const none = file.default == null ? undefined : file.options[file.default].name
    const chosen = (winners, tied, nobody) => winners.filter(w => !tied.includes(w) && w !== nobody)
    const isSame = (list, published) => JSON.stringify(list.map(o => file.options[o].name).sort()) === JSON.stringify([...published].sort())
    // Two options of the same name are told apart by their numbers.
    const names = list => list.map(o => file.options[o]).map(({ id, name }) => (file.options.filter(o => o.name === name).length > 1 ? `${name} (${id})` : name))
    const say = (code, list) => problems.push({ code, about: names(list).join(', ') || '–' })
    if (found && !isSame(chosen(found.winners, found.tied, file.default), chosen(file.winners, file.tied, none))) say('winners', found.winners)
    if (found && !isSame(found.tied, file.tied)) say('tied', found.tied)
    return {
        isRight: problems.length === 0, problems, winners: found && names(found.winners), tied: found && names(found.tied),
        voters: file.voters.length, ballots: file.ballots.length,
    }
}

// ---- Your own ballot: the receipt and the seal are HMAC-SHA256 with your token as the key. ----

async function hmac(token, message) {
    const bytes = text => new TextEncoder().encode(text)
    const key = await globalThis.crypto.subtle.importKey('raw', bytes(token), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return [...new Uint8Array(await globalThis.crypto.subtle.sign('HMAC', key, bytes(message)))].map(b => b.toString(16).padStart(2, '0')).join('')
}

/** The marks as they are written in a seal: 2,1,-,3. Zero is no mark. */
const written = marks => marks.map(m => m || '-').join()

/**
 * Finds one voter's line. {line: its number or null, marks by name, isVoter, isSealed}: isSealed says whether the seal in the public log,
 * made when the ballot was cast, fits the line (or, with "cast", fits the marks that you say you cast, whatever the sheet says); null where there is none.
 */
export async function ownLine(file, member, token, cast = null) {
    const receipt = file.secret && token ? await hmac(token, `${member} ${file.matter}`) : null
    const at = file.ballots.findIndex(b => (file.secret ? receipt && b.receipt === receipt : b.voter === member))
    const marks = cast ?? (at < 0 ? null : written(file.ballots[at].marks))
    const seal = file.secret && Object.hasOwn(file.seals ?? {}, member) ? file.seals[member] : null
    return {
        line: at < 0 ? null : at + 1, receipt, isVoter: file.voters.includes(member),
        marks: at < 0 ? null : file.options.map((o, i) => [o.name, file.ballots[at].marks[i]]),
        isSealed: !token || seal === null || marks === null ? null : seal === await hmac(token, `seal ${member} ${file.matter} ${marks}`),
    }
}

// ---- As a program ----

async function read(address) {
    if (/^https?:/.test(address)) return (await fetch(address)).text()
    const { readFileSync } = await import('node:fs')
    return readFileSync(address === '-' ? 0 : address, 'utf8')
}

async function main(args) {
    const after = name => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : null)
    const [member, token, cast] = ['--member', '--token', '--marks'].map(after)
    if (args.length !== 1) {
        console.error('usage: node recount.mjs FILE|ADDRESS|- [--member ID --token TOKEN [--marks 2,1,-]]')
        return 1
    }
    // A name in the file could hold signs that make a terminal show something else.
    const say = text => console.log(text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd'))
    const file = JSON.parse(await read(args[0]))
    const result = recount(file)
    say(`${file?.association ?? ''} matter ${file?.matter ?? ''}: ${file?.title ?? ''}`)
    if (result.winners) {
        say(`${result.ballots} ballots, ${result.voters} voters of ${file.electorate}; ${file.method}, ${file.seats} to be chosen`)
        say(`this count finds: ${result.winners.join(', ') || 'nobody'}${result.tied.length ? `; tied: ${result.tied.join(', ')}` : ''}`)
    }
    for (const problem of result.problems) say('WRONG: ' + sentence(problem))
    let isRight = result.isRight
    if (member && result.winners) {
        const own = await ownLine(file, member, token, cast)
        say(own.line ? `your line is line ${own.line}: ${own.marks.map(([name, mark]) => `${name} ${mark ?? '-'}`).join(', ')}`
            : own.isVoter ? 'WRONG: you are in the list of voters, and no line is yours. Is this the token of your last ballot?' : 'you are not in the list of voters')
        if (own.isSealed !== null) say(own.isSealed ? 'the seal in the log fits' : `WRONG: the seal in the log does not fit ${cast ? 'these marks' : 'this line'}`)
        isRight &&= (own.line !== null || !own.isVoter) && own.isSealed !== false
    }
    say(isRight ? 'RIGHT: the result is as published' : 'NOT RIGHT')
    return isRight ? 0 : 1
}

/** True where Node was started with this file, and not where a page or another script uses it. */
async function isProgram() {
    if (typeof process !== 'object' || !process.argv?.[1]) return false
    const [{ realpathSync, existsSync }, { pathToFileURL }] = await Promise.all([import('node:fs'), import('node:url')])
    return existsSync(process.argv[1]) && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href
}

if (await isProgram()) process.exitCode = await main(process.argv.slice(2)).catch(error => (console.error(`cannot be read: ${error.message}`), 1))
