"""What follows a consultation: concerns and their outcome, what was agreed and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from consultation import actions, presenters
from consultation.enums import Anonymity
from consultation.forms import AgreedActionForm, CloseConcernForm, ConcernForm, FinishForm, OpenFilter, TakeFurtherForm
from consultation.models import Consultation, ConsultationAction, ConsultationConcern
from consultation.selectors import agreed_actions, concerns, consultants
from families.pages import banner_for
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Banner, Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage


class FollowingPage(ActionPage):
    """Writes down something about one consultation, and leads back to it."""

    abstract = True
    permission = Permission.CONSULT
    nav = "consultation:list"

    @property
    def consultation(self) -> Consultation:
        """The one it is about."""
        found: Consultation = self.subject if isinstance(self.subject, Consultation) else self.subject.consultation
        return found

    def get_subject(self) -> Any:
        """The consultation in the address."""
        return self.find(Consultation.objects.visible_to(self.viewer).select_related("family"), key=self.kwargs["key"])

    def item(self, model: type[ConsultationConcern] | type[ConsultationAction]) -> Any:
        """What hangs on it, by the second key in the address."""
        rows = model.objects.visible_to(self.viewer).select_related("consultation__family")
        return self.find(rows.filter(consultation__key=self.kwargs["key"]), key=self.kwargs["item"])

    def families(self) -> Iterable[tuple[int, int]]:
        """The family that the consultation names."""
        one = self.consultation
        return [(one.family_id, one.team_id)] if one.family_id else []

    def get_banner(self) -> Banner | None:
        """Of that family."""
        family = self.consultation.family
        if family is None:
            return None
        for_banner(family)
        return banner_for(family, self.user)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list, and the consultation."""
        name = f"Consultation with {self.consultation.consultee_name}"
        return [Link("Consultations", reverse("consultation:list")), Link(name, presenters.href(self.consultation))]

    def get_cancel(self) -> Link:
        """Back without doing anything."""
        return Link("Cancel", presenters.href(self.consultation))

    def form_kwargs(self) -> dict[str, Any]:
        """Whether its words must name nobody (P80)."""
        return {"anonymous": self.consultation.anonymity == Anonymity.ANONYMOUS}

    def act(self, form: Any) -> str:
        """Do it, and go back."""
        given = {name: value for name, value in form.cleaned_data.items() if name not in ("submission", "seen")}
        self.do(given, form.cleaned_data["seen"])
        return presenters.href(self.consultation)

    def do(self, given: dict[str, Any], seen: int | None) -> None:
        """Call the action."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class RaiseConcernPage(FollowingPage):
    """A significant concern about safety, or about how the consultee works."""

    heading = "Record a concern"
    form_class = ConcernForm
    submit_label = "Record the concern"
    success = "The concern is recorded. It stays on the home page until somebody closes it with its outcome."

    def intro(self) -> Sequence[str]:
        """What this is not."""
        return [
            "If somebody is at risk of harm, follow your safeguarding procedures first: this page tells nobody outside "
            "the team.",
            "Accountability for the work stays with the consultee. Where you can, tell them what you will do.",
        ]

    def do(self, given: dict[str, Any], seen: int | None) -> None:
        """Write it down."""
        words = given.pop("concern")
        actions.raise_concern(consultation=self.consultation, words=words, **given, by=self.viewer.actor)


class OfConcern(FollowingPage):
    """About one concern."""

    abstract = True

    def get_subject(self) -> ConsultationConcern:
        """The one in the address."""
        found: ConsultationConcern = self.item(ConsultationConcern)
        return found

    def aside(self) -> Sequence[object]:
        """The concern."""
        return [presenters.one_concern(self.subject)]


class TakeFurtherPage(OfConcern):
    """To whom it was taken."""

    heading = "Whom have you told?"
    form_class = TakeFurtherForm
    success = "Recorded. The concern stays open until somebody closes it with its outcome."

    def initial(self) -> dict[str, Any]:
        """What was said before."""
        return {"taken_to": self.subject.taken_to, "taken_on": self.subject.taken_on}

    def do(self, given: dict[str, Any], seen: int | None) -> None:
        """Keep it."""
        given.pop("checked")
        actions.take_further(concern=self.subject, **given, seen=seen, by=self.viewer.actor)


class CloseConcernPage(OfConcern):
    """How it ended."""

    heading = "Close the concern"
    form_class = CloseConcernForm
    submit_label = "Close the concern"
    success = "The concern is closed."

    def do(self, given: dict[str, Any], seen: int | None) -> None:
        """Close it."""
        actions.close_concern(concern=self.subject, **given, seen=seen, by=self.viewer.actor)


class AgreeActionPage(FollowingPage):
    """What was agreed to be done."""

    heading = "Add what was agreed"
    form_class = AgreedActionForm
    submit_label = "Add it"
    success = "Added. What one of us does stands on their home page until it is done."

    def make_form(self, data: Any = None, files: Any = None) -> AgreedActionForm:
        """With the colleagues of the team."""
        form = super().make_form(data, files)
        assert isinstance(form, AgreedActionForm)
        form.offer(consultants([self.consultation.team]))
        return form

    def do(self, given: dict[str, Any], seen: int | None) -> None:
        """Add it."""
        given.pop("owner")
        actions.agree_action(consultation=self.consultation, **given, by=self.viewer.actor)


class FinishActionPage(FollowingPage):
    """What came of it."""

    heading = "Done"
    form_class = FinishForm
    submit_label = "It is done"
    success = "Recorded."

    def get_subject(self) -> ConsultationAction:
        """The one in the address."""
        found: ConsultationAction = self.item(ConsultationAction)
        return found

    def aside(self) -> Sequence[object]:
        """What was agreed."""
        return [presenters.one_action(self.subject)]

    def do(self, given: dict[str, Any], seen: int | None) -> None:
        """Keep it."""
        actions.finish_action(action=self.subject, **given, seen=seen, by=self.viewer.actor)


class FollowingListPage(ListPage):
    """What hangs on consultations: open ones, or all of them."""

    abstract = True
    permission = Permission.CONSULT
    nav = "consultation:list"
    filter_form = OpenFilter

    def get_back(self) -> Link:
        """The consultations."""
        return Link("Consultations", reverse("consultation:list"))

    def families_in(self, rows: Sequence[Any]) -> Iterable[tuple[int, int]]:
        """The families that their consultations name."""
        return [(row.consultation.family_id, row.team_id) for row in rows if row.consultation.family_id]


class ConcernListPage(FollowingListPage):
    """Concerns that came up in consultations."""

    heading = "Concerns from consultations"
    noun = ("concern", "concerns")
    sorts = {"oldest": "oldest first"}

    def records(self) -> Any:
        """Open ones, unless all are asked for."""
        return concerns(self.viewer, closed_too=self.values.get("show") == "all")

    def columns(self) -> Sequence[Column]:
        """What of each."""
        return presenters.CONCERN_COLUMNS

    def row(self, record: ConsultationConcern) -> Sequence[Cell]:
        """One."""
        return presenters.concern_row(record)

    def empty(self) -> Empty:
        """None."""
        return Empty("No open concerns. A serious worry that comes up in a consultation is recorded on its page.")


class ActionListPage(FollowingListPage):
    """What was agreed in consultations."""

    heading = "Agreed in consultations"
    noun = ("action", "actions")
    sorts = {"due": "due first"}

    def records(self) -> Any:
        """Open ones, unless all are asked for."""
        return agreed_actions(self.viewer, done_too=self.values.get("show") == "all")

    def columns(self) -> Sequence[Column]:
        """What of each."""
        return presenters.ACTION_COLUMNS

    def row(self, record: ConsultationAction) -> Sequence[Cell]:
        """One."""
        return presenters.action_row(record)

    def empty(self) -> Empty:
        """None."""
        return Empty("Nothing is open. What is agreed in a consultation is added on its page.")
