// Appended to NHS.UK frontend by the build: `initAll` is its own.
initAll()

/* global initAll */
