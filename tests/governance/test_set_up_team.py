"""A new team out of another one: what is chosen goes along, families, people and history never do (P86)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from caseload.actions import add_usual_interventions
from caseload.actions.note_forms import Headings, save_note_form
from caseload.models import Intervention, NoteForm
from consultation.actions import add_activity_kind
from consultation.models import ActivityKind
from families.contact import PLAIN
from families.models import Family
from measures.actions.definitions import take_into_use
from measures.models import Definition
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.configuration.actions import change_settings
from pitservice.configuration.models import RiskList
from pitservice.configuration.selectors import door_is_open, risk_list_of, settings_of
from pitservice.governance.copying import COPIES
from pitservice.letters.actions import save_words
from pitservice.letters.catalogue import CATALOGUE
from pitservice.letters.models import WordsVersion
from pitservice.letters.wording import NewWords
from pitservice.messaging.actions.inbox import change_worry_words
from pitservice.messaging.inbox import worry_words_of
from pitservice.policies.actions import Says, add_policy, ratify
from pitservice.policies.models import Policy, PolicyReading
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import make_risk_list, make_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P86")]
TODAY = timezone.localdate()
ONCE, TWICE = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a31", "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a32"
TO = "governance:set_up_team"
EVERYTHING = [one.key for one in COPIES]


@pytest.fixture
def team() -> Team:
    return make_team("Eastfield")


@pytest.fixture
def manager(team: Team) -> User:
    return make_user(RoleName.MANAGER, team, "Ruth Adeyemi")


def furnish(team: Team) -> None:
    """One of each thing that can be taken over, and a family that cannot."""
    make_risk_list(team)
    add_usual_interventions(team=team, by=BY)
    take_into_use(team=team, code="GAD-7", by=BY)
    add_activity_kind(team=team, category="training", name="Solihull training", by=BY)
    save_note_form(team=team, new=Headings("Visit", [("What we saw", "")]), by=BY)
    words = NewWords(CATALOGUE["reminder"], PLAIN, "{team}: see you {when}. Another time? Please {ring_us}.")
    save_words(team=team, new=words, by=BY)
    change_worry_words(team=team, entries=["knife"], seen_edition=0, by=BY)
    says = Says("We text in opening hours.")
    policy = add_policy(team=team, kind="texts", title="Texts", says=says, by=BY)
    ratify(policy=policy, ratified_by="A group", ratified_on=TODAY, review_on=TODAY.replace(year=2031), by=BY)
    change_settings(team=team, decision_days=9, secure_domains="nhs.net", service_began_on=TODAY, by=BY)
    make_waiting(team)


def typed(team: Team, **given: Any) -> dict[str, Any]:
    """A team on a ward that takes over everything."""
    usual = {"submission": ONCE, "source": team.pk, "name": "Neonatal unit", "slug": "", "nation": "england"}
    return usual | {"what": EVERYTHING} | given


def said(answer: Any) -> str:
    """The page's words."""
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split())


def test_everything_that_is_chosen_is_there_and_nobody_and_nothing_else(team: Team, manager: User) -> None:
    furnish(team)
    lead, client = make_user(RoleName.CLINICAL_LEAD, team), client_of(manager)

    for _ in range(2):
        page = client.post(reverse(TO), typed(team), follow=True)

    made = Team.objects.exclude(pk=team.pk).get()
    settings = settings_of(made.pk)
    edition = risk_list_of(made.pk)
    assert (made.name, made.slug) == ("Neonatal unit", "neonatal-unit")
    assert (settings.decision_days, settings.secure_domains, settings.service_began_on) == (9, "", None)
    assert edition is not None
    assert edition.items.count() == risk_list_of(team.pk).items.count()  # type: ignore[union-attr]  # made above
    for model, name in (
        (Intervention, "name"),
        (Definition, "code"),
        (ActivityKind, "name"),
        (NoteForm, "title"),
        (WordsVersion, "words"),
        (Policy, "title"),
    ):
        theirs, ours = ({getattr(row, name) for row in model.objects.filter(team=one)} for one in (team, made))
        assert ours == theirs != set()
    assert worry_words_of(made.pk)[1] == ["knife"]
    assert [one.role for one in Membership.objects.filter(team=made)] == [RoleName.MANAGER]
    assert not Membership.objects.filter(team=made, user=lead).exists()
    assert not Family.objects.filter(team=made).exists()
    assert not PolicyReading.objects.filter(team=made).exists()
    assert not Policy.objects.get(team=made).versions.filter(ratified_on__isnull=False).exists()
    assert "Still to be done for Neonatal unit" in said(page)


