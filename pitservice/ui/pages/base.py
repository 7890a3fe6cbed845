"""What every signed-in page shares: a permission, a viewer, the log of who looked, and a frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.actions import looked
from pitservice.ui.components import Banner, Link
from pitservice.ui.wording import in_words_of

M = TypeVar("M", bound=models.Model)


class Page(AccessMixin, View):
    """A page for signed-in colleagues. A subclass without `permission` refuses to exist.

    Without the permission in any team the answer is 403 in our own words; another team's record is 404.
    """

    permission: ClassVar[Permission]
    abstract: ClassVar[bool] = True
    nav: ClassVar[str] = ""  # URL name of the place in the navigation that this page belongs to
    of_many: ClassVar[bool] = False  # shows many families in passing: standing in it is not being looked up
    heading: str = ""
    template_name: str = ""
    raise_exception = True

    request: HttpRequest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "abstract" not in cls.__dict__:
            cls.abstract = False
        if not cls.abstract and not hasattr(cls, "permission"):
            raise TypeError(f"{cls.__name__} declares no permission.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Nobody gets further without the permission somewhere."""
        if not isinstance(request.user, User) or not self.viewer.allowed:
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def user(self) -> User:
        """The colleague who asks."""
        assert isinstance(self.request.user, User)
        return self.request.user

    @cached_property
    def viewer(self) -> Viewer:
        """The colleague with this page's permission."""
        return Viewer.of(self.user, self.permission)

    @property
    def today(self) -> Any:
        """Today, in the United Kingdom."""
        return timezone.localdate()

    @classmethod
    def screen_name(cls) -> str:
        """This page's name in the log of who looked."""
        return f"{cls.__module__.removeprefix('pitservice.').split('.')[0]}.{cls.__name__}"

    def find(self, visible: models.QuerySet[M], **lookup: Any) -> M:
        """The one record, out of those visible to the viewer; to everybody else it does not exist (404)."""
        try:
            return visible.get(**lookup)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    def log_look(self, families: Iterable[tuple[int, int]]) -> None:
        """Write who looked at which (family id, team id), before the page is sent."""
        looked(user_id=self.user.pk, screen=self.screen_name(), families=families)

    # --- the frame; override what differs ---

    def get_heading(self) -> str:
        """The one heading that names the thing."""
        return self.heading

    def get_back(self) -> Link | None:
        """Back link; never together with breadcrumbs."""
        return None

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Breadcrumbs; never together with a back link."""
        return ()

    def get_banner(self) -> Banner | None:
        """The family banner, on every page about a family."""
        return None

    def context(self) -> dict[str, Any]:
        """What the frame needs."""
        return {
            "heading": self.get_heading(),
            "caption": "",
            "back": self.get_back(),
            "breadcrumbs": self.get_breadcrumbs(),
            "banner": self.get_banner(),
            "buttons": (),
        }

    def render(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page in its frame, in the words of whoever looks."""
        worded = in_words_of(self.user, self.context() | context)
        return render(self.request, self.template_name, worded, status=status)


def every_page() -> Iterator[type[Page]]:
    """Every page of the product, the bases included."""
    todo: list[type[Page]] = [Page]
    while todo:
        page = todo.pop()
        todo += page.__subclasses__()
        yield page
