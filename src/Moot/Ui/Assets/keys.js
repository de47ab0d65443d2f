// A member's own key, kept in this browser. It never leaves it: scripts can use it and cannot read it (WebCrypto, not extractable).
// What is signed here is first compared with what the person did; the host only lays it out. See docs/decisions/0011-keys-and-proofs.md.

const bytesOf = text => new TextEncoder().encode(text)
const textOf = bytes => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
const hex = bytes => Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('')
const unhex = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16))
const base64 = bytes => btoa(Array.from(bytes, b => String.fromCharCode(b)).join(''))
const unbase64 = text => Uint8Array.from(atob(text), c => c.charCodeAt(0))
const join = (...parts) => {
    const pieces = parts.map(part => (typeof part === 'string' ? bytesOf(part) : part))
    const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
    let at = 0
    for (const piece of pieces) (all.set(piece, at), (at += piece.length))
    return all
}
const sha256 = async bytes => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
const here = document.getElementById('keys-here').dataset

/** True if this browser can keep and use such keys. */
async function able() {
    try {
        return isSecureContext && !!indexedDB && !!(await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']))
    } catch {
        return false
    }
}

// ── Where keys are kept: one for each association.

function store(mode, work) {
    return new Promise((resolve, reject) => {
        const opening = indexedDB.open('moot-keys', 1)
        opening.onupgradeneeded = () => opening.result.createObjectStore('keys', { keyPath: 'association' })
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
            const transaction = opening.result.transaction('keys', mode)
            const asked = work(transaction.objectStore('keys'))
            transaction.oncomplete = () => (opening.result.close(), resolve(asked.result))
            transaction.onerror = transaction.onabort = () => (opening.result.close(), reject(transaction.error))
        }
    })
}

/** The key for an association; undefined where there is none. */
const find = association => store('readonly', keys => keys.get(association))
const keep = key => store('readwrite', keys => keys.put(key))
const forget = association => store('readwrite', keys => keys.delete(association))

// ── Making, saving and restoring.

/** PKCS #8 of an Ed25519 seed (RFC 8410 §7): the only form in which WebCrypto takes one. */
const pkcs8 = seed => join([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20], seed)

async function fromSeed(seed) {
    const open = await crypto.subtle.importKey('pkcs8', pkcs8(seed), 'Ed25519', true, ['sign'])
    const { x } = await crypto.subtle.exportKey('jwk', open)
    const key = await crypto.subtle.importKey('pkcs8', pkcs8(seed), 'Ed25519', false, ['sign'])
    return { key, public: hex(unbase64(x.replaceAll('-', '+').replaceAll('_', '/') + '=')) }
}

/** The recovery file: a key file of moot, with what it is for. */
const recovery = (kept, seed) => `moot/key/v1
public ${kept.public}
seed ${hex(seed)}

association ${kept.association}
log ${kept.log}
member ${kept.member}

${here.recovery ?? ''}
`

/** Reads a recovery file, or a key file of moot. */
async function read(text) {
    const lines = text.replaceAll('\r\n', '\n').split('\n')
    const value = name => lines.find(line => line.startsWith(name + ' '))?.slice(name.length + 1)
    const seed = value('seed')
    if (lines[0] !== 'moot/key/v1' || !/^[0-9a-f]{64}$/.test(seed ?? '')) throw new Refused('keyfile')
    const made = await fromSeed(unhex(seed))
    if (made.public !== value('public')) throw new Refused('keyfile')
    if ((value('association') ?? here.association) !== here.association) throw new Refused('elsewhere')
    return made
}

// ── Signing.

/** Why something is not signed: a word for which the page has a sentence. */
class Refused extends Error {}

const line = async (key, text) => {
    const id = (await sha256(join(key.public, '\n', [1], unhex(key.public)))).slice(0, 4)
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', key.key, text))
    return `— ${key.public} ${base64(join(id, signature))}\n`
}

