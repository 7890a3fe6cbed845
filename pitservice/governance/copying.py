"""What a new team can take over from another: lists, wording and settings, never families, people or history (P86).

Each thing says what there is of it, and copies it through the action of the app that owns it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from caseload.actions.note_forms import Headings, save_note_form
from caseload.actions.plan import Offered, add_intervention
from caseload.models import Intervention
from caseload.selectors.note_forms import note_forms_of
from consultation.actions import add_activity_kind
from consultation.models import ActivityKind
from measures.actions.definitions import define
from measures.selectors.scores import in_use
from pitservice.accounts.models import Team
from pitservice.configuration.actions import Factor, change_settings, publish_risk_list
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import risk_list_of, settings_of
from pitservice.db.actor import Actor
from pitservice.letters.actions import save_words
from pitservice.letters.actions.wording import Checked
from pitservice.letters.catalogue import CATALOGUE
from pitservice.letters.models import WordsVersion
from pitservice.letters.wording import NewWords
from pitservice.letters.words import version_in
from pitservice.messaging.actions.inbox import change_worry_words
from pitservice.messaging.inbox import worry_words_of
from pitservice.policies.actions import Says, add_policy
from pitservice.policies.models import PolicyVersion
from pitservice.ui.dates import count

#: Settings that speak of one place, or open a door: a new team sets them by itself.
NOT_COPIED = frozenset(
    {
        *("id", "team", "version", "service_began_on", "doors_close_on", "doors_open_again_on"),
        *("professionals_open", "families_open", "consultations_open", "closed_door_text"),
        *("opens", "closes", "secure_domains"),
    }
)


@dataclass(frozen=True, slots=True)
class Copied:
    """One kind of thing: how it is called, what there is of it in a team (nothing: empty), and how it is copied."""

    key: str
    name: str
    there: Callable[[Team], str]
    copy: Callable[[Team, Team, Actor], None]


def _settings(source: Team, to: Team, by: Actor) -> None:
    row = settings_of(source.pk)
    names = [field.name for field in TeamSettings._meta.concrete_fields if field.name not in NOT_COPIED]
    change_settings(team=to, by=by, **{name: getattr(row, name) for name in names})


def _risk_words(team: Team) -> str:
    now = risk_list_of(team.pk)
    return f"{now}, {count(len(now.items.all()), 'factor')}" if now else ""


def _risks(source: Team, to: Team, by: Actor) -> None:
    now = risk_list_of(source.pk)
    if now is None:
        return
    factors = [
        Factor(group=one.group, text=one.text, help_text=one.help_text, significant=one.significant)
        for one in now.items.all()
    ]
    publish_risk_list(team=to, title=now.title, factors=factors, rule=now.rule, illustrative=now.illustrative, by=by)


def _offered(team: Team) -> Sequence[Intervention]:
    return list(Intervention.objects.filter(team=team, in_use=True).order_by("name"))


def _interventions(source: Team, to: Team, by: Actor) -> None:
    for one in _offered(source):
        add_intervention(team=to, offered=Offered(one.name, one.usual_sessions, one.about), by=by)


def _measures(source: Team, to: Team, by: Actor) -> None:
    for one in in_use([source.pk]):
        define(team=to, body=one.body, by=by)


def _kinds(team: Team) -> Sequence[ActivityKind]:
    return list(ActivityKind.objects.filter(team=team, ended_on=None).order_by("pk"))


def _other_work(source: Team, to: Team, by: Actor) -> None:
    for one in _kinds(source):
        add_activity_kind(team=to, category=one.category, name=one.name, by=by)


def _note_forms(source: Team, to: Team, by: Actor) -> None:
    for one in note_forms_of(source.pk):
        headings = [(line["heading"], line["hint"]) for line in one.headings]
        save_note_form(team=to, new=Headings(one.title, headings, one.kinds), by=by)


def own_words(team: Team) -> tuple[list[WordsVersion], list[WordsVersion]]:
    """A team's own words in force: those that can be taken over, and those that a person must read first.

    Of the second kind are words in which the guard on content found something: who let it through spoke for their
    own team alone (P46).
    """
    newest = WordsVersion.objects.filter(team=team).order_by("name", "language", "form", "-number")
    own = [one for one in newest.distinct("name", "language", "form") if not one.as_shipped and one.name in CATALOGUE]
    return [one for one in own if not one.let_through], [one for one in own if one.let_through]


def _words_words(team: Team) -> str:
    plain, stuck = own_words(team)
    if not plain and not stuck:
        return ""
    left = f"; {count(len(stuck), 'more is', 'more are')} left out, because the check on words stopped at it"
    return f"{count(len(plain), 'letter or text', 'letters and texts')}{left if stuck else ''}"


def _words(source: Team, to: Team, by: Actor) -> None:
    for one in own_words(source)[0]:
        new = NewWords(CATALOGUE[one.name], version_in(one), one.words, one.frame)
        checked = Checked(one.checked_by, one.checked_on) if one.checked_by else None
        save_words(team=to, new=new, checked=checked, why=f"Taken over from {source.name}"[:200], by=by)


def _worries(source: Team, to: Team, by: Actor) -> None:
    edition, entries = worry_words_of(source.pk)
    if edition:
        change_worry_words(team=to, entries=list(entries), seen_edition=0, by=by)


def _worries_words(team: Team) -> str:
    edition, entries = worry_words_of(team.pk)
    return count(len(entries), "word or phrase", "words and phrases") if edition else ""


def _in_register(team: Team) -> Sequence[PolicyVersion]:
    ratified = PolicyVersion.objects.filter(team=team, policy__ended_on=None, ratified_on__isnull=False)
    newest = ratified.order_by("policy_id", "-number").distinct("policy_id")
    return list(newest.select_related("policy"))


def _policies(source: Team, to: Team, by: Actor) -> None:
    for one in _in_register(source):
        says = Says(one.words, one.kept_in)
        add_policy(team=to, kind=one.policy.kind, title=one.policy.title, says=says, by=by)


def _several(one: str, many: str, rows: Callable[[Team], Sequence[object]]) -> Callable[[Team], str]:
    def there(team: Team) -> str:
        number = len(rows(team))
        return count(number, one, many) if number else ""

    return there


COPIES: Sequence[Copied] = (
    Copied("settings", "Settings: days, limits, rules", lambda _: "As they are now", _settings),
    Copied("risks", "List of risk factors and its rule", _risk_words, _risks),
    Copied("interventions", "Interventions", _several("intervention", "interventions", _offered), _interventions),
    Copied("measures", "Measures", _several("measure", "measures", lambda team: in_use([team.pk])), _measures),
    Copied("other_work", "Kinds of training and other work", _several("kind", "kinds", _kinds), _other_work),
    Copied(
        "note_forms", "Forms for notes", _several("form", "forms", lambda team: note_forms_of(team.pk)), _note_forms
    ),
    Copied("words", "Own words of letters and texts", _words_words, _words),
    Copied("worries", "Words that worry", _worries_words, _worries),
    Copied("policies", "Policies, as drafts to ratify", _several("policy", "policies", _in_register), _policies),
)
