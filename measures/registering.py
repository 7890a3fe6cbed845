"""How measures take part in the rooms below: family pages, home, the session page, copies, what must stop (P4, P22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone

from caseload import beside, closing
from caseload.models import Episode
from families import registry
from families.entries import EntryKind, register_entry
from families.models import Family
from families.names import known_names
from measures import actions, asking
from measures.models import MeasureRequest, Score
from measures.presenters import waiting
from measures.presenters.family import entry_title, risk_words
from measures.presenters.words import change_of, due_words
from measures.selectors.due import by_family, due_for, due_in, due_of
from measures.selectors.scores import attended_days, risks_open, scores_of
from measures.series import in_series
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor
from pitservice.letters.registry import Outstanding, register_outstanding
from pitservice.messaging import wanted
from pitservice.ui import dates, worklist
from pitservice.ui.components import Entry

NAME = "Measures"


def register_all() -> None:
    """Called once, when the app is ready."""
    registry.register_tab(registry.FamilyTab(NAME, "measures:family", Permission.READ_NOTES, 45))
    registry.register_timeline(registry.TimelineSource(NAME, Permission.READ_NOTES, Score, _timeline))
    registry.register_release(registry.ReleaseSource(NAME, Permission.READ_NOTES, _released))
    registry.register_everything_stops(_stops)
    wanted.register("measure", _still_open)
    beside.register(asking.at_session)
    closing.register(_due_at_the_end)
    closing.register_changes(_changes)
    register_outstanding(Outstanding("measures", "A measure is due", _measures_due))
    worklist.register(worklist.Source("Measures due", Permission.RECORD_SESSIONS, _due, "measures:due"))
    worklist.register(worklist.Source("Worrying answers", Permission.RECORD_SESSIONS, _risks, "measures:risks"))
    register_entry(EntryKind("score", "measures.score", "measure", Permission.READ_NOTES, parts=_with_risks))


def _with_risks(entry: Any) -> Sequence[Any]:
    return list(entry.risk_answers.order_by("pk"))


def _stops(family_id: int, by: Actor) -> None:
    actions.close_all(family_id=family_id, by=by)


def _still_open(request_id: int) -> bool:
    """The text with a link is wanted while the form is open (P22)."""
    return MeasureRequest.objects.filter(pk=request_id, ended_at=None).exists()


def _due(viewer: Viewer, today: date) -> Sequence[worklist.Item]:
    return [waiting.due(of_family) for of_family in by_family(due_for(viewer, today))]


def _risks(viewer: Viewer, _today: date) -> Sequence[worklist.Item]:
    return [waiting.risk(row) for row in risks_open(viewer)]


def _measures_due(family_ids: Sequence[int], viewer: Viewer) -> Mapping[int, str]:
    """Families of which a measure is due: its form can go with a letter. Which one is for those who see them (P48)."""
    return {one.family.pk: "A measure is due." for one in due_in(family_ids, viewer, timezone.localdate())}


def _due_at_the_end(episode: Episode, viewer: Viewer) -> Sequence[str]:
    """Measures of the family that are due, before its work ends (P67)."""
    if not viewer.may(Permission.READ_NOTES, episode.team_id):
        return ()
    return [f"Measure due: {due_words(one)}." for one in due_of(episode.family, viewer, timezone.localdate())]


def _changes(episode: Episode, viewer: Viewer) -> Mapping[int, Sequence[str]]:
    """Goals and measures that are paired, in words, by the adult whose they are: for the end report (P66)."""
    if not viewer.may(Permission.READ_NOTES, episode.team_id):
        return {}
    family = episode.family
    found: dict[int, list[str]] = defaultdict(list)
    for series in in_series(scores_of(family, viewer), known_names(family), attended_days(family)):
        if series.paired is not None:
            row = series.paired[0].row
            person = row.goal.person_id if row.goal is not None else row.adult_id
            found[person or closing.EVERYBODYS].append(
                f"{series.whose if row.goal else series.title}: {change_of(series)}"
            )
    return found


def _timeline(family: Family, viewer: Viewer) -> Sequence[registry.DatedEntry]:
    names = known_names(family)
    found = []
    for score in scores_of(family, viewer):
        href = reverse("measures:score", args=[score.key])
        entry = Entry(dates.day(score.taken_on), entry_title(score, names), href, kind=NAME)
        found.append(registry.DatedEntry(_noon(score.taken_on), entry, score))
    return found


def _released(family: Family, viewer: Viewer) -> Sequence[registry.ReleasedText]:
    """Each score with its values, and worrying answers that nobody has closed (P31)."""
    names = known_names(family)
    scores = [
        registry.ReleasedText(_noon(score.taken_on), "Measure", entry_title(score, names))
        for score in scores_of(family, viewer)
    ]
    risks = [
        registry.ReleasedText(row.created_at, "Worrying answer", risk_words(row, names))
        for row in risks_open(viewer).filter(family=family)
    ]
    return [*scores, *risks]


def _noon(day: date) -> datetime:
    """A measure has a day and no time: it stands in the middle of that day."""
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
