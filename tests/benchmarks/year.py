"""Three years of work of ten teams, made in SQL in tables of its own: the same columns and indexes, no history."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from django.apps import apps
from django.db import connection, models

from caseload.models import Appointment, Attendance, Ending, Episode, EpisodeReferral, Session
from families.models import Family, FamilyMember, Person
from pitservice.accounts.models import Team, User
from referrals.models import Decision, Referral, WaitingEntry
from referrals.models.waiting import WaitingMove
from tests.benchmarks.defaults import model_defaults

TEAMS = 10
#: Of twenty appointments fifteen are sessions; eight make a piece of work; a colleague leads 150 in three years.
SESSIONS, OF, EACH, LED = 15, 20, 8, 150
_MODELS = (
    *(Team, User, Family, Person, FamilyMember, Referral, Decision, WaitingEntry, WaitingMove),
    *(Episode, EpisodeReferral, Appointment, Session, Attendance, Ending),
)
_STATES = (
    "ARRAY['attended','attended','attended','late_seen','attended','not_attended','attended','attended','attended',"
    "'cancelled_by_family','attended','attended','attended','cancelled_by_us','attended','late_not_seen','attended',"
    "'attended','moved','attended']"
)
#: `e`: a piece of work, the day on which it was referred, its team, and who of that team leads it.
WORK = """(SELECT e, e %% %(teams)s + 1 AS team, e / (%(teams)s * %(led)s) * %(teams)s + e %% %(teams)s + 1 AS lead,
    timestamptz '2024-01-01 00:00+00'
    + (e * 7919 %% 960) * interval '1 day' + (e * 31 %% 1440) * interval '1 minute' AS at
    FROM generate_series(1, %(works)s) AS e) AS w"""


def key(letter: str, number: str) -> str:
    """SQL for a key as addresses take it: different for each number."""
    return f"'{letter}' || translate(upper(lpad(to_hex({number}), 9, 'z')), '01', 'XY')"


_MADE = f"""
INSERT INTO accounts_team (id, key, name, slug) SELECT n, {key("T", "n")}, 'Team ' || n, 'team-' || n
    FROM generate_series(1, %(teams)s) AS n;
INSERT INTO accounts_user (id, key, email, name, password)
    SELECT n, {key("V", "n")}, n || '@example.org', 'Practitioner ' || n, ''
    FROM generate_series(1, %(colleagues)s) AS n;
INSERT INTO families_family (id, key, team_id, title) SELECT e, {key("F", "e")}, team, 'Family ' || e FROM {WORK};
INSERT INTO families_person (id, key, team_id, given_name)
    SELECT e * 2 + i, {key("P", "e * 2 + i")}, team, 'Sam' FROM {WORK}, generate_series(0, 1) AS i;
INSERT INTO families_familymember (key, team_id, family_id, person_id, role)
    SELECT {key("M", "e * 2 + i")}, team, e, e * 2 + i, (ARRAY['mother', 'father'])[i + 1]
    FROM {WORK}, generate_series(0, 1) AS i;
INSERT INTO referrals_referral (id, key, team_id, family_id, state, entrance, source, received_at)
    SELECT e, {key("R", "e")}, team, e, 'allocated', 'staff',
    (ARRAY['gp', 'midwife', 'self', 'health_visitor'])[e %% 4 + 1], at
    FROM {WORK};
INSERT INTO referrals_decision (key, team_id, referral_id, outcome, in_time, created_at, effective_from)
    SELECT {key("D", "e")}, team, e, 'waiting_list', e %% 9 > 0, at + interval '3 days', at FROM {WORK};
INSERT INTO referrals_waitingentry (id, key, team_id, family_id, referral_id, state, since)
    SELECT e, {key("W", "e")}, team, e, e, 'allocated', (at AT TIME ZONE 'Europe/London')::date FROM {WORK};
INSERT INTO referrals_waitingmove (subject_id, from_state, to_state, at)
    SELECT e, 'waiting', 'allocated', at + (e %% 90) * interval '1 day' FROM {WORK};
