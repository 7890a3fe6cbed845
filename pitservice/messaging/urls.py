"""Addresses of messaging."""

from __future__ import annotations

from django.urls import path

from pitservice.messaging.views.hooks import NotifyReceiptHook, NotifyTextHook, TwilioReceiptHook, TwilioTextHook
from pitservice.messaging.views.lists import CostPage, OtherMeansPage
from pitservice.messaging.views.message import ByHandPage, CancelPage, ConfirmPage, MessagePage, ReleasePage, TellPage
from pitservice.messaging.views.outbox import OutboxPage
from pitservice.messaging.views.writing import TakeBackPage, WritePage

app_name = "messaging"

urlpatterns = [
    path("hooks/notify/receipt/", NotifyReceiptHook.as_view(), name="notify_receipt"),
    path("hooks/notify/text/", NotifyTextHook.as_view(), name="notify_text"),
    path("hooks/twilio/receipt/<uuid:reference>/", TwilioReceiptHook.as_view(), name="twilio_receipt"),
    path("hooks/twilio/text/", TwilioTextHook.as_view(), name="twilio_text"),
    path("outbox/", OutboxPage.as_view(), name="outbox"),
    path("other-means/", OtherMeansPage.as_view(), name="other_means"),
    path("cost/", CostPage.as_view(), name="cost"),
    path("to/<key:key>/", WritePage.as_view(), name="write"),
    path("<key:key>/", MessagePage.as_view(), name="message"),
    path("<key:key>/confirm/", ConfirmPage.as_view(), name="confirm"),
    path("<key:key>/send/", ReleasePage.as_view(), name="release"),
    path("<key:key>/cancel/", CancelPage.as_view(), name="cancel"),
    path("<key:key>/take-back/", TakeBackPage.as_view(), name="take_back"),
    path("<key:key>/by-hand/", ByHandPage.as_view(), name="by_hand"),
    path("<key:key>/tell/", TellPage.as_view(), name="tell"),
]
