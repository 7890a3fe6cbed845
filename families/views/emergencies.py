"""Opening a restricted record in an emergency, and the review of it (design §6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.enums import InvolvementKind
from families.forms.guarding import EmergencyFilter, EmergencyForm, EmergencyReviewForm
from families.guarding import (
    acts_in,
    emergencies,
    failed_attempts,
    looks_in,
    record_in_emergency,
    review_due,
    words_of_review,
)
from families.models import Family, Involvement
from families.presenters import family_label
from families.presenters.guarding import failed_section, guarding_tabs, looked_at_section, opening_facts
from families.views.guarding import GuardPage
from families.watching import state_of
from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import user_names
from pitservice.ui import dates
from pitservice.ui.components import Button, Buttons, Callout, Cell, Colour, Column, Empty, Link, Tag
from pitservice.ui.forms import ActForm, PressForm
from pitservice.ui.pages import ActionPage, ListPage

NOTHING = "No restricted record can be opened with what you entered. Check it, or call the guardian."
NOT_YOU = "The password is not right, and nothing was opened."


class BreakGlassPage(ActionPage):
    """Open a restricted record for two hours. What is wrong is said without saying what there is."""

    permission = Permission.BREAK_GLASS
    nav = "families:list"
    heading = "Open a restricted record in an emergency"
    form_class = EmergencyForm
    submit_label = "Open the record"

    def intro(self) -> Sequence[str]:
        """What it is for, and what follows."""
        return (
            "For an emergency in which somebody could come to harm if you did not see the record now.",
            "The record is open to you for two hours. The guardian is told at once, reads your reason and everything "
            "that you looked at, and decides whether it was justified.",
        )

    def get_cancel(self) -> Link:
        """Back to the families."""
        return Link("Cancel", reverse("families:list"))

    sent: ActForm
    opened: str = ""
    confirmed: bool = False

    def act(self, form: Any) -> str:
        """Open it; what opens nothing is kept as an attempt, so it is no refusal that undoes itself."""
        given, self.sent = form.cleaned_data, form
        self.confirmed = self.user.check_password(given["password"])
        told = {name: given[name] for name in ("reference", "nhs_number", "born")}
        family = record_in_emergency(self.viewer, **told) if self.confirmed else None
        if family is not None and Family.objects.visible_to(self.viewer).filter(pk=family.pk).exists():
            self.opened = "This record is open to you as it is. Nothing was opened in an emergency."
            return reverse("families:family", args=[family.key])
        opening = actions.break_glass(
            family=family, user=self.user, confirmed=self.confirmed, reason=given["reason"], by=self.viewer.actor
        )
        if opening is None or opening.until is None or family is None:
            return reverse("families:break_glass")
        until = dates.clock(opening.until)
        self.opened = f"The record is open to you until {until}. The guardian has been told."
        return reverse("families:family", args=[family.key])

    def done(self, result: str) -> HttpResponse:
        """To the record; or the form again, with what was typed."""
        if not self.opened:
            return self.refuse(self.sent, NOTHING if self.confirmed else NOT_YOU)
        messages.success(self.request, self.opened)
        return HttpResponseRedirect(result)


class EmergencyListPage(ListPage):
    """What was opened in an emergency, by whom, and what came of the review."""

    permission = Permission.GUARD
    nav = "families:restricted"
    heading = "Opened in an emergency"
    template_name = "families/tabbed_list.html"
    filter_form = EmergencyFilter
    noun = ("opening", "openings")
    sorts = {"newest": "newest first"}

    def records(self) -> Any:
        """Of the guardian's teams."""
        found = emergencies(self.viewer)
        return found.filter(reviewed_at=None) if self.values.get("shown") == "open" else found

    def columns(self) -> Sequence[Column]:
        """Which record, who, when and why, and the review."""
        return (Column("Record"), Column("Opened by"), Column("When"), Column("Why"), Column("Review"))

    @cached_property
    def due(self) -> dict[int, Any]:
        """By when each is to be reviewed."""
        return review_due(self.rows_on_page)

    def row(self, record: Involvement) -> Sequence[Cell]:
        """One opening."""
        to = reverse("families:review_emergency", args=[record.family.key, record.key])
        return (
            Cell(family_label(record.family), href=to, hidden=f", opened by {record.user.name}"),
            Cell(record.user.name),
            Cell(dates.moment(record.starts)),
            Cell(record.why),
            self._review(record),
        )

    def _review(self, record: Involvement) -> Cell:
        if record.reviewed_at is not None:
            found = Tag("Justified", Colour.GREEN) if record.justified else Tag("Not justified", Colour.RED)
            return Cell(tags=[found])
        state = state_of(record, self.due[record.pk], self.today)
        return Cell(f"Due {dates.in_words(self.due[record.pk], self.today)}", tags=[state] if state else [])

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty(
            "No record was opened in an emergency. When one is, you are told at once, here and on your home page."
        )

    def context(self) -> dict[str, Any]:
        """With the guardian's lists, and attempts that opened nothing."""
        attempts = failed_attempts(self.viewer, timezone.now() - timedelta(days=30))
        below = failed_section(attempts, user_names(row.subject_id for row in attempts) if attempts else {})
        return super().context() | {"tabs": guarding_tabs("families:emergencies"), "sections_below": below}


