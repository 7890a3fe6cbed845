"""The PDF: tagged, in our fonts, opening nothing, printing every name as it is written or refusing to."""

from __future__ import annotations

import contextlib
import io
import signal
import socket
import string
import threading
import time
from base64 import b64decode
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from weasyprint import CSS, HTML
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from families.contact.versions import LANGUAGES
from pitservice.db.errors import Refused
from pitservice.letters import fonts, render
from pitservice.letters.logos import Picture
from pitservice.letters.render import OurFontsOnly, Sheet, pdf_of, render_letter, warm

NAMES = "Łukasz Tŵm Şerban"
SHEET = Sheet(
    title="We would like to meet you",
    team_name="Parent-infant team North",
    team_lines=["1 Rowan Close", "ZZ16 5AU"],
    contact_lines=["Telephone: 07700 900123"],
    date="24 November 2026",
    reference="K7M2Q9XTRD",
    reader_name=NAMES,
    address_lines=["12 High Street", "ZZ1 1AA"],
    paragraphs=["Thank you.", "We look forward to seeing you."],
    copied_to=["Jane Hill, health visitor"],
)


def text_of(pdf: bytes) -> str:
    """What a screen reader gets."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def picture_of(pdf: bytes) -> Image.Image:
    """What is printed on the first page, in greys."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn: Image.Image = document[0].render(scale=3).to_pil().convert("L")
        return drawn
    finally:
        document.close()


def test_says_everything_it_was_given() -> None:
    text = text_of(render_letter(SHEET))

    wanted = [SHEET.title, SHEET.team_name, "07700 900123", SHEET.date, "K7M2Q9XTRD", f"Dear {NAMES}", "12 High Street",
              "Thank you.", "Jane Hill, health visitor", "Page 1 of 1"]  # fmt: skip
    assert [one for one in wanted if one not in text] == []


def test_is_tagged_with_a_title_and_a_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_letter(SHEET)))

    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert reader.metadata is not None
    assert reader.metadata.title == SHEET.title
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_fonts_are_ours_and_embedded() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_letter(SHEET)))

    used = {str(font["/BaseFont"]) for font in _fonts(reader)}
    assert {name.partition("+")[2] for name in used} == {"Letter", "Letter-Bold", "Letter-Extended"}
    assert all("/FontFile2" in _descriptor(font) or "/FontFile3" in _descriptor(font) for font in _fonts(reader))


def _fonts(reader: pypdf.PdfReader) -> list[Any]:
    resources: Any = reader.pages[0]["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def _descriptor(font: Any) -> Any:
    return font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()


def test_names_are_printed_as_they_are_written(tmp_path: Path) -> None:
    """The picture of the name in our subset files equals the one in a single font made of them (engineering 6.3)."""
    parts = [str(fonts.path_of(name)) for name, _, weight in fonts.FACES if weight == 400]
    for number, part in enumerate(parts):
        font = TTFont(part)
        font.flavor = None
        for table in ("GSUB", "GPOS", "GDEF", "STAT", "DSIG"):
            if table in font:
                del font[table]
        font.save(tmp_path / f"{number}.ttf")
    merged = Merger().merge([str(tmp_path / f"{number}.ttf") for number in range(len(parts))])
    merged.save(tmp_path / "whole.ttf")

    faces = "".join(_face(name, family, weight) for name, family, weight in fonts.FACES)
    whole = f'@font-face {{ font-family: "Whole"; src: url("{(tmp_path / "whole.ttf").as_uri()}") }}'
    ours, single = _line(fonts.STACK, faces), _line('"Whole"', whole, files=True)
    misprint = _line(fonts.STACK, faces, "hukasz Tŵm Şerban")

    assert _difference(ours, single) < 0.002
    assert _difference(misprint, single) > 0.002


def _face(name: str, family: str, weight: int) -> str:
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("letter:fonts/{name}") }}'


