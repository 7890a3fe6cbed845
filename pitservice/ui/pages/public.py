"""Pages without sign-in: public forms and private links. Nothing is kept on the device (P12)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from pitservice.ui.forms import ActForm
from pitservice.ui.pages.act import Acting

#: A site that says nothing about the one who looks, for "Leave this page".
NEUTRAL_SITE = "https://www.bbc.co.uk/weather"


@method_decorator(login_not_required, name="dispatch")
class PublicPage(View):
    """A page for anybody. `public` says in words why it needs no sign-in; the URL walk of the tests reads it."""

    public: ClassVar[str]
    template_name: str = "pages/public.html"
    heading: str = ""
    tab_title: str = "Contact form"
    #: Where "Leave this page" leads at once; empty on pages for professionals, which have no such way out.
    exit_url: str = NEUTRAL_SITE

    request: HttpRequest

    def get_heading(self) -> str:
        """The one heading that names the thing."""
        return self.heading

    def render(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page in the public frame, with the way out on top; a `heading` given here stands for the page's own."""
        heading = context["heading"] if "heading" in context else self.get_heading()
        frame = {"heading": heading, "tab_title": self.tab_title, "exit_url": self.exit_url}
        return render(self.request, self.template_name, frame | context, status=status)


class PublicFormPage(Acting, PublicPage):
    """A public form: one question a page, one effect however often it is sent."""

    template_name = "pages/public_form.html"
    form_class: ClassVar[type[ActForm]] = ActForm
    submit_label: str = "Continue"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The one effect, or the form again with what is wrong."""
        form = self.make_form(self.request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        return self.act_once(form)

    def initial(self) -> dict[str, Any]:
        """What the form starts with."""
        return {}

    def form_kwargs(self) -> dict[str, Any]:
        """What the form needs to know besides."""
        return {}

    def make_form(self, data: Any = None) -> ActForm:
        """The form, empty or filled."""
        return self.form_class(data, initial=self.initial(), **self.form_kwargs())

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The page with its form."""
        return self.render({"form": form, "submit_label": self.submit_label}, status)

    def refuse(self, form: ActForm, sentence: str) -> HttpResponse:
        """The form again, with the sentence and everything that was typed."""
        form.add_error(None, sentence)
        form.renew(None)
        return self.show(form, status=409)
