"""In whose name the record is kept: what follows is shown before it is chosen (toolkit ch. 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from families import actions
from families.forms.naming import PassPhraseForm, RecordNameForm
from families.keeping import retention
from families.merged import phrases_of
from families.models import Family
from families.presenters.naming import consequences
from families.selectors import members_of
from families.views.contact import ContactActionPage
from families.views.people import PeopleActionPage
from pitservice.configuration.enums import RecordNaming
from pitservice.configuration.selectors import settings_of


class RenamePage(PeopleActionPage):
    """The record's title, and in whose name it is kept."""

    heading = "Whose name the record is in"
    form_class = RecordNameForm
    success = "The record has its name and title. It is in the child's or the parent's name as you chose."

    def get_subject(self) -> Any:
        """The family itself, read anew."""
        return self.find(Family.objects.visible_to(self.viewer).select_related("team"), pk=self.family.pk)

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"title": self.family.title, "naming": self.family.naming}

    def aside(self) -> Sequence[object]:
        """Title, who may ask, and how long it is kept, in either name."""
        kept = {naming: retention([self.subject], naming)[self.family.pk] for naming in RecordNaming}
        default = RecordNaming(settings_of(self.family.team_id).record_naming)
        return [consequences(members_of(self.family), kept, default)]

    def act(self, form: Any) -> str:
        """Save it."""
        given = form.cleaned_data
        actions.rename_family(
            family=self.family, title=given["title"], naming=given["naming"], seen=given["seen"], by=self.viewer.actor
        )
        return self.back_href


class PassPhrasePage(ContactActionPage):
    """What the family agreed to say on the telephone, so that we know who rings (P47)."""

    heading = "Agreed pass-phrase"
    form_class = PassPhraseForm
    success = "The pass-phrase is kept as you entered it. It stands under Contact and consent alone."

    def intro(self) -> Sequence[str]:
        """What it is for."""
        first = "Whoever answers the telephone asks for it before anything is said. We never say it first."
        several = phrases_of(self.family)
        if len(several) > 1:
            return (first, f"Records were put together: {', '.join(several)}. What you enter replaces all of these.")
        return (first,)

    def get_subject(self) -> Any:
        """The family itself, read anew."""
        return self.find(Family.objects.visible_to(self.viewer), pk=self.family.pk)

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"phrase": self.subject.pass_phrase}

    def act(self, form: Any) -> str:
        """Save it."""
        given = form.cleaned_data
        actions.set_pass_phrase(family=self.family, words=given["phrase"], seen=given["seen"], by=self.viewer.actor)
        return self.back_href