def _line(stack: str, faces: str, words: str = NAMES, *, files: bool = False) -> Image.Image:
    """One line in large type, without kerning or ligatures, which the merged font does not have."""
    configuration = FontConfiguration()
    fetcher = None if files else OurFontsOnly()
    given = {"url_fetcher": fetcher} if fetcher else {}
    rule = f"@page {{ size: 180mm 30mm; margin: 5mm }} p {{ font: 30pt {stack}; font-kerning: none; margin: 0;"
    style = CSS(
        string=f"{faces} {rule} font-variant-ligatures: none; font-feature-settings: 'kern' off }}",
        base_url="letter:",
        font_config=configuration,
        **given,
    )
    html = HTML(string=f"<p>{words}</p>", base_url="letter:", **given)
    return picture_of(html.write_pdf(stylesheets=[style], font_config=configuration))


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Share of the ink's box that differs clearly."""
    changed = ImageChops.difference(one, other).point(lambda value: 255 if value > 96 else 0)
    return changed.histogram()[255] / (one.width * one.height)


@pytest.mark.parametrize("name", ["გიორგი", "שרה", "😀", "a\u0331"])
def test_a_character_without_a_glyph_is_refused_and_named(name: str) -> None:
    with pytest.raises(Refused, match="The letter cannot be printed: no font here has the character"):
        render_letter(replace(SHEET, reader_name=name))


@pytest.mark.parametrize("name", ["Zoë Ångström", "Şafak Öztürk", "Siân Llŷr Ŵyn", "Ľubomír Dvořák", "Seán Ó Briain"])
def test_names_from_all_over_are_printed(name: str) -> None:
    assert f"Dear {name}" in text_of(render_letter(replace(SHEET, reader_name=name)))


SPOKEN = {
    "ar": "أهلاً بكم عائشة",
    "ur": "خوش آمدید، ہم آپ سے ملیں گے",
    "fa": "می\u200cخواهیم شما را ببینیم",
    "ku": "بەخێربێن، دەمانەوێت بتانبینین",
    "ps": "ښه راغلاست، موږ به ووينو",
    "bn": "আপনাকে স্বাগতম, আমরা দেখা করব।",
    "hi": "आपका स्वागत है, हम मिलेंगे।",
    "pa": "ਜੀ ਆਇਆਂ ਨੂੰ, ਅਸੀਂ ਮਿਲਾਂਗੇ।",
    "gu": "આપનું સ્વાગત છે, આપણે મળીશું.",
    "ta": "வரவேற்கிறோம், சந்திப்போம்.",
    "ml": "സ്വാഗതം, നമുക്ക് കാണാം.",
    "ti": "እንቋዕ ብደሓን መጻእኩም።",
    "ru": "Добро пожаловать, Женя",
    "uk": "Ласкаво просимо, Їжак і Ґанна",
    "vi": "Xin chào, bà Nguyễn Thị Ngọc",
    "yo": "Ẹ káàbọ̀, a ó rí yín",
    "zh": "欢迎您，我们会见面。",
    "so": "Ku soo dhawoow, waan ku arki doonnaa",
}


@pytest.mark.rule("P46")
@pytest.mark.parametrize("language", sorted(SPOKEN))
def test_a_letter_is_printed_in_the_scripts_of_its_readers(language: str) -> None:
    """Each with its language and direction, in fonts of ours that are in the file, and with nothing left out."""
    words = SPOKEN[language]
    given = replace(SHEET, paragraphs=[words], language=language, right_to_left=LANGUAGES[language].right_to_left)
    reader = pypdf.PdfReader(io.BytesIO(render_letter(given)))

    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert all(str(font["/BaseFont"]).partition("+")[2].startswith("Letter") for font in _fonts(reader))
    assert fonts.missing_in(words) is None


@pytest.mark.rule("P46")
def test_what_is_written_from_right_to_left_begins_at_the_right() -> None:
    """The last line of a paragraph is short: its ink stands at the right, in the picture that is printed."""
    words = "أهلاً بكم. " * 18
    long = replace(SHEET, paragraphs=[words], copied_to=())
    there = picture_of(render_letter(replace(long, language="ar", right_to_left=True)))
    here = picture_of(render_letter(long))

    assert _middle(there) > there.width / 2 > _middle(here)


