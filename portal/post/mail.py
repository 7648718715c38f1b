# SPDX-License-Identifier: EUPL-1.2
"""What a mail is here, on its way into the outbox and out of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """A text to send. ``tekst`` may hold a code, so it stays out of ``repr`` (R33).

    After ``verloopt_op`` delivering it makes no sense any more.
    """

    soort: str
    onderwerp: str
    tekst: str = field(repr=False)
    verloopt_op: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A mail that is ready to leave: text, address, and the id it keeps at every attempt."""

    message_id: str
    aan: str = field(repr=False)
    onderwerp: str
    tekst: str = field(repr=False)
    gemaakt_op: datetime


class GeenVerbinding(Exception):
    """The mail server cannot be reached or does not let us in: no fault of any one mail."""


class NuNiet(Exception):
    """This mail was not taken now; a later attempt may succeed. Its text holds no address."""


class Geweigerd(Exception):
    """This mail was refused for good. Its text holds no address."""


class Verzender(Protocol):
    """Hands one mail to a mail server."""

    def verstuur(self, post: Post) -> None:
        """Return once the server took it; else raise GeenVerbinding, NuNiet or Geweigerd."""
        ...
