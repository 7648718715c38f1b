# SPDX-License-Identifier: EUPL-1.2
"""``make bench``: ratios within one run, with their goals; fails only when work was not done."""

import tempfile
from pathlib import Path

from tests.bench import acs, overzicht, proces
from tests.bench.portaal import portaal


def main() -> None:
    """Measure and print a line as soon as it is known; a wrong answer ends it (exit 1)."""
    with tempfile.TemporaryDirectory(prefix="mijnduo-bench-") as map_:
        paden = [Path(map_) / naam for naam in ("portaal", "opstart", "worker")]
        for pad in paden:
            pad.mkdir()
        with portaal(paden[0]) as proef:
            for deel in (overzicht, acs):
                print(*deel.meet(proef), sep="\n", flush=True)
        for los, pad in zip((proces.opstart, proces.worker), paden[1:], strict=True):
            print(*los(pad), sep="\n", flush=True)


if __name__ == "__main__":
    main()