def _middle(picture: Image.Image) -> float:
    """Where the ink of the part with the words stands, from the left."""
    part = picture.crop((0, picture.height // 2, picture.width, picture.height * 9 // 10))
    box = ImageChops.invert(part).getbbox()
    assert box is not None
    rows = ImageChops.invert(part).crop((0, box[3] - 60, part.width, box[3])).getbbox()
    assert rows is not None
    return (rows[0] + rows[2]) / 2


def test_a_letter_reads_no_more_fonts_than_it_needs() -> None:
    assert fonts.faces_for("Łukasz, Tŵm, Şerban") == fonts.FACES
    assert {family for _, family, _ in fonts.faces_for("Женя")} == {"Letter", "Letter Extended", "Letter Cyrillic"}


def test_accents_typed_apart_are_joined() -> None:
    assert "Zoë" in text_of(render_letter(replace(SHEET, reader_name="Zoe\u0308")))


def test_control_characters_are_left_out() -> None:
    assert "Dear Ann" in text_of(render_letter(replace(SHEET, reader_name="A\x07n\u200bn")))


HOSTILE = [
    '<img src="http://127.0.0.1:{port}/x.png">',
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/x.css">',
    '<style>@import url("http://127.0.0.1:{port}/x.css");</style>',
    '<object data="http://127.0.0.1:{port}/x"></object>',
    '<embed src="file:///etc/hostname">',
    '<a rel="attachment" href="http://127.0.0.1:{port}/x">x</a>',
    '<p style="background: url(http://127.0.0.1:{port}/x)">x</p>',
    '<svg><image href="http://127.0.0.1:{port}/x"/></svg>',
    '<iframe src="http://127.0.0.1:{port}/x"></iframe>',
    '<base href="http://127.0.0.1:{port}/">',
    "<img src=\"data:image/svg+xml,<svg><image href='file:///etc/passwd'/></svg>\">",
    "</p></main><script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}{% include '/etc/passwd' %}",
    "&lt;script&gt;&#60;img src=x&#62;",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_printed_as_they_are_and_open_nothing(words: str) -> None:
    with _Listener() as listener:
        given = words.replace("{port}", str(listener.port))
        pdf = render_letter(replace(SHEET, title=given, reader_name="Ann", paragraphs=[given], address_lines=[given]))

    assert listener.visitors == 0
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert not reader.attachments
    assert "root:" not in text_of(pdf)
    squeezed = "".join(text_of(pdf).split())
    assert "".join(given.split()) in squeezed


_OTHERS = ("language", "logo")
WRITABLE = tuple(field.name for field in fields(Sheet) if field.type != "bool" and field.name not in _OTHERS)


LOGO = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.mark.parametrize("words", HOSTILE[:13])
def test_in_no_field_that_a_person_can_fill_is_anything_opened(words: str) -> None:
    """Every field of a letter at once, its listener answering with a redirect to a file (issue 5, section 4)."""
    with _Listener() as listener:
        given = words.replace("{port}", str(listener.port))
        filled: dict[str, Any] = {
            name: given if isinstance(getattr(SHEET, name), str) else [given] for name in WRITABLE
        }
        pdf = render_letter(replace(SHEET, **filled, logo=Picture(LOGO, given)))

    assert listener.visitors == 0
    assert not pypdf.PdfReader(io.BytesIO(pdf)).attachments
    assert "".join(text_of(pdf).split()).count("".join(given.split())) >= len(WRITABLE) - 1


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:{port}/redirect">',
        '<img src="file:///etc/passwd">',
        '<img src="data:image/png;base64,iVBORw0KGgo=">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<p style="background: url(http://127.0.0.1:{port}/x)">x</p>',
        '<object data="data:text/html,x"></object>',
        '<base href="http://127.0.0.1:{port}/"><img src="x.png">',
    ],
)
def test_even_markup_of_our_own_opens_nothing_but_our_fonts(markup: str) -> None:
    """Should words ever come into a letter as markup, the letter fails rather than open what they name."""
    with _Listener() as listener, pytest.raises(FatalURLFetchingError, match="A letter may not open"):
        pdf_of(f"<html><body>{markup.replace('{port}', str(listener.port))}</body></html>")

    assert listener.visitors == 0


def test_a_drawing_that_names_a_file_is_left_blank() -> None:
    """Inside an SVG the library goes on without the picture; what matters is that it is not read."""
    with _Listener() as listener:
        named = f'<image href="http://127.0.0.1:{listener.port}/x"/><image href="file:///etc/passwd"/>'
        pdf = pdf_of(f'<html lang="en"><body><svg width="9" height="9">{named}</svg></body></html>')

    assert listener.visitors == 0
    assert not pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "https://example.org/x",
        "file:///etc/passwd",
        "data:text/plain,x",
        "ftp://127.0.0.1/x",
        "letter:fonts/../../../../etc/passwd",
        "letter:fonts/",
        "letter:fonts/atkinson-hyperlegible-next-latin-400-normal.woff2?x",
        "letter:other",
    ],
)
def test_the_fetcher_opens_only_our_fonts(url: str) -> None:
    with pytest.raises(FatalURLFetchingError, match="A letter may not open"):
        OurFontsOnly().fetch(url)


