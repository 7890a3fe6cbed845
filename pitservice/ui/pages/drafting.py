"""Saving what a window has typed, every few seconds (`static/src/js/draft.js`, `pitservice.db.drafts`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from pitservice.db.drafts import Saved, Typed, TypedText
from pitservice.db.errors import Refused
from pitservice.ui.components import Callout, Details, Link, Words
from pitservice.ui.forms import TypedForm
from pitservice.ui.pages.base import Page


class TypingPage(Page):
    """Saves what a window has typed, and says so only when it is in the database (P70).

    GET answers with a fresh token and the draft's revision, for a window whose session ended and began again.
    """

    abstract: ClassVar[bool] = True
    form_class: ClassVar[type[TypedForm]] = TypedForm

    def get_draft(self) -> TypedText | None:
        """This person's draft, where there is one; 404 where its subject is not visible to them."""
        raise NotImplementedError

    def save(self, typed: Typed) -> Saved:
        """Call the action. Refused with a sentence where it cannot be saved any more."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A token for the next save."""
        draft = self.get_draft()
        return JsonResponse({"token": get_token(request), "revision": draft.revision if draft else 0})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; the answer is sent after the commit."""
        self.get_draft()
        form = self.form_class(request.POST)
        if not form.is_valid():
            return JsonResponse({"refused": "This cannot be saved. Copy it, and reload the page."}, status=422)
        try:
            saved = self.save(form.typed)
        except Refused as refusal:
            return JsonResponse({"refused": refusal.sentence}, status=409)
        at = timezone.localtime(saved.at)
        return JsonResponse({"revision": saved.revision, "saved": f"{at:%H:%M:%S}", "aside": saved.aside})


def kept_apart(draft: TypedText | None, settle: Callable[[str], str]) -> Sequence[object]:
    """What a page says of text typed in other windows; `settle` gives the address where it is decided about."""
    found: list[object] = []
    for tab, kept in (draft.others if draft else {}).items():
        lines = ["You also typed this in another window. It is kept apart until you decide."]
        found.append(Callout("Text from another window", lines))
        found.append(Details("Show that text", [Words(kept["text"].split("\n"))]))
        found.append(Link("Decide what becomes of it", settle(tab)))
    return found
