// Runs first in the body, before anything is drawn, so that questions which JavaScript reveals never flash.
// A file of its own because the Content Security Policy allows no inline script.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('nhsuk-frontend-supported')
}