def test_the_fetcher_follows_no_redirect() -> None:
    handlers = {type(handler).__name__ for handler in OurFontsOnly().handlers}

    assert "HTTPRedirectHandler" not in handlers


def test_the_fetcher_opens_each_of_our_fonts() -> None:
    for name in fonts.names():
        assert OurFontsOnly().fetch(f"letter:fonts/{name}").read(4) == b"wOF2"


def test_a_letter_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "LONGEST", 0.01)

    with pytest.raises(Refused, match="could not be made within"):
        render_letter(replace(SHEET, paragraphs=["Words and more words. " * 40] * 200))


def test_a_clock_that_nobody_heard_refuses_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def deaf(*_: object) -> bytes:
        with contextlib.suppress(BaseException):  # as callbacks from C and finalisers do
            _work(0.5)
        return b"%PDF"

    monkeypatch.setattr(render, "LONGEST", 0.01)
    monkeypatch.setattr(render, "pdf_of", deaf)

    with pytest.raises(Refused, match="could not be made within"):
        render_letter(SHEET)

    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_waiting_for_a_busy_machine_is_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def idle(*_: object) -> bytes:
        time.sleep(0.3)
        return b"%PDF"

    monkeypatch.setattr(render, "LONGEST", 0.2)
    monkeypatch.setattr(render, "pdf_of", idle)

    assert render_letter(SHEET) == b"%PDF"


def _work(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_outside_the_main_thread_there_is_no_clock_and_it_works() -> None:
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(render_letter(SHEET)))

    thread.start()
    thread.join(30)

    assert made[0].startswith(b"%PDF")


def test_a_letter_after_the_warming_up_has_nothing_left_to_parse() -> None:
    """Arrays named by the number of their glyphs, which WeasyPrint has parsed in Python (`warm`)."""
    warm()
    known = set(ffi._parsed_types)  # of the library's own, and the only place that tells

    for several in ("Łukasz", "A letter of few letters.", string.ascii_letters, "Zażółć gęślą jaźń, 1234567890"):
        render_letter(replace(SHEET, paragraphs=[several]))

    assert set(ffi._parsed_types) == known


class _Listener:
    """Somebody who counts who comes to a port of this machine."""

    def __enter__(self) -> _Listener:
        self.visitors = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._count, daemon=True)
        self.over = threading.Event()
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join(2)
        self.socket.close()

    def _count(self) -> None:
        while not self.over.is_set():
            try:
                visitor, _ = self.socket.accept()
            except TimeoutError:
                continue
            self.visitors += 1
            with visitor:
                visitor.sendall(b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n")
