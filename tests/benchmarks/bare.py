"""The least that shows the same 25 rows: one query for each kind of row, one template, no guard of ours."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template

from referrals.enums import UNDECIDED_STATES, WaitingState
from referrals.models import Referral, WaitingEntry

_INBOX = Template(
    "<table>{% for r in rows %}<tr><td>{{ r.due_on }}</td><td>{{ r.key }}</td><td>{% for p in r.people.all %}"
    "{{ p.role }} {{ p.given_name }} {{ p.family_name }} {{ p.date_of_birth }} {{ p.expected_date }}{% endfor %}</td>"
    "<td>{{ r.referrer_ticks|length }}</td><td>{{ r.get_source_display }}</td><td>{{ r.referrer_name }}</td>"
    "<td>{{ r.referrer_organisation }}</td><td>{{ r.get_state_display }}</td></tr>{% endfor %}</table>"
)
_WAITING = Template(
    "<table>{% for e in rows %}<tr><td>{{ e.family.title }}</td><td>{% for m in e.family.members.all %}"
    "{{ m.role }} {{ m.person.given_name }} {{ m.person.family_name }} {{ m.person.date_of_birth }}{% endfor %}</td>"
    "<td>{{ e.since }}</td><td>{{ e.significant }}</td><td>{{ e.total }}</td><td>{{ e.get_priority_display }}</td>"
    "<td>{{ e.get_support_display }}</td><td>{{ e.next_check_on }}</td></tr>{% endfor %}</table>"
)


@login_not_required
def inbox(request: HttpRequest) -> HttpResponse:
    """25 undecided referrals, those due first."""
    open_ones = Referral.objects.filter(state__in=UNDECIDED_STATES).order_by("due_on", "pk")
    return HttpResponse(_INBOX.render(Context({"rows": open_ones.prefetch_related("people")[:25]})))


@login_not_required
def waiting(request: HttpRequest) -> HttpResponse:
    """25 waiting families, the longest first."""
    entries = WaitingEntry.objects.filter(state=WaitingState.WAITING).order_by("since", "pk")
    rows = entries.select_related("family").prefetch_related("family__members__person")[:25]
    return HttpResponse(_WAITING.render(Context({"rows": rows})))
