// Counts an election again in this browser, by docs/recount/recount.mjs. Nothing that is typed here is sent: the token is used on this machine alone.
for (const part of document.querySelectorAll('[data-recount]')) {
    const words = JSON.parse(part.dataset.words)
    const say = (key, ...about) => words[key].replace(/\{(\d)\}/g, (_, i) => about[i])
    const find = name => part.querySelector(`[data-recount-${name}]`)
    const tell = (place, isRight, sentences) =>
        place.replaceChildren(...sentences.map(s => Object.assign(document.createElement('p'), { textContent: s, dir: 'auto', className: isRight ? '' : 'refused' })))

    let loaded
    const load = () => (loaded ??= Promise.all([import(part.dataset.script), fetch(part.dataset.recount).then(a => (a.ok ? a.json() : Promise.reject(a.status)))]))
    const when = (button, place, work) =>
        find(button).addEventListener('click', async () => {
            tell(find(place), true, [say('busy')])
            try {
                await work(...(await load()), find(place))
            } catch (error) {
                loaded = undefined
                tell(find(place), false, [say('failed', error)])
            }
        })

    when('go', 'said', ({ recount }, file, place) => {
        const { isRight, problems, winners, tied, ballots } = recount(file)
        const found = winners === null ? [] : [say('found', ballots, winners.join(', ') || say('nobody')), ...(tied.length ? [say('tie', tied.join(', '))] : [])]
        tell(place, isRight, [say(isRight ? 'right' : 'wrong'), ...problems.map(p => say(`problem-${p.code}`, p.about)), ...found])
    })

    when('find', 'line', async ({ recount, ownLine }, file, place) => {
        if (recount(file).winners === null) return tell(place, false, [say('wrong')])
        const { line, marks, isVoter, isSealed } = await ownLine(file, find('member').value.trim(), find('token')?.value.trim() ?? '')
        if (line === null) return tell(place, !isVoter, [say(isVoter ? 'missing' : 'no-voter')])
        const told = say('line', line, marks.map(([name, mark]) => `${name}: ${mark ?? '–'}`).join('; '))
        tell(place, isSealed !== false, isSealed === null ? [told] : [told, say(isSealed ? 'sealed' : 'unsealed')])
    })

    find('here').hidden = false
}
