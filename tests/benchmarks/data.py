"""100,000 referrals made in SQL, once: 2 % open, 5 % waiting, the rest decided (kept between runs)."""

from __future__ import annotations

import os

import psycopg
from django.db import transaction
from django.utils import timezone

from families.models import Family, FamilyMember, Person
from pitservice.accounts.actions import add_team, add_user, give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.configuration.actions import publish_risk_list
from pitservice.configuration.illustrative_risk_list import FACTORS, TITLE
from pitservice.configuration.models import RiskList
from pitservice.db.actor import Actor
from referrals.models import Referral, ReferredPerson, WaitingEntry
from tests.benchmarks.defaults import model_defaults

LARGE, SMALL = 100_000, 1_000
BY = Actor.system("bench")

#: Of each 100 referrals: 2 open, 5 waiting, 93 decided; `n` runs from 1.
_REFERRALS = """
INSERT INTO referrals_referral (key, team_id, version, created_at, created_by, entrance, state, source, received_at,
    received_by, due_on, submitted, submission_hash, sheet_reference, unread, referrer_name, referrer_role,
    referrer_organisation, referrer_phone, referrer_email, referrer_address, keeps_support, worries, hopes,
    services_involved, safeguarding, siblings, health_visitor, gp, tell_health_visitor, tell_gp, risk_list_id,
    referrer_ticks, warning, match_reason, past_outcome, suggests, working, letters_unsafe, family_id)
SELECT 'K' || translate(upper(lpad(to_hex(n), 9, 'z')), '01', 'XY'), %(team)s, 1, at, 'system:bench', 'professional',
    CASE WHEN n %% 50 = 0 THEN 'received' WHEN n %% 20 = 1 THEN 'waiting'
         WHEN n %% 3 = 0 THEN 'not_accepted' ELSE 'allocated' END,
    (ARRAY['health_visitor', 'midwife', 'gp', 'social_care', 'self'])[n %% 5 + 1], at, 'public:professional',
    (at + interval '7 days')::date, '{}', '', '', '{}', 'Referrer ' || n, 'Health visitor', 'Eastfield 0-19 Service',
    '', '', '', 'yes', repeat('What worries us. ', 10), '', '', '', '', '', '', 'unknown', 'unknown', %(list)s,
    %(ticks)s::bigint[], '', '', '', true, 'Meets the rule: 1 significant.', false,
    CASE WHEN n %% 50 = 0 OR n %% 3 = 0 AND n %% 20 <> 1 THEN NULL ELSE n + %(base)s END
FROM (SELECT n, %(now)s::timestamptz - (n %% 700) * interval '1 day' AS at FROM generate_series(1, %(size)s) AS n) AS s
"""
_FAMILIES = """
INSERT INTO families_family (id, key, team_id, version, created_at, created_by, title, naming, restricted)
SELECT n + %(base)s, 'M' || translate(upper(lpad(to_hex(n), 9, 'z')), '01', 'XY'), %(team)s, 1, %(now)s, 'system:bench',
    'Family ' || n, 'child', n %% 500 = 1
FROM generate_series(1, %(size)s) AS n
"""
_REFERRED = """
INSERT INTO referrals_referredperson (key, team_id, version, created_at, created_by, referral_id, role, given_name,
    family_name, date_of_birth, expected_date, sex, nhs_number, ethnicity, mobile, mobile_safe, may_text, email,
    email_safe, address, postcode, address_safe, knows, agrees, asked_by, must_not_know, language, interpreter, needs,
    times_to_avoid, wrote)
SELECT 'N' || translate(upper(lpad(to_hex(r.id * 2 + i), 9, 'z')), '01', 'XY'), r.team_id, 1, r.created_at,
    'system:bench', r.id, (ARRAY['baby', 'mother'])[i + 1], 'Given' || r.id, 'Family' || r.id,
    CASE WHEN i = 0 AND r.id %% 7 > 0 THEN (r.received_at - interval '60 days')::date END,
    CASE WHEN i = 0 AND r.id %% 7 = 0 THEN (r.received_at + interval '60 days')::date END,
    'X', '', '', '', 'unknown', 'unknown', '', 'unknown', '', '', 'unknown', 'yes', 'yes', 'Health visitor', false, '',
    'unknown', '', '', false
FROM referrals_referral AS r, generate_series(0, 1) AS i
"""
_PEOPLE = """
INSERT INTO families_person (id, key, team_id, version, created_at, created_by, given_name, family_name, known_as,
    pronouns, date_of_birth, sex, nhs_number, ethnicity, ethnicity_local, first_language, lost,
    sealed, gender, nhs_status)
SELECT n + %(base)s, 'P' || translate(upper(lpad(to_hex(n), 9, 'z')), '01', 'XY'), %(team)s, 1, %(now)s, 'system:bench',
    'Given' || n, 'Family' || n, '', '', current_date - (n %% 500)::int, 'X', '', '99', '', '', false,
    false, 'X', '02'
FROM generate_series(1, %(size)s) AS n WHERE n %% 20 = 1
"""
_MEMBERS = """
INSERT INTO families_familymember (key, team_id, version, created_at, created_by, family_id, person_id, role,
    lives_here)
SELECT 'Q' || translate(upper(lpad(to_hex(p.id), 9, 'z')), '01', 'XY'), p.team_id, 1, p.created_at,
    'system:bench', p.id, p.id, 'baby', 'yes' FROM families_person AS p
"""
_WAITING = """
INSERT INTO referrals_waitingentry (key, team_id, version, created_at, created_by, family_id, referral_id, state, since,
    significant, total, priority, moved_up, next_check_on, support, first)
SELECT 'R' || translate(upper(lpad(to_hex(r.id), 9, 'z')), '01', 'XY'), r.team_id, 1, r.created_at, 'system:bench',
    r.family_id, r.id, 'waiting', r.local_date, r.id %% 3, r.id %% 9, (r.id %% 3 + 1)::text, '', current_date + 7,
    'as_before', false FROM referrals_referral AS r WHERE r.state = 'waiting'
"""