/** Takes what follows an act apart, and checks that it is what the act commits to. */
async function open(rest, commitment, pub) {
    let at = 0
    const next = () => {
        const end = rest.indexOf(10, at)
        if (end < 0) throw new Refused('text')
        const taken = rest.subarray(at, end)
        at = end + 1
        return taken
    }
    const found = { prose: [], texts: [], files: 0 }
    if (commitment !== '-') {
        if (next().length) throw new Refused('text')
        const salt = textOf(next())
        const body = next()
        if (!salt.startsWith('salt ') || base64(await sha256(join('moot/body/v1\n', unbase64(salt.slice(5)), body))) !== commitment) throw new Refused('text')
        found.prose = Object.values(JSON.parse(textOf(body)))
    }
    while (at < rest.length) {
        if (next().length) throw new Refused('text')
        const [word, salt, length] = textOf(next()).split(' ')
        const bytes = rest.subarray(at, at + Number(length))
        at += bytes.length + 1
        const id = hex(await sha256(join('moot/blob/v1\n', unbase64(salt), bytes)))
        if (word !== 'blob' || at > rest.length || rest[at - 1] !== 10 || !pub.includes(`"${id}"`)) throw new Refused('text')
        try {
            found.texts.push(textOf(bytes))
        } catch {
            found.files++
        }
    }
    return found
}

const plain = text => text.replace(/\r\n?/g, '\n').trim().normalize('NFC')
const words = text => plain(text).split(/\s+/)

/** What the person typed and chose in a form. */
function typed(form) {
    const fields = [...form.elements].filter(field => field.name && !field.disabled && field.dataset.unsigned === undefined && field.dataset.private === undefined)
    const isText = field => field.tagName === 'TEXTAREA' || (field.tagName === 'INPUT' && /^(text|search|url|email|tel|date|number)$/.test(field.type))
    return {
        texts: fields.filter(isText).filter(field => plain(field.value)),
        ids: fields
            .filter(field => field.name !== 'form-key' && !isText(field) && (!/^(checkbox|radio)$/.test(field.type) || field.checked))
            .map(field => field.value)
            .filter(value => /^[0-9a-f]{64}$/.test(value)),
        files: fields.some(field => field.type === 'file' && field.files.length),
    }
}

/** The marks of a ballot as it was filled in. */
function marksOf(form) {
    const marks = []
    for (let field; (field = form.elements['mark-' + marks.length]); ) {
        const value = field.value.trim()
        marks.push(/^(-|0*)$/.test(value) ? '-' : String(Number(value)))
    }
    return marks.join(',')
}

