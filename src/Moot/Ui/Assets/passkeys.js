// Passkeys (WebAuthn): the browser asks the person and the device; the form carries the answer.
const able = !!(window.PublicKeyCredential?.parseRequestOptionsFromJSON && isSecureContext)
for (const note of document.querySelectorAll('[data-no-passkey]')) note.hidden = able
for (const form of able ? document.querySelectorAll('form[data-passkey]') : []) {
    form.hidden = false
    form.querySelector('button[type=button]').onclick = async () => {
        try {
            const options = JSON.parse(form.dataset.options)
            const made =
                form.dataset.passkey === 'create'
                    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
                    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
            form.elements.credential.value = JSON.stringify(made.toJSON())
            form.requestSubmit()
        } catch (error) {
            const place = form.querySelector('.told') ?? form.appendChild(Object.assign(document.createElement('p'), { className: 'refused told' }))
            place.setAttribute('role', 'alert')
            place.textContent = `${form.dataset.failed} (${error.name})`
        }
    }
}
