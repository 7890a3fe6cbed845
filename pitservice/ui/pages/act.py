"""Pages that do something: a form on GET, one action on POST, and a sentence for every refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from pitservice.db.constraints import sentence_for
from pitservice.db.errors import Refused, Stale
from pitservice.ui.components import Link
from pitservice.ui.forms import ActForm, PressForm
from pitservice.ui.layout import Look
from pitservice.ui.pages.base import Page
from pitservice.ui.pages.overtaken import overtaken
from pitservice.ui.submissions import first_time, known_result, remember_result, result_of
from pitservice.ui.wording import in_words_of

BUSY = "Somebody else is changing this at the same moment. Nothing was lost: wait a little and send it again."


class Acting:
    """How every POST form of the product works, signed in or not: mixed into ActionPage and PublicFormPage."""

    request: HttpRequest

    def act_once(self, form: ActForm) -> HttpResponse:
        """Do the form's one effect and lead on; the same form sent again is led to the same place."""
        uuid = form.cleaned_data["submission"]
        try:
            with transaction.atomic():
                if not first_time(uuid, self.request.path):
                    return HttpResponseRedirect(result_of(uuid))
                result = self.act(form)
                remember_result(uuid, result)
        except Stale as stale:
            return self.overtake(form, stale)
        except Refused as refusal:
            return self.refuse(form, refusal.sentence)
        except IntegrityError as error:
            sentence = sentence_for(error)
            if sentence is None:
                raise
            return self.refuse(form, sentence)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in ("55P03", "40P01"):  # lock not had in time; deadlock
                raise
            return self.refuse(form, BUSY)
        return self.done(result)

    def sent_before(self) -> str:
        """Where this same form led, for one that cannot be read again because of what it did; otherwise empty."""
        return known_result(self.request.POST.get("submission", ""), self.request.path)

    def act(self, form: Any) -> str:
        """Call the action; return the address to go to."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def done(self, result: str) -> HttpResponse:
        """Lead on after success."""
        return redirect(result)

    def overtake(self, form: ActForm, stale: Stale) -> HttpResponse:
        """Somebody was quicker; a page that shows a record also shows what they changed."""
        return self.refuse(form, stale.sentence)

    def refuse(self, form: ActForm, sentence: str) -> HttpResponse:
        """Show the form again with the sentence and everything that was typed."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class ActionPage(Acting, Page):
    """One form that calls one action. Subclasses give `form_class`, `act`, and what the page says.

    `success` is said after it ("The letter goes at 14:05 unless you take it back"); `subject` is the record it is
    about, from those visible to the viewer: its version travels in the form as `seen`.
    """

    abstract: ClassVar[bool] = True
    template_name = "pages/action.html"
    form_class: ClassVar[type[ActForm]] = ActForm
    submit_label: str = "Save"
    success: str = ""
    multipart: ClassVar[bool] = False
    #: Cached properties besides `subject` that are read anew after a refusal.
    anew: ClassVar[Sequence[str]] = ()
    #: After somebody was quicker: what they changed, beside what was typed here.
    changed: Sequence[object] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        self.log_look(self.families())
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The one effect, or the form again with what is wrong."""
        try:
            form = self.make_form(self.request.POST, self.request.FILES if self.multipart else None)
            valid = form.is_valid()
        except Http404:
            if not (onward := self.sent_before()):
                raise
            return HttpResponseRedirect(onward)
        if valid:
            return self.act_once(form)
        if onward := self.sent_before():
            return HttpResponseRedirect(onward)
        return self.show(form, status=422)

    @cached_property
    def subject(self) -> Any:
        """The record this is about, read once; None for a page that makes something new."""
        return self.get_subject()

    def get_subject(self) -> Any:
        """From those visible to the viewer."""
        return None

    @property
    def seen(self) -> int | None:
        """The subject's version as it is now."""
        return getattr(self.subject, "version", None)

    def families(self) -> Iterable[tuple[int, int]]:
        """The (family id, team id) this page shows."""
        family = getattr(self.subject, "family_id", None)
        return [(family, self.subject.team_id)] if family else []

    def initial(self) -> dict[str, Any]:
        """What the form starts with."""
        return {}

    def form_kwargs(self) -> dict[str, Any]:
        """What the form needs to know besides (choices by team)."""
        return {}

    def make_form(self, data: Any = None, files: Any = None) -> ActForm:
        """The form, empty or filled."""
        return self.form_class(data, files, initial=self.initial(), seen=self.seen, **self.form_kwargs())

    def intro(self) -> Sequence[str]:
        """Paragraphs before the form."""
        return ()

    def aside(self) -> Sequence[object]:
        """Components before the form."""
        return ()

    def get_cancel(self) -> Link | None:
        """The way out without doing anything."""
        return None

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The page with its form."""
        context = {
            "form": form,
            "intro": self.intro(),
            "aside": self.aside(),
            "changed": self.changed,
            "submit_label": self.submit_label,
            "cancel": self.get_cancel(),
            "multipart": self.multipart,
        }
        return self.render(context, status)

    def done(self, result: str) -> HttpResponse:
        """Say what happened, and lead on."""
        if self.success:
            messages.success(self.request, in_words_of(self.user, self.success))
        return super().done(result)

    def overtake(self, form: ActForm, stale: Stale) -> HttpResponse:
        """The form again with what has changed since it was drawn: nothing typed is lost, nothing is overwritten."""
        self.changed = overtaken(form, stale)
        return super().overtake(form, stale)

    def refuse(self, form: ActForm, sentence: str) -> HttpResponse:
        """The form again, with the sentence, the version as it is now, and everything that was typed."""
        form.add_error(None, sentence)
        for name in ("subject", *self.anew):
            self.__dict__.pop(name, None)
        form.renew(self.seen)
        return self.show(form, status=409)


class LooksFirst(ActionPage):
    """A page whose words can be looked at as they would read before anything is saved (`layout.Look` in its form)."""

    abstract: ClassVar[bool] = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form as it was typed with how it reads, where that was asked for; else the one effect."""
        if Look.NAME not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.make_form(request.POST)
        form.looked = self.looked(form)
        return self.show(form)

    def looked(self, form: Any) -> Sequence[object]:
        """How what was typed reads; or what must be mended before it can be shown."""
        raise NotImplementedError  # an abstract page: nobody reaches this one


class PressPage(ActionPage):
    """A page that is one button: what will happen in words, and the button that does it."""

    abstract: ClassVar[bool] = True
    form_class = PressForm