/** What somebody marked on a ballot, as the log has it: the marks, or where it is secret the seal over them; null where the form is none. */
async function ballot(form, key) {
    const matter = form.dataset.ballot
    if (!matter) return null
    const marks = marksOf(form)
    if (form.dataset.sealed === undefined) return marks
    const utf8 = text => new TextEncoder().encode(text)
    const token = await crypto.subtle.importKey('raw', utf8(form.elements.token.value.trim()), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return hex(new Uint8Array(await crypto.subtle.sign('HMAC', token, utf8(`seal ${key.member} ${matter} ${marks}`))))
}

/** Kinds that change who somebody is: only signed by a form that says so. */
const weighty = /^(key|member|association)\./

/**
 * Checks that a note says what the person did in this form. Refuses where it does not; answers with what else is in it, for the person to look at.
 * @param request the note's text and what follows it
 */
async function check(form, key, request) {
    const text = unbase64(request.text)
    const lines = textOf(text).split('\n')
    const pub = lines[7] ?? ''
    const kind = lines[4]?.slice(5) ?? ''
    const expected = form.dataset.act
    const isSound =
        lines.length === 10 && lines[9] === '' && lines[0] === 'moot/act/v1' && lines[1] === 'assoc ' + key.association && lines[2] === 'log ' + key.log &&
        lines[3] === 'actor ' + (key.member ?? 'guest') && lines[4].startsWith('kind ') && /^seq [0-9]+$/.test(lines[5]) &&
        /^seen [0-9]+ [A-Za-z0-9+/=]{44}$/.test(lines[6]) && pub.startsWith('pub {') && lines[8].startsWith('body ')
    if (!isSound) throw new Refused('act')
    if (expected ? kind !== expected : weighty.test(kind)) throw new Refused('kind')

    const values = []
    JSON.parse(pub.slice(4), (_, value) => (typeof value === 'object' || values.push(String(value)), value))
    const found = await open(unbase64(request.rest), lines[8].slice(5), pub)
    const said = typed(form)
    if (said.ids.some(id => !values.includes(id) && id !== key.member)) throw new Refused('form')
    const marked = await ballot(form, key)
    if (marked !== null) {
        if (!values.includes(marked) || !values.includes(form.dataset.ballot)) throw new Refused('form')
        said.texts = said.texts.filter(field => !/^mark-/.test(field.name) && (field.name !== 'token' || form.dataset.sealed === undefined))
    }

    // Each text that was typed is there; one that was put together with others' changes has every word that was added to it.
    const all = [...found.prose, ...found.texts, ...values].map(plain)
    const extra = []
    for (const field of said.texts) {
        const value = plain(field.value)
        if (all.includes(value)) continue
        const before = new Set(words(field.defaultValue))
        const merged = found.texts.find(whole => plain(whole).includes(value) || words(value).every(word => before.has(word) || words(whole).includes(word)))
        if (field.tagName !== 'TEXTAREA' || merged === undefined) throw new Refused('form')
    }

    // Whatever else is in it must be seen first.
    const own = [...said.texts.map(field => plain(field.value)), ...[...document.querySelectorAll('h1')].map(h => plain(h.textContent))]
    const known = new Set(said.texts.flatMap(field => [...words(field.value), ...words(field.defaultValue)]))
    for (const other of [...found.prose, ...found.texts]) {
        if (!own.includes(plain(other)) && plain(other)) {
            const fresh = words(other).filter(word => !known.has(word))
            extra.push((fresh.length ? fresh : words(other)).join(' '))
        }
    }
    // Names that the host looked up can only be shown.
    if (form.querySelector('[data-unsigned]')) extra.push(pub.slice(4))
    if (found.files && !said.files) throw new Refused('form')
    return extra
}

async function send(form, key, request) {
    const text = unbase64(request.text)
    const others = lines => (lines ? unbase64(lines) : '')
    const body = join(text, '\n', others(request.before), await line(key, text), others(request.after), unbase64(request.rest))
    // A further key of a member's goes to the device that signs first, by way of the host.
    if (request.to && request.to !== 'me/keys/waiting') throw new Refused('act')
    const headers = request.to ? { 'Moot-Form-Key': form.elements['form-key']?.value ?? '' } : {}
    const answer = await fetch(here.root + (request.to ?? 'acts'), { method: 'POST', headers, body })
    const said = await answer.json()
    if (!said.accepted) throw new Error(said.message)
    return said
}

/** Goes to an address of this host and to no other. */
function go(path) {
    const to = new URL(path, location.href)
    if (to.origin === location.origin) location.assign(to)
}

function tell(form, sentence) {
    const place = form.querySelector('.told') ?? form.appendChild(Object.assign(document.createElement('p'), { className: 'refused told' }))
    place.setAttribute('role', 'alert')
    place.textContent = sentence
    place.scrollIntoView({ block: 'nearest' })
}

const sentence = error => (error instanceof Refused ? (here['key' + error.message[0].toUpperCase() + error.message.slice(1)] ?? here.keyForm) : error.message)

/** Sends a form, signs what comes back, and answers with what the log said; null where the page was shown otherwise. */
async function act(form, submitter, key) {
    const data = new FormData(form, submitter)
    const answer = await fetch(submitter?.hasAttribute('formaction') ? submitter.formAction : form.action, {
        method: 'POST',
        headers: { 'Moot-Sign': key.public },
        body: form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data),
    })
    if (!answer.headers.get('content-type')?.startsWith('application/json')) {
        if (answer.redirected) return go(answer.url), null
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
        const main = page.querySelector('main')
        if (!main) throw new Error(answer.statusText)
        document.querySelector('main').replaceWith(document.adoptNode(main))
        main.querySelector('[role=alert]')?.scrollIntoView({ block: 'center' })
        await wire(main)
        return null
    }
    const request = await answer.json()
    const extra = await check(form, key, request)
    if (extra.length && !confirm(`${here.keyExtra}\n\n${extra.join('\n').slice(0, 1500)}`)) return null
    return { said: await send(form, key, request), then: request.then }
}

