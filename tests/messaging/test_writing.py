"""A text in our own words: chosen, checked, held back, taken back; one for each adult, once (P1, P2, CON-1)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from families import actions as families
from families.enums import AlertKind
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access, Event
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.db.errors import Refused
from pitservice.messaging import actions
from pitservice.messaging.enums import MessageState
from pitservice.messaging.forms import WriteForm
from pitservice.messaging.models import Message
from pitservice.messaging.tasks import send_due
from pitservice.ui import dates
from tests.make.accounts import client_of, make_team, make_user
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import in_outbox, journey_of, mobile_of, queue_text, text_from

pytestmark = pytest.mark.django_db
WORDS = "North team: could you ring us on 01632 960100 about Thursday? Thank you."


@pytest.fixture
def user() -> User:
    user = make_user(RoleName.PRACTITIONER)
    TeamSettings.objects.create(team=user.memberships.get().team, texts_from=time(0), texts_until=time(23, 59, 59))
    return user


@pytest.fixture
def made(user: User) -> MadeFamily:
    return make_family(user.memberships.get().team, father="Daniel")


@pytest.fixture
def client(user: User) -> Client:
    return client_of(user)


def page_of(made: MadeFamily) -> str:
    return f"/messages/to/{made.family.key}/"


def ref(person: Any) -> str:
    return f"person:{person.pk}"


def sent(made: MadeFamily, words: str = WORDS, **more: Any) -> dict[str, Any]:
    return {"submission": str(uuid4()), "to": [ref(made.mother)], "words": words, "when": "now", **more}


def checked(client: Client, made: MadeFamily, data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The page on which it is checked, and what its form sends then."""
    body = client.post(page_of(made), data).content.decode()
    found = re.search(r'name="shown"[^>]*value="([0-9a-f]{64})"|value="([0-9a-f]{64})"[^>]*name="shown"', body)
    assert found, body
    return body, data | {"shown": found[1] or found[2]}


def write(client: Client, made: MadeFamily, **more: Any) -> Any:
    """Written, checked and sent."""
    _, data = checked(client, made, sent(made, **more))
    return client.post(page_of(made), data)


@pytest.mark.rule("CON-1")
def test_everybody_is_shown_with_the_answer_and_only_some_can_be_chosen(client: Client, made: MadeFamily) -> None:
    families.raise_alert(
        family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=made.father, text="Must not know.",
        by=make_user(RoleName.CLINICAL_LEAD, made.team).actor,
    )  # fmt: skip

    body = client.get(page_of(made)).content.decode()

    assert f'value="{ref(made.mother)}"' in body
    assert f'value="{ref(made.father)}"' not in body
    assert "Daniel Khan must not learn of the work." in body
    assert Access.objects.filter(screen="messaging.WritePage").count() == 1


def test_it_is_checked_first_with_its_length(client: Client, made: MadeFamily) -> None:
    body, _ = checked(client, made, sent(made, "Ring us please ☎"))

    assert "16 characters: sent and paid for as 1 text" in body
    assert "2.4p, unless you send it by hand" in body
    assert "unless you take it back" in body
    assert "Ring us please ☎" in body
    assert Message.objects.count() == 0


def test_a_change_after_the_check_is_checked_again(client: Client, made: MadeFamily) -> None:
    _, data = checked(client, made, sent(made))

    again = client.post(page_of(made), data | {"words": "Something else"})

    assert (again.status_code, Message.objects.count()) == (200, 0)


@pytest.mark.rule("P2")
def test_each_adult_gets_a_text_of_their_own(client: Client, made: MadeFamily) -> None:
    write(client, made, to=[ref(made.mother), ref(made.father)])

    texts = Message.objects.order_by("pk")
    assert [(text.recipient, text.words, text.automatic) for text in texts] == [
        (ref(made.mother), WORDS, False),
        (ref(made.father), WORDS, False),
    ]


def test_pressed_twice_it_is_one_text(client: Client, made: MadeFamily) -> None:
    _, data = checked(client, made, sent(made))

    first, second = client.post(page_of(made), data), client.post(page_of(made), data)

    assert first["Location"] == second["Location"]
    assert Message.objects.count() == 1


@pytest.mark.rule("P1")
def test_whom_the_rules_ask_about_gets_a_held_text(client: Client, user: User, made: MadeFamily) -> None:
    other = make_family(made.team, knows=YesNoUnknown.UNKNOWN, agrees=YesNoUnknown.UNKNOWN)

    answer = write(client, other)

    text = Message.objects.get()
    assert text.state == MessageState.HELD
    body = client.get(answer.url).content.decode()
    assert "Held until somebody confirms it: the text to Aisha Khan." in body
    assert "Confirm that it may go" in body


