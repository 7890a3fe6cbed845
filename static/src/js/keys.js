// Keyboard shortcuts: "/" finds, "g h" goes home, "n" goes to the next in a worklist.
//
// Each only presses something that can be seen on the page. They can be switched off on the page that lists them
// (WCAG 2.1.4), and never act while somebody is typing.

const SWITCH = 'keyboard-shortcuts'
const PAUSE_BETWEEN_KEYS = 1200

const switchedOn = () => {
  try {
    return window.localStorage.getItem(SWITCH) !== 'off'
  } catch {
    return true // storage may be forbidden; the shortcuts then stay on
  }
}

const remember = (on) => {
  try {
    window.localStorage.setItem(SWITCH, on ? 'on' : 'off')
  } catch {
    // nothing to remember it in
  }
}

const typing = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName))

const press = (selector) => {
  const found = document.querySelector(selector)
  if (!(found instanceof HTMLElement)) return false
  found.click()
  return true
}

const focusSearch = () => {
  const box = document.querySelector('[data-key-search]')
  if (!(box instanceof HTMLElement)) return false
  box.focus()
  return true
}

/** On a page with a "Next" link: follow it. On a list: move to the first link of the next row. */
const next = () => {
  if (press('[data-key-next]')) return true
  const rows = [...document.querySelectorAll('[data-worklist] tbody tr')]
  const links = rows.map((row) => row.querySelector('a')).filter(Boolean)
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const link = links[at + 1]
  if (!link) return false
  link.focus()
  return true
}

let previous = ''
let previousAt = 0

const act = (key) => {
  const pair = Date.now() - previousAt < PAUSE_BETWEEN_KEYS ? previous + key : key
  previous = key
  previousAt = Date.now()
  if (pair === 'gh') return press('[data-key-home]')
  if (key === '/') return focusSearch()
  if (key === 'n') return next()
  return false
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (typing(event.target) || !switchedOn()) return
  if (act(event.key)) event.preventDefault()
})

const box = document.querySelector('[data-key-switch]')
if (box instanceof HTMLInputElement) {
  box.checked = switchedOn()
  box.addEventListener('change', () => remember(box.checked))
}
