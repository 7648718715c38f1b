# SPDX-License-Identifier: EUPL-1.2
"""Whole processes: starting up against bare Flask, and the memory of a worker at work."""

import os
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.bench.meten import Rij
from tests.harnas.server import BIN, START, WORTEL, vrije_poort

RONDES = 5
VERZOEKEN = 200
POGINGEN = 24  # to log in with a token: an argon2 check each, in all threads
DRADEN = 4
PADEN = ("/", "/inloggen", "/eherkenning/login", "/problemen-met-inloggen")
PORTAAL = "import wsgi"
FLASK = "import flask; flask.Flask('x')"


def env(map_: Path, **anders: str) -> dict[str, str]:
    """The settings of a demo in ``map_``, without those of whoever runs the bench."""
    basis = {"PATH": os.environ["PATH"], "MIJNDUO_DEMO": "1", "MIJNDUO_INSTANCE": str(map_)}
    return basis | {"MIJNDUO_RATELIMIT_ENABLED": "0"} | anders


def _draai(code: str, omgeving: dict[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of a Python process that runs ``code``.

    No time limit: to wait with one is to look every 50 ms, which shows in the wall time.
    """
    voor, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=WORTEL, env=omgeving, check=True)
    wand, na = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wand, na.ru_utime + na.ru_stime - voor.ru_utime - voor.ru_stime


def opstart(map_: Path) -> list[Rij]:
    """Importing the app against making a bare Flask app; keys made and code compiled before."""
    omgeving = env(map_)
    _draai(PORTAAL, omgeving), _draai(FLASK, omgeving)
    paren = [(_draai(PORTAAL, omgeving), _draai(FLASK, omgeving)) for _ in range(RONDES)]
    wand, cpu = ([(een[i], ander[i]) for een, ander in paren] for i in (0, 1))
    return [
        Rij("opstart: wandtijd maal kale Flask", _maal(wand), "x", 3.6),
        Rij("opstart: CPU maal kale Flask", _maal(cpu), "x"),
        Rij("opstart", statistics.median(een for een, _ in wand) * 1000, "ms"),
        Rij("kale Flask", statistics.median(ander for _, ander in wand) * 1000, "ms"),
    ]


def _maal(paren: list[tuple[float, float]]) -> float:
    return statistics.median(een / ander for een, ander in paren)


def worker(map_: Path) -> list[Rij]:
    """The memory of a worker that shares nothing by preloading, after some hundreds of requests."""
    adres = f"http://127.0.0.1:{vrije_poort()}"
    omgeving = env(map_, MIJNDUO_BASE_URL=adres)
    flask = [str(BIN / "flask"), "--app", "wsgi"]
    for woorden in (["db", "upgrade"], ["demo", "--json"]):
        subprocess.run(
            [*flask, *woorden],
            cwd=WORTEL,
            env=omgeving,
            check=True,
            capture_output=True,
            timeout=60,
        )
    with gunicorn(adres, omgeving) as pid:
        with httpx.Client(base_url=adres) as klant:
            for nummer in range(VERZOEKEN):
                assert klant.get(PADEN[nummer % len(PADEN)]).status_code == 200
            _probeer_tokens(klant)
        (kind,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        gemeten = geheugen(int(kind))
    return [
        Rij("geheugen van een worker (RSS)", gemeten["Rss"], "MB", 85),
        Rij(
            "geheugen van een worker, gedeelde bladzijden naar rato (PSS)", gemeten["Pss"], "MB", 85
        ),
    ]


def _probeer_tokens(klant: httpx.Client) -> None:
    """Refused logins of people unknown, who cost as much as somebody known (R12)."""
    pad = "/inloggen/gemeenten"
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', klant.get(pad).text)
    assert csrf is not None
    vast = {"csrf_token": csrf[1], "wachtwoord": "x", "token": "000000"}
    pogingen = [vast | {"gebruikersnaam": f"ONBEKEND{nummer}"} for nummer in range(POGINGEN)]
    with ThreadPoolExecutor(DRADEN) as draden:
        for antwoord in draden.map(lambda velden: klant.post(pad, data=velden), pogingen):
            assert antwoord.status_code == 422


@contextmanager
def gunicorn(adres: str, env: dict[str, str]) -> Iterator[int]:
    """The pid of a gunicorn with one worker of four threads that answers; ended afterwards."""
    with tempfile.NamedTemporaryFile("w", suffix=".conf.py") as leeg:
        opdracht = [str(BIN / "gunicorn"), "--config", leeg.name, "--workers", "1", "--threads",
                    str(DRADEN), "--log-level", "critical", "--bind", adres.removeprefix("http://"),
                    "wsgi:app"]  # fmt: skip
        proces = subprocess.Popen(opdracht, cwd=WORTEL, env=env, start_new_session=True)
        try:
            _wacht(adres, proces)
            yield proces.pid
        finally:
            _stop(proces)


def _wacht(adres: str, proces: subprocess.Popen[bytes]) -> None:
    einde = time.monotonic() + START
    while time.monotonic() < einde and proces.poll() is None:
        try:
            if httpx.get(f"{adres}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("gunicorn startte niet")


def _stop(proces: subprocess.Popen[bytes]) -> None:
    """End it; whoever does not listen is killed together with its worker."""
    if proces.poll() is None:
        proces.terminate()
    try:
        proces.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(proces.pid, signal.SIGKILL)
        proces.wait(10)


def geheugen(pid: int, bron: str = "smaps_rollup") -> dict[str, float]:
    """What /proc says of the memory of a process, in MB: PSS and RSS, of "status" the peak too."""
    regels = Path(f"/proc/{pid}/{bron}").read_text().splitlines()
    in_kb = (regel.split() for regel in regels if regel.endswith(" kB"))
    return {naam.rstrip(":"): int(waarde) / 1024 for naam, waarde, _ in in_kb}
