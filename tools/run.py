# SPDX-License-Identifier: EUPL-1.2
"""Runs the demo: portal, worker and mail sink on loopback, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
WACHT = 60  # seconds for the portal to answer
MAIL = 25  # the mail sink listens this far above the portal
HOOGSTE = 65_535 - MAIL
RUSTIG_EINDE = 10  # seconds for a process to end by itself
STOPSIGNALEN = (signal.SIGTERM, signal.SIGHUP)
Processen = dict[str, subprocess.Popen[bytes]]


def lees_poort(woorden: list[str]) -> int:
    """The port asked for, 8000 without one; stops with a clear text for what is no port."""
    tekst = woorden[0] if woorden else "8000"
    if not tekst.isdecimal() or not 1 <= int(tekst) <= HOOGSTE:
        sys.exit(f"{tekst!r} is geen poort. Kies een getal tot en met {HOOGSTE}.")
    return int(tekst)


def omgeving(poort: int) -> dict[str, str]:
    """The settings of the demo; what is set already stays."""
    demo = {
        "MIJNDUO_DEMO": "1",
        "MIJNDUO_BASE_URL": f"http://127.0.0.1:{poort}",
        "MIJNDUO_INSTANCE": str(WORTEL / "instance"),
        "MIJNDUO_MAIL_URL": f"smtp://127.0.0.1:{poort + MAIL}",
    }
    return demo | dict(os.environ)


def eis_vrij(*poorten: int) -> None:
    """Stop with a clear text when a port is taken."""
    for poort in poorten:
        with socket.socket() as contact:
            contact.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                contact.bind(("127.0.0.1", poort))
            except PermissionError:
                sys.exit(f"Poort {poort} mag u niet gebruiken. Kies een andere: make run PORT=8100")
            except OSError:
                sys.exit(f"Poort {poort} is bezet. Kies een andere: make run PORT=8100")


def flask(env: dict[str, str], *woorden: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the portal to its end, its output kept."""
    opdracht = [str(BIN / "flask"), "--app", "wsgi", *woorden]
    return subprocess.run(
        opdracht, cwd=WORTEL, env=env, capture_output=True, text=True, check=False
    )


def bereid_voor(env: dict[str, str]) -> None:
    """Migrate, fill a new database, compress the static files."""
    gemigreerd = flask(env, "db", "upgrade")
    if gemigreerd.returncode:
        sys.exit(f"De database kon niet worden gemaakt.\n{gemigreerd.stderr}")
    gevuld = flask(env, "demo")
    if gevuld.returncode and "niet leeg" not in gevuld.stderr:
        sys.exit(f"De demogegevens konden niet worden geladen.\n{gevuld.stderr}")
    subprocess.run(
        [sys.executable, "-m", "whitenoise.compress", "-q", "portal/static"],
        cwd=WORTEL,
        check=True,
    )


def start(env: dict[str, str], poort: int) -> Processen:
    """Start all processes; each in a group of its own, so that Ctrl-C is ours to pass on."""
    opdrachten = {
        "Het portaal": ["gunicorn", "--bind", f"127.0.0.1:{poort}", "--workers", "1",
                        "--threads", "8", "--log-level", "warning", "wsgi:app"],
        "De ontvangst van mail": ["flask", "--app", "wsgi", "demo-post"],
        "De worker": ["flask", "--app", "wsgi", "worker"],
    }  # fmt: skip
    return {
        wie: subprocess.Popen([str(BIN / naam), *rest], cwd=WORTEL, env=env, start_new_session=True)
        for wie, (naam, *rest) in opdrachten.items()
    }


def gestopt(processen: Processen) -> str | None:
    """What has ended, or None while all run."""
    return next((wie for wie, proces in processen.items() if proces.poll() is not None), None)


def wacht_op(adres: str, processen: Processen) -> None:
    """Wait until the portal is ready; stop with a clear text when a process ends first."""
    zonder_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    einde = time.monotonic() + WACHT
    while time.monotonic() < einde:
        if wie := gestopt(processen):
            sys.exit(f"{wie} is niet gestart. Kijk hierboven wat er misging.")
        try:
            with zonder_proxy.open(adres, timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    sys.exit(f"Mijn DUO geeft na {WACHT} seconden nog geen antwoord op {adres}.")


def nodig_uit(env: dict[str, str]) -> None:
    """Say where to look and as whom to koppel."""
    codes = flask(env, "demo-codes")
    print(codes.stdout or codes.stderr)
    print("Stoppen: Ctrl-C", flush=True)


def stop(processen: Processen) -> None:
    """End all processes, gently first."""
    for proces in processen.values():
        if proces.poll() is None:
            proces.terminate()
    for proces in processen.values():
        try:
            proces.wait(RUSTIG_EINDE)
        except subprocess.TimeoutExpired:
            os.killpg(proces.pid, signal.SIGKILL)


def main() -> None:
    """Prepare, start, print the invitation, and keep watch."""
    poort = lees_poort(sys.argv[1:])
    eis_vrij(poort, poort + MAIL)
    env = omgeving(poort)
    for signaal in STOPSIGNALEN:
        signal.signal(signaal, lambda *_: sys.exit(0))
    processen: Processen = {}
    try:
        bereid_voor(env)
        processen = start(env, poort)
        wacht_op(f"{env['MIJNDUO_BASE_URL']}/readyz", processen)
        nodig_uit(env)
        while (wie := gestopt(processen)) is None:
            time.sleep(0.5)
        sys.exit(f"{wie} is gestopt. Kijk hierboven waarom.")
    except KeyboardInterrupt:
        print("\nGestopt.")
    finally:
        stop(processen)


if __name__ == "__main__":
    main()
