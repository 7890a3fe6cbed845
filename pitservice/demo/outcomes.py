"""Measures: paired ones, a goal rated at each session, a worrying answer, and a form by private link (P60)."""

from __future__ import annotations

from datetime import date

from caseload.models import Episode, Session
from caseload.selectors.people import adults_of, babies_of
from families.models import Person
from measures import actions
from measures.actions import About, Filled
from measures.actions.links import LINK
from measures.enums import How, Point
from measures.models import Definition, MeasureRequest
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff
from pitservice.links.models import Link

#: First and last value of each family in turn; the third is harder than before, the fourth about the same.
_PHQ = ((18, 8), (14, 6), (9, 16), (12, 10))
_WARMTH = ((14, 26), (20, 29), (22, 18), (24, 25))
_INVASION = ((19, 8), (12, 7), (10, 15), (9, 9))
_GOAL = "That we both sleep, and that I can put her down without dreading it"


def tell(staff: Staff, calendar: Calendar) -> None:
    """The team chooses its measures; every other family that was seen often enough has a first and a last."""
    with calendar.told(calendar.at(calendar.day(360), 9)):
        codes = ("PHQ-9", "GAD-7", "MORS-SF", "GBO")
        used = {code: actions.take_into_use(team=staff.team, code=code, by=staff.lead.actor) for code in codes}
    told = 0
    for number, episode in enumerate(Episode.objects.filter(team=staff.team).order_by("opened_on", "pk")):
        days = list(
            Session.objects.standing().filter(episode=episode).order_by("started").values_list("local_date", flat=True)
        )
        adults, babies = adults_of(episode), babies_of(episode)
        if len(days) < 3 or number % 2 or not adults or not babies:
            continue
        with calendar.told(calendar.at(days[-1], 16)):
            _pair(episode, used, told, (days[0], days[-1]), adults[0], babies[0], staff.sam.actor)
            if told % 4 == 0:
                _goal(episode, used["GBO"], days, adults[0], staff.sam.actor)
        told += 1
    with calendar.told(calendar.at(calendar.day(0), 7)):
        _private_form(staff, used["GAD-7"])


def _pair(
    episode: Episode,
    used: dict[str, Definition],
    number: int,
    days: tuple[date, date],
    adult: Person,
    baby: Person,
    by: Actor,
) -> None:
    for place, (on, point) in enumerate(zip(days, (Point.START, Point.MID), strict=True)):
        total = _PHQ[number % 4][place]
        answers = {item: min(3, max(0, total - 3 * (item - 1))) for item in range(1, 10)}
        if number == 2 and place:
            answers[9] = 1  # a worrying answer, which somebody has to see to
        warm, invading = _WARMTH[number % 4][place], _INVASION[number % 4][place]
        for code, about, filled in (
            ("PHQ-9", About(adult), Filled(on, point, How.TOGETHER, answers)),
            (
                "MORS-SF",
                About(adult, baby),
                Filled(on, point, How.ON_PAPER, totals={"Warmth": warm, "Invasion": invading}),
            ),
        ):
            actions.record_score(family=episode.family, definition=used[code], about=about, filled=filled, by=by)


def _goal(episode: Episode, gbo: Definition, days: list[date], adult: Person, by: Actor) -> None:
    goal = actions.add_goal(family=episode.family, words=_GOAL, person=adult, agreed_on=days[0], by=by)
    for rating, on in enumerate(days, 2):
        filled = Filled(on, Point.SESSION, How.TOGETHER, totals={"Rating": min(rating, 10)})
        actions.record_score(family=episode.family, definition=gbo, about=About(goal=goal), filled=filled, by=by)


def _private_form(staff: Staff, gad: Definition) -> None:
    """A mother fills a form in at home and sends it (P60)."""
    request = next(filter(None, (_asked(one, gad, staff) for one in _open(staff))), None)
    if request is None:
        return
    actions.confirm_who(request=request, by=staff.sam.actor)
    for item in range(1, 8):
        actions.save_answer(request=request, item=item, value=item % 3, by=staff.sam.actor)
    link = Link.objects.get(purpose=LINK, subject_key=request.key)
    actions.send_in(request=request, link=link, by=link.actor)


def _open(staff: Staff) -> list[Episode]:
    return list(Episode.objects.filter(team=staff.team, closed_on=None).exclude(state="engaging").order_by("pk"))


def _asked(episode: Episode, gad: Definition, staff: Staff) -> MeasureRequest | None:
    adults = adults_of(episode)
    try:
        return actions.ask_by_link(
            family=episode.family,
            definition=gad,
            adult=adults[0],
            point=Point.MID,
            site="https://pit.example.org",
            by=staff.sam.actor,
        )
    except (Refused, IndexError):
        return None
