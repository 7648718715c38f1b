# SPDX-License-Identifier: EUPL-1.2
"""The gebruikers: medewerkers, beheerders, and the rest over the organisaties; with their rows."""

from array import array
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from portal.models.soorten import Medewerkersrol
from portal.secrets import VAN_NIEMAND
from portal.zaai.namen import Namen, Persoon, aflopend, een_van
from portal.zaai.nummers import Nummers
from portal.zaai.omvang import Omvang
from portal.zaai.oogst import Oogst
from portal.zaai.organisaties import UITVOERDER, Thuis
from portal.zaai.schrijver import Schrijver
from portal.zaai.stelsel import Stelsel
from portal.zaai.verhalen import AANDEEL, Stand, Verhaal, Verteller

PER_BROK = 20_000
TOP = 3.0  # of 20,000 organisaties the largest has 3.7 % of the gebruikers
PERSONEEL = (Medewerkersrol.MEDEWERKER, Medewerkersrol.MEDEWERKER, Medewerkersrol.SERVICEDESK)
ROLLEN = (0.15, 0.75, 0.93)  # share of accounts with no, at most one, at most two autorisaties
Plek = tuple[Thuis, Medewerkersrol | None, bool]  # where, staff, whether beheerder


class Mensen:
    """Makes the accounts in the order of their ids; who is a beheerder comes first."""

    def __init__(
        self,
        schrijver: Schrijver,
        stelsel: Stelsel,
        organisaties: Sequence[Thuis],
        omvang: Omvang,
        nu: datetime,
        token_geheim: bytes,
    ) -> None:
        self._schrijver = schrijver
        self._stelsel = stelsel
        self._organisaties = organisaties
        self._omvang = omvang
        self._nu = nu
        self._token_geheim = token_geheim
        self._kans = Random(f"mensen {omvang.seed}")
        self._namen = Namen(self._kans)
        self._nummers = Nummers(self._kans)
        self._oogst = Oogst()
        self._verteller = Verteller(self._kans, self._oogst, stelsel.documenten, nu)
        self.thuis = array("I")  # id of the organisatie of each account, in order

    def maak(self) -> None:
        """All of them, written in batches."""
        plekken = self._plekken()
        while brok := list(islice(plekken, PER_BROK)):
            standen = self._kans.choices(list(AANDEEL), list(AANDEEL.values()), k=len(brok))
            personen = self._namen.personen(len(brok))
            for plek, stand, persoon in zip(brok, standen, personen, strict=True):
                self._account(plek, stand, persoon)
            self._oogst.schrijf(self._schrijver)
            self._schrijver.meld("gebruikers", len(self.thuis), self._omvang.gebruikers)

    def _plekken(self) -> Iterator[Plek]:
        """Who is where: staff, then two beheerders at each top, then the rest by size."""
        for rol in PERSONEEL:
            yield self._organisaties[UITVOERDER - 1], rol, False
        tops = [een for een in self._organisaties if een.parent is None and een.tak.sector]
        for top in tops:
            for _ in range(2):
                yield top, None, True
        vast = len(PERSONEEL) + 2 * len(tops)
        anderen = list(self._organisaties[UITVOERDER + 1 :])
        self._kans.shuffle(anderen)  # else all large ones would be besturen
        volgorde = [self._organisaties[UITVOERDER], *anderen]
        gewicht = aflopend(len(volgorde), TOP)
        for begin in range(vast, self._omvang.gebruikers, PER_BROK):
            aantal = min(PER_BROK, self._omvang.gebruikers - begin)
            for thuis in self._kans.choices(volgorde, cum_weights=gewicht, k=aantal):
                yield thuis, None, False

    def _account(self, plek: Plek, stand: Stand, persoon: Persoon) -> None:
        thuis, rol, is_beheerder = plek
        nummer = len(self.thuis) + 1
        if rol is not None:
            stand = Stand.BRIEF
        elif is_beheerder:
            # One who works, and one who can still koppel, for whoever tries the portal.
            stand = Stand.BRIEF if thuis.beheerders else Stand.GEKOPPELD
            thuis.beheerders.append(nummer)
        door = None if is_beheerder or rol else self._gever(thuis)
        verhaal = self._verteller.vertel(stand, nummer, door)
        self.thuis.append(thuis.id)
        self._gebruiker(thuis, rol, persoon, verhaal)
        if is_beheerder:
            beheer = self._stelsel.beheerdersrollen[thuis.tak.beheerdersrol]
            self._oogst.voeg_toe("toekenningen", nummer, beheer, verhaal.aangemeld_op)
        elif rol is None:
            self._autorisaties(thuis, verhaal)

    def _gever(self, thuis: Thuis) -> int:
        """One of the beheerders, of the parent where there is one."""
        return een_van(self._kans, (thuis.parent or thuis).beheerders)

    def _gebruiker(
        self,
        thuis: Thuis,
        rol: Medewerkersrol | None,
        persoon: Persoon,
        verhaal: Verhaal,
    ) -> None:
        lot = self._kans.random()
        achter = f"{int(lot * 250)}" if lot < 0.4 else ""
        adres = f"{persoon.adres}{achter}@{thuis.domein}"
        met_token = verhaal.met_token
        self._oogst.voeg_toe(
            "gebruikers", thuis.id, self._nummers.gebruikersnaam(verhaal.nummer),
            persoon.voorletters, persoon.tussenvoegsel, persoon.achternaam, persoon.functie,
            adres, f"088{int(lot * 1e7):07}" if lot < 0.3 else "",
            verhaal.status, rol.value if rol else None,
            verhaal.aangemeld_op, verhaal.door, verhaal.brief_op, verhaal.laatste_login_op,
            verhaal.beeindigd_op, VAN_NIEMAND if met_token else None,
            self._token_geheim if met_token else None, 1,
        )  # fmt: skip

    def _autorisaties(self, thuis: Thuis, verhaal: Verhaal) -> None:
        """Some rollen, each with one kenmerk of every kind that it needs (R22)."""
        aantal = bisect(ROLLEN, self._kans.random())
        rollen = self._stelsel.uitdeelbaar[thuis.tak.beheerdersrol] if aantal else []
        for rol in self._kans.sample(rollen, min(aantal, len(rollen))):
            kenmerken = [thuis.kenmerken.get(soort) for soort in rol.soorten]
            if all(kenmerken):
                van, tot = self._periode(verhaal)
                autorisatie = self._oogst.voeg_toe(
                    "autorisaties", verhaal.nummer, rol.rol_id, van, tot,
                    verhaal.aangemeld_op, verhaal.door,
                )  # fmt: skip
                self._oogst.kenmerken += [
                    (autorisatie, een_van(self._kans, keus)) for keus in kenmerken if keus
                ]

    def _periode(self, verhaal: Verhaal) -> tuple[datetime, datetime | None]:
        """Mostly without end; some are past, coming, or end soon (R22)."""
        van = verhaal.aangemeld_op
        lot = self._kans.random()
        if lot < 0.85 and verhaal.beeindigd_op is None:
            return van, None
        if verhaal.beeindigd_op is not None or lot < 0.92:
            einde = verhaal.beeindigd_op or self._nu - timedelta(days=1)
            return van, max(einde, van + timedelta(hours=1))
        if lot < 0.95:
            return self._nu + timedelta(days=int(lot * 30)), None
        return van, self._nu + timedelta(days=1 + int((lot - 0.95) * 4000))
