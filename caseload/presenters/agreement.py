"""How the assessment record and the agreement of work stand on the page of the work (P65)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from caseload.enums import STANDS, AgreementAnswer, EpisodeState
from caseload.models import WorkAgreement, WorkAnswer
from caseload.presenters import words
from caseload.presenters.note import href
from caseload.selectors.episode import Work
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Fact, FactList, Link, Section, Table, Tag

_COLOURS: Mapping[str, Colour] = {
    AgreementAnswer.AGREES: Colour.GREEN,
    AgreementAnswer.IN_PART: Colour.YELLOW,
    AgreementAnswer.THINKING: Colour.YELLOW,
    AgreementAnswer.DECLINES: Colour.RED,
}


def section(work: Work, names: Mapping[int, str], *, reads: bool, may_record: bool) -> Section:
    """Whether both are there; the words of the agreement only for those who read notes."""
    open_ = work.episode.state not in (EpisodeState.ENGAGING, EpisodeState.CLOSED)
    writes = may_record and open_
    body: list[object] = [
        FactList([_record(work, reads=reads, writes=may_record, open_=open_), *_agreed(work, writes)])
    ]
    if work.agreements:
        body += _latest(work.agreements[0], names, reads=reads)
    if len(work.agreements) > 1 and reads:
        body.append(_earlier(work.agreements[1:]))
    return Section("Assessment and agreement", body)


def _record(work: Work, *, reads: bool, writes: bool, open_: bool) -> Fact:
    note, what = work.record, "Assessment record"
    write = Link("Write", reverse("caseload:assessment", args=[work.episode.key]), hidden="the assessment record")
    if note is None:
        return Fact(what, "", empty="Not written yet", actions=[write] if writes and open_ else [])
    read = [Link("Read", href(note), hidden="the assessment record")] if reads and note.state in STANDS else []
    more = [write] if writes and note.state not in STANDS else []
    return Fact(what, note.author.name, tags=[words.note_tag(note)], actions=[*read, *more])


def _agreed(work: Work, writes: bool) -> Sequence[Fact]:
    what = "Agreement of work"
    href_ = reverse("caseload:agreement", args=[work.episode.key])
    if not work.agreements:
        add = [Link("Record", href_, hidden="the agreement of work")] if writes else []
        return [Fact(what, "", empty="Not recorded yet", actions=add)]
    last = work.agreements[0]
    said = f"{dates.weekday(last.agreed_on)}, recorded and signed by {last.created_by.name}"
    anew = [Link("Agree anew", href_, hidden="what the work is")] if writes else []
    explained = [
        Fact("Privacy notice", "They have it" if last.privacy_notice else "Not given yet"),
        Fact("Limits of confidentiality", "Explained" if last.confidentiality else "Not explained yet"),
    ]
    return [Fact(what, said, actions=anew), *explained]


def _latest(row: WorkAgreement, names: Mapping[int, str], *, reads: bool) -> list[object]:
    words_ = [Fact("What the work is about", row.focus.split("\n")), Fact("What we offer", row.offer.split("\n"))]
    cells = [_answer(one, names, reads=reads) for one in row.answers.all()]
    columns = [Column("Who"), Column("Answer"), *([Column("In their own words")] if reads else [])]
    table = Table("What each adult says", columns, cells)
    return [*([FactList(words_)] if reads else []), table]


def _answer(one: WorkAnswer, names: Mapping[int, str], *, reads: bool) -> list[Cell]:
    who = Cell(names.get(one.person_id, one.person.name))
    said = Cell(tags=[Tag(one.get_answer_display(), _COLOURS[one.answer])])
    return [who, said, *([Cell(one.words)] if reads else [])]


def _earlier(rows: Sequence[WorkAgreement]) -> Table:
    columns = [Column("Agreed before"), Column("What the work was about"), Column("What we offered")]
    cells = [[Cell(dates.day(row.agreed_on)), Cell(row.focus), Cell(row.offer)] for row in rows]
    return Table("Earlier agreements", columns, cells)
