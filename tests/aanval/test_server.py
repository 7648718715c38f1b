# SPDX-License-Identifier: EUPL-1.2
"""Against four real workers: replay at once and after a restart, and memory under bombs (R8)."""

import re
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from tests.aanval.bommen import BOMMEN
from tests.aanval.deur import veld
from tests.eherkenning.conftest import Proef
from tests.harnas.server import Server, server
from tests.harnas.wandelaar import Wandelaar

TEGELIJK = 20
RONDES = 3
MAG_GROEIEN = 64 * 1024  # kB, of each worker at its peak; its threads may each hold a bomb


@pytest.fixture(scope="module")
def draait(soort_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The portal with four workers."""
    map_: Path = tmp_path_factory.mktemp("aanval")
    with server(soort_database, map_) as portaal:
        yield portaal


@pytest.fixture
def tel(draait: Server) -> Iterator[Callable[[str], int]]:
    """``tel("sessie")``: the rows of a table, or part of one."""
    motor = sa.create_engine(draait.env["MIJNDUO_DATABASE_URL"], poolclass=sa.NullPool)

    def aantal(wat: str) -> int:
        with motor.connect() as verbinding:
            return int(verbinding.execute(sa.text(f"SELECT count(*) FROM {wat}")).scalar() or 0)

    yield aantal
    motor.dispose()


def buit(draait: Server, persoon: str) -> tuple[dict[str, str], dict[str, str]]:
    """All that a thief may have seen of a login: its fields and its cookies."""
    wandelaar = Wandelaar(draait.adres)
    with wandelaar.http:
        wandelaar.tot_antwoord(draait.gebruikers[0]["kvk"], persoon)
        _, velden = wandelaar.formulier("/eherkenning/acs")
        return velden, dict(wandelaar.http.cookies)


def stuur(draait: Server, velden: dict[str, str], koekjes: dict[str, str]) -> int:
    doel = f"{draait.adres}/eherkenning/acs"
    return httpx.post(doel, data=velden, cookies=koekjes, timeout=60).status_code


def tegelijk(doe: Callable[[int], int]) -> list[int]:
    streep = threading.Barrier(TEGELIJK)

    def een(nummer: int) -> int:
        streep.wait()
        return doe(nummer)

    with ThreadPoolExecutor(TEGELIJK) as zwembad:
        return sorted(zwembad.map(een, range(TEGELIJK)))


def test_een_antwoord_telt_een_keer_van_de_twintig_en_na_een_herstart_niet_meer(
    draait: Server, tel: Callable[[str], int]
) -> None:
    velden, koekjes = buit(draait, "Jan")
    sessies, records = tel("sessie"), tel("auditrecord")
    statussen = tegelijk(lambda _: stuur(draait, velden, koekjes))
    assert statussen == [303] + [403] * (TEGELIJK - 1)
    assert tel("sessie") == sessies + 1
    assert tel("auditrecord") == records + TEGELIJK
    draait.stop(signal.SIGKILL)
    draait.start()
    assert stuur(draait, velden, koekjes) == 403
    assert tel("sessie") == sessies + 1
    assert tel("auditrecord WHERE uitkomst = 'herhaald'") == TEGELIJK
    assert draait.flask("audit", "verifieer").returncode == 0


def test_een_antwoord_bij_twintig_andere_browsers_tegelijk_telt_nooit(
    draait: Server, tel: Callable[[str], int]
) -> None:
    velden, _ = buit(draait, "Fatima")
    anderen = [buit(draait, f"Dief {nummer}") for nummer in range(TEGELIJK)]
    sessies = tel("sessie")

    def steel(nummer: int) -> int:
        eigen, koekjes = anderen[nummer]
        gestolen = velden | ({"RelayState": eigen["RelayState"]} if nummer % 2 else {})
        return stuur(draait, gestolen, koekjes)

    assert tegelijk(steel) == [400] * TEGELIJK
    assert tel("sessie") == sessies


def geheugen(draait: Server) -> int:
    """The highest peak among the workers since the last ``rust``, in kB."""
    return max(int(re.findall(r"VmHWM:\s+(\d+)", (p / "status").read_text())[0])
               for p in werkers(draait))  # fmt: skip


def werkers(draait: Server) -> list[Path]:
    pid = draait.proces.pid
    kinderen = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [Path("/proc") / kind for kind in kinderen]


def rust(draait: Server) -> int:
    """What the largest worker holds now, in kB; peaks are measured anew from here."""
    for pad in werkers(draait):
        (pad / "clear_refs").write_text("5")
    return geheugen(draait)


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="alleen op Linux")
def test_bommen_laten_het_geheugen_niet_groeien(draait: Server, smid: Proef) -> None:
    """Only the bombs are measured: each waits, with a login of its own, until all workers are
    warm. What a bomb takes it takes each round; what a busy machine does to one round is not its.
    """

    def bereid(naam: str) -> tuple[str, dict[str, str], dict[str, str]]:
        velden, koekjes = buit(draait, naam)
        return naam, velden | {"SAMLResponse": veld(BOMMEN[naam](smid))}, koekjes

    def gooi(bom: tuple[str, dict[str, str], dict[str, str]]) -> tuple[str, int]:
        naam, velden, koekjes = bom
        return naam, stuur(draait, velden, koekjes)

    klein = [naam for naam in BOMMEN if naam != "20 MB"]  # a front server stops that one
    geweigerd = {(naam, 400) for naam in klein}
    ronden: list[tuple[int, int]] = []
    with ThreadPoolExecutor(4) as zwembad:
        for _ in range(RONDES):
            bommen = list(zwembad.map(bereid, klein))
            begin = rust(draait)
            assert set(zwembad.map(gooi, bommen)) == geweigerd
            ronden.append((begin, geheugen(draait)))
    assert min(piek - begin for begin, piek in ronden) < MAG_GROEIEN, ronden
    assert rust(draait) - ronden[0][0] < MAG_GROEIEN, "zij laten niets achter"
