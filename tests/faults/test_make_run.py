# SPDX-License-Identifier: EUPL-1.2
"""What ``make run`` starts: it invites, works, goes on where it was, and leaves nothing behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.harnas.database import nieuwe_database
from tests.harnas.server import WORTEL, vrije_poort
from tests.harnas.wandelaar import Wandelaar

NODIG = ("portal", "wizard", "admin", "templates", "migrations", "wsgi.py", "gunicorn.conf.py")
GEDULD = 60  # seconds
KLAAR = "Stoppen: Ctrl-C"


@pytest.fixture
def huis(tmp_path: Path) -> Path:
    """A copy of the portal, so that its instance folder and compressed files are its own."""
    for naam in NODIG:
        bron = WORTEL / naam
        if bron.is_dir():
            weg = shutil.ignore_patterns("__pycache__", "*.br", "*.gz")
            shutil.copytree(bron, tmp_path / naam, ignore=weg)
        else:
            shutil.copy(bron, tmp_path / naam)
    (tmp_path / "tools").mkdir()
    shutil.copy(WORTEL / "tools/run.py", tmp_path / "tools/run.py")
    return tmp_path


@pytest.fixture
def poort() -> int:
    """A port for the portal of which the one for its mail is free too."""
    while True:
        kandidaat = vrije_poort()
        with socket.socket() as contact:
            if kandidaat < 65_000 and contact.connect_ex(("127.0.0.1", kandidaat + 25)):
                return kandidaat


class Loop:
    """One run of tools/run.py."""

    def __init__(self, huis: Path, poort: object, env: dict[str, str]) -> None:
        self.uitvoer = huis / "uitvoer.txt"
        with self.uitvoer.open("w") as bestand:
            opdracht = [sys.executable, str(huis / "tools/run.py"), str(poort)]
            self.proces = subprocess.Popen(opdracht, env=env, stdout=bestand, stderr=bestand)

    @property
    def tekst(self) -> str:
        """All that was printed until now."""
        return self.uitvoer.read_text("utf-8")

    def tot_uitgenodigd(self) -> str:
        """Wait for the invitation."""
        einde = time.monotonic() + GEDULD
        while KLAAR not in self.tekst:
            assert self.proces.poll() is None and time.monotonic() < einde, self.tekst
            time.sleep(0.1)
        return self.tekst

    def kinderen(self) -> list[int]:
        """The processes that it started."""
        taak = Path(f"/proc/{self.proces.pid}/task/{self.proces.pid}/children")
        return [int(nummer) for nummer in taak.read_text().split()]


@pytest.fixture
def loop(huis: Path, soort_database: str) -> Iterator[Callable[[object], Loop]]:
    """``loop(poort)`` starts it; whatever still runs is ended afterwards."""
    gestart: list[Loop] = []
    with nieuwe_database(soort_database, huis) as url:
        env = {"PATH": "/usr/bin:/bin", "MIJNDUO_DATABASE_URL": url, "http_proxy": "http://[::]:9"}

        def begin(poort: object) -> Loop:
            gestart.append(Loop(huis, poort, env))
            return gestart[-1]

        yield begin
        for een in gestart:
            een.proces.terminate()
            een.proces.wait(GEDULD)


def waarde(uitnodiging: str, naam: str) -> str:
    gevonden = re.search(rf"^ +{naam} +(\S+)$", uitnodiging, re.M)
    assert gevonden, uitnodiging
    return gevonden[1]


def koppel_als_genodigde(adres: str, uitnodiging: str) -> None:
    bezoeker = Wandelaar(adres)
    bezoeker.log_in(waarde(uitnodiging, "KvK-nummer"), "Jan")
    bezoeker.tot_laatste_stap()
    antwoord = bezoeker.verstuur(
        "/koppelen/koppelen",
        gebruikersnaam=waarde(uitnodiging, "gebruikersnaam"),
        activatiecode=waarde(uitnodiging, "activatiecode"),
    )
    bezoeker.http.close()
    assert "Koppeling gelukt" in antwoord.text


def wacht_tot_mail(adres: str) -> None:
    einde = time.monotonic() + GEDULD
    while "gekoppeld" not in httpx.get(f"{adres}/demo/post", trust_env=False).text:
        assert time.monotonic() < einde
        time.sleep(0.3)


def weg(nummers: list[int]) -> bool:
    return not [nummer for nummer in nummers if Path(f"/proc/{nummer}").exists()]


def test_van_uitnodiging_tot_mail_en_daarna_verder_met_dezelfde_gegevens(
    loop: Callable[[object], Loop], poort: int
) -> None:
    """R10, R14: a stranger with only the printed text koppelt; SIGINT and a lost worker end all."""
    adres = f"http://127.0.0.1:{poort}"
    eerste = loop(poort)
    uitnodiging = eerste.tot_uitgenodigd()
    assert f"{adres}/demo/post" in uitnodiging
    assert len(re.findall(r"^ +gebruikersnaam ", uitnodiging, re.M)) >= 2
    koppel_als_genodigde(adres, uitnodiging)
    wacht_tot_mail(adres)
    kinderen = eerste.kinderen()
    assert len(kinderen) == 3
    eerste.proces.send_signal(signal.SIGINT)
    assert eerste.proces.wait(GEDULD) == 0
    assert weg(kinderen) and "Traceback" not in eerste.tekst

    tweede = loop(poort)
    opnieuw = tweede.tot_uitgenodigd()
    assert waarde(opnieuw, "gebruikersnaam") == waarde(uitnodiging, "gebruikersnaam")
    assert "Al gekoppeld" in opnieuw
    kinderen = tweede.kinderen()
    os.kill(kinderen[-1], signal.SIGKILL)
    assert tweede.proces.wait(GEDULD) == 1
    assert "De worker is gestopt." in tweede.tekst
    assert weg(kinderen)


def test_een_bezette_poort_wordt_genoemd(loop: Callable[[object], Loop]) -> None:
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", 0))
        bezet.listen()
        nummer = bezet.getsockname()[1]
        poging = loop(nummer)
        assert poging.proces.wait(GEDULD) == 1
    assert poging.tekst == f"Poort {nummer} is bezet. Kies een andere: make run PORT=8100\n"


@pytest.mark.parametrize("woord", ["abc", "0", "-1", "65536", "99999999"])
def test_wat_geen_poort_is_wordt_uitgelegd(loop: Callable[[object], Loop], woord: str) -> None:
    poging = loop(woord)
    assert poging.proces.wait(GEDULD) == 1
    assert "is geen poort" in poging.tekst and "Traceback" not in poging.tekst


def test_een_instelling_die_niet_kan_houdt_de_start_tegen(huis: Path, poort: int) -> None:
    poging = Loop(huis, poort, {"PATH": "/usr/bin:/bin", "MIJNDUO_THEME": "paars"})
    assert poging.proces.wait(GEDULD) == 1
    assert "MIJNDUO_THEME" in poging.tekst and "Traceback" not in poging.tekst
