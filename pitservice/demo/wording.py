"""A team that has put words into its own: a letter, a text, and a reminder in Polish that an agency checked (P46)."""

from __future__ import annotations

from families.contact import PLAIN, Version
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from pitservice.letters.actions import save_words
from pitservice.letters.actions.wording import Checked
from pitservice.letters.catalogue import CATALOGUE
from pitservice.letters.wording import NewWords

_MISSED = """We were sorry not to see you {when}. Days with a baby do not go to plan.
Would another day be easier, or shall we come to you? Please {ring_us} ({hours}).
{extra}
If now is not the time, that is all right too. Just tell us.
{closing}"""
_REMINDER = "{team}: we look forward to seeing you {when}. Another time is no trouble: please {ring_us}."
_POLISH = "{team}: zapraszamy na spotkanie {when}. Jeśli termin nie pasuje, prosimy o telefon: {phone}."


def tell(staff: Staff, calendar: Calendar) -> None:
    """Written by the administrator over the summer."""
    own = (
        (90, "missed_you", _MISSED, "Warmer"),
        (90, "reminder", _REMINDER, "Nobody should feel that they are a bother"),
    )
    for ago, name, words, why in own:
        with calendar.told(calendar.at(calendar.working(ago), 11)):
            new = NewWords(CATALOGUE[name], PLAIN, words)
            save_words(team=staff.team, new=new, why=why, by=staff.admin.actor)
    day = calendar.working(60)
    with calendar.told(calendar.at(day, 11)):
        save_words(
            team=staff.team,
            new=NewWords(CATALOGUE["reminder"], Version("pl"), _POLISH),
            checked=Checked("Rowan Language Services", day),
            why="Three families read Polish",
            by=staff.admin.actor,
        )
