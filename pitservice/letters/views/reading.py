"""Where a professional reads a letter behind a private link and a code (P43, P11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from pitservice.db.errors import Refused
from pitservice.files.responses import serve
from pitservice.letters import actions
from pitservice.letters.forms import CodeForm
from pitservice.letters.models import Copy
from pitservice.letters.selectors import copy_by_link
from pitservice.links.actions import check_code
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import PrivateLinkPage

CODE_WRONG = "This is not the code that belongs to this link. After five wrong codes the link stops working"


class ReadPage(PrivateLinkPage):
    """Opening it shows the question for the code and nothing else; the right code gives the PDF, as often as needed."""

    public = (
        "A professional outside has no account; the private link is theirs alone, and shows nothing without its code."
    )
    purpose = actions.READ
    tab_title = "A letter"
    heading = "A letter from us"
    form_class = CodeForm
    submit_label = "Open the letter"

    def get_subject(self) -> Copy | None:
        """The copy of this address, while its reader may still read it."""
        return copy_by_link(self.kwargs["key"])

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The code is checked outside the one effect, so that a wrong one is counted although nothing happens."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        if not check_code(link=self.opened, code=form.cleaned_data["code"], by=self.opened.actor):
            form.add_error("code", CODE_WRONG)
            return self.show(form, status=422)
        try:
            stored = actions.open_by_link(copy=self.subject, by=self.opened.actor)
        except Refused:
            return self.closed()
        response = serve(stored)
        add_never_cache_headers(response)
        return response

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The question for the code."""
        team = self.subject.team
        ring = f"ring us on {team.phone}" if team.phone else "ring us"
        intro = (
            f"{team.name} has a letter for you.",
            "Enter the code that we told you by telephone.",
            f"If you expected no letter, or do not have the code, please {ring}. The letter tells of a family: open it"
            " where nobody else can read it.",
        )
        return self.render({"form": form, "submit_label": self.submit_label, "intro": intro}, status)

    def gone(self) -> Sequence[str]:
        """Whom to ask."""
        return ("Ask the team that sent it to send the link once more.",)
