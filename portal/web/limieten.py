# SPDX-License-Identifier: EUPL-1.2
"""How often one address may call; the rules R11 and R18 are counted in the database instead."""

from flask import Flask
from flask_limiter import Limiter

from portal.config import Config
from portal.web.ik import adres

ALGEMEEN = "1200 per minute"
GEVOELIG = "60 per minute"  # logging in, koppelen, asking for a code
ZWAAR = "10 per minute"  # a file to judge takes seconds of the processor
TIJD = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds that Redis may take

limiter = Limiter(
    key_func=adres,
    default_limits=[ALGEMEEN],
    strategy="moving-window",
    in_memory_fallback_enabled=True,  # without Redis each process counts for itself
)


def registreer(app: Flask, config: Config) -> None:
    """Count in Redis where given, else in this process."""
    app.config["RATELIMIT_STORAGE_URI"] = config.redis_url or "memory://"
    if config.redis_url:
        app.config["RATELIMIT_STORAGE_OPTIONS"] = TIJD
    app.config["RATELIMIT_ENABLED"] = config.ratelimit_enabled
    app.config["RATELIMIT_KEY_PREFIX"] = "mijnduo"
    limiter.init_app(app)
