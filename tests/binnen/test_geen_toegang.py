# SPDX-License-Identifier: EUPL-1.2
"""A refused taak: 403, audited, with what is missing and who can give it (R22, R31)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import (
    Auditrecord,
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Organisatie,
    Rol,
    Taak,
    Taakgebruik,
)
from portal.models.soorten import Gebruikerstatus, Organisatiesoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

EERDER = NU - timedelta(days=30)


@pytest.fixture
def kenmerk(db_sessie: Session) -> Kenmerk:
    """An instellingscode."""
    kenmerk = fabriek.maak_kenmerk(db_sessie, "21AZ")
    kenmerk.soort.naam = "Instellingscode"
    return kenmerk


@pytest.fixture
def dicht(db_sessie: Session, kenmerk: Kenmerk) -> tuple[Taak, Rol]:
    """A taak that asks for a rol with an instellingscode."""
    taak, rol = fabriek.maak_taak(db_sessie, "Verzuim melden", kenmerk.soort)
    rol.naam = "Verzuimloket melder"
    return taak, rol


def _maak_beheerder(session: Session, wie: Gebruiker, rol: Rol, **velden: object) -> None:
    """Through a beheerdersrol that contains the one that may hand out ``rol``."""
    binnen = Beheerdersrol(code=f"in-{wie.id}", naam=f"Binnen {wie.id}", rollen=[rol])
    buiten = Beheerdersrol(code=f"om-{wie.id}", naam=f"Om {wie.id}", bevat=[binnen])
    session.add(
        Beheerderstoekenning(
            **({"gebruiker": wie, "beheerdersrol": buiten, "geldig_van": EERDER} | velden)
        )
    )


def test_r22_r31_de_weigering_staat_in_het_spoor(
    klant: Klant,
    jan: Gebruiker,
    dicht: tuple[Taak, Rol],
    spoor: Callable[[str], list[Auditrecord]],
) -> None:
    taak, _ = dicht
    klant.get(f"/taken/{taak.slug}", 403)
    klant.get(f"/taken/{taak.slug}/handleiding", 403)
    eerste, tweede = spoor("taak.geweigerd")
    assert (eerste.actor_id, eerste.object_id) == (jan.id, taak.id)
    assert eerste.organisatie_id == jan.organisatie_id
    assert eerste.uitkomst == "geen_autorisatie"
    assert tweede.referentie in klant.tekst or eerste.referentie in klant.tekst
    klant.get(f"/onderwerpen/{taak.onderwerp.slug}", 403)
    assert len(spoor("onderwerp.geweigerd")) == 1


def test_r22_zonder_de_rol_noemt_de_pagina_rol_en_kenmerk(
    klant: Klant, dicht: tuple[Taak, Rol]
) -> None:
    klant.get(f"/taken/{dicht[0].slug}", 403)
    assert "Geen toegang tot Verzuim melden" in klant.tekst
    assert (
        "Verzuimloket melder: deze rol hebt u niet. Bij deze rol hoort ook een kenmerk:"
        " Instellingscode." in klant.tekst
    )


def test_r22_met_de_rol_maar_zonder_kenmerk_noemt_de_pagina_het_kenmerk(
    klant: Klant, db_sessie: Session, jan: Gebruiker, dicht: tuple[Taak, Rol]
) -> None:
    fabriek.geef(db_sessie, jan, dicht[1], nu=NU)
    klant.get(f"/taken/{dicht[0].slug}", 403)
    assert "deze rol hebt u, maar het kenmerk Instellingscode ontbreekt." in klant.tekst


@pytest.mark.parametrize(
    ("van", "tot", "tekst"),
    [
        (NU + timedelta(days=1), None, "uw rol gaat in op 25 november 2026 om 10.00 uur"),
        (EERDER, NU, "uw rol gold tot 24 november 2026 om 10.00 uur"),
    ],
)
def test_r22_buiten_de_periode_noemt_de_pagina_de_datum(
    klant: Klant,
    db_sessie: Session,
    jan: Gebruiker,
    kenmerk: Kenmerk,
    dicht: tuple[Taak, Rol],
    van: object,
    tot: object,
    tekst: str,
) -> None:
    fabriek.geef(db_sessie, jan, dicht[1], kenmerk, nu=NU, geldig_van=van, geldig_tot=tot)
    klant.get(f"/taken/{dicht[0].slug}", 403)
    assert tekst in klant.tekst


def test_r22_de_pagina_noemt_de_beheerders_die_de_rol_kunnen_geven(
    klant: Klant, db_sessie: Session, jan: Gebruiker, dicht: tuple[Taak, Rol]
) -> None:
    taak, rol = dicht
    jan.organisatie.parent = fabriek.maak_organisatie(db_sessie)

    def maak(naam: str, organisatie: Organisatie, **velden: object) -> Gebruiker:
        return fabriek.maak_gebruiker(
            db_sessie, nu=NU, achternaam=naam, organisatie=organisatie, **velden
        )

    eigen, boven = maak("Eigen", jan.organisatie), maak("Boven", jan.organisatie.parent)
    vreemd = maak("Vreemd", fabriek.maak_organisatie(db_sessie))
    weg = maak("Weg", jan.organisatie, status=Gebruikerstatus.GEBLOKKEERD)
    oud = maak("Oud", jan.organisatie)
    for wie in (eigen, boven, vreemd, weg, jan):
        _maak_beheerder(db_sessie, wie, rol)
    _maak_beheerder(db_sessie, oud, rol, geldig_tot=NU)
    klant.get(f"/taken/{taak.slug}", 403)
    namen = klant.boom.xpath("//section[@aria-labelledby='wie']//li/text()")
    assert [naam.split()[1] for naam in namen] == ["Boven", "Eigen"]
    assert "uw eigen rollen kunt u niet wijzigen" in klant.tekst


def test_r22_zonder_beheerder_wijst_de_pagina_naar_het_bestuur(
    klant: Klant, dicht: tuple[Taak, Rol]
) -> None:
    klant.get(f"/taken/{dicht[0].slug}", 403)
    assert "Het bestuur van uw organisatie kan een beheerder aanmelden" in klant.tekst
    assert klant.boom.xpath("//main//a[@href='/aanvraag-beheerder/']")


def test_r22_een_taak_voor_een_ander_soort_organisatie_kan_niemand_geven(
    klant: Klant, dicht: tuple[Taak, Rol]
) -> None:
    dicht[0].rollen[0].organisatiesoort = Organisatiesoort.GEMEENTE
    klant.get(f"/taken/{dicht[0].slug}", 403)
    assert "niet bedoeld voor het soort organisatie waarvoor u werkt" in klant.tekst


def test_r22_de_weigering_telt_niet_als_gebruik(
    klant: Klant, db_sessie: Session, dicht: tuple[Taak, Rol]
) -> None:
    klant.get(f"/taken/{dicht[0].slug}", 403)
    assert db_sessie.scalar(select(func.count()).select_from(Taakgebruik)) == 0
