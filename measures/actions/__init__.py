"""Every write of measures."""

from __future__ import annotations

from measures.actions.definitions import define, stop_using, take_into_use
from measures.actions.goals import add_goal, end_goal
from measures.actions.links import LINK, ask_by_link, close_all, confirm_who, not_me, save_answer, send_in, take_back
from measures.actions.risks import settle_risk
from measures.actions.scores import About, Filled, correct_score, record_score

__all__ = [
    "LINK",
    "About",
    "Filled",
    "add_goal",
    "ask_by_link",
    "close_all",
    "confirm_who",
    "correct_score",
    "define",
    "end_goal",
    "not_me",
    "record_score",
    "save_answer",
    "send_in",
    "settle_risk",
    "stop_using",
    "take_back",
    "take_into_use",
]
