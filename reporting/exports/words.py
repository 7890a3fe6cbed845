"""What files of rows say about themselves."""

from __future__ import annotations

NOT_A_SUBMISSION = (
    "These tables are shaped like the Mental Health Services Data Set (version 6.0). They are not a submission: "
    "nothing has been sent to anybody, and the Submission Portal takes another form of file."
)
#: Tables of §4.2 that are not made, and why.
NOT_MADE = (
    "MHS008, MHS009: care plans are not kept in national codes.",
    "MHS102, MHS103: a referral is to one team, with one main reason from the team’s settings.",
    "MHS203: who else was there is kept by name, and the national codes were not found.",
    "MHS301: group sessions are not in this file.",
    "MHS607: scores stand under the referral (MHS606). A parent’s scores are not here: the patient is the baby.",
)


ANONYMISED = (
    "Families referred in the quarter, in bands and groups: what describes a family stands in at least five rows "
    "alike, or reads “Not told”.",
    "First and last scores of work that ended in the quarter, of measures that five families have such a pair of.",
    "Consultation, training and other work, with small counts hidden.",
    "No names, keys, dates or postcodes, and nothing by which the tables could be joined.",
)
