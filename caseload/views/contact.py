"""First contact, and attempts to reach a family."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.actions.enquiries import CLEAR
from caseload.actions.telling import OPENING_WORDS
from caseload.enums import EpisodeState
from caseload.forms.contact import AttemptForm
from caseload.forms.enquiry import FirstContactForm
from caseload.presenters import words
from caseload.presenters.enquiry import before_contact
from caseload.presenters.episode import not_tried
from caseload.selectors.contact import first_contact_answers
from caseload.selectors.episode import Work, work
from caseload.selectors.people import adults_of
from caseload.views.base import EpisodeActionPage
from families.contact import Addressee
from families.enums import Answer
from pitservice.accounts.enums import Permission
from pitservice.letters.words import text_words
from pitservice.messaging.selectors import held_back
from pitservice.ui import dates
from pitservice.ui.components import Cell, Colour, Column, Empty, Section, Table, Tag, Words

ANSWER_TAGS = {
    Answer.ALLOW: Tag("May be texted", Colour.GREEN),
    Answer.ASK: Tag("Waits for a person", Colour.YELLOW),
    Answer.REFUSE: Tag("Must not be texted", Colour.RED),
}


class AttemptPage(EpisodeActionPage):
    """Log an attempt to reach somebody; the team's limit is said (ENG-1)."""

    permission = Permission.BOOK
    form_class = AttemptForm
    heading = "Log an attempt to reach the family"
    submit_label = "Log it"
    success = "The attempt is logged."

    def aside(self) -> Sequence[object]:
        """Whether the referrer was asked first (P64); how many attempts there were, and the limit."""
        if self.subject.state != EpisodeState.ENGAGING:
            return ()
        whole = work(self.subject)
        said = Words(words.engagement_words(whole.engagement(self.today)))
        return [*before_contact(whole), said, *not_tried(whole, adults_of(self.subject), self.names)]

    def initial(self) -> dict[str, Any]:
        """Now."""
        now = timezone.localtime()
        return {"day": now.date(), "time": now.time().replace(second=0, microsecond=0)}

    def form_kwargs(self) -> dict[str, Any]:
        """Whom one can try to reach."""
        return {"episode": self.subject}

    def act(self, form: Any) -> str:
        """Log it."""
        given = form.cleaned_data
        actions.log_attempt(
            episode=self.subject,
            person=given["person"],
            channel=given["channel"],
            outcome=given["outcome"],
            made=given["made"],
            note=given["note"],
            by=self.viewer.actor,
        )
        return self.back_href


class FirstContactPage(EpisodeActionPage):
    """Text the first word to each adult, each apart, if they know and agree (CON-2, P2); a trainee sends none (P7).

    Where the referrer was not asked, it warns, and asks for a reason to go on (P64).
    """

    permission = Permission.SEND
    form_class = FirstContactForm
    heading = "First contact by text"
    submit_label = "Send"

    def intro(self) -> Sequence[str]:
        """What is sent and to whom."""
        return [
            "Each adult gets a text of their own. It names neither the baby nor the other parent.",
            "What the contact rules ask about is held until a person has answered.",
        ]

    @cached_property
    def work(self) -> Work:
        """The piece of work with its enquiries."""
        return work(self.subject)

    def form_kwargs(self) -> dict[str, Any]:
        """Whether a reason is asked for."""
        return {"clear": self.work.enquiry in CLEAR}

    def aside(self) -> Sequence[object]:
        """How far the enquiry of the referrer is; each adult with the answer of the contact rules."""
        answers = first_contact_answers(self.subject)
        if not answers:
            return [
                *before_contact(self.work),
                Empty("There is no adult in this work who may be texted. Call, or ask the referrer."),
            ]
        columns = [Column("Who"), Column("Answer"), Column("Why")]
        told = Section("Who is told", [Table("Who is told", columns, [_row(to) for to in answers])])
        return [
            *before_contact(self.work),
            told,
            Section("Words", [Words([text_words(OPENING_WORDS, team=self.subject.team)])]),
        ]

    def act(self, form: Any) -> str:
        """Queue the texts, and lead to where they can be taken back."""
        without = form.cleaned_data.get("without", "")
        going = actions.send_first_contact(episode=self.subject, without=without, by=self.viewer.actor)
        goes = dates.clock(held_back(self.subject.team_id, self.viewer.actor))
        texts = "The text goes" if going == 1 else "The texts go"
        self.success = f"{texts} at {goes} unless you take it back. " if going else ""
        self.success += "What waits for a person is on the list of correspondence."
        return reverse("letters:family", args=[self.family.key])


def _row(to: Addressee) -> list[Cell]:
    return [Cell(to.name), Cell(tags=[ANSWER_TAGS[to.answer]]), Cell(to.why)]