@pytest.mark.rule("CON-1")
def test_whom_the_rules_refuse_cannot_be_written_to(user: User, made: MadeFamily) -> None:
    other = make_family(made.team, safe=YesNoUnknown.NO)

    with pytest.raises(Refused, match="Aisha Khan must not be texted"):
        actions.write_text(
            family=other.family, recipients=[ref(other.mother)], words=WORDS, token=uuid4(), by=user.actor
        )


@pytest.mark.parametrize(("words", "people"), [(" ", "mother"), (WORDS, "nobody"), (WORDS, "stranger")])
def test_words_and_people_are_needed(user: User, made: MadeFamily, words: str, people: str) -> None:
    recipients = {"mother": [ref(made.mother)], "nobody": [], "stranger": ["person:0"]}[people]

    with pytest.raises(Refused):
        actions.write_text(family=made.family, recipients=recipients, words=words, token=uuid4(), by=user.actor)


@pytest.mark.rule("P2")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("How is Zayn today?", "It names Zayn, the baby"),
        ("How is Daniel today?", "It names Daniel, and would go to somebody else"),
        ("Your therapy is on Friday.", "It speaks of therapy (“therapy”)"),
        ("We know that depression is hard.", "It may name a diagnosis or a condition (“depression”)"),
        ("Look at www.example.org for more.", "It holds a link (“www.example.org”)"),
        ("Please ask your partner.", "It speaks of another adult (“your partner”)"),
    ],
)
def test_what_should_have_been_meant_is_asked_about(client: Client, made: MadeFamily, words: str, said: str) -> None:
    body, data = checked(client, made, sent(made, words))
    assert said in body

    assert client.post(page_of(made), data).status_code == 422
    assert Message.objects.count() == 0
    assert client.post(page_of(made), data | {"let_through": "on"}).status_code == 302
    assert Message.objects.get().words == words
    assert Event.objects.get(verb="messaging.write_text").data["asked_about"] == 1


@pytest.mark.rule("CON-1")
def test_outside_the_hours_for_texts_a_person_is_asked(client: Client, made: MadeFamily) -> None:
    now = timezone.localtime()
    opens = 13 if now.hour < 12 else 0
    TeamSettings.objects.update(texts_from=time(opens), texts_until=time(opens + 1))

    body, _ = checked(client, made, sent(made))

    assert "outside your hours for texts only what cannot wait" in body


def test_it_waits_three_minutes_and_can_be_taken_back(client: Client, made: MadeFamily) -> None:
    answer = write(client, made)
    send_due()

    text = Message.objects.get()
    assert timedelta(minutes=2) < text.not_before - timezone.now() <= timedelta(minutes=3)
    assert in_outbox(text) == 0
    body = client.get(answer.url).content.decode()
    assert "unless you take it back" in body
    assert "Take it back" in body
    for listed in ("/letters/", f"/letters/family/{made.family.key}/"):
        assert f"/messages/{text.key}/take-back/" in client.get(listed).content.decode()

    done = client.post(f"/messages/{text.key}/take-back/", {"submission": str(uuid4())}, follow=True)

    assert "Taken back. It will not be sent." in done.content.decode()
    Message.objects.update(not_before=timezone.now())
    send_due()
    assert (journey_of(text), in_outbox(text)) == (["queued", "cancelled"], 0)


def later(on: date, at: str) -> dict[str, Any]:
    return {"when": "later", "day_day": on.day, "day_month": on.month, "day_year": on.year, "time": at}


@pytest.mark.rule("CON-1")
def test_a_text_for_a_day_to_come_waits_for_it_and_is_cancelled_with_a_reason(client: Client, made: MadeFamily) -> None:
    day = timezone.localdate() + timedelta(days=7)
    body, data = checked(client, made, sent(made, **later(day, "2:30pm")))

    answer = client.post(page_of(made), data | {"let_through": "on"})

    text = Message.objects.get()
    assert timezone.localtime(text.not_before).replace(tzinfo=None) == datetime.combine(day, time(14, 30))
    assert f"On {dates.weekday(day)}, 2:30pm, unless you take it back" in body
    page = client.get(answer["Location"]).content.decode()
    assert ("Take it back" in page, f"/messages/{text.key}/cancel/" in page) == (False, True)


