"""Ending a piece of work, and following it up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse

from caseload import actions
from caseload.actions.endings import letter_readers
from caseload.actions.follow_ups import is_confirmed
from caseload.actions.telling import BARRED
from caseload.closing import still_open
from caseload.enums import CheckAnswer, EndCheck, EndReason, EpisodeState, FollowUpState
from caseload.forms.ending import (
    ConfirmForm,
    EndForm,
    FollowUpForm,
    FollowUpTextForm,
    SettleCheckForm,
    UnplannedEndForm,
)
from caseload.models import EndingCheck, FollowUp
from caseload.presenters import words
from caseload.presenters.episode import notes_left_words
from caseload.selectors.episode import work
from caseload.selectors.note import notes_left
from caseload.selectors.people import adults_to_work_with, attended_adults
from caseload.views.base import AboutWork, EpisodeActionPage, episode_link
from families.contact import Addressee
from families.enums import Answer, ProfessionalRole
from families.pages import FamilyActionPage, FamilyRecordPage
from pitservice.accounts.enums import Permission
from pitservice.configuration.selectors import settings_of
from pitservice.ui import dates
from pitservice.ui.components import Button, Callout, Details, Fact, FactList, Link


class EndPage(EpisodeActionPage):
    """End the work: why, in whose words, who hears of it, whether there is a follow-up (END-1, LET-1, FUP-1)."""

    permission = Permission.RECORD_SESSIONS
    form_class: ClassVar[type[EndForm]] = EndForm
    heading = "End the work"
    submit_label = "End the work"
    success = "The work is ended."

    @cached_property
    def readers(self) -> list[Addressee]:
        """Everybody a letter could go to."""
        return letter_readers(self.subject, planned=self.form_class.planned)

    @cached_property
    def came(self) -> set[str]:
        """Parents who attended, as the contact rules name them: letters are addressed to them (LET-1)."""
        return {f"person:{pk}" for pk in attended_adults(self.subject)}

    def form_kwargs(self) -> dict[str, Any]:
        """Readers of letters, and whether the team follows up."""
        policy = settings_of(self.subject.team_id).follow_up
        return {"episode": self.subject, "readers": self.readers, "came": self.came, "policy": policy}

    def initial(self) -> dict[str, Any]:
        """Today; the letter to the parents who came; copies are proposed and never ticked (P40)."""
        allowed = [to.recipient for to in self.readers if to.recipient in self.came and to.allowed]
        return {"ended_on": self.today, "letter_to": allowed}

    def aside(self) -> Sequence[object]:
        """The other kind of ending, what is still open, who gets nothing and why."""
        barred = [f"Nothing goes to {to.name}: {to.why}" for to in self.readers if BARRED & set(to.codes)]
        open_still = [*notes_left_words(notes_left(self.subject)), *still_open(self.subject, self.viewer)]
        return [
            self.other(),
            *self._report(),
            *([Callout("Still open", open_still)] if open_still else []),
            *([Details("Who gets nothing", barred)] if barred else []),
        ]

    def _report(self) -> Sequence[Link]:
        """Once the ending has begun the report can be written (P66)."""
        if self.subject.state != EpisodeState.ENDING:
            return ()
        return [Link("Write the report", reverse("caseload:end_report", args=[self.subject.key]))]

    def other(self) -> Link:
        """Where an end without goodbyes is recorded."""
        return Link("It ended without a plan", reverse("caseload:end_unplanned", args=[self.subject.key]))

    def act(self, form: Any) -> str:
        """End it."""
        given = form.cleaned_data
        actions.end(
            episode=self.subject,
            ended=form.ended,
            letter_to=given["letter_to"],
            others_agreed=given["others_agreed"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href


class EndUnplannedPage(EndPage):
    """The work ended without goodbyes: its own checklist, and a letter that leaves the door open (P67)."""

    form_class = UnplannedEndForm
    heading = "The work ended without a plan"

    def initial(self) -> dict[str, Any]:
        """Of a family that could not be reached: returned to the referrer, who gets a letter (ENG-1)."""
        start = super().initial()
        if self.subject.state != EpisodeState.ENGAGING:
            return start
        engagement = work(self.subject).engagement(self.today)
        if not engagement.near:
            return start
        may = [to for to in self.readers if to.role == ProfessionalRole.REFERRER and to.answer is not Answer.REFUSE]
        said = f"{dates.count(engagement.attempts, 'attempt')} in {dates.count(engagement.days, 'day')}."
        return start | {
            "reason": EndReason.COULD_NOT_ENGAGE,
            "letter_to": [to.recipient for to in may],
            "summary": said,
        }

    def other(self) -> Link:
        """Where a planned ending is recorded."""
        return Link("It is a planned ending", reverse("caseload:end", args=[self.subject.key]))


class SettleCheckPage(AboutWork, FamilyActionPage):
    """Say that what an ending left to do is done (P67)."""

    permission = Permission.RECORD_SESSIONS
    nav = "caseload:checks_left"
    form_class = SettleCheckForm
    success = "Recorded."
    way_to_family = "subject.ending.episode.family"

    def get_heading(self) -> str:
        """What was left."""
        return str(self.subject.get_what_display())

    def get_subject(self) -> Any:
        """The line of the checklist, from those visible to the viewer."""
        visible = EndingCheck.objects.visible_to(self.viewer).select_related("ending__episode__family")
        return self.find(visible, key=self.kwargs["key"])

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work."""
        return self.trail(episode_link(self.subject.ending.episode))

    def aside(self) -> Sequence[object]:
        """Of the letters: where the report is written (P66)."""
        if self.subject.what != EndCheck.LETTERS:
            return ()
        return [Link("Write the report", reverse("caseload:end_report", args=[self.subject.ending.episode.key]))]

    @property
    def back_href(self) -> str:
        """The piece of work."""
        return reverse("caseload:episode", args=[self.subject.ending.episode.key])

    def act(self, form: Any) -> str:
        """Settle it."""
        given = form.cleaned_data
        answer = CheckAnswer(given["answer"])
        actions.settle_check(check=self.subject, answer=answer, seen=given["seen"], by=self.viewer.actor)
        return self.back_href


