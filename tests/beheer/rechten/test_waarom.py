# SPDX-License-Identifier: EUPL-1.2
"""Why a taak is open or closed, for all taken at once, on both sides: R22, R27."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain import toegang, waarom
from portal.models import Onderwerp, Roltaak, Sector, Taak
from portal.models.soorten import Gebruikerstatus, Organisatiesoort
from tests.beheer.wereld import DAG, Wereld, ken_toe, maak_beheerdersrol
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

Teller = Callable[[], AbstractContextManager[list[str]]]


@dataclass
class Taken:
    """One taak for each rol of the world, in one onderwerp."""

    onderwerp: Onderwerp
    inzien: Taak
    melden: Taak
    vreemd: Taak


@pytest.fixture
def taken(db_sessie: Session, wereld: Wereld) -> Taken:
    """The onderwerp with its taken."""
    onderwerp = Onderwerp(slug="verzuim", naam="Verzuim")
    rollen = (wereld.vrij, wereld.met_code, wereld.vreemd)
    alle = [
        Taak(slug=f"t{n}", naam=f"{rol.naam} doen", volgorde=n, onderwerp=onderwerp)
        for n, rol in enumerate(rollen)
    ]
    db_sessie.add_all(alle)
    db_sessie.add_all(Roltaak(rol=r, taak=t) for r, t in zip(rollen, alle, strict=True))
    db_sessie.flush()
    return Taken(onderwerp, *alle)


def per_taak(session: Session, wereld: Wereld) -> dict[str, waarom.Taakuitleg]:
    uitleg = waarom.uitleg(session, wereld.gebruiker, NU)
    return {een.taak.naam: een for groep in uitleg.onderwerpen for een in groep.taken}


def test_r22_elke_taak_zegt_waardoor_zij_open_is_of_wat_er_ontbreekt(
    db_sessie: Session, wereld: Wereld, taken: Taken
) -> None:
    een = fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU, door=wereld.beheerder)
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.met_code, nu=NU)
    gevonden = per_taak(db_sessie, wereld)
    assert gevonden["Inzien doen"].door == [een] and not gevonden["Inzien doen"].gemist
    (melden,) = gevonden["Melden doen"].gemist
    assert melden.reden is toegang.Reden.GEEN_KENMERK
    assert melden.kenmerksoorten == [wereld.kenmerk.soort]
    (vreemd,) = gevonden["Vreemd doen"].gemist
    assert vreemd.reden is toegang.Reden.GEEN_ROL


@pytest.mark.parametrize(
    "rol, met_kenmerk, velden",
    [
        ("vrij", False, {}),
        ("vrij", False, {"geldig_van": NU + DAG}),
        ("vrij", False, {"geldig_tot": NU}),
        ("met_code", False, {}),
        ("met_code", True, {}),
    ],
)
def test_r22_de_uitleg_zegt_hetzelfde_als_de_deur(
    db_sessie: Session,
    wereld: Wereld,
    taken: Taken,
    rol: str,
    met_kenmerk: bool,
    velden: dict[str, Any],
) -> None:
    met = [wereld.kenmerk] if met_kenmerk else []
    fabriek.geef(db_sessie, wereld.gebruiker, getattr(wereld, rol), *met, nu=NU, **velden)
    gevonden = per_taak(db_sessie, wereld)
    assert len(gevonden) == 3
    for uitleg in gevonden.values():
        deur = toegang.autorisaties(db_sessie, wereld.gebruiker, [uitleg.taak.id], NU)
        assert list(deur) == list(uitleg.door)


def test_r27_per_rol_staat_wie_haar_kan_geven_ook_bij_het_bestuur_maar_niet_uzelf(
    db_sessie: Session, wereld: Wereld, taken: Taken
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent=wereld.organisatie)
    juf = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school)
    binnenste = maak_beheerdersrol(db_sessie, "Binnen", wereld.vreemd)
    buitenste = maak_beheerdersrol(db_sessie, "Buiten")
    buitenste.bevat, binnenste.bevat = [binnenste], [buitenste]
    ken_toe(db_sessie, juf, buitenste)
    weg = {"status": Gebruikerstatus.GEBLOKKEERD}
    geblokkeerd = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school, **weg)
    ken_toe(db_sessie, geblokkeerd, wereld.beheerdersrol)
    gevers = waarom.uitleg(db_sessie, juf, NU).gevers
    assert gevers[wereld.vrij.id] == [wereld.beheerder]
    assert gevers.get(wereld.vreemd.id, []) == []
    collega = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school)
    assert waarom.uitleg(db_sessie, collega, NU).gevers[wereld.vreemd.id] == [juf]


def test_alleen_taken_voor_dit_soort_organisatie_en_deze_sector(
    db_sessie: Session, wereld: Wereld, taken: Taken
) -> None:
    eigen, ander = (fabriek.maak_sector(db_sessie, slug, slug) for slug in ("po", "vo"))
    wereld.organisatie.sectoren = [eigen]
    taken.onderwerp.sectoren = [ander]
    db_sessie.flush()
    assert per_taak(db_sessie, wereld) == {}
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU)
    assert len(per_taak(db_sessie, wereld)) == 3
    for roltaak in taken.inzien.rollen:
        roltaak.organisatiesoort = Organisatiesoort.GEMEENTE
    db_sessie.flush()
    db_sessie.expire_all()
    assert per_taak(db_sessie, wereld) == {}
    taken.onderwerp.sectoren = [eigen]
    db_sessie.flush()
    assert set(per_taak(db_sessie, wereld)) == {"Melden doen", "Vreemd doen"}


def test_het_aantal_vragen_hangt_niet_af_van_het_aantal_taken(
    db_sessie: Session, wereld: Wereld, taken: Taken, tel_queries: Teller
) -> None:
    def aantal() -> int:
        db_sessie.flush()
        db_sessie.expire_all()
        wie = wereld.gebruiker
        assert wie.organisatie.naam and wie.id
        with tel_queries() as gezien:
            waarom.uitleg(db_sessie, wie, NU)
        return len(gezien)

    fabriek.geef(db_sessie, wereld.gebruiker, wereld.met_code, wereld.kenmerk, nu=NU)
    weinig = aantal()
    for n in range(20):
        taak, rol = fabriek.maak_taak(db_sessie, f"Nog een taak {n}", wereld.kenmerk.soort)
        taak.onderwerp.sectoren = [Sector(slug=f"s{n}", naam="s")]
        wereld.beheerdersrol.rollen.append(rol)
        fabriek.geef(db_sessie, wereld.gebruiker, rol, wereld.kenmerk, nu=NU)
    assert aantal() <= weinig + 1 <= 12  # the first time no onderwerp had a sector to look up


def test_r22_de_gebruiker_leest_het_zelf_en_komt_er_vanaf_vier_plekken(
    app: Flask, db_sessie: Session, wereld: Wereld, taken: Taken, klok: Klok
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU, door=wereld.beheerder)
    klant = fabriek.log_binnen(app, db_sessie, wereld.gebruiker, NU)
    plekken = {"/overzicht": 200, "/gegevens": 200, f"/taken/{taken.inzien.slug}": 200}
    for adres, status in (plekken | {f"/taken/{taken.melden.slug}": 403}).items():
        klant.get(adres, status)
        assert klant.boom.xpath("//main//a[@href='/gegevens/toegang']"), adres
    klant.get("/gegevens/toegang")
    assert f"Open door de rol Inzien. Gegeven door {wereld.beheerder.naam}" in klant.tekst
    assert (
        f"De rol Melden ontbreekt. Daar hoort een kenmerk bij: {wereld.kenmerk.soort}."
        in klant.tekst
    )
    assert f"{wereld.beheerder.naam} kan dit regelen" in klant.tekst
    assert "Geen andere beheerder van de organisatie kan die geven" in klant.tekst


def test_r22_wat_nog_moet_ingaan_of_voorbij_is_staat_er_met_de_dag(
    app: Flask, db_sessie: Session, wereld: Wereld, taken: Taken, klok: Klok
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU, geldig_van=NU + DAG)
    voorbij = {"geldig_van": NU - 9 * DAG, "geldig_tot": NU - DAG}
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.met_code, wereld.kenmerk, nu=NU, **voorbij)
    klant = fabriek.log_binnen(app, db_sessie, wereld.gebruiker, NU)
    klant.get("/gegevens/toegang")
    assert "De rol Inzien gaat in op 25 november 2026" in klant.tekst
    assert "De rol Melden gold tot 23 november 2026" in klant.tekst


def test_r27_de_beheerder_ziet_het_van_een_gebruiker_en_komt_bij_de_rol_die_te_geven_is(
    beheerder: Klant, wereld: Wereld, taken: Taken
) -> None:
    naar_rol = "//main//a[contains(@href, '#rol-')]"
    beheerder.get(f"/beheer/gebruikers/{wereld.gebruiker.id}/toegang/")
    adres, _, anker = str(beheerder.boom.xpath(f"{naar_rol}/@href")[0]).partition("#")
    beheerder.get(adres)
    assert beheerder.boom.xpath(f"//*[@id='{anker}']")
    beheerder.get(f"/beheer/gebruikers/{wereld.beheerder.id}/toegang/")
    assert not beheerder.boom.xpath(naar_rol)


def test_bij_een_geblokkeerd_account_staat_dat_inloggen_niet_kan(
    beheerder: Klant, wereld: Wereld, taken: Taken
) -> None:
    wereld.gebruiker.status = Gebruikerstatus.GEBLOKKEERD
    beheerder.get(f"/beheer/gebruikers/{wereld.gebruiker.id}/toegang/")
    assert "kan nu niet inloggen" in beheerder.tekst


def test_zonder_taken_zegt_de_pagina_dat(
    app: Flask, db_sessie: Session, wereld: Wereld, klok: Klok
) -> None:
    klant = fabriek.log_binnen(app, db_sessie, wereld.gebruiker, NU)
    klant.get("/gegevens/toegang")
    assert "nog geen taken" in klant.tekst
