// Everything works without this script; it makes some things quicker.

// Fields for titles offer what begins like the typed letters.
for (const input of document.querySelectorAll('input[data-suggest]')) {
    const list = Object.assign(document.createElement('datalist'), { id: input.id + '-titles' })
    input.after(list)
    input.setAttribute('list', list.id)
    input.autocomplete = 'off'
    let asked = ''
    let waiting
    const ask = async () => {
        const text = input.value.trim()
        if (!text || text === asked) return
        asked = text
        const answer = await fetch(`${input.dataset.suggest}?from=${encodeURIComponent(text)}`)
        if (answer.ok && asked === text) list.replaceChildren(...(await answer.json()).map(title => new Option(title, title)))
    }
    input.addEventListener('input', () => {
        clearTimeout(waiting)
        waiting = setTimeout(() => ask().catch(() => (asked = '')), 150)
    })
}

// What stands behind the # of a link, which was sent to nobody, goes into its field, and out of the address.
for (const input of document.querySelectorAll('input[data-from-hash]')) {
    if (location.hash.length > 1) {
        input.value = decodeURIComponent(location.hash.slice(1))
        history.replaceState(null, '', location.pathname)
    }
}
