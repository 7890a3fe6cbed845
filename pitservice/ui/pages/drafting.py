"""Pages that keep what a window has typed, every few seconds (`static/src/js/draft.js`, `pitservice.db.drafts`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone

from pitservice.db.drafts import NOT_KEPT, TWO_TEXTS, Saved, Typed, TypedText
from pitservice.db.errors import Refused
from pitservice.ui.components import Callout, Details, Link, Section, Words
from pitservice.ui.forms import SettleForm, TypedForm
from pitservice.ui.pages.act import ActionPage
from pitservice.ui.pages.base import Page

DRAFT = "draft"


class TypingPage(Page):
    """Saves what a window has typed, and says so only when it is in the database (P70).

    GET answers with a fresh token and the draft's revision, for a window whose session ended and began again.
    """

    abstract: ClassVar[bool] = True
    form_class: ClassVar[type[TypedForm]] = TypedForm

    def get_draft(self) -> TypedText | None:
        """This person's draft, where there is one; 404 where its subject is not visible to them."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def save(self, typed: Typed) -> Saved:
        """Call the action. Refused with a sentence where it cannot be saved any more."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

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


class DraftedPage(ActionPage):
    """A form that is saved while it is typed. Without JavaScript the button "Save draft" does the same (P70).

    Its template extends `pages/drafted.html`, which has the form's buttons in a block.
    """

    abstract: ClassVar[bool] = True
    template_name = "pages/drafted.html"
    typed_form: ClassVar[type[TypedForm]] = TypedForm
    submit_label = ""
    saves: ClassVar[Collection[str]] = (DRAFT,)  # buttons that save what is typed and show the page again
    met = ""  # the draft's text, after another window's was sent

    @cached_property
    def draft(self) -> Any:
        """What this person has typed so far; None where nothing."""
        return self.get_draft()

    def get_draft(self) -> TypedText | None:
        """This person's draft, where there is one."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def save_typed(self, typed: Typed) -> Saved:
        """Call the action. Refused with a sentence where it cannot be saved any more."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    @property
    def saving_href(self) -> str:
        """Where the script saves."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    @property
    def leaving_href(self) -> str:
        """Where somebody goes who leaves the page; the draft is kept."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def settling_href(self, tab: str) -> str:
        """Where is decided what becomes of another window's text."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def other_windows(self) -> Sequence[object]:
        """What was typed in other windows: the one that was sent just now, and those kept apart."""
        found: list[object] = []
        if self.met:
            found.append(Section("Saved from your other window", [Words(self.met.split("\n"))]))
        for tab, kept in (self.draft.others if self.draft else {}).items():
            lines = ["You also typed this in another window. It is kept apart until you decide."]
            found.append(Callout("Text from another window", lines))
            found.append(Details("Show that text", [Words(kept["text"].split("\n"))]))
            found.append(Link("Decide what becomes of it", self.settling_href(tab)))
        return found

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The page, with what the script needs to save the draft."""
        context = {
            "form": form,
            "intro": self.intro(),
            "aside": self.aside(),
            "changed": self.changed,
            "cancel": Link("Leave the page: the draft is kept", self.leaving_href),
            "draft_url": self.saving_href,
            "saved_at": self.draft.saved_at if self.draft and self.draft.text else None,
        }
        return self.render(context, status)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """ "Save draft" keeps whatever was typed, however incomplete; everything else acts."""
        if request.POST.get("finish") in self.saves:
            return self._save_draft()
        return super().post(request, *args, **kwargs)

    def _save_draft(self) -> HttpResponse:
        data = self.request.POST.copy()
        data["seq"] = str(self.draft.seq + 1 if self.draft else 1)
        form = self.typed_form(data)
        if not form.is_valid():
            return self.show(self.make_form(self.request.POST), status=422)
        try:
            self.save_typed(form.typed)
        except Refused as refusal:
            return self.refuse(self.make_form(self.request.POST), refusal.sentence)
        return redirect(self.request.path)

    def refuse(self, form: Any, sentence: str) -> HttpResponse:
        """After two texts met, both are on the page, and what is sent next was put together from both."""
        self.__dict__.pop("draft", None)
        if sentence == TWO_TEXTS and self.draft is not None:
            self.met = self.draft.text
            form.renew_draft(self.draft.revision)
        return super().refuse(form, sentence)


class SettleTypedPage(ActionPage):
    """Say what becomes of text that was typed in another window."""

    abstract: ClassVar[bool] = True
    form_class = SettleForm
    heading = "Text from another window"

    def get_draft(self) -> TypedText | None:
        """This person's draft, where there is one."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    @property
    def back_href(self) -> str:
        """The page where it is typed."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def settle(self, draft: Any, *, tab: str, add: bool) -> None:
        """Call the action."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def initial(self) -> dict[str, Any]:
        """Which window's."""
        return {"tab": str(self.kwargs["tab"])}

    def aside(self) -> Sequence[object]:
        """The text itself."""
        draft = self.get_draft()
        found = draft.others.get(str(self.kwargs["tab"])) if draft else None
        return [Words(found["text"].split("\n") if found else [NOT_KEPT])]

    def act(self, form: Any) -> str:
        """Add it or drop it."""
        draft = self.get_draft()
        if draft is None:
            raise Refused(NOT_KEPT)
        given = form.cleaned_data
        self.settle(draft, tab=str(given["tab"]), add=given["keep"] == "add")
        return self.back_href