INSERT INTO caseload_episode (id, key, team_id, family_id, opened_on, state)
    SELECT e, {key("E", "e")}, team, e, at::date, 'intervention' FROM {WORK};
INSERT INTO caseload_episodereferral (key, team_id, episode_id, referral_id)
    SELECT {key("Q", "e")}, team, e, e FROM {WORK};
INSERT INTO caseload_appointment (id, key, team_id, episode_id, practitioner_id, kind, state, place, starts, ends)
    SELECT e * {EACH} + i, {key("A", f"e * {EACH} + i")}, team, e, lead, 'intervention',
    ({_STATES})[(e * {EACH} + i) %% {OF} + 1], 'home', starts, starts + interval '1 hour'
    FROM {WORK}, generate_series(0, {EACH - 1}) AS i,
    LATERAL (SELECT at + (e %% 90 + i * 10) * interval '1 day' + i * interval '3 hours' AS starts) AS s;
INSERT INTO caseload_session (key, team_id, episode_id, appointment_id, practitioner_id, kind, place, started, minutes)
    SELECT {key("S", "id")}, team_id, episode_id, id, practitioner_id, kind, place, starts, 60 FROM caseload_appointment
    WHERE state IN ('attended', 'late_seen');
INSERT INTO caseload_attendance (key, team_id, appointment_id, person_id, status)
    SELECT {key("T", "id")}, team_id, id, episode_id * 2 + (episode_id %% 3 = 0)::int, 'came' FROM caseload_appointment
    WHERE state IN ('attended', 'late_seen');
INSERT INTO caseload_ending (key, team_id, episode_id, reason, ended_on, step_down)
    SELECT {key("N", "e")}, team, e, (ARRAY['completed', 'moved', 'declined'])[e %% 3 + 1],
    (at + interval '170 days')::date, CASE WHEN e %% 2 = 0 THEN 'Massage' ELSE '' END FROM {WORK};
"""


@contextmanager
def tables(sessions: int, *, more: str = "", of: Sequence[type[models.Model]] = ()) -> Iterator[None]:
    """Inside, Django's connection uses tables with so many sessions; they are dropped afterwards.

    `more`: further statements, into the tables of these models too.
    """
    schema = _schema(sessions)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())
        owner.execute(f"CREATE SCHEMA {schema}".encode())
        _copy(owner, schema)
        with model_defaults(owner, *_MODELS, *of):
            _fill(owner, sessions * OF // SESSIONS // EACH, more)
        _let_in(owner, schema)
        use(sessions)
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET search_path")
            owner.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def use(sessions: int) -> None:
    """From here on Django's connection reads and writes in the tables with so many; inside `tables` of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {_schema(sessions)}, public")


def _schema(sessions: int) -> str:
    return f"year_{sessions}"


def _copy(owner: psycopg.Connection, schema: str) -> None:
    """Tables like all that there are; the indexes are made first, as they grow in real life."""
    there = set(connection.introspection.table_names())
    for name in sorted({model._meta.db_table for model in apps.get_models()} & there):
        owner.execute(f"CREATE TABLE {schema}.{name} (LIKE public.{name} INCLUDING ALL)".encode())
    owner.execute(f"SET search_path TO {schema}".encode())


def _fill(owner: psycopg.Connection, works: int, more: str) -> None:
    colleagues = (works // (TEAMS * LED) + 1) * TEAMS
    values = {"teams": TEAMS, "works": works, "led": LED, "colleagues": colleagues}
    for statement in (_MADE + more).split(";\n"):
        if statement.strip():
            owner.execute(statement.encode(), values)


def _let_in(owner: psycopg.Connection, schema: str) -> None:
    """The app role reads and writes there; the planner knows what is there."""
    role = connection.settings_dict["USER"]
    owner.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}".encode())
    owner.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {role}".encode())
    owner.execute(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA {schema} TO {role}".encode())
    owner.execute(b"VACUUM (ANALYZE)")
