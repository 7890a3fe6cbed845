"""A family drawn: generations in rows, who is whose child, who lives here. Pure: facts in, lines and words out.

`facts` says who there is, `placing` gives everybody a row and a column, `lines` joins them, `drawing` puts it together.
"""

from __future__ import annotations

from families.genogram.drawing import draw
from families.genogram.facts import Bond, Shape, Somebody, State
from families.genogram.shapes import Picture

__all__ = ["Bond", "Picture", "Shape", "Somebody", "State", "draw"]
