"""Addresses of measures. The private one names neither us nor what it is (P60)."""

from __future__ import annotations

from django.urls import URLPattern, path

from measures.views import blank, family, library, lists, private, recording

app_name = "measures"

urlpatterns: list[URLPattern] = [
    path("answers/", private.ThanksPage.as_view(), name="thanks"),
    path("answers/<str:token>/", private.AnswerPage.as_view(), name="answer"),
    path("measures/due/", lists.DuePage.as_view(), name="due"),
    path("measures/risks/", lists.RisksPage.as_view(), name="risks"),
    path("measures/risks/<key:key>/", family.RiskPage.as_view(), name="risk"),
    path("measures/families/<key:key>/", family.MeasuresPage.as_view(), name="family"),
    path("measures/families/<key:key>/board/", family.BoardPage.as_view(), name="board"),
    path("measures/families/<key:key>/record/", recording.ChoosePage.as_view(), name="choose"),
    path("measures/families/<key:key>/record/<key:item>/", recording.RecordPage.as_view(), name="record"),
    path("measures/families/<key:key>/ask/<key:item>/", recording.AskPage.as_view(), name="ask"),
    path("measures/families/<key:key>/goals/add/", family.AddGoalPage.as_view(), name="add_goal"),
    path("measures/goals/<key:key>/end/", family.EndGoalPage.as_view(), name="end_goal"),
    path("measures/scores/<key:key>/", family.ScorePage.as_view(), name="score"),
    path("measures/scores/<key:key>/correct/", recording.CorrectPage.as_view(), name="correct"),
    path("measures/requests/<key:key>/take-back/", recording.TakeBackPage.as_view(), name="take_back"),
    path("measures/library/<slug:team>/", library.LibraryPage.as_view(), name="library"),
    path("measures/library/<slug:team>/use/", library.UsePage.as_view(), name="use"),
    path("measures/library/<slug:team>/add/", library.AddPage.as_view(), name="add"),
    path("measures/definitions/<key:key>/blank/", blank.BlankPage.as_view(), name="blank"),
    path("measures/definitions/<key:key>/change/", library.ChangePage.as_view(), name="change"),
    path("measures/definitions/<key:key>/stop/", library.StopPage.as_view(), name="stop"),
]
