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


def omgeving(poort: int) -> dict[str, str]:
    """The settings of the demo; what is set already stays."""
    demo = {
        "MIJNDUO_DEMO": "1",
        "MIJNDUO_BASE_URL": f"http://127.0.0.1:{poort}",
        "MIJNDUO_INSTANCE": str(WORTEL / "instance"),
        "MIJNDUO_MAIL_URL": f"smtp://127.0.0.1:{poort + 25}",
    }
    return demo | dict(os.environ)


def eis_vrij(*poorten: int) -> None:
    """Stop with a clear text when a port is taken."""
    for poort in poorten:
        with socket.socket() as contact:
            contact.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                contact.bind(("127.0.0.1", poort))
            except OSError:
                sys.exit(f"Poort {poort} is bezet. Kies een andere: make run PORT=8100")


def flask(env: dict[str, str], *woorden: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command of the portal to its end, its output kept."""
    opdracht = [str(BIN / "flask"), "--app", "wsgi", *woorden]
    return subprocess.run(opdracht, cwd=WORTEL, env=env, capture_output=True, check=False)


def bereid_voor(env: dict[str, str]) -> None:
    """Migrate, and fill a new database."""
    gemigreerd = flask(env, "db", "upgrade")
    if gemigreerd.returncode:
        sys.exit(gemigreerd.stderr.decode())
    flask(env, "demo")  # refuses by itself when there is data
    subprocess.run(
        [sys.executable, "-m", "whitenoise.compress", "-q", "portal/static"],
        cwd=WORTEL,
        check=True,
    )


def start(env: dict[str, str], poort: int) -> list[subprocess.Popen[bytes]]:
    """Start all processes."""
    portaal = ["gunicorn", "--bind", f"127.0.0.1:{poort}", "--workers", "1", "--threads", "8",
               "--log-level", "warning", "wsgi:app"]  # fmt: skip
    opdrachten = (
        portaal,
        ["flask", "--app", "wsgi", "demo-post"],
        ["flask", "--app", "wsgi", "worker"],
    )
    return [
        subprocess.Popen([str(BIN / naam), *rest], cwd=WORTEL, env=env, start_new_session=True)
        for naam, *rest in opdrachten
    ]


def wacht_op(adres: str, processen: list[subprocess.Popen[bytes]]) -> None:
    """Wait until the portal is ready; stop when a process ends first."""
    einde = time.monotonic() + WACHT
    while time.monotonic() < einde and all(proces.poll() is None for proces in processen):
        try:
            with urllib.request.urlopen(adres, timeout=2):  # noqa: S310  our own http address
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    stop(processen)
    sys.exit("Mijn DUO is niet gestart. Kijk hierboven wat er misging.")


def stop(processen: list[subprocess.Popen[bytes]]) -> None:
    """End all processes, gently first."""
    for proces in processen:
        if proces.poll() is None:
            proces.terminate()
    for proces in processen:
        try:
            proces.wait(10)
        except subprocess.TimeoutExpired:
            proces.kill()


def main() -> None:
    """Prepare, start, print the invitation, and keep watch."""
    poort = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    eis_vrij(poort, poort + 25)
    env = omgeving(poort)
    bereid_voor(env)
    processen = start(env, poort)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wacht_op(f"{env['MIJNDUO_BASE_URL']}/readyz", processen)
        print(flask(env, "demo-codes").stdout.decode())
        print("Stoppen: Ctrl-C", flush=True)
        while all(proces.poll() is None for proces in processen):
            time.sleep(0.5)
        sys.exit("Een van de processen is gestopt.")
    except KeyboardInterrupt:
        print("\nGestopt.")
    finally:
        stop(processen)


if __name__ == "__main__":
    main()
