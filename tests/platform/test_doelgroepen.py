# SPDX-License-Identifier: EUPL-1.2
"""The count over all gebruikers is what each of them would see (R19)."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.domain import doelgroepen, mededelingen
from portal.domain.doelgroepen import Telling
from portal.models import Gebruiker, Kenmerk, Mededeling, Organisatie, Rol, Sector
from portal.models.soorten import Gebruikerstatus
from tests.conftest import NU
from tests.harnas import fabriek

MENSEN, BERICHTEN = 30, 25


class Wereld:
    """A small world by chance: schools under besturen, with all that a target can name."""

    def __init__(self, session: Session, kans: Random) -> None:
        self.session, self.kans = session, kans
        self.sectoren = [fabriek.maak_sector(session, f"s{n}", f"S{n}") for n in range(3)]
        self.kenmerken = [fabriek.maak_kenmerk(session, f"K{n}") for n in range(4)]
        self.rollen = [
            fabriek.maak_taak(session, f"T{n}", *([self.kenmerken[n].soort] if n < 2 else []))[1]
            for n in range(4)
        ]
        self.rollen[3].beeindigd_op = self.kenmerken[0].beeindigd_op = NU
        besturen = [self._organisatie(None) for _ in range(3)]
        self.organisaties = besturen + [self._organisatie(kans.choice(besturen)) for _ in range(5)]
        self.mensen = [self._mens() for _ in range(MENSEN)]

    def greep(self, lijst: list[Any], hoogstens: int) -> list[Any]:
        """Some of them, often none."""
        return self.kans.sample(lijst, self.kans.choice([0, 0, *range(1, hoogstens + 1)]))

    def _organisatie(self, parent: Organisatie | None) -> Organisatie:
        beeindigd = NU if self.kans.random() < 0.1 else None
        return fabriek.maak_organisatie(
            self.session,
            parent=parent,
            beeindigd_op=beeindigd,
            sectoren=self.greep(self.sectoren, 2),
        )

    def _mens(self) -> Gebruiker:
        mens = fabriek.maak_gebruiker(
            self.session, nu=NU, organisatie=self.kans.choice(self.organisaties)
        )
        if self.kans.random() < 0.1:
            mens.status = Gebruikerstatus.GEBLOKKEERD
        for rol in self.greep(self.rollen, 3):
            van = NU + timedelta(days=self.kans.choice([-2, -2, 1]))
            tot = self.kans.choice([None, None, van + timedelta(days=1)])
            kenmerken = self.greep(self.kenmerken, 3)
            fabriek.geef(self.session, mens, rol, *kenmerken, nu=NU, geldig_van=van, geldig_tot=tot)
        return mens

    def bericht(self) -> Mededeling:
        """A mededeling for whoever."""
        bericht = Mededeling(
            titel="T",
            tekst="t",
            van=NU,
            sectoren=self.greep(self.sectoren, 2),
            organisaties=self.greep(self.organisaties, 4),
            rollen=self.greep(self.rollen, 2),
            kenmerken=self.greep(self.kenmerken, 2),
        )
        self.session.add(bericht)
        self.session.flush()
        return bericht


@pytest.mark.parametrize("zaad", range(4))
def test_r19_de_telling_is_wat_iedereen_apart_zou_zien(db_sessie: Session, zaad: int) -> None:
    wereld = Wereld(db_sessie, Random(zaad))
    berichten = [wereld.bericht() for _ in range(BERICHTEN)]
    gezien = dict.fromkeys([een.id for een in berichten], 0)
    gelezen = dict(gezien)
    for mens in wereld.mensen:
        bruikbaar = mens.status is Gebruikerstatus.ACTIEF and not mens.organisatie.beeindigd_op
        for bericht in mededelingen.mijn(db_sessie, mens, None, NU):
            gezien[bericht.id] += bruikbaar
            if wereld.kans.random() < 0.5:
                mededelingen.markeer_gelezen(db_sessie, mens, bericht.id, None, NU)
                gelezen[bericht.id] += bruikbaar
    assert len(set(gezien.values())) > 3
    for een in berichten:
        telling = doelgroepen.tel(db_sessie, doelgroepen.van(een), NU)
        assert telling == Telling(gezien[een.id], ten_minste=False)
        assert doelgroepen.tel_gelezen(db_sessie, een, NU) == gelezen[een.id]


@pytest.mark.parametrize("zaad", range(2))
def test_r19_een_heel_brede_doelgroep_wordt_tot_een_grens_geteld_en_nooit_te_hoog(
    db_sessie: Session, zaad: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wereld = Wereld(db_sessie, Random(zaad))
    doelen = [doelgroepen.van(wereld.bericht()) for _ in range(BERICHTEN)]
    precies = [doelgroepen.tel(db_sessie, doel, NU).aantal for doel in doelen]
    monkeypatch.setattr(doelgroepen, "HOOGSTENS", 3)
    begrensd = [doelgroepen.tel(db_sessie, doel, NU) for doel in doelen]
    assert any(een.ten_minste for een in begrensd)
    for een, echt in zip(begrensd, precies, strict=True):
        assert een.aantal <= echt and (een.ten_minste or een.aantal == echt)


@pytest.mark.parametrize("smal", ["organisaties", "kenmerken", "sectoren"])
def test_r19_een_brede_rol_wordt_helemaal_geteld_waar_de_rest_van_de_doelgroep_klein_is(
    db_sessie: Session, smal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doelgroepen, "HOOGSTENS", 3)
    sector, kenmerk = fabriek.maak_sector(db_sessie), fabriek.maak_kenmerk(db_sessie)
    _, rol = fabriek.maak_taak(db_sessie, "T")
    overal, hier = fabriek.maak_organisatie(db_sessie), fabriek.maak_organisatie(db_sessie)
    hier.sectoren = [sector]
    mensen = [
        fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=waar)
        for waar in [overal] * 6 + [hier] * 2
    ]
    for mens in mensen:
        fabriek.geef(db_sessie, mens, rol, *([kenmerk] * (mens.organisatie is hier)), nu=NU)
    db_sessie.flush()
    rest = {"organisaties": hier.id, "kenmerken": kenmerk.id, "sectoren": sector.id}[smal]
    doel = doelgroepen.Doelgroep(rollen=frozenset({rol.id}), **{smal: frozenset({rest})})
    assert doelgroepen.tel(db_sessie, doel, NU) == Telling(2, ten_minste=False)
    breed = doelgroepen.Doelgroep(rollen=frozenset({rol.id}))
    assert doelgroepen.tel(db_sessie, breed, NU) == Telling(3, ten_minste=True)


def test_een_doelgroep_is_van_alles_wat_erop_lijkt(db_sessie: Session) -> None:
    sector: Sector = fabriek.maak_sector(db_sessie)
    kenmerk: Kenmerk = fabriek.maak_kenmerk(db_sessie)
    rol: Rol = fabriek.maak_taak(db_sessie, "T")[1]
    bericht = Mededeling(sectoren=[sector], rollen=[rol], kenmerken=[kenmerk])
    doel = doelgroepen.van(bericht)
    assert (doel.sectoren, doel.organisaties) == ({sector.id}, frozenset())
    assert (doel.rollen, doel.kenmerken) == ({rol.id}, {kenmerk.id})
