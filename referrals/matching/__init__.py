"""Who a referral may be about: compared with people and families already known, with reasons (P10, P16).

Pure: `facts` says what is compared, `people` compares two people, `stories` two accounts of a family, `blocks` finds
which accounts are worth comparing. Nothing here queries, decides or attaches: a person does.
"""

from __future__ import annotations
