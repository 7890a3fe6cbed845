"""Words for nations, roles and permissions."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices


class Nation(TextChoices):
    """Whose bank holidays count."""

    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"


class Permission(StrEnum):
    """What a page or an action asks for. The value is how a person reads it in the grid of roles."""

    SEE_HOME = "See the home page and what waits for them"
    SEE_FAMILIES = "See families"
    EDIT_FAMILIES = "Change families, contacts, needs, consent"
    MERGE_RECORDS = "Merge and un-merge records, move entries that stand in the wrong one"
    SEE_DOCUMENTS = "See and file documents that came in"
    SAFEGUARD = "See and record safeguarding, and decisions to share or not"
    OVERRIDE = "Set consent to share aside to protect somebody"
    BREAK_GLASS = "Open a restricted record in an emergency"
    KEEP_RECORDS = "Answer requests for records, deal with incidents, hold and destroy records"
    SEE_REFERRALS = "See the team's referrals"
    ADD_REFERRALS = "Enter referrals by hand"
    IMPORT_REFERRALS = "Import sheets of referrals, and undo an import"
    DECIDE_REFERRALS = "Screen and decide referrals"
    ALLOCATE = "Manage the waiting list and allocate"
    SEE_CASELOAD = "See pieces of work and diaries"
    BOOK = "Log contacts and book appointments"
    RECORD_SESSIONS = "Record sessions, write and sign notes, end work"
    READ_NOTES = "Read signed notes"
    SEE_CORRESPONDENCE = "See letters and texts"
    SEND = "Send letters and texts"
    SEE_CONSULTATIONS = "See consultations"
    CONSULT = "Record consultations"
    HOLD_MEETINGS = "Hold team meetings and write their minutes"
    SEE_REPORTS = "See and make commissioner reports"
    EXPORT_DATA = "Make files of data about families for use outside the team"
    MANAGE_LISTS = "Change the team's lists and settings"
    EDIT_WORDS = "Change the words of letters and texts"
    MANAGE_USERS = "Manage users and roles"
    SEE_AUDIT = "See who did what and who looked"
    GUARD = "Restrict records, review break-glass, see what is restricted"
    SEE_JOBS = "See background work and what failed"


class RoleName(TextChoices):
    """The roles of design §1; what each may do stands in `roles.ROLES`."""

    CLINICAL_LEAD = "clinical_lead", "Clinical lead"
    PRACTITIONER = "practitioner", "Practitioner"
    ADMINISTRATOR = "administrator", "Administrator"
    KEYWORKER = "keyworker", "Keyworker"
    MANAGER = "manager", "System manager"
    GUARDIAN = "guardian", "Caldicott guardian"
    TRAINEE = "trainee", "Trainee"
