"""Three years of work of ten teams, made in SQL in tables of its own: the same columns and indexes, no history."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.apps import apps
from django.db import connection

from caseload.models import Appointment, Attendance, Ending, Episode, EpisodeReferral, Session
from families.models import Family, FamilyMember, Person
from pitservice.accounts.models import Team, User
from referrals.models import Decision, Referral, WaitingEntry
from referrals.models.waiting import WaitingMove
from tests.benchmarks.defaults import model_defaults

TEAMS = 10
#: Of twenty appointments fifteen are sessions; eight make a piece of work.
SESSIONS, OF, EACH = 15, 20, 8
_MODELS = (
    *(Team, User, Family, Person, FamilyMember, Referral, Decision, WaitingEntry, WaitingMove),
    *(Episode, EpisodeReferral, Appointment, Session, Attendance, Ending),
)
_STATES = (
    "ARRAY['attended','attended','attended','late_seen','attended','not_attended','attended','attended','attended',"
    "'cancelled_by_family','attended','attended','attended','cancelled_by_us','attended','late_not_seen','attended',"
    "'attended','moved','attended']"
)
#: `e`: a piece of work, the day on which it was referred, and its team.
_WORK = """(SELECT e, e %% %(teams)s + 1 AS team, timestamptz '2024-01-01 00:00+00'
    + (e * 7919 %% 960) * interval '1 day' + (e * 31 %% 1440) * interval '1 minute' AS at
    FROM generate_series(1, %(works)s) AS e) AS w"""
_MADE = f"""
INSERT INTO accounts_team (id, key, name, slug) SELECT n, 'T' || n, 'Team ' || n, 'team-' || n
    FROM generate_series(1, %(teams)s) AS n;
INSERT INTO accounts_user (id, key, email, name, password) VALUES (1, 'U1', 'a@example.org', 'A', '');
INSERT INTO families_family (id, key, team_id, title) SELECT e, 'F' || e, team, 'Family ' || e FROM {_WORK};
INSERT INTO families_person (id, key, team_id, given_name)
    SELECT e * 2 + i, 'P' || e * 2 + i, team, 'Sam' FROM {_WORK}, generate_series(0, 1) AS i;
INSERT INTO families_familymember (key, team_id, family_id, person_id, role)
    SELECT 'M' || e * 2 + i, team, e, e * 2 + i, (ARRAY['mother', 'father'])[i + 1]
    FROM {_WORK}, generate_series(0, 1) AS i;
INSERT INTO referrals_referral (id, key, team_id, family_id, state, entrance, source, received_at)
    SELECT e, 'R' || e, team, e, 'allocated', 'staff',
    (ARRAY['gp', 'midwife', 'self', 'health_visitor'])[e %% 4 + 1], at
    FROM {_WORK};
INSERT INTO referrals_decision (key, team_id, referral_id, outcome, in_time, created_at, effective_from)
    SELECT 'D' || e, team, e, 'waiting_list', e %% 9 > 0, at + interval '3 days', at FROM {_WORK};
INSERT INTO referrals_waitingentry (id, key, team_id, family_id, referral_id, state, since)
    SELECT e, 'W' || e, team, e, e, 'allocated', (at AT TIME ZONE 'Europe/London')::date FROM {_WORK};
INSERT INTO referrals_waitingmove (subject_id, from_state, to_state, at)
    SELECT e, 'waiting', 'allocated', at + (e %% 90) * interval '1 day' FROM {_WORK};
INSERT INTO caseload_episode (id, key, team_id, family_id, opened_on, state)
    SELECT e, 'E' || e, team, e, at::date, 'intervention' FROM {_WORK};
INSERT INTO caseload_episodereferral (key, team_id, episode_id, referral_id) SELECT 'L' || e, team, e, e FROM {_WORK};
INSERT INTO caseload_appointment (id, key, team_id, episode_id, practitioner_id, kind, state, place, starts, ends)
    SELECT e * {EACH} + i, 'A' || e * {EACH} + i, team, e, 1, 'intervention',
    ({_STATES})[(e * {EACH} + i) %% {OF} + 1], 'home', starts, starts + interval '1 hour'
    FROM {_WORK}, generate_series(0, {EACH - 1}) AS i,
    LATERAL (SELECT at + (e %% 90 + i * 10) * interval '1 day' + i * interval '3 hours' AS starts) AS s;
INSERT INTO caseload_session (key, team_id, episode_id, appointment_id, practitioner_id, kind, place, started, minutes)
    SELECT 'S' || id, team_id, episode_id, id, 1, kind, place, starts, 60 FROM caseload_appointment
    WHERE state IN ('attended', 'late_seen');
INSERT INTO caseload_attendance (key, team_id, appointment_id, person_id, status)
    SELECT 'T' || id, team_id, id, episode_id * 2 + (episode_id %% 3 = 0)::int, 'came' FROM caseload_appointment
    WHERE state IN ('attended', 'late_seen');
INSERT INTO caseload_ending (key, team_id, episode_id, reason, ended_on, step_down)
    SELECT 'N' || e, team, e, (ARRAY['completed', 'moved', 'declined'])[e %% 3 + 1], (at + interval '170 days')::date,
    CASE WHEN e %% 2 = 0 THEN 'Massage' ELSE '' END FROM {_WORK};
"""


@contextmanager
def tables(sessions: int) -> Iterator[None]:
    """Inside, Django's connection uses tables with so many sessions; they are dropped afterwards."""
    schema = f"year_{sessions}"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())
        owner.execute(f"CREATE SCHEMA {schema}".encode())
        _make(owner, schema, sessions * OF // SESSIONS // EACH)
        with connection.cursor() as cursor:
            cursor.execute(f"SET search_path TO {schema}, public")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET search_path")
            owner.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def _make(owner: psycopg.Connection, schema: str, works: int) -> None:
    """Tables like all that there are, and the rows; the indexes are made first, as they grow in real life."""
    there = set(connection.introspection.table_names())
    for name in sorted({model._meta.db_table for model in apps.get_models()} & there):
        owner.execute(f"CREATE TABLE {schema}.{name} (LIKE public.{name} INCLUDING ALL)".encode())
    owner.execute(f"SET search_path TO {schema}".encode())
    with model_defaults(owner, *_MODELS):
        for statement in _MADE.split(";\n"):
            if statement.strip():
                owner.execute(statement.encode(), {"teams": TEAMS, "works": works})
    role = connection.settings_dict["USER"]
    owner.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}".encode())
    owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}".encode())
    owner.execute(b"VACUUM (ANALYZE)")
