/**
 * Builds what the browser gets: static/src/ and a few npm packages -> static/build/ (`npm run build`).
 *
 * Only Node and the JavaScript build of sass are needed: no bundler, nothing native to download.
 * Why htmx 4 and not 2: docs/decisions/0010-htmx-4.md.
 */

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const source = join(here, 'src')
const target = join(here, 'build')
const packages = join(here, '..', 'node_modules')
const sass = createRequire(import.meta.url)('sass')

// Letters are set in these as well, so the older WOFF files come along. Both subsets: names need Ł, ŵ and ş.
const FONT_FACES = ['400-normal', '400-italic', '600-normal', '700-normal']
const FONT_SUBSETS = ['latin', 'latin-ext']
// Letters in other scripts: package of Fontsource and its subset, as in pitservice/letters/fonts.py.
const LETTER_SCRIPTS = [
  ['noto-sans', 'vietnamese'],
  ['noto-sans', 'latin'],
  ['noto-sans', 'latin-ext'],
  ['noto-sans', 'cyrillic'],
  ['noto-sans', 'cyrillic-ext'],
  ['noto-sans', 'greek'],
  ['noto-sans-arabic', 'arabic'],
  ['noto-sans-bengali', 'bengali'],
  ['noto-sans-devanagari', 'devanagari'],
  ['noto-sans-ethiopic', 'ethiopic'],
  ['noto-sans-gujarati', 'gujarati'],
  ['noto-sans-gurmukhi', 'gurmukhi'],
  ['noto-sans-malayalam', 'malayalam'],
  ['noto-sans-tamil', 'tamil'],
  ['noto-sans-sc', 'chinese-simplified']
]

/** Source maps are not shipped, and Django's manifest storage refuses a comment that points to none. */
const withoutSourceMap = (text) => text.replace(/\/\/# sourceMappingURL=\S+\s*$/, '')

const read = (...parts) => withoutSourceMap(readFileSync(join(...parts), 'utf8'))
const write = (name, text) => writeFileSync(join(target, name), text)

function buildStyles() {
  for (const name of readdirSync(join(source, 'scss'))) {
    if (name.startsWith('_')) continue
    const built = sass.compile(join(source, 'scss', name), {
      loadPaths: [packages],
      quietDeps: true,
      style: 'compressed'
    })
    write(name.replace('.scss', '.css'), built.css)
  }
}

/** NHS.UK frontend and our start-up lines as one module: one request, one name with a hash in it. */
function buildScripts() {
  const library = read(packages, 'nhsuk-frontend', 'dist', 'nhsuk', 'nhsuk-frontend.min.js')
  const exportList = /export\s*\{[^}]*\binitAll\b[^}]*\};?\s*$/
  if (!exportList.test(library)) throw new Error('nhsuk-frontend no longer ends with the exports this build expects')
  write('app.js', `${library.replace(exportList, '')}\n${read(source, 'js', 'app.js')}`)
  write('htmx.min.js', read(packages, 'htmx.org', 'dist', 'htmx.min.js'))
  for (const name of ['js-enabled.js', 'keys.js', 'draft.js', 'parts.js']) write(name, read(source, 'js', name))
}

function copyFonts() {
  const files = join(packages, '@fontsource', 'atkinson-hyperlegible-next', 'files')
  for (const subset of FONT_SUBSETS) {
    for (const face of FONT_FACES) {
      for (const kind of ['woff2', 'woff']) {
        const name = `atkinson-hyperlegible-next-${subset}-${face}.${kind}`
        cpSync(join(files, name), join(target, 'fonts', name))
      }
    }
  }
  for (const [family, subset] of LETTER_SCRIPTS) {
    for (const weight of ['400', '700']) {
      const name = `${family}-${subset}-${weight}-normal.woff2`
      cpSync(join(packages, '@fontsource', family, 'files', name), join(target, 'fonts', name))
    }
  }
}

rmSync(target, { recursive: true, force: true })
mkdirSync(join(target, 'fonts'), { recursive: true })
cpSync(join(source, 'images'), join(target, 'images'), { recursive: true })
buildStyles()
buildScripts()
copyFonts()
console.log('Built static/build')
