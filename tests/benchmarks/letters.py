"""Letters beside bare WeasyPrint calls on the same HTML (`letter-*`, `letters-*`; engineering §7.2).

A bare call reuses nothing: it reads the style sheet and the fonts anew, as the recipe in WeasyPrint's manual does. Ours
is measured whole where it says so: the job claimed, the contact rules asked, the PDF made, kept on the disk and in the
database.
"""

from __future__ import annotations

import multiprocessing
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Barrier
from typing import Any
from uuid import uuid4

from django.db import connections
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from pitservice.accounts.models import Team, User
from pitservice.jobs.actions import work_one
from pitservice.letters import fonts
from pitservice.letters.render import OurFontsOnly, Sheet, render_letter, warm
from tests.benchmarks.data import BY
from tests.benchmarks.lists import line
from tests.make.families import make_family
from tests.make.messaging import write_letter

PAIRS, BATCH = 40, 500
SHEET = Sheet(
    title="We would like to meet you",
    team_name="Parent-infant team North",
    team_lines=["1 Rowan Close", "ZZ16 5AU"],
    contact_lines=["Telephone: 07700 900123", "Monday to Friday, 9am to 5pm"],
    date="24 November 2026",
    reference="K7M2Q9XTRD",
    reader_name="Zoë Łukasz",
    address_lines=["12 High Street", "ZZ1 1AA"],
    paragraphs=[
        "Thank you for meeting us. We were glad to see you, and to hear how the last weeks have been for you.",
        "We talked about how things have been since we last met, and about what helps when nights are long.",
        "We agreed to meet again, at your home or with us, whichever is easier for you on the day.",
        "If you would like to talk before then, please ring us. You may also ask us to ring you back.",
    ],
    copied_to=["Jane Hill, health visitor"],
)


def report(lead: User) -> Iterator[str]:
    """One line for each aim."""
    team = lead.current_memberships[0].team
    warm()
    ours, bare = _interleaved(lambda: render_letter(SHEET), _bare)
    yield f"A letter: {ours * 1000:.0f} ms warm, {bare * 1000:.0f} ms bare (medians of {PAIRS}, in turn)."
    yield ""
    yield line("letter-warm", ours / bare, 0.9)
    processes = multiprocessing.cpu_count()
    one, two = _batch(team, 1, BATCH // 2), _batch(team, 2, BATCH)
    raw = _raw(processes, BATCH)
    many = two if processes == 2 else _batch(team, processes, BATCH)
    yield line("letters-batch", many / raw, 1.15, at_least=True)
    yield line("letters-two-processes", two / one, 1.9, at_least=True)
    yield line("letters-first", _fresh("first"), 1.5)
    yield line("letters-memory", _fresh("memory"), 1.1)
    yield ""
    yield f"Letters a second, whole jobs: {one:.1f} in one process, {two:.1f} in two; bare calls {raw:.1f}."


def _bare() -> bytes:
    """What WeasyPrint's manual does, on the same HTML and the same style sheet."""
    html = render_to_string("letters/letter.html", {"sheet": SHEET})
    configuration, fetcher = FontConfiguration(), OurFontsOnly()
    css = render_to_string("letters/letter.css", {"faces": fonts.FACES, "stack": fonts.STACK})
    styles = CSS(string=css, base_url="letter:", url_fetcher=fetcher, font_config=configuration)
    document = HTML(string=html, base_url="letter:", url_fetcher=fetcher)
    made: Any = document.write_pdf(stylesheets=[styles], font_config=configuration, pdf_variant="pdf/ua-1")
    assert isinstance(made, bytes)
    return made


def _interleaved(*ways: Callable[[], bytes]) -> list[float]:
    """Medians in seconds, the ways in turn, so that noise of the machine falls on all alike."""
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(PAIRS):
        for way, times in zip(ways, taken, strict=True):
            start = time.perf_counter()
            way()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]


def _batch(team: Team, processes: int, letters: int) -> float:
    """Letters a second of whole jobs in so many worker processes."""
    made = make_family(team)
    for _ in range(letters):
        write_letter(made, paragraphs=list(SHEET.paragraphs), dedupe_key=f"bench:{uuid4()}")
    return letters / _together(processes, _work, 0)


def _raw(processes: int, letters: int) -> float:
    """Letters a second of bare calls in so many processes."""
    return letters / _together(processes, _call, letters // processes)


def _together(processes: int, target: Callable[[Barrier, int], None], number: int) -> float:
    """Seconds from when every process is ready until the last has ended."""
    connections.close_all()
    ready = multiprocessing.Barrier(processes + 1)
    children = [multiprocessing.Process(target=target, args=(ready, number)) for _ in range(processes)]
    for child in children:
        child.start()
    ready.wait()
    start = time.perf_counter()
    for child in children:
        child.join()
    assert not any(child.exitcode for child in children)
    return time.perf_counter() - start


def _work(ready: Barrier, _: int) -> None:
    warm()
    ready.wait()
    while work_one(by=BY):
        pass


def _call(ready: Barrier, number: int) -> None:
    _bare()
    ready.wait()
    for _ in range(number):
        _bare()


def _fresh(what: str) -> float:
    """A number measured in a process that begins anew (`fresh`)."""
    command = [sys.executable, "-m", "tests.benchmarks.fresh", what]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])
