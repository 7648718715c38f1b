# SPDX-License-Identifier: EUPL-1.2
"""What became of an account: every stage from aangemeld to beëindigd, with the rows it leaves.

All codes have one hash, that of a text nobody kept: argon2id takes 20 ms by design, which for a
million codes is hours, and a code that nobody may use needs no hash of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from portal.domain.activatiecodes import GELDIG
from portal.domain.tellers import BLOKKADE, MAX_POGINGEN
from portal.models.soorten import Gebruikerstatus, Tellersoort, Verbreekreden
from portal.secrets import VAN_NIEMAND, sleutel
from portal.zaai.namen import een_van
from portal.zaai.oogst import Oogst

ACTIEF = Gebruikerstatus.ACTIEF.value
DAG = 86_400.0  # seconds
VERS, OUD = 4, 1500  # days since an account was made, at least and at most
SLAPEND = (380, 546)  # days without login, R16 undoes after 18 months
STIL = timedelta(days=550)  # 18 months and a little (R16)
WAARSCHUW = 515  # about 30 days before
GEMELD = (Verbreekreden.DEFECT, Verbreekreden.GESTOLEN, Verbreekreden.ZOEK)
NIVEAUS = ("loa3", "loa3", "loa3", "loa4")


class Stand(StrEnum):
    """Where an account stands."""

    AANGEMELD = "aangemeld"
    BRIEF = "brief"
    CODE = "code"
    CODE_VERLOPEN = "code_verlopen"
    GEKOPPELD = "gekoppeld"
    SLAPEND = "slapend"
    VERBROKEN = "verbroken"
    OPNIEUW = "opnieuw"
    GEBLOKKEERD = "geblokkeerd"
    BEEINDIGD = "beeindigd"
    TOKEN = "token"


AANDEEL = {
    Stand.AANGEMELD: 3.0,
    Stand.BRIEF: 4.0,
    Stand.CODE: 2.0,
    Stand.CODE_VERLOPEN: 3.0,
    Stand.GEKOPPELD: 73.0,
    Stand.SLAPEND: 4.0,
    Stand.VERBROKEN: 4.0,
    Stand.OPNIEUW: 3.0,
    Stand.GEBLOKKEERD: 0.5,
    Stand.BEEINDIGD: 2.5,
    Stand.TOKEN: 1.0,
}


@dataclass(slots=True)
class Verhaal:
    """What of it stands on the account itself."""

    nummer: int
    door: int | None
    aangemeld_op: datetime
    brief_op: datetime | None = None
    laatste_login_op: datetime | None = None
    beeindigd_op: datetime | None = None
    status: str = ACTIEF
    met_token: bool = False


class Verteller:
    """Tells of one account after another, and adds the rows of codes, koppelingen and so on."""

    def __init__(
        self, kans: Random, oogst: Oogst, documenten: list[tuple[int, str]], nu: datetime
    ) -> None:
        self._kans = kans
        self._oogst = oogst
        self._documenten = documenten
        self._nu = nu
        self._doe: dict[Stand, Callable[[Verhaal], None]] = {
            Stand.AANGEMELD: self._aangemeld,
            Stand.BRIEF: self._brief,
            Stand.CODE: self._code_open,
            Stand.CODE_VERLOPEN: self._code_verlopen,
            Stand.GEKOPPELD: self._gekoppeld,
            Stand.SLAPEND: self._slapend,
            Stand.VERBROKEN: self._verbroken,
            Stand.OPNIEUW: self._opnieuw,
            Stand.GEBLOKKEERD: self._geblokkeerd,
            Stand.BEEINDIGD: self._beeindigd,
            Stand.TOKEN: self._token,
        }

    def vertel(self, stand: Stand, nummer: int, door: int | None) -> Verhaal:
        """The story of account ``nummer``, which ``door`` registered."""
        oudst = OUD if stand is not Stand.SLAPEND else OUD + SLAPEND[1]
        jongst = VERS if stand is not Stand.SLAPEND else SLAPEND[1] + VERS
        dagen = jongst + (oudst - jongst) * self._kans.random() ** 1.5
        verhaal = Verhaal(nummer, door, self._geleden(dagen))
        self._doe[stand](verhaal)
        return verhaal

    def _geleden(self, dagen: float) -> datetime:
        return self._nu - timedelta(seconds=int(dagen * DAG))

    def _later(self, moment: datetime, dagen: float) -> datetime:
        """At most ``dagen`` after ``moment``, in whole seconds."""
        return moment + timedelta(seconds=int(self._kans.random() * dagen * DAG))

    def _sinds(self, moment: datetime) -> datetime:
        """Between ``moment`` and now, sooner now."""
        seconden = (self._nu - moment).total_seconds()
        return self._nu - timedelta(seconds=int(seconden * self._kans.random() ** 4))

    def _aangemeld(self, verhaal: Verhaal) -> None:
        """The letter waits."""

    def _brief(self, verhaal: Verhaal) -> None:
        verhaal.brief_op = self._later(verhaal.aangemeld_op, 0.3)

    def _code(
        self,
        verhaal: Verhaal,
        op: datetime,
        gebruikt_op: datetime | None = None,
        vervallen_op: datetime | None = None,
        gemeld_op: datetime | None = None,
    ) -> None:
        self._oogst.voeg_toe(
            "codes", verhaal.nummer, VAN_NIEMAND, op, verhaal.door, op + GELDIG,
            gebruikt_op, vervallen_op, gemeld_op,
        )  # fmt: skip

    def _code_open(self, verhaal: Verhaal) -> None:
        """Issued in the last 20 hours; of some it is the second one, of some wrongly tried."""
        self._brief(verhaal)
        op = self._geleden(self._kans.random() * 0.8)
        if self._kans.random() < 0.2:
            eerder = self._later(verhaal.aangemeld_op, 0.3)
            self._code(verhaal, eerder, vervallen_op=op)
        self._code(verhaal, op)
        if self._kans.random() < 0.3:
            self._teller(verhaal)

    def _teller(self, verhaal: Verhaal) -> None:
        """Up to five wrong combinations; five block (R11)."""
        op = self._geleden(self._kans.random() * 0.02)
        aantal = self._kans.randint(1, MAX_POGINGEN)
        tot = op + BLOKKADE if aantal == MAX_POGINGEN else None
        wie = sleutel("account", str(verhaal.nummer))
        self._oogst.voeg_toe(
            "tellers", Tellersoort.ACCOUNT.value, wie, aantal, tot, op, verhaal.nummer
        )

    def _code_verlopen(self, verhaal: Verhaal) -> None:
        self._brief(verhaal)
        op = self._later(verhaal.aangemeld_op, 0.5)
        self._code(verhaal, op, gemeld_op=op + GELDIG)

    def _koppel(self, verhaal: Verhaal, vanaf: datetime) -> datetime:
        """A code that was used within its day, and the agreements; the moment of koppelen."""
        uitgegeven = self._later(vanaf, 0.5)
        op = self._later(uitgegeven, 0.9)
        self._code(verhaal, uitgegeven, gebruikt_op=op)
        for document, tekst_hash in self._documenten:
            self._oogst.voeg_toe("akkoorden", verhaal.nummer, document, tekst_hash, op)
        return op

    def _koppeling(
        self,
        verhaal: Verhaal,
        gelegd_op: datetime,
        beeindigd_op: datetime | None = None,
        reden: Verbreekreden | None = None,
        gewaarschuwd_op: datetime | None = None,
    ) -> None:
        middel = f"{self._kans.getrandbits(256):064x}"  # of no means that exists
        door = verhaal.door if reden not in {None, Verbreekreden.NIET_INGELOGD} else None
        self._oogst.voeg_toe(
            "koppelingen", verhaal.nummer, middel, een_van(self._kans, NIVEAUS), gelegd_op,
            verhaal.laatste_login_op, gewaarschuwd_op, beeindigd_op,
            reden.value if reden else None, door,
        )  # fmt: skip

    def _gekoppeld(self, verhaal: Verhaal) -> None:
        self._brief(verhaal)
        self._actief(verhaal, self._koppel(verhaal, verhaal.aangemeld_op))

    def _actief(self, verhaal: Verhaal, gelegd_op: datetime) -> None:
        """A koppeling in use: logged in since, in the last year."""
        verhaal.laatste_login_op = self._sinds(max(gelegd_op, self._geleden(SLAPEND[0])))
        self._koppeling(verhaal, gelegd_op)

    def _slapend(self, verhaal: Verhaal) -> None:
        """Not logged in for a year or more; some were warned (R16)."""
        self._brief(verhaal)
        gelegd_op = self._koppel(verhaal, verhaal.aangemeld_op)
        dagen = self._kans.uniform(*SLAPEND)
        verhaal.laatste_login_op = self._geleden(dagen)
        gewaarschuwd = self._geleden(0.5) if dagen > WAARSCHUW else None
        self._koppeling(verhaal, gelegd_op, gewaarschuwd_op=gewaarschuwd)

    def _verbroken(self, verhaal: Verhaal) -> None:
        self._brief(verhaal)
        gelegd_op = self._koppel(verhaal, verhaal.aangemeld_op)
        verhaal.laatste_login_op = self._sinds(gelegd_op)
        einde = verhaal.laatste_login_op + STIL
        reden = Verbreekreden.NIET_INGELOGD
        if einde > self._nu:
            reden = een_van(self._kans, GEMELD)
            einde = min(self._later(verhaal.laatste_login_op, 0.1), self._nu)
        self._koppeling(verhaal, gelegd_op, einde, reden)

    def _opnieuw(self, verhaal: Verhaal) -> None:
        """Lost the means, and gekoppeld again."""
        self._brief(verhaal)
        eerste = self._koppel(verhaal, verhaal.aangemeld_op)
        verhaal.laatste_login_op = eerste
        einde = self._later(eerste, 0.5)
        self._koppeling(verhaal, eerste, einde, een_van(self._kans, GEMELD))
        self._actief(verhaal, self._koppel(verhaal, einde))

    def _geblokkeerd(self, verhaal: Verhaal) -> None:
        self._gekoppeld(verhaal)
        verhaal.status = Gebruikerstatus.GEBLOKKEERD.value

    def _beeindigd(self, verhaal: Verhaal) -> None:
        self._brief(verhaal)
        gelegd_op = self._koppel(verhaal, verhaal.aangemeld_op)
        verhaal.laatste_login_op = self._sinds(gelegd_op)
        verhaal.beeindigd_op = min(self._later(verhaal.laatste_login_op, 0.5), self._nu)
        verhaal.status = Gebruikerstatus.BEEINDIGD.value
        self._koppeling(verhaal, gelegd_op, verhaal.beeindigd_op, Verbreekreden.BEEINDIGD)

    def _token(self, verhaal: Verhaal) -> None:
        """Still logs in the old way (R18)."""
        verhaal.met_token = True
        verhaal.laatste_login_op = self._sinds(verhaal.aangemeld_op)
