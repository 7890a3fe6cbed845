// Saves what is being typed, every few seconds, to the server alone: nothing is kept in the browser.
//
// A form with `data-draft="ADDRESS"` is saved whole whenever it has changed. What is said is exact: "Draft saved
// 10:58:12" only once the server has it; "Not saved since 14:02" while it cannot be reached, and it is saved as soon as
// it can. Text typed on an older draft in another window is kept apart by the server, never overwritten.

const PAUSE = 2000 // after the last change
const AGAIN = 5000 // after a save that did not work
const PATIENCE = 10000 // for one save

const form = document.querySelector('form[data-draft]')
if (form instanceof HTMLFormElement) keep(form)

function keep(form) {
  const address = form.dataset.draft
  const state = form.querySelector('[data-draft-state]')
  const field = (name) => form.elements.namedItem(name)
  let token = field('csrfmiddlewaretoken').value
  let seq = 0
  let saved = snapshot()
  let since = null // when the first change was made that is not saved
  let typed = false // somebody has typed since the last save: only then does a save keep the session alive
  let busy = false
  let stopped = false
  let timer = 0

  function snapshot() {
    const data = new FormData(form)
    for (const name of ['csrfmiddlewaretoken', 'submission', 'seen', 'revision', 'tab', 'finish']) data.delete(name)
    return new URLSearchParams(data).toString()
  }

  const say = (words, problem = false) => {
    if (state.textContent !== words) state.textContent = words
    state.classList.toggle('app-draft-state--problem', problem)
  }

  const clock = (time) => time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

  const notSaved = (why) => say(`Not saved since ${clock(since)}. ${why}`, true)

  const later = (pause) => {
    window.clearTimeout(timer)
    timer = window.setTimeout(save, pause)
  }

  const changed = () => {
    if (stopped || snapshot() === saved) return
    since ??= new Date()
    typed = true
    if (!busy) later(PAUSE)
  }

  /** A fresh token after signing in again in another window; false when nobody is signed in. */
  async function renewToken() {
    const answer = await fetch(address, { headers: { 'X-Background': '1' }, signal: AbortSignal.timeout(PATIENCE) })
    if (answer.redirected || !isJson(answer)) return false
    token = (await answer.json()).token
    field('csrfmiddlewaretoken').value = token
    return true
  }

  const isJson = (answer) => (answer.headers.get('Content-Type') || '').includes('application/json')

  async function send(now) {
    const body = new URLSearchParams(now)
    seq += 1
    body.set('seq', String(seq))
    body.set('revision', field('revision').value || '0')
    body.set('tab', field('tab').value)
    const headers = { 'X-CSRFToken': token }
    if (!typed) headers['X-Background'] = '1'
    return fetch(address, { method: 'POST', body, headers, signal: AbortSignal.timeout(PATIENCE) })
  }

  async function save() {
    if (busy || stopped) return
    const now = snapshot()
    if (now === saved) return
    busy = true
    try {
      const answer = await send(now)
      typed = false
      await understand(answer, now)
    } catch {
      typed = false
      notSaved('There is no connection. What you typed stays here, and is saved when it is back.')
      later(AGAIN)
    } finally {
      busy = false
    }
    if (since !== null && !stopped) later(snapshot() === now ? AGAIN : PAUSE)
  }

  async function understand(answer, now) {
    if (answer.ok && !answer.redirected && isJson(answer)) {
      const said = await answer.json()
      accept(said, now)
    } else if (answer.status === 409 || answer.status === 422) {
      const said = isJson(answer) ? await answer.json() : { refused: 'This draft cannot be saved.' }
      stopped = true
      notSaved(said.refused)
    } else if (answer.redirected || answer.status === 403) {
      const again = await renewToken()
      if (!again) notSaved('You were signed out. Sign in in another window: then what you typed is saved.')
    } else {
      notSaved('Something went wrong. It is tried again.')
    }
  }

  function accept(said, now) {
    saved = now
    since = snapshot() === now ? null : new Date()
    field('revision').value = String(said.revision)
    if (said.aside) {
      say(`Saved ${said.saved}, but apart: you also write about this in another window. Reload this page to see both.`)
    } else {
      say(`Draft saved ${said.saved}`)
    }
  }

  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  window.addEventListener('online', () => since !== null && later(0))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && since !== null) later(0)
  })
  form.addEventListener('submit', () => {
    stopped = true
    window.clearTimeout(timer)
  })
  window.addEventListener('beforeunload', (event) => {
    if (since !== null && !stopped) event.preventDefault()
  })
}
