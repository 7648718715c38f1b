# SPDX-License-Identifier: EUPL-1.2
"""The WSGI application: ``gunicorn wsgi:app`` or ``flask --app wsgi``."""

import gc

gc.disable()  # hardly anything made while starting is garbage: looking for it takes a fifth of it

from portal.app import uit_omgeving  # noqa: E402

app = uit_omgeving()

gc.freeze()  # what stays for good is not looked through again, nor copied into every worker
gc.enable()
