"""Pages of a team's own words: every template, its versions, changing them, and seeing them before anybody does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse

from families.contact import PLAIN, Version
from families.contact.versions import ENGLISH, LANGUAGES, name_of
from families.enums import WordForm
from pitservice.accounts.enums import Permission
from pitservice.letters import actions, showing
from pitservice.letters.actions.wording import Checked
from pitservice.letters.catalogue import CATALOGUE, Template
from pitservice.letters.models import WordsVersion
from pitservice.letters.selectors import makers_of, newest_version, versions_of
from pitservice.letters.situations import SITUATIONS
from pitservice.letters.template_forms import VersionForm, WordsForm
from pitservice.letters.wording import why_not_translated
from pitservice.letters.words import Book, book_of, in_force, lines_of, version_in
from pitservice.ui.components import Button, Callout, FactList, Link, Section, Words
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, LooksFirst, PressPage, RecordPage, TeamPage

LIST, NAV = "letters:templates", "governance:manage"


class TemplatesPage(RecordPage):
    """Every template of each team: which are the team's own, since when and by whom."""

    permission = Permission.EDIT_WORDS
    nav = NAV
    heading = "Words of letters and texts"

    def get_record(self) -> None:
        """About no one record."""

    def families(self) -> Iterable[tuple[int, int]]:
        """About no family."""
        return ()

    def body(self) -> Sequence[object]:
        """Group by group, and what is asked about before words are saved."""
        intro = Words(
            [
                "These words go out by themselves. Each can be put into your own; what was written before stays as it "
                "was. A reader of another language gets words only in a version that somebody checked, else a call."
            ]
        )
        teams = list(self.viewer.teams)
        own = {team: in_force(team.pk) for team in teams}
        makers = makers_of(row for rows in own.values() for row in rows.values())
        sections = [
            section
            for team, rows in own.items()
            for section in showing.team_sections(team, rows, makers, named=len(teams) > 1)
        ]
        return [intro, *sections, showing.guard_list()]


class OfTemplate(TeamPage):
    """About one template of one team, of those whose words this colleague may change."""

    abstract: ClassVar[bool] = True
    permission = Permission.EDIT_WORDS
    nav = NAV

    @cached_property
    def template(self) -> Template:
        """The template named in the address."""
        if self.kwargs["words"] not in CATALOGUE:
            raise Http404
        return CATALOGUE[self.kwargs["words"]]

    @cached_property
    def book(self) -> Book:
        """The team's words."""
        return book_of(self.team)

    @cached_property
    def version(self) -> Version:
        """The language and form named in the address; only those that these words can stand in."""
        language, form = self.kwargs["language"], self.kwargs["form"]
        if form not in WordForm.values or (language != ENGLISH and language not in LANGUAGES):
            raise Http404
        if language != ENGLISH and why_not_translated(self.template):
            raise Http404
        return Version(language, WordForm(form))

    def get_breadcrumbs(self) -> Sequence[Link]:
        """All templates, and this one."""
        return [Link("Words of letters and texts", reverse(LIST)), showing.back_to(self.team, self.template)]

    def link_to(self, name: str, *more: Any) -> str:
        """An address of this template."""
        return reverse(f"letters:{name}", args=[self.team.slug, self.template.name, *more])

    def get_cancel(self) -> Link | None:
        """Back without doing anything."""
        return Link("Cancel", self.link_to("template"))


