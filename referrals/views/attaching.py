"""Files with a referral: attached to a form under way, added by the team, and handed out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from pitservice.accounts.enums import Permission
from pitservice.files.models import StoredFile
from pitservice.ui.components import Link
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import FilePage
from referrals import actions
from referrals.enums import Entrance
from referrals.forms.attaching import AttachForm
from referrals.models import Attachment
from referrals.presenters import attaching as parts
from referrals.views.base import AboutReferral, ReferralActionPage
from referrals.views.door import DoorForm
from referrals.wording import is_sealed


class ReferFilesPage(DoorForm):
    """Attach letters or reports to a form under way, one at a time."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"
    heading = "Letters and reports"
    form_class = AttachForm
    submit_label = "Attach this file"

    def stop(self) -> HttpResponse | None:
        """Sent, or left for long."""
        return self.elsewhere()

    def make_form(self, data: Any = None) -> ActForm:
        """With the file."""
        return AttachForm(data, self.request.FILES if data is not None else None)

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """What is attached already, and the next."""
        files = list(self.draft.attachments.select_related("stored"))
        aside = parts.attached(files, lambda one: self.address("remove-file", file=one.key))
        back = Link("Back to the list of tasks", self.overview)
        more = {"intro": parts.BEFORE, "aside": aside, "back": back, "submit_label": self.submit_label}
        return self.render({"form": form, "multipart": True, **more}, status)

    def act(self, form: ActForm) -> str:
        """Keep it."""
        name, content = form.cleaned_data["file"]
        actions.attach(to=self.draft, content=content, name=name, by=self.by)
        return self.address("files")


class ReferRemoveFilePage(DoorForm):
    """Take a file out of a form under way again."""

    entrance, name, tab_title = Entrance.PROFESSIONAL, "refer", "Referral form"
    heading = "Remove this file?"
    form_class = ActForm
    submit_label = "Remove this file"

    def stop(self) -> HttpResponse | None:
        """Sent, left for long, or removed already."""
        return self.elsewhere() or (None if self.attachment else redirect(self.address("files")))

    @cached_property
    def attachment(self) -> Attachment | None:
        """Which file, of this form's own."""
        found = self.draft.attachments.filter(key=self.kwargs["file"])
        return found.select_related("stored", "draft").first()

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """Its name, and the way back."""
        assert self.attachment is not None
        back = Link("Back to letters and reports", self.address("files"))
        more = {"intro": [self.attachment.stored.name], "back": back, "submit_label": self.submit_label}
        return self.render({"form": form, **more}, status)

    def act(self, form: ActForm) -> str:
        """Remove it."""
        assert self.attachment is not None
        actions.detach(attachment=self.attachment, by=self.by)
        return self.address("files")


class AddFilePage(ReferralActionPage):
    """What came on paper or by e-mail with a referral."""

    permission = Permission.ADD_REFERRALS
    heading = "Add a file"
    form_class = AttachForm
    submit_label = "Add this file"
    success = "Added to the referral."
    multipart = True

    def act(self, form: ActForm) -> str:
        """Keep it."""
        name, content = form.cleaned_data["file"]
        actions.attach(to=self.referral, content=content, name=name, by=self.viewer.actor)
        return self.href


class ReferralFilePage(AboutReferral, FilePage):
    """One of a referral's files, to be saved; none of a child whose former identity was sealed (P23)."""

    permission = Permission.SEE_REFERRALS
    ours = False

    def get_file(self) -> StoredFile:
        """Of those visible with the referral."""
        found = Attachment.objects.visible_to(self.viewer).filter(referral=self.referral).select_related("stored")
        if any(is_sealed(party) for party in self.parties):
            found = found.none()
        attachment: Attachment = self.find(found, key=self.kwargs["file"])
        return attachment.stored

    def families(self) -> Iterable[tuple[int, int]]:
        """The family, once it is settled."""
        return AboutReferral.families(self)