def test_a_time_that_is_past_is_refused_and_nothing_typed_is_lost(client: Client, made: MadeFamily) -> None:
    answer = client.post(page_of(made), sent(made, **later(timezone.localdate() - timedelta(days=1), "2:30pm")))

    assert answer.status_code == 422
    assert "The day and time must be in the future" in answer.content.decode()
    assert WORDS in answer.content.decode()


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_no_text_is_written_for_the_past_or_a_far_day(user: User, made: MadeFamily, days: int) -> None:
    at = timezone.now() + timedelta(days=days)

    with pytest.raises(Refused, match="Choose a time to come, within 90 days"):
        actions.write_text(
            family=made.family, recipients=[ref(made.mother)], words=WORDS, token=uuid4(), at=at, by=user.actor
        )


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        # The clocks go forward on 29 March 2037 and back on 25 October 2037.
        (date(2037, 3, 28), "2:30pm", datetime(2037, 3, 28, 14, 30, tzinfo=UTC)),
        (date(2037, 3, 29), "2:30pm", datetime(2037, 3, 29, 13, 30, tzinfo=UTC)),
        (date(2037, 10, 24), "2:30pm", datetime(2037, 10, 24, 13, 30, tzinfo=UTC)),
        (date(2037, 10, 25), "2:30pm", datetime(2037, 10, 25, 14, 30, tzinfo=UTC)),
        (date(2037, 3, 29), "1:30am", None),
    ],
)
def test_a_text_goes_by_the_wall_clock_over_both_changes_of_the_clocks(
    day: date, at: str, utc: datetime | None
) -> None:
    data = {"submission": str(uuid4()), "to": ["person:1"], "words": WORDS, **later(day, at)}
    form = WriteForm(
        MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in data.items()}),
        choices=[("person:1", "Aisha")],
        hints={},
        asked=lambda *_: [],
    )

    assert form.is_valid() is (utc is not None)
    assert form.cleaned_data["at"] == utc
    if utc is None:
        assert "There is no 1:30am on Sun 29 March 2037" in str(form.errors["time"])


def test_taken_back_too_late_says_so(client: Client, made: MadeFamily) -> None:
    write(client, made)
    text = Message.objects.get()
    Message.objects.update(not_before=timezone.now())
    send_due()

    late = client.post(f"/messages/{text.key}/take-back/", {"submission": str(uuid4())})

    assert late.status_code == 409
    assert "This text has gone, so it cannot be taken back." in late.content.decode()
    assert in_outbox(text) == 1


def test_while_it_goes_it_is_too_late(user: User, made: MadeFamily) -> None:
    text = queue_text(made)
    actions.claim(limit=1, by=user.actor)

    with pytest.raises(Refused, match="on its way, so it cannot be taken back"):
        actions.take_back(message=text, by=user.actor)


def test_what_is_held_is_not_taken_back(user: User, made: MadeFamily) -> None:
    held = queue_text(make_family(made.team, safe=YesNoUnknown.NO))

    with pytest.raises(Refused, match="it is not waiting to go"):
        actions.take_back(message=held, by=user.actor)


def test_a_reply_knows_what_it_answers(client: Client, made: MadeFamily) -> None:
    came = text_from(mobile_of(made).value, "Can we move Thursday?")
    address = f"{page_of(made)}?reply={came.key}"

    body = client.get(address).content.decode()
    assert "Can we move Thursday?" in body
    assert re.search(rf'value="{ref(made.mother)}"[^>]*checked', body)
    found = re.search(r"[0-9a-f]{64}", client.post(address, sent(made)).content.decode())
    assert found
    client.post(address, sent(made, shown=found[0]))

    assert Message.objects.get(dedupe_key__startswith="written:").replies_to == came


def test_another_family_s_text_is_not_answered_here(client: Client, made: MadeFamily) -> None:
    other = make_family(made.team)
    came = text_from(mobile_of(other).value, "Hello")

    assert client.get(f"{page_of(made)}?reply={came.key}").status_code == 404


def test_wrong_role_and_another_team(made: MadeFamily) -> None:
    trainee, stranger = make_user(RoleName.TRAINEE, made.team), make_user(RoleName.PRACTITIONER, make_team())

    assert client_of(trainee).get(page_of(made)).status_code == 403
    assert client_of(stranger).get(page_of(made)).status_code == 404
    assert client_of(stranger).post(page_of(made), sent(made)).status_code == 404


def test_as_many_queries_for_three_adults_as_for_one(client: Client, made: MadeFamily) -> None:
    few, many = make_family(made.team), made
    client.get(page_of(few))
    counts = []
    for one in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(page_of(one))
        counts.append(len(asked))

    assert counts[0] == counts[1]
