# SPDX-License-Identifier: EUPL-1.2
"""Lets atheris look for answers that break the property; ``make fuzz`` runs it, CI does not.

It grows a corpus of its own in ``instance/fuzz``. What it finds it leaves there too; that goes into
``tests/aanval/corpus``, which the tests run again.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["portal.eherkenning", "onelogin"]):
    from portal import config, eherkenning
    from portal.eherkenning.simulator.artifacten import Kluis
    from portal.eherkenning.simulator.makelaar import Makelaar
    from portal.eherkenning.sleutels import van_map
    from tests.aanval.stand import Stand, Weg
    from tests.eherkenning.conftest import Proef

WORTEL = Path(__file__).resolve().parents[2]
ZAAD = WORTEL / "tests" / "aanval" / "corpus"
WEGEN = list(Weg)  # the length of a program chooses
GROEI = WORTEL / "instance" / "fuzz"


def maak_stand(map_: Path) -> Stand:
    """A service provider and a broker with keys of today."""
    instellingen = config.lees({"MIJNDUO_DEMO": "1", "MIJNDUO_INSTANCE": str(map_)})
    bak: dict[str, eherkenning.Dienstverlener] = {}
    makelaar = Makelaar(
        van_map(map_ / "makelaar", "Proefmakelaar"),
        instellingen.base_url,
        lambda: eherkenning.metadata(bak["dv"]),
        Kluis(map_ / "antwoorden"),
    )
    bak["dv"] = eherkenning.laad_uit(instellingen, makelaar.metadata())
    return Stand(Proef(bak["dv"], makelaar, makelaar.afnemer(), van_map(map_ / "vreemd", "Vreemd")))


def main() -> None:
    """Arguments go to libFuzzer: ``-max_total_time=600`` for ten minutes."""
    GROEI.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as map_:
        stand = maak_stand(Path(map_))
        vast = ["-max_len=62", "-timeout=2", "-rss_limit_mb=1024", f"-artifact_prefix={GROEI}/"]
        woorden = [sys.argv[0], *vast, *sys.argv[1:], str(GROEI), str(ZAAD)]

        def probeer(programma: bytes) -> None:
            stand.houdt(programma, WEGEN[len(programma) % len(WEGEN)])
            if stand.gelezen % 10_000 == 0:
                print(f"{stand.gelezen} gelezen, {stand.aangenomen} aangenomen", flush=True)

        atheris.Setup(woorden, probeer)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
