# SPDX-License-Identifier: EUPL-1.2
"""``make bench``: ratios within one run, with their goals; fails only when work was not done."""

import tempfile
from pathlib import Path

from tests.bench import portaal, proces


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as map_:
        paden = [Path(map_) / naam for naam in ("portaal", "opstart", "worker")]
        for pad in paden:
            pad.mkdir()
        for rij in portaal.meet(paden[0]):
            print(rij, flush=True)
        for rij in [*proces.opstart(paden[1]), *proces.worker(paden[2])]:
            print(rij, flush=True)


if __name__ == "__main__":
    main()