class AboutFollowUp(AboutWork):
    """A page about a follow-up."""

    abstract = True
    nav = "caseload:follow_ups"

    def find_follow_up(self) -> FollowUp:
        """The follow-up with the address's key, from those visible to the viewer."""
        visible = FollowUp.objects.visible_to(self.viewer).select_related("episode__family", "episode__team")
        return self.find(visible, key=self.kwargs["key"])


class FollowUpPage(AboutFollowUp, FamilyRecordPage):
    """A follow-up of closed work: what has to be confirmed first, and what can then be done (FUP-1, P63)."""

    permission = Permission.RECORD_SESSIONS
    heading = "Follow-up"
    way_to_family = "record.episode.family"

    def get_record(self) -> Any:
        """The follow-up."""
        return self.find_follow_up()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work."""
        return self.trail(episode_link(self.record.episode))

    def body(self) -> Sequence[object]:
        """When it is due, what was confirmed, how it went."""
        row: FollowUp = self.record
        by = row.contacts_confirmed_by.name if row.contacts_confirmed_by else ""
        at = row.contacts_confirmed_at
        confirmed = f"{dates.moment(at)} by {by}" if at else ""
        found = [
            Fact("Due", dates.weekday(row.due_on), tags=[words.follow_up_tag(row, self.today)]),
            Fact("Contacts confirmed", confirmed, empty="Not yet: confirm them before any word goes out"),
            Fact("The baby lives with", row.baby_lives_with),
        ]
        if row.done_on:
            found.append(Fact("Done", dates.weekday(row.done_on)))
        if row.note and self.reads_notes:
            found.append(Fact("What the family said", row.note.split("\n")))
        return [FactList(found)]

    def buttons(self) -> Sequence[Button]:
        """Confirm first; then text; record."""
        key = [self.record.key]
        if self.record.state not in (FollowUpState.DUE, FollowUpState.NOT_REACHED):
            return ()
        first = Button("Confirm the contacts", reverse("caseload:confirm", args=key))
        then = Button("Text the parents", reverse("caseload:follow_up_text", args=key), secondary=True)
        record_ = Button("Record how it went", reverse("caseload:follow_up_record", args=key), secondary=True)
        return [then, record_] if is_confirmed(self.record) else [first, record_]


class FollowUpActionPage(AboutFollowUp, FamilyActionPage):
    """Does something with a follow-up."""

    abstract = True
    permission = Permission.RECORD_SESSIONS
    way_to_family = "subject.episode.family"

    def get_subject(self) -> Any:
        """The follow-up."""
        return self.find_follow_up()

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Families, this family, the work."""
        return self.trail(episode_link(self.subject.episode))

    @property
    def back_href(self) -> str:
        """The follow-up."""
        return reverse("caseload:follow_up", args=[self.subject.key])


class ConfirmPage(FollowUpActionPage):
    """Confirm contacts, where the baby lives, and that there was no loss (P63)."""

    form_class = ConfirmForm
    heading = "Confirm before any word goes out"
    submit_label = "Confirm"

    def intro(self) -> Sequence[str]:
        """What to check, and where."""
        return [
            "Things change in half a year. Look at the family’s contacts, and ask the health visitor if you are not"
            " sure: are the numbers right and safe, who lives with the baby, has anybody died?",
        ]

    def aside(self) -> Sequence[object]:
        """The family's page."""
        return [Link("Look at the family’s page", self.family_href)]

    def act(self, form: Any) -> str:
        """Confirm."""
        given = form.cleaned_data
        actions.confirm_contacts(
            follow_up=self.subject,
            baby_lives_with=given["baby_lives_with"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href


class FollowUpTextPage(FollowUpActionPage):
    """Text the parents that we would like to hear how they are, each apart."""

    form_class = FollowUpTextForm
    heading = "Text the parents"
    submit_label = "Send"
    success = "The texts are queued. What waits for a person is on the list of correspondence."

    def form_kwargs(self) -> dict[str, Any]:
        """Adults who may be told."""
        return {"people": list(adults_to_work_with(self.family)), "names": self.names}

    def act(self, form: Any) -> str:
        """Queue them."""
        given = form.cleaned_data
        actions.text_follow_up(
            follow_up=self.subject, people=list(given["people"]), seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href


class FollowUpRecordPage(FollowUpActionPage):
    """Record how a follow-up went; the work stays closed."""

    form_class = FollowUpForm
    heading = "Record how the follow-up went"
    success = "The follow-up is recorded. The work stays closed."

    def act(self, form: Any) -> str:
        """Record it."""
        given = form.cleaned_data
        actions.record_follow_up(
            follow_up=self.subject,
            outcome=FollowUpState(given["outcome"]),
            done_on=given["done_on"],
            note=given["note"],
            seen=given["seen"],
            by=self.viewer.actor,
        )
        return self.back_href
