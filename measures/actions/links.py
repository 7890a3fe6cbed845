"""A form that a parent fills on a private link (P60, P11): asked for, answered one by one, sent, or closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from caseload.selectors.rota import somebody_on_duty
from families.contact import Question, who_may_be_told
from families.enums import Channel, Purpose
from families.models import Family, Loss, Person
from measures.actions.scores import About, Filled, raise_risk, write_score
from measures.enums import How, Point
from measures.models import Definition, MeasureRequest
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.letters.words import book_of
from pitservice.links.actions import GONE, close, issue, use_up
from pitservice.links.models import Link
from pitservice.messaging.actions import queue

#: What the private link is for, and how long it opens: risk answers are not looked for on an old phone weeks later.
LINK = "measures.form"
LASTS = timedelta(days=7)
TOGETHER = (
    "Nobody is on duty today, so that a worrying answer would be seen by nobody. Fill this form in together instead."
)


@transaction.atomic
def ask_by_link(
    *,
    family: Family,
    definition: Definition,
    adult: Person,
    baby: Person | None = None,
    point: Point,
    site: str,
    tell: Callable[[str], None] | None = None,
    by: Actor,
) -> MeasureRequest:
    """Text an adult a private link to a form, if the contact rules allow it (CON-1, P60); otherwise Refused with why.

    Nothing is held: a link would run out while it waits. `tell` gets the address, for a test or a colleague beside
    the parent. With a risk item on the form somebody must be on duty.
    """
    spec = definition.spec
    if not spec.by_item or definition.superseded_at is not None:
        raise Refused("The words of this form may not stand here, or it is not in use any more. Use paper.")
    if spec.alerts and not somebody_on_duty(family.team, timezone.localdate()):
        raise Refused(TOGETHER)
    if Loss.objects.filter(family=family, undone_at=None, lifted_at=None).exists():
        raise Refused("A loss is recorded in this family. Speak to the lead before anything else is done.")
    book = book_of(family.team)
    versions = book.versions("private_form")
    question = Question(Purpose.MEASURES, Channel.TEXT, timezone.now(), automatic=False, versions=versions)
    answers = who_may_be_told(f"family:{family.pk}", question)
    to = next((one for one in answers if one.recipient == f"person:{adult.pk}"), None)
    if to is None or not to.allowed:
        raise Refused(f"{to.why if to else 'This adult may not be texted.'} Fill the form in together instead.")
    request = MeasureRequest.objects.create(
        team_id=family.team_id,
        family=family,
        definition=definition,
        adult=adult,
        baby=baby,
        point=point,
        created_by=by,
    )
    issued = issue(purpose=LINK, subject_key=request.key, team=family.team, lasts=LASTS, by=by)
    href = site.rstrip("/") + reverse("measures:answer", args=[issued.token])
    queue(
        to=to,
        words=book.text("private_form", to, link=href),
        dedupe_key=f"measure:{request.pk}",
        not_before=to.not_before,
        not_after=issued.link.expires_on,
        wanted=f"measure:{request.pk}",
        automatic=False,
        by=by,
    )
    if tell is not None:
        tell(href)
    record("measures.ask_by_link", request, by=by, code=definition.code)
    return request


@transaction.atomic
def confirm_who(*, request: MeasureRequest, by: Actor) -> None:
    """Whoever holds the link says that it was sent to them."""
    request = _open(request)
    if request.confirmed_at is None:
        request.confirmed_at, request.confirmed_by = timezone.now(), by
        request.save(update_fields=["confirmed_at", "confirmed_by"])
        record("measures.confirm_who", request, by=by)


@transaction.atomic
def not_me(*, request: MeasureRequest, link: Link, by: Actor) -> None:
    """Somebody else holds the link: it closes, and has shown nothing."""
    request = _open(request)
    _end(request, by)
    use_up(link=link, by=by)
    record("measures.not_me", request, by=by)


@transaction.atomic
def save_answer(*, request: MeasureRequest, item: int, value: int | None, by: Actor) -> bool:
    """Keep one answer as it is given (None: left out); True where help must be shown at once (P60).

    The alert is raised here, whether or not the form is ever sent.
    """
    request = _open(request)
    if request.confirmed_at is None:
        raise Refused("Say first who is answering.")
    spec = request.definition.spec
    if value is not None:
        spec.totals({item: value})
    request.answers = {key: kept for key, kept in request.answers.items() if key != str(item)}
    request.answers[str(item)] = value
    request.save(update_fields=["answers"])
    record("measures.save_answer", request, by=by, item=item)
    risky = value is not None and bool(spec.risks({item: value}))
    if risky and not request.risk_answers.filter(item=item).exists():
        assert value is not None, "asked just now"
        raise_risk(of=request, definition=request.definition, item=item, value=value, request=request, by=by)
    return risky


@transaction.atomic
def send_in(*, request: MeasureRequest, link: Link, by: Actor) -> MeasureRequest:
    """The parent sends the form: it becomes a score, and the link is used up (P11)."""
    request = _open(request)
    use_up(link=link, by=by)
    given = {int(item): value for item, value in request.answers.items() if value is not None}
    if not given:
        raise Refused("Answer at least one question first.")
    about = About(request.adult, request.baby)
    filled = Filled(timezone.localdate(), Point(request.point), How.LINK, answers=given)
    request.score = write_score(
        family=request.family,
        definition=request.definition,
        about=about,
        filled=filled,
        request=request,
        by=by,
    )
    request.save(update_fields=["score"])
    _end(request, by)
    record("measures.send_in", request, by=by)
    return request


@transaction.atomic
def take_back(*, request: MeasureRequest, seen: int | None = None, by: Actor) -> None:
    """A colleague closes a link that was not answered; what was answered so far stays in the record."""
    request = lock(request, seen=seen)
    if request.ended_at is not None:
        raise Refused("This form is over already.")
    _end(request, by)
    close(subject_keys=[request.key], by=by)
    record("measures.take_back", request, by=by)


@transaction.atomic
def close_all(*, family_id: int, by: Actor) -> None:
    """After a loss or an adoption no link of this family opens any more (P22, P23)."""
    rows = list(MeasureRequest.objects.filter(family_id=family_id, ended_at=None).order_by("pk"))
    close(subject_keys=[row.key for row in rows], by=by)
    for row in rows:
        _end(row, by)
        record("measures.close", row, by=by)


def _open(request: MeasureRequest) -> MeasureRequest:
    request = lock(request)
    if request.ended_at is not None:
        raise Refused(GONE)
    return request


def _end(request: MeasureRequest, by: Actor) -> None:
    request.ended_at, request.ended_by = timezone.now(), by
    request.save(update_fields=["ended_at", "ended_by"])
