// Says beneath a text how long it is and in how many parts it goes, as it is typed. The server counts again.
//
// The alphabets come from the server (`pitservice/messaging/length.py`): what they do not hold makes every part shorter.

const PAUSE = 500 // so that a screen reader hears the sum, not each letter

for (const field of document.querySelectorAll('textarea[data-parts-basic]')) count(field)

function count(field) {
  const basic = new Set(field.dataset.partsBasic)
  const twice = new Set(field.dataset.partsTwice)
  const shown = document.createElement('p')
  shown.className = 'nhsuk-hint app-parts'
  shown.setAttribute('role', 'status')
  field.after(shown)
  let timer = 0

  const say = () => {
    const characters = [...field.value.trim()]
    const parts = partsOf(characters)
    const length = `${characters.length} ${characters.length === 1 ? 'character' : 'characters'}`
    shown.textContent = characters.length ? `${length}: goes as ${parts} ${parts === 1 ? 'text' : 'texts'}` : ''
  }

  function partsOf(characters) {
    const plain = characters.every((one) => basic.has(one) || twice.has(one))
    const [single, several] = plain ? [160, 153] : [70, 67]
    const sizes = characters.map((one) => (plain ? (twice.has(one) ? 2 : 1) : one.length))
    if (sizes.reduce((sum, size) => sum + size, 0) <= single) return 1
    let [needed, room] = [1, several]
    for (const size of sizes) {
      if (size > room) [needed, room] = [needed + 1, several]
      room -= size
    }
    return needed
  }

  field.addEventListener('input', () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(say, PAUSE)
  })
  say()
}
