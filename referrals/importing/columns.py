"""The headings of a team's referrals sheet, and which of them an import cannot do without."""

from __future__ import annotations

from enum import StrEnum


class Col(StrEnum):
    """The headings as teams write them."""

    REFERENCE = "Our ref"
    RECEIVED = "Date received"
    SOURCE = "Source"
    REFERRER_NAME = "Referrer name"
    REFERRER_ORGANISATION = "Referrer organisation"
    REFERRER_PHONE = "Referrer phone"
    REFERRER_EMAIL = "Referrer email"
    AWARE = "Family aware?"
    AGREED = "Family agreed?"
    BABY_GIVEN = "Baby first name"
    BABY_FAMILY = "Baby surname"
    BABY_BORN = "Baby DOB"
    EXPECTED = "EDD"
    SEX = "Sex"
    BABY_NHS = "Baby NHS no"
    MOTHER_GIVEN = "Mother first name"
    MOTHER_FAMILY = "Mother surname"
    MOTHER_BORN = "Mother DOB"
    MOTHER_NHS = "Mother NHS no"
    MOTHER_MOBILE = "Mother mobile"
    MOTHER_EMAIL = "Mother email"
    MAY_TEXT = "OK to text?"
    PARTNER_NAME = "Partner name"
    PARTNER_ROLE = "Partner relationship to baby"
    PARTNER_MOBILE = "Partner mobile"
    ADDRESS = "Address"
    POSTCODE = "Postcode"
    LANGUAGE = "First language"
    INTERPRETER = "Interpreter?"
    ETHNICITY = "Ethnicity"
    GP = "GP practice"
    HEALTH_VISITOR = "Health visitor"
    RISKS = "Risk factors"
    REASON = "Reason for referral"
    SAFEGUARDING = "Safeguarding"
    SIBLINGS = "Siblings"
    SERVICES = "Other services involved"
    OUTCOME = "Outcome"
    OUTCOME_ON = "Outcome date"
    COMMENTS = "Comments"


#: Without these headings no row could become a referral: the file is another kind of file.
NEEDED = (Col.RECEIVED, Col.MOTHER_FAMILY)

#: What a person reads and answers; it stays as it was sent.
READ_ONLY = (Col.COMMENTS, Col.SAFEGUARDING)