def test_its_doors_are_closed_until_somebody_opens_them(team: Team, manager: User) -> None:
    client_of(manager).post(reverse(TO), typed(team, what=[]))

    settings = settings_of(Team.objects.get(slug="neonatal-unit").pk)

    assert not door_is_open(settings, families=True, today=TODAY)
    assert not door_is_open(settings, families=False, today=TODAY)
    assert not settings.consultations_open


def test_only_what_is_chosen(team: Team, manager: User) -> None:
    furnish(team)

    client_of(manager).post(reverse(TO), typed(team, what=["interventions"]))

    made = Team.objects.get(slug="neonatal-unit")
    assert Intervention.objects.filter(team=made).exists()
    assert not RiskList.objects.filter(team=made).exists()
    assert not WordsVersion.objects.filter(team=made).exists()
    assert settings_of(made.pk).decision_days == 5


def test_what_will_be_made_is_seen_before_anything_is(team: Team, manager: User) -> None:
    furnish(team)
    look = typed(team, look="1", what=["risks", "words", "measures", "worries"])

    shown = said(client_of(manager).post(reverse(TO), look))

    assert "Illustrative list of risk factors" in shown
    assert "1 letter or text" in shown
    assert "1 measure" in shown
    assert "Interventions From Eastfield Not taken over" in shown
    assert 'value="Neonatal unit"' in client_of(manager).post(reverse(TO), look).content.decode()
    assert list(Team.objects.all()) == [team]
    assert "It cannot be shown yet" in said(client_of(manager).post(reverse(TO), look | {"name": ""}))


def test_words_that_the_check_stopped_at_stay_behind(team: Team, manager: User) -> None:
    words = NewWords(CATALOGUE["reminder"], PLAIN, "{team}: your therapy is {when}. Another time? Please {ring_us}.")
    made = save_words(team=team, new=words, wanted=True, by=BY)
    assert made.let_through
    client = client_of(manager)

    shown = said(client.post(reverse(TO), typed(team, look="1")))
    client.post(reverse(TO), typed(team))

    assert "1 more is left out, because the check on words stopped at it" in shown
    assert not WordsVersion.objects.filter(team__slug="neonatal-unit").exists()


def test_what_must_still_be_done_says_what_is_done(team: Team, manager: User) -> None:
    client, to = client_of(manager), reverse("governance:new_team", args=[team.slug])
    assert "A clinical lead, and everybody else" in said(client.get(to))
    before = said(client.get(to)).count("Done Where")

    make_user(RoleName.CLINICAL_LEAD, team)

    assert said(client.get(to)).count("Done Where") == before + 1
    assert to in client.get(reverse(TO)).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": " eastfield "}, "There is a team of this name already"),
        ({"slug": "eastfield"}, "Another team’s forms have this address already"),
        ({"slug": "Not good"}, "Enter a short name of small letters"),
        ({"name": "!!!"}, "Enter a short name of small letters"),
        ({"source": "0"}, "Select from which team"),
        ({"nation": "x"}, "Select whose bank holidays count"),
        ({"what": ["families"]}, "Select what it takes over"),
    ],
)
def test_bad_input_is_a_sentence(team: Team, manager: User, given: Any, sentence: str) -> None:
    answer = client_of(manager).post(reverse(TO), typed(team) | given)

    assert (answer.status_code, sentence in said(answer)) == (422, True)
    assert Team.objects.count() == 1


def test_who_may(team: Team, manager: User) -> None:
    client: Client = client_of(manager)
    other, new = make_team(), reverse("governance:new_team", args=[team.slug])

    assert client.post(reverse(TO), typed(other)).status_code == 422
    assert client.get(reverse("governance:new_team", args=[other.slug])).status_code == 404
    for role in (RoleName.CLINICAL_LEAD, RoleName.ADMINISTRATOR):
        client = client_of(make_user(role, team))
        assert {client.get(reverse(TO)).status_code, client.get(new).status_code} == {403}