class TemplatePage(OfTemplate, RecordPage):
    """A template: what is in force in each language and form, its fields, and its history."""

    def get_record(self) -> None:
        """About no one record."""

    def get_heading(self) -> str:
        """What it is called, and whose."""
        return f"{self.template.called}: words of {self.team.name}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """All templates."""
        return super().get_breadcrumbs()[:1]

    def body(self) -> Sequence[object]:
        """Versions in force, fields, history."""
        ours = {version: row for (name, version), row in self.book.own.items() if name == self.template.name}
        versions = showing.order(self.book.versions(self.template.name))
        rows = versions_of(self.viewer, self.team.pk, self.template.name)
        makers = makers_of(rows)
        sections = [
            showing.version_section(
                self.book, self.template, one, ours.get(one), makers[ours[one].created_by] if one in ours else ""
            )
            for one in versions
        ]
        return [
            *showing.overtaken(ours.values()),
            *sections,
            showing.field_table(self.template, PLAIN),
            showing.history(self.team, rows, makers),
        ]

    def buttons(self) -> Sequence[Button]:
        """See it, and add a version."""
        return [
            Button("See how it reads", self.link_to("preview", next(iter(SITUATIONS)))),
            Button("Add a language or easy read", self.link_to("add_words"), secondary=True),
        ]


class AddVersionPage(OfTemplate, ActionPage):
    """Choose in which language and form other words are wanted; nothing is written yet."""

    form_class = VersionForm
    submit_label = "Go on"

    def get_heading(self) -> str:
        """What will happen."""
        return f"Add a language or easy read: {self.template.called}"

    def intro(self) -> Sequence[str]:
        """Why some cannot have another language."""
        why = why_not_translated(self.template)
        return [why] if why else ["Have it translated and checked by people. Never by a machine."]

    def form_kwargs(self) -> dict[str, Any]:
        """The languages there can be."""
        others = [] if why_not_translated(self.template) else [(code, one.name) for code, one in LANGUAGES.items()]
        return {"languages": [(ENGLISH, name_of(ENGLISH)), *others]}

    def act(self, form: VersionForm) -> str:
        """To the words."""
        return self.link_to("change_words", form.cleaned_data["language"], form.cleaned_data["form"])


class ChangeWordsPage(OfTemplate, LooksFirst):
    """Change the words of one version: every fault is named here, so that none is found when somebody is written to."""

    form_class = WordsForm
    submit_label = "Save these words"
    success = "Saved. Letters and texts written from now on say it so; what was written before stays."

    def get_heading(self) -> str:
        """Which."""
        return f"Change the words: {self.template.called}, {showing.called(self.version)}"

    def get_subject(self) -> WordsVersion | None:
        """The newest version, in force or not."""
        return newest_version(self.team.pk, self.template.name, self.version)

    @property
    def seen(self) -> int | None:
        """Its number; 0 while nobody has changed anything."""
        return self.subject.number if self.subject else 0

    def initial(self) -> dict[str, Any]:
        """As they are in force."""
        in_force = self.version in self.book.versions(self.template.name)
        if not in_force:
            return {}
        wording = self.book.own.get((self.template.name, self.version))
        words = wording.words if wording else "\n".join(self.book.wording(self.template.name).lines)
        return {"words": words, **(wording.frame if wording else {})}

    def form_kwargs(self) -> dict[str, Any]:
        """What this version needs."""
        return {"template": self.template, "version": self.version}

    def aside(self) -> Sequence[object]:
        """The English beside a translation, the fields, and what is asked about."""
        found: list[object] = []
        if self.version != PLAIN:
            found.append(Section("In English", [Words(self.book.wording(self.template.name).lines)]))
        return [*found, showing.field_table(self.template, self.version), showing.guard_list()]

    def looked(self, form: WordsForm) -> Sequence[object]:
        """As invented people would read it; or each fault, at its question too (P48)."""
        form.is_valid()
        form.forget_other_faults()
        if form.errors:
            return [Callout("It cannot be shown yet", [str(line) for lines in form.errors.values() for line in lines])]
        body = list(showing.unsaved(self.book, self.template, form.new, form.shown_for))
        return [Section("How it reads", body)]

    def act(self, form: WordsForm) -> str:
        """A new version, in force at once."""
        cleaned = form.cleaned_data
        checked = Checked(cleaned["checked_by"], cleaned["checked_on"]) if "checked_by" in cleaned else None
        actions.save_words(
            team=self.team,
            new=form.new,
            checked=checked,
            wanted=bool(cleaned.get("wanted")),
            why=cleaned["why"],
            seen=cleaned["seen"],
            by=self.viewer.actor,
        )
        return self.link_to("template")


class ShipWordsPage(OfTemplate, PressPage):
    """Back to the shipped words; in another language there are none, so that a person calls."""

    success = "Saved. Nothing that was written before changes."

    def get_heading(self) -> str:
        """What will happen."""
        what = "Use the shipped words" if self.version == PLAIN else f"Stop using {showing.called(self.version)}"
        return f"{what}: {self.template.called}"

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # by what it does
        """The button."""
        return "Use the shipped words" if self.version == PLAIN else "Stop using these words"

    def intro(self) -> Sequence[str]:
        """What follows."""
        if self.version == PLAIN:
            return ["Your own words stay in the history and can be used again."]
        return ["Whoever needs this version is called from now on, with an interpreter where one is needed."]

    @property
    def seen(self) -> int | None:
        """The newest version's number."""
        newest = newest_version(self.team.pk, self.template.name, self.version)
        return newest.number if newest else 0

    def act(self, form: ActForm) -> str:
        """A new version that says so."""
        actions.use_shipped_words(
            team=self.team,
            template=self.template,
            version=self.version,
            seen=form.cleaned_data["seen"],
            by=self.viewer.actor,
        )
        return self.link_to("template")


class OfVersion(OfTemplate):
    """About one version, of this team's and this template's."""

    abstract: ClassVar[bool] = True

    @cached_property
    def row(self) -> WordsVersion:
        """The version; another team's does not exist."""
        visible = WordsVersion.objects.visible_to(self.viewer).filter(team=self.team, name=self.template.name)
        return self.find(visible, key=self.kwargs["key"])


class VersionPage(OfVersion, RecordPage):
    """A version as it was saved, and what it changed."""

    def get_record(self) -> WordsVersion:
        """The version."""
        return self.row

    def get_heading(self) -> str:
        """Which."""
        return f"{self.template.called}, {showing.called(version_in(self.row))}: version {self.row.number}"

    def body(self) -> Sequence[object]:
        """The difference, and the whole."""
        earlier = WordsVersion.objects.visible_to(self.viewer).filter(
            team=self.team,
            name=self.row.name,
            language=self.row.language,
            form=self.row.form,
            number=self.row.number - 1,
        )
        before = showing.words_before(self.row, earlier.first())
        now = lines_of(self.row.words)
        words = [*self.row.frame.values(), *now] or ["No words: whoever needs this version is called."]
        return [
            FactList(showing.facts_of(self.row, self.row.created_by.name)),
            showing.difference(before, now),
            Section("The words", [Words(words)]),
        ]

    def buttons(self) -> Sequence[Button]:
        """Put it into force again."""
        return [Button("Use these words again", self.link_to("words_again", self.row.key), secondary=True)]


class WordsAgainPage(OfVersion, PressPage):
    """Put an earlier version's words into force again, as a new version."""

    submit_label = "Use these words again"
    success = "Saved as a new version. Nothing that was written before changes."

    def get_heading(self) -> str:
        """Which."""
        return f"Use version {self.row.number} again: {self.template.called}"

    def aside(self) -> Sequence[object]:
        """What will be said."""
        return [Section("The words", [Words(lines_of(self.row.words))])]

    @property
    def seen(self) -> int | None:
        """The newest version's number."""
        newest = newest_version(self.team.pk, self.template.name, version_in(self.row))
        return newest.number if newest else 0

    def act(self, form: ActForm) -> str:
        """A new version with its words."""
        actions.use_words_again(version=self.row, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return self.link_to("template")
