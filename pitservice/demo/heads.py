"""The logo of the demo's team on its letters, drawn here: a large round that holds a small one. It is nobody's."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from pitservice.letters.actions import set_logo

_WORDS = "The sign of the team: a large round that holds a small one"
_SIDE = 200
#: Drawn larger and made smaller, so that its edges are smooth.
_FINER = 4


def tell(staff: Staff, calendar: Calendar) -> None:
    """Put there by the administrator when the team began; the other team has none."""
    with calendar.told(calendar.at(calendar.day(364), 9)):
        set_logo(team=staff.team, name="logo.png", content=_drawn(), words=_WORDS, by=staff.admin.actor)


def _drawn() -> bytes:
    picture = Image.new("RGB", (_SIDE * _FINER, _SIDE * _FINER), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse([_FINER * at for at in (2, 2, 198, 198)], fill="#0b4f4a")
    pen.ellipse([_FINER * at for at in (64, 76, 162, 174)], fill="#ffb81c")
    content = io.BytesIO()
    picture.resize((_SIDE, _SIDE)).save(content, "PNG")
    return content.getvalue()
