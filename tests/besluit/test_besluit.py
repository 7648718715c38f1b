# SPDX-License-Identifier: EUPL-1.2
"""R29: one assesses, another confirms, neither is concerned; only then anything is done."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import aanvraagbesluit
from portal.domain.aanvraagbesluit import Uitkomst
from portal.models import (
    Auditrecord,
    Koppeling,
)
from portal.models.soorten import Aanvraagstatus as Status
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.models.soorten import Medewerkersrol
from tests.besluit.wereld import Wereld, ken_toe, lopende, maak_aanvraag, mens, post
from tests.conftest import NU


def geweigerd(session: Session) -> list[tuple[str, str]]:
    session.commit()
    vraag = select(Auditrecord.gebeurtenis, Auditrecord.uitkomst).where(
        Auditrecord.gebeurtenis.like("aanvraag.%"), Auditrecord.uitkomst != "gelukt"
    )
    return [(wat, hoe) for wat, hoe in session.execute(vraag.order_by(Auditrecord.nummer))]


def test_r29_na_twee_paar_ogen_is_er_een_account_met_rollen_mail_en_spoor(
    db_sessie: Session, wereld: Wereld
) -> None:
    nieuw = mens(Handeling.AANMELDEN, wereld.rol, wereld.ander)
    aanvraag = maak_aanvraag(db_sessie, nieuw, organisatie=wereld.bestuur)
    assert ken_toe(db_sessie, wereld, aanvraag) is Uitkomst.GELUKT
    assert nieuw.gebruiker is not None and nieuw.gebruiker.organisatie is wereld.bestuur
    assert lopende(db_sessie, nieuw.gebruiker) == {"rio", "bekostiging"}
    assert nieuw.gebruiker.aangemeld_door is wereld.twee
    assert aanvraag.status is Status.TOEGEKEND and aanvraag.afgerond_op == NU
    assert post(db_sessie) == [
        ("beheerder_nieuw", "nieuw@waalwerd.example"),
        ("aanvraag_toegekend", "bestuur@waalwerd.example"),
    ]
    assert wereld.bestuur.bestuur_email == "bestuur@waalwerd.example"


def test_voor_de_tweede_bevestigt_is_er_niets(db_sessie: Session, wereld: Wereld) -> None:
    nieuw = mens(Handeling.AANMELDEN, wereld.rol)
    aanvraag = maak_aanvraag(db_sessie, nieuw, organisatie=wereld.bestuur)
    aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.een, nu=NU)
    aanvraagbesluit.keur_goed(db_sessie, aanvraag, nieuwe_organisatie={}, door=wereld.een, nu=NU)
    assert nieuw.gebruiker is None and post(db_sessie) == []
    assert aanvraag.status is Status.WACHT_OP_TWEEDE


def test_r29_vier_ogen_wie_beoordeelde_bevestigt_niet_ook_niet_buiten_de_schermen_om(
    db_sessie: Session, wereld: Wereld
) -> None:
    aanvraag = maak_aanvraag(
        db_sessie, mens(Handeling.AANMELDEN, wereld.rol), organisatie=wereld.bestuur
    )
    aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.een, nu=NU)
    aanvraagbesluit.keur_goed(db_sessie, aanvraag, nieuwe_organisatie={}, door=wereld.een, nu=NU)
    uitkomst = aanvraagbesluit.bevestig(db_sessie, aanvraag, door=wereld.een, nu=NU)
    assert uitkomst is Uitkomst.ZELF_BEOORDEELD
    assert geweigerd(db_sessie) == [("aanvraag.bevestigen", "zelf_beoordeeld")]
    aanvraag.bevestigd_door_id, aanvraag.bevestigd_op = wereld.een.id, NU
    with pytest.raises(IntegrityError, match="vier_ogen"):
        db_sessie.flush()
    db_sessie.rollback()


@pytest.mark.parametrize("hoe", ["op het formulier", "adres", "aanvrager", "middel", "tekende"])
def test_r29_wie_het_aangaat_beoordeelt_niet(db_sessie: Session, wereld: Wereld, hoe: str) -> None:
    nieuw = mens(Handeling.AANMELDEN, wereld.rol)
    aanvraag = maak_aanvraag(db_sessie, nieuw, organisatie=wereld.bestuur)
    if hoe == "op het formulier":
        nieuw.gebruiker = wereld.een
    elif hoe == "adres":
        nieuw.email = wereld.een.email.upper()
    elif hoe == "aanvrager":
        aanvraag.aanvrager_id = wereld.een.id
    elif hoe == "tekende":
        aanvraag.ondertekenaars[0].email = wereld.een.email
    else:
        db_sessie.add(
            Koppeling(
                gebruiker=wereld.een,
                middel_kvk="m",
                pseudoniem="a" * 64,
                niveau="loa3",
                gelegd_op=NU,
                laatste_login_op=NU,
            )
        )
    db_sessie.commit()
    uitkomst = aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.een, nu=NU)
    assert uitkomst is Uitkomst.BETROKKEN
    assert geweigerd(db_sessie) == [("aanvraag.claimen", "betrokken")]
    assert aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.twee, nu=NU) is Uitkomst.GELUKT
    aanvraag.status = Status.WACHT_OP_TWEEDE
    uitkomst = aanvraagbesluit.bevestig(db_sessie, aanvraag, door=wereld.een, nu=NU)
    assert uitkomst is Uitkomst.BETROKKEN


def test_de_servicedesk_beoordeelt_niet(db_sessie: Session, wereld: Wereld) -> None:
    wereld.een.medewerkersrol = Medewerkersrol.SERVICEDESK
    aanvraag = maak_aanvraag(
        db_sessie, mens(Handeling.AANMELDEN, wereld.rol), organisatie=wereld.bestuur
    )
    uitkomst = aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.een, nu=NU)
    assert uitkomst is Uitkomst.BETROKKEN


def test_een_claim_is_van_een_en_na_een_dag_over_te_nemen(
    db_sessie: Session, wereld: Wereld
) -> None:
    aanvraag = maak_aanvraag(
        db_sessie, mens(Handeling.AANMELDEN, wereld.rol), organisatie=wereld.bestuur
    )
    assert aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.een, nu=NU) is Uitkomst.GELUKT
    ander = aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.twee, nu=NU)
    assert ander is Uitkomst.AL_GECLAIMD
    goed = aanvraagbesluit.keur_goed(
        db_sessie, aanvraag, nieuwe_organisatie={}, door=wereld.twee, nu=NU
    )
    assert goed is Uitkomst.NIET_VAN_U
    later = NU + timedelta(days=1)
    assert aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.twee, nu=later) is Uitkomst.GELUKT
    assert aanvraag.behandelaar_id == wereld.twee.id
    assert aanvraagbesluit.geef_terug(db_sessie, aanvraag, door=wereld.twee, nu=later) is (
        Uitkomst.GELUKT
    )
    assert (aanvraag.status, aanvraag.behandelaar_id) == (Status.NIEUW, None)


def test_de_tweede_stuurt_terug_en_de_eerste_begint_opnieuw(
    db_sessie: Session, wereld: Wereld
) -> None:
    aanvraag = maak_aanvraag(
        db_sessie, mens(Handeling.AANMELDEN, wereld.rol), organisatie=wereld.bestuur
    )
    aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.een, nu=NU)
    aanvraagbesluit.keur_goed(db_sessie, aanvraag, nieuwe_organisatie={}, door=wereld.een, nu=NU)
    assert aanvraagbesluit.stuur_terug(db_sessie, aanvraag, door=wereld.twee, nu=NU) is (
        Uitkomst.GELUKT
    )
    assert (aanvraag.status, aanvraag.beoordeeld_door_id) == (Status.IN_BEOORDELING, None)
    assert aanvraagbesluit.is_behandelaar(db_sessie, aanvraag, wereld.een)


def test_een_afwijzing_gaat_met_de_reden_naar_wie_aanvroeg_en_wie_tekende(
    db_sessie: Session, wereld: Wereld
) -> None:
    aanvraag = maak_aanvraag(
        db_sessie, mens(Handeling.AANMELDEN, wereld.rol), organisatie=wereld.bestuur
    )
    aanvraag.ondertekenaars[0].email = "tweede@waalwerd.example"
    aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.een, nu=NU)
    reden = "De ondertekenaar staat niet in het Handelsregister."
    assert aanvraagbesluit.wijs_af(db_sessie, aanvraag, reden, door=wereld.een, nu=NU) is (
        Uitkomst.GELUKT
    )
    assert aanvraag.status is Status.AFGEWEZEN and aanvraag.reden == reden
    assert set(post(db_sessie)) == {
        ("aanvraag_afgewezen", "bestuur@waalwerd.example"),
        ("aanvraag_afgewezen", "tweede@waalwerd.example"),
    }
    assert aanvraagbesluit.claim(db_sessie, aanvraag, door=wereld.twee, nu=NU) is (
        Uitkomst.KAN_NIET_MEER
    )
