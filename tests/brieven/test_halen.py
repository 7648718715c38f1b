# SPDX-License-Identifier: EUPL-1.2
"""A beheerder or medewerker fetches letters: who gets one, and what the trail keeps (R4, R31)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import brieven
from portal.domain.brieven import Resultaat, Uitkomst
from portal.models import Auditrecord, Gebruiker, Koppeling, Organisatie
from portal.models.soorten import Gebruikerstatus, Medewerkersrol
from tests.harnas import fabriek
from tests.post.lezen import fouten, open_pdf, tekst

NU = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Wereld:
    """An organisatie, its beheerder, and two gebruikers."""

    organisatie: Organisatie
    beheerder: Gebruiker
    jan: Gebruiker
    fatma: Gebruiker


@pytest.fixture
def wereld(db_sessie: Session) -> Wereld:
    organisatie = fabriek.maak_organisatie(
        db_sessie, naam="Kindrijk", adres="Veenlaan 12", postcode="7891 ZA", plaats="Noorderveen"
    )
    beheerder = fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=organisatie)
    jan, fatma = (
        fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=organisatie, **velden)
        for velden in (
            {"voorletters": "J.", "tussenvoegsel": "de", "achternaam": "Vries", "functie": "IB'er"},
            {"voorletters": "F.", "achternaam": "Yılmaz"},
        )
    )
    db_sessie.commit()
    return Wereld(organisatie, beheerder, jan, fatma)


def haal(session: Session, *gebruikers: Gebruiker, door: Gebruiker, nu: datetime = NU) -> Resultaat:
    return brieven.haal(
        session,
        gebruikers,
        door=door,
        nu=nu,
        portaal="Mijn DUO",
        base_url="https://mijnduo.example.nl",
    )


def spoor(session: Session) -> list[tuple[str, str, int | None, int | None, dict[str, Any]]]:
    """Everything in the trail since the world was made."""
    session.commit()
    vraag = select(Auditrecord).order_by(Auditrecord.nummer)
    return [
        (r.gebeurtenis, r.uitkomst, r.object_id, r.organisatie_id, r.gegevens)
        for r in session.scalars(vraag)
        if r.gebeurtenis.startswith("brief.") or r.gebeurtenis == "gebruiker.gewijzigd"
    ]


def test_r4_elke_brief_in_een_stapel_staat_als_download_in_het_spoor(
    db_sessie: Session, wereld: Wereld
) -> None:
    resultaat = haal(db_sessie, wereld.jan, wereld.fatma, door=wereld.beheerder)
    assert resultaat.uitkomst is Uitkomst.GEMAAKT
    organisatie = wereld.organisatie.id
    assert spoor(db_sessie) == [
        ("brief.gedownload", "gelukt", wereld.jan.id, organisatie, {}),
        ("brief.gedownload", "gelukt", wereld.fatma.id, organisatie, {}),
    ]


def test_de_brief_heeft_de_gegevens_van_gebruiker_organisatie_en_beheerder(
    db_sessie: Session, wereld: Wereld
) -> None:
    pdf = haal(db_sessie, wereld.jan, wereld.fatma, door=wereld.beheerder).pdf
    assert fouten(pdf) == set()
    een, twee = (tekst(blad) for blad in open_pdf(pdf).pages)
    assert (
        "Kindrijk T.a.v. J. de Vries IB'er Veenlaan 12 7891 ZA Noorderveen Datum 24 november 2026"
        in een
    )
    assert wereld.jan.gebruikersnaam in een and wereld.fatma.gebruikersnaam not in een
    assert wereld.fatma.gebruikersnaam in twee and "T.a.v. F. Yılmaz Veenlaan" in twee
    assert f"Uw beheerder is {wereld.beheerder.naam}." in een


def test_een_brief_van_een_medewerker_wijst_naar_de_servicedesk(
    db_sessie: Session, wereld: Wereld
) -> None:
    medewerker = fabriek.maak_gebruiker(db_sessie, nu=NU, medewerkersrol=Medewerkersrol.MEDEWERKER)
    [blad] = open_pdf(haal(db_sessie, wereld.beheerder, door=medewerker).pdf).pages
    assert "de servicedesk" in tekst(blad) and "beheerder" not in tekst(blad)
    assert medewerker.naam not in tekst(blad)


def test_de_laatste_download_telt_en_botst_niet_met_een_open_formulier(
    db_sessie: Session, wereld: Wereld
) -> None:
    versie = wereld.jan.versie
    for nu in (NU, NU + timedelta(days=2)):
        haal(db_sessie, wereld.jan, door=wereld.beheerder, nu=nu)
        assert wereld.jan.brief_gedownload_op == nu
    db_sessie.commit()
    db_sessie.refresh(wereld.jan)
    assert wereld.jan.brief_gedownload_op == NU + timedelta(days=2)
    assert wereld.jan.versie == versie
    assert wereld.fatma.brief_gedownload_op is None
    assert len(spoor(db_sessie)) == 2


def test_wie_beeindigd_is_krijgt_geen_brief_en_een_stapel_met_hem_erin_ook_niet(
    db_sessie: Session, wereld: Wereld
) -> None:
    wereld.fatma.status, wereld.fatma.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    db_sessie.commit()
    eerder = len(spoor(db_sessie))
    resultaat = haal(db_sessie, wereld.jan, wereld.fatma, door=wereld.beheerder)
    assert resultaat == Resultaat(Uitkomst.BEEINDIGD, b"", (wereld.fatma,))
    assert [regel[:3] for regel in spoor(db_sessie)[eerder:]] == [
        ("brief.gedownload", "beeindigd", wereld.fatma.id)
    ]
    assert wereld.jan.brief_gedownload_op is None


@pytest.mark.parametrize("status", [Gebruikerstatus.ACTIEF, Gebruikerstatus.GEBLOKKEERD])
def test_wie_gekoppeld_of_geblokkeerd_is_kan_een_brief_krijgen_om_later_opnieuw_te_koppelen(
    db_sessie: Session, wereld: Wereld, status: Gebruikerstatus
) -> None:
    wereld.jan.status = status
    db_sessie.add(
        Koppeling(
            gebruiker=wereld.jan,
            middel_kvk="een middel",
            niveau="loa3",
            gelegd_op=NU,
            laatste_login_op=NU,
        )
    )
    db_sessie.commit()
    assert haal(db_sessie, wereld.jan, door=wereld.beheerder).uitkomst is Uitkomst.GEMAAKT


def test_niemand_en_te_veel_zijn_een_antwoord_en_laten_geen_spoor_na(
    db_sessie: Session, wereld: Wereld
) -> None:
    te_veel = [wereld.jan] * (brieven.HOOGSTENS + 1)
    assert haal(db_sessie, door=wereld.beheerder) == Resultaat(Uitkomst.NIEMAND)
    assert haal(db_sessie, *te_veel, door=wereld.beheerder) == Resultaat(Uitkomst.TE_VEEL)
    assert spoor(db_sessie) == []


def test_r33_het_spoor_noemt_de_gebruikersnaam_niet(db_sessie: Session, wereld: Wereld) -> None:
    haal(db_sessie, wereld.jan, door=wereld.beheerder)
    assert wereld.jan.gebruikersnaam not in str(spoor(db_sessie))
