"""Looking for somebody: the words are kept in the person's session and stand in no address, log or browser history."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pitservice.db.keys import new_key
from pitservice.ui.pages.listing import ListPage

_SESSION = "searches"
#: Older searches of the same person are forgotten.
_KEPT = 10


def keep_words(request: HttpRequest, words: str) -> str:
    """Keep what somebody looks for in their session; gives the name by which the address tells it (`found`)."""
    name = new_key()
    searches = dict(request.session.get(_SESSION, {})) | {name: words}
    request.session[_SESSION] = dict(list(searches.items())[-_KEPT:])
    return name


def kept_words(request: HttpRequest, name: str) -> str | None:
    """What was looked for under that name; None when nothing was, or when the search is not this person's own."""
    words: str | None = request.session.get(_SESSION, {}).get(name)
    return words


class SearchedListPage(ListPage):
    """A list with a box over it. Its `filter_form` has `found`; `records` narrows by `self.words` where they are.

    What does not fit the box comes back with its reason as 422.
    """

    abstract: ClassVar[bool] = True
    template_name = "pages/searched_list.html"
    search_form_class: ClassVar[type[forms.Form]]
    #: The link under the box which takes the search away again.
    show_all: ClassVar[str]
    refused: forms.Form | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was typed, and lead to what fits it."""
        form = self.search_form_class(request.POST, **self.search_arguments())
        if form.is_valid():
            return redirect(self.address(found=keep_words(request, form.cleaned_data["words"]), page=None))
        self.refused = form
        response = self.get(request, *args, **kwargs)
        response.status_code = 422
        return response

    @property
    def words(self) -> str | None:
        """What was looked for; None when nothing was, or when the search is not this person's own."""
        return kept_words(self.request, self.values.get("found", ""))

    def search_arguments(self) -> dict[str, Any]:
        """What else the box is made with."""
        return {}

    def summary(self) -> str:
        """How many, and what was looked for."""
        looked_for = f" Looked for: “{self.words}”." if self.words is not None else ""
        return super().summary() + looked_for

    def context(self) -> dict[str, Any]:
        """With the box, what was looked for standing in it."""
        form = self.refused or self.search_form_class(initial={"words": self.words or ""}, **self.search_arguments())
        return super().context() | {
            "search_form": form,
            "search_to": self.address(found=None, page=None),
            "show_all": self.show_all if self.words is not None else "",
        }
