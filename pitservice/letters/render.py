"""One letter as a PDF: tagged (PDF/UA-1), in our own fonts, made from nothing but what is given here.

WeasyPrint opens whatever a page names: a picture on the internet, a file of the server (engineering 5.7). Ours opens
our own font files, by name, and nothing else. Styles and fonts are read once for each process (`warm`).
"""

from __future__ import annotations

import signal
import string
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from pitservice.db.errors import Refused
from pitservice.letters import fonts
from pitservice.letters.logos import Picture

#: Seconds of work one letter may take; they take about a tenth of one. WeasyPrint may loop for ever on odd content.
#: Of the process's own work, not of the wall's clock: a busy machine makes no letter bad.
LONGEST = 20
#: Over the team's name, in English.
ENDING = "Yours sincerely"
_FONTS, _LOGO = "letter:fonts/", "letter:logo"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a letter says, as plain text. Nothing in it is ever markup.

    `language`: of the words, as BCP 47 has it; `greeting` (without: "Dear" and the reader's name), `ending` and the
    heading over whom it is copied to stand in it too. Large print is 18 points (P68). `logo`: the team's own.
    """

    title: str
    team_name: str
    team_lines: Sequence[str]
    contact_lines: Sequence[str]
    date: str
    reference: str
    reader_name: str
    address_lines: Sequence[str]
    paragraphs: Sequence[str]
    copied_to: Sequence[str] = ()
    language: str = "en-GB"
    right_to_left: bool = False
    greeting: str = ""
    ending: str = ENDING
    copied_to_heading: str = "Copied to"
    large_print: bool = False
    logo: Picture | None = None


class OurFontsOnly(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Opens our font files, the logo it was given, and nothing else: no file, no address, no data, no redirect."""

    def __init__(self, logo: Picture | None = None) -> None:
        """Without handlers that could follow anything."""
        super().__init__(allowed_protocols=("letter",), allow_redirects=False, fail_on_errors=True)
        self._logo = logo

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """A font of ours by its name, or the logo; for anything else the letter fails, and not quietly."""
        if url == _LOGO and self._logo is not None:
            return URLFetcherResponse(url, self._logo.content, {"Content-Type": "image/png"})
        name = url.removeprefix(_FONTS)
        if not url.startswith(_FONTS) or name not in fonts.names():
            raise FatalURLFetchingError(f"A letter may not open {url[:80]}")
        return URLFetcherResponse(url, fonts.path_of(name).read_bytes(), {"Content-Type": "font/woff2"})


class TookTooLongError(Exception):
    """A letter was not finished in time."""


def render_letter(sheet: Sheet) -> bytes:
    """The PDF. Refused with a sentence when a character has no glyph in our fonts, or it cannot be made in time."""
    sheet = _composed(sheet)
    _refuse_missing_glyphs(sheet)
    html = render_to_string("letters/letter.html", {"sheet": sheet})
    try:
        with _within(LONGEST):
            return pdf_of(html, sheet.logo)
    except FatalURLFetchingError as error:  # a BaseException, which would end the worker
        raise Refused("The letter names something outside itself. Look at its words.") from error
    except TookTooLongError as error:
        raise Refused(f"The letter could not be made within {LONGEST} seconds of work. Look at its words.") from error


def pdf_of(html: str, logo: Picture | None = None) -> bytes:
    """A page of ours as a PDF, tagged, in our styles: whatever else it names fails (P40, engineering 5.7)."""
    css, configuration = styles(fonts.faces_for(html))
    document = HTML(string=html, base_url="letter:", url_fetcher=OurFontsOnly(logo))
    pdf = document.write_pdf(stylesheets=[css], font_config=configuration, pdf_variant="pdf/ua-1")
    assert isinstance(pdf, bytes)  # no target was given
    return pdf


def warm() -> None:
    """Read styles, fonts and types, and lay out two pages with every letter: the first is as quick as the tenth."""
    letters = string.printable[: -len(string.whitespace)] + " ’“”–£"
    render_letter(
        Sheet(
            title=letters,
            team_name=letters,
            team_lines=[letters],
            contact_lines=[letters],
            date=letters,
            reference=letters,
            reader_name=letters,
            address_lines=[letters],
            paragraphs=[f"{letters} Words that go on for a line or two."] * 20,
            copied_to=[letters],
        )
    )
    # WeasyPrint names its arrays of glyphs by their length. Each new name is parsed as C, in Python, once a process:
    # 3 ms each, and five of them in a first letter that takes 35 otherwise.
    for length in range(1, fonts.most_glyphs(fonts.FACES) + 1):
        ffi.typeof(f"hb_codepoint_t[{length}]")


@cache
def styles(faces: tuple[fonts.Face, ...]) -> tuple[CSS, FontConfiguration]:
    """The letter's styles with these fonts, once for each process."""
    configuration = FontConfiguration()
    css = render_to_string("letters/letter.css", {"faces": faces, "stack": fonts.stack_of(faces)})
    return CSS(string=css, base_url="letter:", url_fetcher=OurFontsOnly(), font_config=configuration), configuration


def _composed(sheet: Sheet) -> Sheet:
    """The sheet with accents joined to their letters, as fonts have them, and without control characters."""
    changes: dict[str, Any] = {}
    for field in fields(sheet):
        value = getattr(sheet, field.name)
        if not isinstance(value, bool | Picture | None):
            changes[field.name] = _clean(value) if isinstance(value, str) else tuple(_clean(one) for one in value)
    return replace(sheet, **changes)


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    kept = fonts.JOINERS | {"\n"}
    return "".join(one for one in composed if one in kept or unicodedata.category(one) not in ("Cc", "Cf"))


def _refuse_missing_glyphs(sheet: Sheet) -> None:
    for field in fields(sheet):
        value = getattr(sheet, field.name)
        if isinstance(value, bool | Picture | None):
            continue
        missing = fonts.missing_in(value if isinstance(value, str) else "\n".join(value))
        if missing is not None:
            raise Refused(
                f"The letter cannot be printed: no font here has the character {fonts.describe(missing)}. "
                "Write it another way, or tell them by other means."
            )


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """End what works longer, where a signal can: in a process's main thread, as workers run jobs.

    What a signal raises inside a callback from C or a finaliser, Python prints and forgets: so it rings again each
    second, and what came through to its end although it had rung is refused all the same.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    rang = over = False

    def ring(*_: object) -> None:
        nonlocal rang
        rang = True
        if not over:
            raise TookTooLongError

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)
    try:
        try:
            yield
        finally:
            over = True
    finally:  # twice, for it may ring as the first begins
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if rang:
        raise TookTooLongError