class EmergencyPage(GuardPage):
    """About one opening of this family's record; `subject` is the opening."""

    abstract = True
    back_to = ""

    @property
    def back_href(self) -> str:
        """The list."""
        return reverse("families:emergencies")

    def get_subject(self) -> Any:
        """From those of this family."""
        rows = Involvement.objects.visible_to(self.viewer).filter(family=self.family, kind=InvolvementKind.BREAK_GLASS)
        return self.find(rows.select_related("user"), key=self.kwargs["item"])


class ReviewEmergencyPage(EmergencyPage):
    """Everything that was looked at in that time, and whether it was justified. Never by the one who opened it."""

    heading = "Review an emergency opening"
    form_class = EmergencyReviewForm
    submit_label = "Record the review"
    success = "The review has been recorded."

    def aside(self) -> Sequence[object]:
        """Who, when, why; what was looked at and changed."""
        opening = self.subject
        reviewer = opening.reviewed_by.name if opening.reviewed_by else ""
        return [
            *self._open_now(),
            opening_facts(opening, words_of_review(opening) if opening.reviewed_at else "", reviewer),
            *looked_at_section(list(looks_in(opening)), acts_in(opening)),
        ]

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """What has been reviewed is read, and asked about no more."""
        if self.subject.reviewed_at is None or status != 200:
            return super().show(form, status)
        self.template_name = "pages/record.html"
        return self.render({"body": self.aside(), "tabs": ()})

    def _open_now(self) -> list[object]:
        opening = self.subject
        if opening.until is None or opening.until <= timezone.now():
            return []
        words = f"It can be reviewed after {dates.clock(opening.until)}, or as soon as you close it."
        to = reverse("families:close_emergency", args=[self.family.key, opening.key])
        close = Button("Close it now", to, secondary=True)
        return [Callout("The record is open to them now", [words]), Buttons([close])]

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.review_break_glass(
            opening=self.subject,
            justified=given["justified"] == "yes",
            words=given["words"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href


class CloseEmergencyPage(EmergencyPage):
    """Close it before its time."""

    heading = "Close what was opened in an emergency"
    form_class = PressForm
    submit_label = "Close it now"
    success = "To that colleague the record no longer exists."

    def intro(self) -> Sequence[str]:
        """What it does."""
        return (f"To {self.subject.user.name} this record no longer exists from now on.",)

    @property
    def back_href(self) -> str:
        """The review."""
        return reverse("families:review_emergency", args=[self.family.key, self.kwargs["item"]])

    def act(self, form: Any) -> str:
        """Close it."""
        actions.close_emergency(opening=self.subject, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.back_href
