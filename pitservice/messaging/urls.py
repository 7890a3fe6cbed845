"""Addresses of messaging."""

from __future__ import annotations

from django.urls import path

from pitservice.messaging.views import inbound, inbox, ringing
from pitservice.messaging.views.hooks import NotifyReceiptHook, NotifyTextHook, TwilioReceiptHook, TwilioTextHook
from pitservice.messaging.views.lists import CostPage, GatewayPage, OtherMeansPage
from pitservice.messaging.views.message import (
    AttachedPage,
    BouncedPage,
    ByHandPage,
    CancelPage,
    ConfirmPage,
    MessagePage,
    PutBackPage,
    ReleasePage,
    TakeOnPage,
    TellPage,
)
from pitservice.messaging.views.notices import NoticesPage
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
    path("notices/", NoticesPage.as_view(), name="notices"),
    path("gateway/", GatewayPage.as_view(), name="gateway"),
    path("cost/", CostPage.as_view(), name="cost"),
    path("to/<key:key>/", WritePage.as_view(), name="write"),
    path("inbox/", inbox.InboxPage.as_view(), name="inbox"),
    path("inbox/take/", ringing.TakeMessagePage.as_view(), name="take_message"),
    path("inbox/take/<key:key>/", ringing.TakeAboutPage.as_view(), name="take_about"),
    path("inbox/words/<slug:team>/", inbox.WorryWordsPage.as_view(), name="worry_words"),
    path("inbox/guarded/", inbox.GuardedInboxPage.as_view(), name="guarded"),
    path("inbox/guarded/<key:key>/", inbound.GuardedTextPage.as_view(), name="guarded_text"),
    path("inbox/guarded/<key:key>/done/", inbound.GuardedDonePage.as_view(), name="guarded_done"),
    path("inbox/<key:key>/", inbound.InboundPage.as_view(), name="inbound"),
    path("inbox/<key:key>/done/", inbound.DonePage.as_view(), name="inbound_done"),
    path("inbox/<key:key>/again/", inbound.AgainPage.as_view(), name="inbound_again"),
    path("inbox/<key:key>/assign/", inbound.AssignPage.as_view(), name="inbound_assign"),
    path("inbox/<key:key>/who/", inbound.WhoPage.as_view(), name="inbound_who"),
    path("inbox/<key:key>/who/find/", inbound.FindPage.as_view(), name="inbound_find"),
    path("inbox/<key:key>/who/<key:item>/", inbound.WhoInFamilyPage.as_view(), name="inbound_family"),
    path("inbox/<key:key>/turn/<slug:turn>/", inbound.TurnPage.as_view(), name="inbound_turn"),
    path("<key:key>/", MessagePage.as_view(), name="message"),
    path("<key:key>/confirm/", ConfirmPage.as_view(), name="confirm"),
    path("<key:key>/send/", ReleasePage.as_view(), name="release"),
    path("<key:key>/cancel/", CancelPage.as_view(), name="cancel"),
    path("<key:key>/take-back/", TakeBackPage.as_view(), name="take_back"),
    path("<key:key>/by-hand/", ByHandPage.as_view(), name="by_hand"),
    path("<key:key>/attached/", AttachedPage.as_view(), name="attached"),
    path("<key:key>/bounced/", BouncedPage.as_view(), name="bounced"),
    path("<key:key>/take/", TakeOnPage.as_view(), name="take_on"),
    path("<key:key>/put-back/", PutBackPage.as_view(), name="put_back"),
    path("<key:key>/tell/", TellPage.as_view(), name="tell"),
]
