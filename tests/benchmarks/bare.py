"""The least that shows the same 25 rows: the same facts in the same words, and no guard, frame, filter or count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.utils import timezone

from pitservice.configuration.enums import WaitingOrder
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.working_days import bank_holidays
from pitservice.ui.components import Cell
from referrals.enums import UNDECIDED_STATES, WaitingState
from referrals.models import Referral, WaitingEntry
from referrals.presenters import inbox as inbox_presenter
from referrals.presenters import waiting as waiting_presenter
from referrals.selectors import with_people
from referrals.selectors.waiting import with_row

_TABLE = Template(
    "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{% if cell.href %}<a href='{{ cell.href }}'>"
    "{{ cell.text }}</a>{% else %}{{ cell.text }}{% endif %}{% for tag in cell.tags %} <b>{{ tag.text }}</b>"
    "{% endfor %}{% for link in cell.links %} <a href='{{ link.href }}'>{{ link.text }}</a>{% endfor %}"
    "{% if cell.hint %}<br>{{ cell.hint }}{% endif %}</td>{% endfor %}</tr>{% endfor %}</table>"
)


@login_not_required
def inbox(request: HttpRequest) -> HttpResponse:
    """25 undecided referrals, those due first."""
    today, holidays = timezone.localdate(), bank_holidays("england")
    found = with_people(Referral.objects.filter(state__in=UNDECIDED_STATES).order_by("due_on", "pk"))[:25]
    for referral in found:
        for annotated in ("grieves", "asks_guardian", "may_match"):  # in the product, by guards
            setattr(referral, annotated, False)
    settings = TeamSettings()
    return _table(inbox_presenter.row(one, today=today, holidays=holidays, settings=settings) for one in found)


@login_not_required
def waiting(request: HttpRequest) -> HttpResponse:
    """25 waiting families, the longest first."""
    found = WaitingEntry.objects.filter(state=WaitingState.WAITING).order_by("since", "pk")
    entries = list(with_row(found)[:25])
    places = {order: {entry.pk: place for place, entry in enumerate(entries)} for order in WaitingOrder.values}
    today, order = timezone.localdate(), WaitingOrder.DATE
    return _table(
        waiting_presenter.row(entry, order=order, places=places, today=today, settings=TeamSettings(), may_change=True)
        for entry in entries
    )


def _table(rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    return HttpResponse(_TABLE.render(Context({"rows": list(rows)})))