def make() -> User:
    """Have the lead of a team of 100,000 referrals."""
    lead = make_lead()
    team = lead.current_memberships[0].team
    if not Referral.objects.filter(team=team).exists():
        fill(team, LARGE)
    return lead


def make_lead() -> User:
    """Have the lead, of a team of which nothing else need be there."""
    lead = User.objects.filter(email="bench.lead@example.org").first()
    if lead is None:
        with transaction.atomic():
            team = add_team(name="Bench", slug="bench", by=BY)
            lead = add_user(email="bench.lead@example.org", name="Bench Lead", password="bench", by=BY)
            give_role(user=lead, team=team, role=RoleName.CLINICAL_LEAD, by=BY)
            User.objects.filter(pk=lead.pk).update(is_staff=True, is_superuser=True)
            publish_risk_list(team=team, title=TITLE, factors=FACTORS, illustrative=True, by=BY)
    return User.objects.get(pk=lead.pk)


def fill(team: Team, size: int) -> None:
    """Families, referrals, referred people, and places on the waiting list for one team.

    As the owner, who alone may ANALYZE: without it each row's foreign keys would be looked up in a table that the
    planner takes for empty. Foreign keys are checked at once, because PostgreSQL goes over all that waits for the end
    of the transaction after each row that a trigger writes. Otherwise 100,000 rows would take an hour.
    """
    risk_list = RiskList.objects.get(team=team, in_force=True)
    values = {
        "team": team.pk,
        "size": size,
        "now": timezone.now(),
        "list": risk_list.pk,
        "ticks": list(risk_list.items.order_by("pk").values_list("pk", flat=True)[:5]),
        "base": 10**6,
    }
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute(b"SET CONSTRAINTS ALL IMMEDIATE")
        with model_defaults(owner, Family, Referral, ReferredPerson, Person, FamilyMember, WaitingEntry):
            for statement in (_FAMILIES, _REFERRALS, _REFERRED, _PEOPLE, _MEMBERS, _WAITING):
                owner.execute(statement.encode(), values)
                owner.execute(b"ANALYZE")
