# SPDX-License-Identifier: EUPL-1.2
"""Several transactions at once, each in a thread and a session of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy.orm import Session

from tests.beheer.conftest import Schrijver

Uit = TypeVar("Uit")


def tegelijk(
    schrijver: Schrijver, doe: Callable[[Session, int], Uit], aantal: int = 4
) -> list[Uit]:
    """Run ``doe(session, number)`` in threads that wait for each other at the start."""
    streep = threading.Barrier(aantal)

    def een(nummer: int) -> Uit:
        streep.wait()
        with schrijver() as session:
            return doe(session, nummer)

    with ThreadPoolExecutor(aantal) as zwembad:
        return list(zwembad.map(een, range(aantal)))
