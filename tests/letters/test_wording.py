"""A team's own words: versions, faults found when saving, the guard, and never silently English (P46)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from families.contact import PLAIN, Addressee, Question, Version, who_may_be_told
from families.contact.versions import language_of, needs_of, version_for
from families.enums import Answer, Channel, NeedKind, Purpose, WordForm
from pitservice.accounts.models import Team
from pitservice.audit.models import Event
from pitservice.configuration.actions import change_settings
from pitservice.db.errors import Refused, Stale
from pitservice.jobs.tasks import work
from pitservice.letters import actions
from pitservice.letters.actions import CopyFor
from pitservice.letters.actions.wording import Checked
from pitservice.letters.catalogue import CATALOGUE, Group
from pitservice.letters.fields import FIELDS
from pitservice.letters.guard import GUARDED, found_in
from pitservice.letters.models import Copy, WordsVersion
from pitservice.letters.sheet import sheet
from pitservice.letters.wording import NewWords, faults, known_fields, why_not_translated
from pitservice.letters.words import LETTERS, TEXTS, InEnglish, book_of, letter_words, shipped, text_words
from pitservice.messaging.actions import queue
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from pitservice.messaging.said import Said
from pitservice.messaging.tasks import send_due
from tests.make.accounts import BY, make_team
from tests.make.families import MadeFamily, add_need, make_family
from tests.make.messaging import open_all_day

pytestmark = pytest.mark.django_db
POLISH, EASY = Version("pl"), Version("en", WordForm.EASY_READ)
REMINDER = "{team}: zapraszamy {when}. Telefon: {phone}."
FRAME = {"heading": "Wizyta", "greeting": "Dzień dobry", "ending": "Z poważaniem", "copied_to_heading": "Do wiadomości"}
BY_AGENCY = Checked("Rowan Language Services", timezone.localdate())


@pytest.fixture
def team() -> Team:
    team = make_team(name="North")
    team.phone = "07700 900123"
    team.save()
    return team


def save(team: Team, name: str, words: str, version: Version = PLAIN, **more: Any) -> WordsVersion:
    more.setdefault("checked", BY_AGENCY if version.language != "en" else None)
    new = NewWords(CATALOGUE[name], version, words, more.pop("frame", {}))
    return actions.save_words(team=team, new=new, by=BY, **more)


def said(name: str, words: str, version: Version = PLAIN, frame: Mapping[str, str] = {}) -> list[str]:
    return [sentence for _, sentence in faults(NewWords(CATALOGUE[name], version, words, frame))]


def test_the_catalogue_names_every_template_once() -> None:
    assert list(CATALOGUE) == [*CATALOGUE] and set(CATALOGUE) == {*LETTERS, *TEXTS}
    assert all((name in TEXTS) == (one.group is Group.TEXTS) for name, one in CATALOGUE.items())


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_ships_could_be_saved_as_it_is(name: str) -> None:
    words = "\n".join(shipped(name))

    assert said(name, words) == []
    assert found_in(words, to_families=CATALOGUE[name].to_families) == []
    assert all(FIELDS[field].example for field in known_fields(CATALOGUE[name], PLAIN))


@pytest.mark.rule("P60")
@pytest.mark.parametrize("field", ["team", "ring_us", "phone"])
def test_the_text_with_a_private_form_never_says_who_writes(field: str) -> None:
    faults = said("private_form", f"Here it is: {{link}} {{{field}}}")

    assert faults == [f"Take out {{{field}}}: whoever finds this text must not learn who writes"]


def test_a_team_s_own_words_are_said_and_another_s_are_not(team: Team) -> None:
    save(team, "reminder", "{team}: see you {when}. Not good? Please {ring_us}.")

    assert text_words("reminder", team=team, when="tomorrow") == (
        "North: see you tomorrow. Not good? Please ring us on 07700 900123."
    )
    assert "look forward" in text_words("reminder", team=make_team(name="South"), when="tomorrow")


def test_the_newest_version_is_in_force_and_going_back_is_a_new_one(team: Team) -> None:
    first = save(team, "waiting", "{team}: we think of you. Please {ring_us}.")
    second = save(team, "waiting", "{team}: still here. Please {ring_us}.", seen=1)

    again = actions.use_words_again(version=first, seen=2, by=BY)
    assert text_words("waiting", team=team).startswith("North: we think")
    back = actions.use_shipped_words(team=team, template=CATALOGUE["waiting"], version=PLAIN, by=BY)

    assert [one.number for one in (first, second, again, back)] == [1, 2, 3, 4]
    assert "have not forgotten" in text_words("waiting", team=team)
    assert Event.objects.filter(verb="letters.save_words").count() == 4


def test_a_slower_colleague_is_told(team: Team) -> None:
    save(team, "waiting", "{team}: we think of you. Please {ring_us}.", seen=0)

    with pytest.raises(Stale, match="Somebody else has changed"):
        save(team, "waiting", "{team}: other words. Please {ring_us}.", seen=0)


def test_one_book_costs_two_queries_whatever_is_in_it(team: Team) -> None:
    for name in ("waiting", "follow_up", "first_contact"):
        save(team, name, "{team}: hello. Please {ring_us}.")

    with CaptureQueriesContext(
        connection,
    ) as captured:
        book = book_of(team)
        assert [book.text(name) for name in ("waiting", "follow_up")]

    assert len(captured) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("{team}: hello {name}. {when} {ring_us}", "Take out {name}: these words have no such field"),
        ("{team}: hello, please {ring_us}.", "Put in {when}: day and time"),
        ("{team}: see you {when}.", "Put in {ring_us} or {phone}, so that nobody is left without a number"),
        ("See you {when}, or {ring_us}.", "Put in {team}, so that the reader knows who writes"),
        ("{team}: see you {when, or {ring_us}.", "Take out the single { or }"),
        ("  ", "Enter the words"),
        ("{team} {when} {ring_us} " + "a" * 700, "The text must be shorter: it has 5 parts, and 4 is the most"),
    ],
)
def test_a_fault_is_found_when_saving(team: Team, words: str, sentence: str) -> None:
    assert any(one.startswith(sentence) for one in said("reminder", words)), said("reminder", words)
    with pytest.raises(Refused):
        save(team, "reminder", words)


def test_what_a_colleague_adds_to_one_letter_keeps_its_place() -> None:
    words = "\n".join(shipped("ending_family"))

    assert said("ending_family", words.replace("{extra}\n", "")) == [
        "Put in {extra}: what a colleague adds to this one letter"
    ]
    assert said("ending_family", words.replace("{extra}\n", "And {extra} too.\n")) == [
        "Put {extra} on a line of its own: it is left out when there is nothing to say"
    ]


def test_the_guard_asks_and_the_version_keeps_who_said_yes(team: Team) -> None:
    words = "{team}: your therapy is {when}, see www.example.org. Please {ring_us}."
    with pytest.raises(Refused, match="have read what was found"):
        save(team, "reminder", words)

    made = save(team, "reminder", words, wanted=True)

    assert (made.let_through, made.created_by) == (["therapy", "link"], BY)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("How is [name of baby]?", "name"),
        ("your depression", "diagnosis"),
        ("our therapist", "therapy"),
        ("a safeguarding matter", "risk"),
        ("Bring your partner", "parent"),
        ("pit.example.org", "link"),
    ],
)
def test_everything_on_the_guard_s_list_is_found(words: str, code: str) -> None:
    assert [one.code for one in found_in(words, to_families=True)] == [code]
    assert {one.code for one in GUARDED} == {"name", "diagnosis", "therapy", "risk", "parent", "link"}


def test_words_are_in_the_team_s_own_word_and_what_is_filled_in_is_not(team: Team) -> None:
    change_settings(team=team, referral_word="registration", by=BY)

    words = letter_words("accepted_referrer", team=team, reference="K7", extra="About your referral of May.")

    assert words[0] == "Thank you for your registration, our reference K7. We have accepted it."
    assert "About your referral of May." in words


# --- languages and forms (P46) ---


@pytest.mark.rule("P46")
@pytest.mark.parametrize(
    ("recorded", "code"),
    [("", "en"), ("English", "en"), ("polish", "pl"), ("Polish, a woman", "pl"), ("Farsi", "fa"),
     ("Polish or Russian", "polish or russian"), ("Language not given", "language not given")],
)  # fmt: skip
def test_a_language_is_understood_or_stays_as_it_is(recorded: str, code: str) -> None:
    assert language_of(recorded) == code


@pytest.mark.parametrize(
    ("recorded", "needs"),
    [("", (False, False, False)), ("Large print", (True, False, False)), ("easy read please", (False, True, False)),
     ("Large print; Easy-read", (True, True, False)), ("Braille", (False, False, True)),
     ("Large print, and read out", (True, False, True))],
)  # fmt: skip
def test_needs_of_form(recorded: str, needs: tuple[bool, bool, bool]) -> None:
    assert needs_of(recorded) == needs


def test_the_version_that_serves_best() -> None:
    there = {PLAIN, EASY, POLISH}

    assert version_for("", "", there) == PLAIN
    assert version_for("", "easy read", there) == EASY
    assert version_for("Polish", "easy read", there) == POLISH
    assert version_for("Urdu", "", there) == PLAIN


def answer(made: MadeFamily, name: str, channel: Channel = Channel.TEXT) -> Addressee:
    versions = book_of(made.family.team).versions(name)
    at = timezone.now().replace(hour=12)
    question = Question(CATALOGUE[name].purpose, channel, at, versions=versions)
    return next(to for to in who_may_be_told(made.about, question) if to.name == made.mother.name)


def remind(made: MadeFamily, key: str = "one", **context: Any) -> Message:
    to, book = answer(made, "reminder"), book_of(made.family.team)
    when = timezone.now().replace(year=2026, month=9, day=30, hour=11, minute=30)
    return queue(to=to, words=book.text("reminder", to, **{"when": when, **context}), dedupe_key=key, by=BY)


@pytest.fixture
def polish(team: Team) -> MadeFamily:
    made = make_family(team)
    add_need(made, NeedKind.READING_LANGUAGE, "Polish")
    return made


@pytest.mark.rule("P46")
def test_without_a_checked_version_a_text_is_held_for_a_call(polish: MadeFamily) -> None:
    message = remind(polish)

    assert (message.state, message.language) == (MessageState.HELD, "en")
    assert "call with an interpreter" in message.why


@pytest.mark.rule("P46")
def test_with_a_checked_version_a_text_goes_in_it_and_in_figures(team: Team, polish: MadeFamily) -> None:
    open_all_day(team)
    save(team, "reminder", REMINDER, POLISH)

    message = remind(polish)

    assert (message.state, message.language) == (MessageState.QUEUED, "pl")
    assert message.words == "North: zapraszamy 30.09.2026, 12:30. Telefon: 07700 900123."
    send_due()
    message.refresh_from_db()
    assert message.state == MessageState.SENT


@pytest.mark.rule("P46")
def test_words_put_together_in_english_are_held_although_a_version_exists(team: Team, polish: MadeFamily) -> None:
    save(team, "reminder", REMINDER, POLISH)
    to = answer(polish, "reminder")
    assert to.allowed

    typed = queue(to=to, words="North: see you on Monday.", dedupe_key="typed", by=BY)
    in_words = remind(polish, "in words", when="Wednesday at noon")

    assert [one.state for one in (typed, in_words)] == [MessageState.HELD] * 2
    assert "call with an interpreter" in in_words.why


@pytest.mark.rule("P46")
def test_a_language_that_is_no_longer_theirs_is_asked_about_when_it_goes(team: Team, polish: MadeFamily) -> None:
    save(team, "reminder", REMINDER, POLISH)
    message = remind(polish)

    polish.mother.needs.update(text="English")
    send_due()

    message.refresh_from_db()
    assert (message.state, "another language" in message.why) == (MessageState.HELD, True)


@pytest.mark.rule("P46")
def test_a_version_that_is_no_longer_used_holds_from_then_on(team: Team, polish: MadeFamily) -> None:
    save(team, "reminder", REMINDER, POLISH)
    actions.use_shipped_words(team=team, template=CATALOGUE["reminder"], version=POLISH, by=BY)

    assert remind(polish).state == MessageState.HELD


@pytest.mark.rule("P46")
@pytest.mark.parametrize(
    "checked", [None, Checked(" ", timezone.localdate()), Checked("Rowan", None),
                Checked("Rowan", timezone.localdate() + timedelta(days=1))],
)  # fmt: skip
def test_a_translation_nobody_checked_is_refused(team: Team, checked: Checked | None) -> None:
    with pytest.raises(Refused, match="checked"):
        save(team, "reminder", REMINDER, POLISH, checked=checked)


@pytest.mark.rule("P46")
def test_a_translation_takes_no_field_that_is_english() -> None:
    assert said("reminder", "{team}: {when}. {ring_us}.", POLISH) == [
        "Take out {ring_us}: it is filled in with English words, and this version is Polish"
    ]
    assert "{questions}" in why_not_translated(CATALOGUE["ask_information_family"])
    assert why_not_translated(CATALOGUE["accepted_referrer"]) == "Professionals are written to in English."
    assert why_not_translated(CATALOGUE["reminder"]) == ""


@pytest.mark.rule("P46")
def test_a_letter_in_a_script_no_font_has_is_refused_and_a_text_is_not() -> None:
    arabic = Version("ar")

    assert said("waiting_family", "مرحبا {phone}", arabic) == []
    assert "no font here has the character" in said("waiting_family", "გამარჯობა {phone}", arabic)[0]
    assert said("waiting", "{team}: გამარჯობა {phone}", arabic) == []


def letter_to(made: MadeFamily, **context: Any) -> Copy:
    to, book = answer(made, "appointment", Channel.LETTER), book_of(made.family.team)
    given = {"when": timezone.now(), "where": "Rowan Centre", **context}
    actions.write(
        about=made.about,
        team=made.family.team,
        family=made.family,
        purpose=Purpose.APPOINTMENT,
        title="Your appointment",
        copies=[CopyFor(to, book.letter("appointment", to, **given), is_main=True)],
        dedupe_key="letter",
        by=BY,
    )
    return Copy.objects.get()


@pytest.mark.rule("P46")
def test_a_letter_in_another_language_has_nothing_english_but_the_letterhead(team: Team, polish: MadeFamily) -> None:
    save(team, "appointment", "Zapraszamy {when}, {where}.\nTelefon: {phone}", POLISH, frame=FRAME)

    copy = letter_to(polish)
    work()
    copy.refresh_from_db()

    assert (copy.state, copy.language, copy.title) == ("ready", "pl", "Wizyta")
    printed = sheet(copy)
    assert (printed.language, printed.greeting, printed.ending) == ("pl", "Dzień dobry", "Z poważaniem")
    assert printed.date == f"{timezone.localdate():%d.%m.%Y}"


@pytest.mark.rule("P46")
@pytest.mark.parametrize("context", [{"extra": "Bring nothing."}, {"where": InEnglish("at our rooms")}])
def test_what_exists_only_in_english_is_never_left_out_but_held(
    team: Team, polish: MadeFamily, context: dict[str, str]
) -> None:
    save(team, "appointment", "Zapraszamy {when}, {where}.\nTelefon: {phone}", POLISH, frame=FRAME)

    copy = letter_to(polish, **context)

    assert (copy.state, copy.language) == ("held", "en")
    assert str(next(iter(context.values()))) in " ".join(copy.paragraphs)


@pytest.mark.rule("P68")
def test_large_print_is_printed_large_and_a_need_that_came_later_is_noticed(team: Team) -> None:
    made = make_family(team)
    copy = letter_to(made)
    assert not copy.large_print

    add_need(made, NeedKind.FORMAT, "Large print")
    work()
    copy.refresh_from_db()
    assert (copy.state, "large print" in copy.why) == ("held", True)
    actions.retry(copy=copy, by=BY)
    work()

    copy.refresh_from_db()
    assert (copy.state, sheet(copy).large_print) == ("ready", True)


@pytest.mark.rule("P68")
def test_easy_read_goes_where_there_is_such_a_version(team: Team) -> None:
    made = make_family(team)
    add_need(made, NeedKind.FORMAT, "Easy read")
    assert answer(made, "waiting_family", Channel.LETTER).answer is Answer.ASK
    save(team, "waiting_family", "You are on our list.\n{extra}\n{closing}\nPlease {ring_us}.", EASY)

    to = answer(made, "waiting_family", Channel.LETTER)

    assert (to.answer, to.version) == (Answer.ALLOW, EASY)
    assert book_of(team).letter("waiting_family", to)[0] == "You are on our list."


def test_words_of_any_other_kind_are_plain_english(team: Team) -> None:
    text = book_of(team).text("waiting")

    assert isinstance(text, Said) and text.version == PLAIN
