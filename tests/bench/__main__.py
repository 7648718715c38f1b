# SPDX-License-Identifier: EUPL-1.2
"""``make bench``: ratios within one run, with their goals; fails only when work was not done.

With words only those parts: ``python -m tests.bench schaal``.
"""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.bench import acs, overzicht, proces, schaal
from tests.bench.meten import Rij
from tests.bench.portaal import portaal


def pagina(map_: Path) -> Iterator[Rij]:
    """The overview and a login, in this process."""
    with portaal(map_) as proef:
        for deel in (overzicht, acs):
            yield from deel.meet(proef)


DELEN: dict[str, Callable[[Path], Iterable[Rij | str]]] = {
    "pagina": pagina,
    "opstart": proces.opstart,
    "worker": proces.worker,
    "schaal": schaal.meet,
}


def main() -> None:
    """Measure and print a line as soon as it is known; a wrong answer ends it (exit 1)."""
    with tempfile.TemporaryDirectory(prefix="mijnduo-bench-") as map_:
        for naam in sys.argv[1:] or DELEN:
            pad = Path(map_) / naam
            pad.mkdir()
            for rij in DELEN[naam](pad):
                print(rij, flush=True)


if __name__ == "__main__":
    main()