/** Shows what the voter of a sealed ballot keeps, in place of the form: no other page has it. */
function kept(form) {
    const note = document.querySelector('[data-kept]')
    note.querySelector('[data-token]').textContent = form.elements.token.value.trim()
    note.querySelector('[data-marks]').textContent = marksOf(form)
    form.remove()
    note.hidden = false
    note.focus()
}

let busy = false
async function submit(event) {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.dataset.act === undefined || event.defaultPrevented) return
    event.preventDefault()
    if (busy) return
    busy = true
    try {
        const isNew = form.dataset.newKey !== undefined
        const key = isNew ? await make(form) : await find(here.association)
        if (!key) return
        const done = await act(form, event.submitter, key)
        if (!done) return
        if (isNew) await made(form, key, done)
        else if (form.dataset.sealed !== undefined) kept(form)
        else go(done.then.replaceAll('{entry}', done.said.index))
    } catch (error) {
        tell(form, sentence(error))
    } finally {
        busy = false
    }
}

// ── Joining with a new key, or adding one: the seed is known here until the recovery file was offered, and nowhere afterwards.

let seed = null
async function make() {
    seed ??= crypto.getRandomValues(new Uint8Array(32))
    return { association: here.association, log: here.log, member: here.member || undefined, ...(await fromSeed(seed)) }
}

async function made(form, key, { said, then }) {
    key.member ??= form.elements.member?.value ?? said.id
    await keep(key)
    const offer = document.querySelector('[data-recovery-file]')
    const link = offer.querySelector('a[download]')
    link.href = URL.createObjectURL(new Blob([recovery(key, seed)], { type: 'text/plain' }))
    link.download = `moot-${key.log}.key.txt`
    seed.fill(0)
    seed = null
    const on = offer.querySelector('button')
    on.addEventListener('click', () => (URL.revokeObjectURL(link.href), go(then.replaceAll('{entry}', said.index))))
    form.hidden = true
    offer.hidden = false
    offer.focus()
}

// ── What pages offer where there is script and such keys can be had.

const proofPrefix = purpose => `moot/proof/v1 ${purpose} ${here.log} ${here.association} `

/** Signs in by the key in this browser. */
async function prove(form, key) {
    const challenge = form.elements.challenge.value
    if (!challenge.startsWith(proofPrefix('sign-in')) || /[\n\r]/.test(challenge)) throw new Refused('act')
    form.elements.browser.value = '1'
    form.elements.proof.value = `${challenge}\n\n${await line(key, bytesOf(challenge + '\n'))}`
    form.requestSubmit()
}

async function wire(part) {
    const isAble = await able()
    const key = isAble ? await find(here.association) : undefined
    for (const element of part.querySelectorAll('[data-keys]')) {
        const wish = element.dataset.keys
        element.hidden = wish === 'unable' ? isAble : !isAble || (wish === 'kept' ? !key : wish === 'none' ? !!key : false)
    }
    for (const button of part.querySelectorAll('button[data-prove]')) {
        const form = button.form
        button.onclick = () => prove(form, key).catch(error => tell(form, sentence(error)))
        if (key && location.hash === '#now') {
            history.replaceState(null, '', location.pathname)
            button.click()
        }
    }
    for (const input of part.querySelectorAll('input[data-restore]')) {
        input.onchange = async () => {
            try {
                const made = await read(await input.files[0].text())
                const owner = await (await fetch(here.root + 'keys/' + made.public)).json()
                if (!owner.member) throw new Refused('nobody')
                await keep({ association: here.association, log: here.log, member: owner.member, ...made })
                await wire(document)
                part.querySelector('button[data-prove]')?.focus()
            } catch (error) {
                tell(input.form, sentence(error))
            }
        }
    }
    for (const button of part.querySelectorAll('button[data-forget]')) {
        button.onclick = async () => (await forget(here.association), location.reload())
    }
}

/** Begins: forms of a member whose key is here are signed here; so are those that make a new key. */
async function begin() {
    await wire(document)
    const key = (await able()) ? await find(here.association) : undefined
    addEventListener('submit', event => {
        if (event.target.dataset?.newKey !== undefined || (key && key.member === here.member && event.target.dataset?.act !== undefined)) submit(event)
    })
    document.body.dataset.keysReady = ''
}

await begin()
