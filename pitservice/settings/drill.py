"""As in tests, with a gateway on this machine, and leases that run out while one waits."""

from __future__ import annotations

import os

from pitservice.settings.testing import *

MESSAGING_GATEWAY = "notify"
NOTIFY_CALLBACK_TOKEN = os.environ.get("NOTIFY_CALLBACK_TOKEN", "")
MESSAGING_RECEIVES = True
MESSAGING_TIMEOUT = 1.0
MESSAGING_LEASE = 6.0
MESSAGING_IN_FLIGHT = 8
MESSAGING_BATCH = 40
