# SPDX-License-Identifier: EUPL-1.2
"""R29: what granting a request does to the organisatie and its beheerders."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import aanvraagbesluit
from portal.domain.aanvraagbesluit import Uitkomst
from portal.models import Autorisatie, Beheerdersrol, Organisatie, Rol
from portal.models.soorten import Aanvraagstatus as Status
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.models.soorten import Gebruikerstatus, Organisatiesoort
from tests.besluit.wereld import (
    Wereld,
    geef,
    ken_toe,
    lopende,
    maak_aanvraag,
    mens,
    op_papier,
    post,
)
from tests.conftest import NU
from tests.harnas import fabriek


def test_r1_vervangen_is_een_stap_de_oude_gaat_als_de_nieuwe_er_is(
    db_sessie: Session, wereld: Wereld
) -> None:
    weg = mens(Handeling.INTREKKEN, achternaam="Oud", email="", gebruiker=wereld.oud)
    nieuw = mens(Handeling.AANMELDEN, wereld.rol)
    aanvraag = maak_aanvraag(db_sessie, weg, nieuw, organisatie=wereld.bestuur)
    assert ken_toe(db_sessie, wereld, aanvraag) is Uitkomst.GELUKT
    assert wereld.oud.status is Gebruikerstatus.BEEINDIGD
    assert nieuw.gebruiker is not None and lopende(db_sessie, nieuw.gebruiker) == {"rio"}
    assert [soort for soort, _ in post(db_sessie)] == [
        "beheerder_nieuw",
        "account_beeindigd",
        "aanvraag_toegekend",
    ]


def test_wie_ook_gebruiker_is_blijft_dat_zonder_beheerdersrollen(
    db_sessie: Session, wereld: Wereld
) -> None:
    rol = Rol(code="r", naam="R")
    db_sessie.add(rol)
    fabriek.geef(db_sessie, wereld.oud, rol, nu=NU)
    weg = mens(Handeling.INTREKKEN, achternaam="Oud", email="", gebruiker=wereld.oud)
    aanvraag = maak_aanvraag(db_sessie, weg, organisatie=wereld.bestuur)
    assert ken_toe(db_sessie, wereld, aanvraag) is Uitkomst.GELUKT
    assert wereld.oud.status is Gebruikerstatus.ACTIEF and not lopende(db_sessie, wereld.oud)
    assert db_sessie.scalars(select(Autorisatie)).one().geldig_tot is None
    assert post(db_sessie)[0] == ("beheerder_af", wereld.oud.email)


def test_wijzigen_zet_gegevens_en_rollen_zoals_gevraagd(db_sessie: Session, wereld: Wereld) -> None:
    eerder = wereld.oud.email
    anders = mens(
        Handeling.WIJZIGEN,
        wereld.ander,
        achternaam="Oud",
        email="elders@waalwerd.example",
        gebruiker=wereld.oud,
    )
    aanvraag = maak_aanvraag(db_sessie, anders, organisatie=wereld.bestuur)
    assert ken_toe(db_sessie, wereld, aanvraag) is Uitkomst.GELUKT
    assert lopende(db_sessie, wereld.oud) == {"bekostiging"}
    assert wereld.oud.email == "elders@waalwerd.example"
    assert post(db_sessie)[:2] == [
        ("email_gewijzigd", eerder),
        ("beheerder_gewijzigd", "elders@waalwerd.example"),
    ]


def test_een_gebruiker_die_er_al_is_krijgt_de_rollen_op_het_eigen_account(
    db_sessie: Session, wereld: Wereld
) -> None:
    bekend = fabriek.maak_gebruiker(
        db_sessie,
        nu=NU,
        organisatie=wereld.bestuur,
        achternaam="Nieuw",
        email="Nieuw@waalwerd.example",
    )
    nieuw = mens(Handeling.AANMELDEN, wereld.rol)
    aanvraag = maak_aanvraag(db_sessie, nieuw, organisatie=wereld.bestuur)
    assert ken_toe(db_sessie, wereld, aanvraag) is Uitkomst.GELUKT
    assert nieuw.gebruiker is bekend and lopende(db_sessie, bekend) == {"rio"}


def test_een_onbekende_organisatie_ontstaat_pas_bij_de_bevestiging(
    db_sessie: Session, wereld: Wereld
) -> None:
    nieuw = mens(Handeling.AANMELDEN, wereld.rol)
    aanvraag = maak_aanvraag(db_sessie, nieuw, organisatie=None, rsin="123456782")
    erbij = {"soort": "gemeente", "adres": "Plein 1", "postcode": "1234 AB", "plaats": "Werd"}
    assert ken_toe(db_sessie, wereld, aanvraag, **erbij) is Uitkomst.GELUKT
    gemaakt = db_sessie.scalars(select(Organisatie).where(Organisatie.kvk == "60999999")).one()
    assert aanvraag.organisatie is gemaakt and gemaakt.soort is Organisatiesoort.GEMEENTE
    assert (gemaakt.naam, gemaakt.adres, gemaakt.rsin) == ("Onbekend BV", "Plein 1", "123456782")
    assert gemaakt.beheerdersrollen == [wereld.rol]
    assert nieuw.gebruiker is not None and nieuw.gebruiker.organisatie is gemaakt


def test_wat_niet_klopt_kan_niet_worden_goedgekeurd(db_sessie: Session, wereld: Wereld) -> None:
    elders = fabriek.maak_gebruiker(db_sessie, nu=NU, achternaam="Elders")
    beeindigd = Beheerdersrol(code="weg", naam="Weg", beeindigd_op=NU)
    fout = {
        "rol": [mens(Handeling.AANMELDEN, beeindigd)],
        "elders": [mens(Handeling.INTREKKEN, gebruiker=elders)],
        "geen account": [mens(Handeling.WIJZIGEN, wereld.rol)],
        "geen rol": [mens(Handeling.AANMELDEN)],
        "geen mail": [mens(Handeling.AANMELDEN, wereld.rol, email="")],
        "rol van anderen": [mens(Handeling.AANMELDEN, Beheerdersrol(code="x", naam="X"))],
        "dubbel": [mens(Handeling.AANMELDEN, wereld.rol), mens(Handeling.AANMELDEN, wereld.ander)],
        "niemand": [],
    }
    for mensen in fout.values():
        aanvraag = maak_aanvraag(db_sessie, *mensen, organisatie=wereld.bestuur)
        aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.een, nu=NU)
        uitkomst = aanvraagbesluit.keur_goed(
            db_sessie, aanvraag, nieuwe_organisatie={}, door=wereld.een, nu=NU
        )
        assert uitkomst is Uitkomst.BEZWAREN, mensen


def test_op_papier_gaat_het_net_zo(db_sessie: Session, wereld: Wereld) -> None:
    nieuw = mens(Handeling.AANMELDEN, wereld.rol)
    aanvraag = op_papier(db_sessie, nieuw, organisatie=wereld.bestuur)
    assert ken_toe(db_sessie, wereld, aanvraag) is Uitkomst.GELUKT
    assert nieuw.gebruiker is not None


def test_wat_na_de_goedkeuring_veranderde_houdt_de_bevestiging_tegen(
    db_sessie: Session, wereld: Wereld
) -> None:
    """The account to be changed has ended meanwhile: then nothing is done at all."""
    geef(db_sessie, wereld.oud, wereld.ander)
    anders = mens(Handeling.WIJZIGEN, wereld.rol, achternaam="Oud", email="", gebruiker=wereld.oud)
    aanvraag = maak_aanvraag(db_sessie, anders, organisatie=wereld.bestuur)
    aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.een, nu=NU)
    aanvraagbesluit.keur_goed(db_sessie, aanvraag, nieuwe_organisatie={}, door=wereld.een, nu=NU)
    wereld.oud.status, wereld.oud.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    db_sessie.commit()
    uitkomst = aanvraagbesluit.bevestig(db_sessie, aanvraag, door=wereld.twee, nu=NU)
    assert uitkomst is Uitkomst.BEZWAREN and aanvraag.status is Status.WACHT_OP_TWEEDE
    assert post(db_sessie) == []
