# SPDX-License-Identifier: EUPL-1.2
"""Registering a gebruiker: R2, R3, R4, R22, R27, R31."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from portal.domain import autorisaties, gebruikers
from portal.domain.autorisaties import NietToegestaan, Wens
from portal.models import Auditrecord, Autorisatie, Bericht, Gebruiker, Organisatie
from portal.models.soorten import Gebruikerstatus
from portal.secrets import NAAM_TEKENS, ontsleutel
from tests.beheer.conftest import Schrijver
from tests.beheer.tegelijk import tegelijk
from tests.beheer.wereld import DAG, Wereld, bouw, piet, post, spoor
from tests.conftest import NU
from tests.harnas import fabriek


@pytest.fixture
def namen_op_rij() -> Iterator[Callable[..., None]]:
    """``namen_op_rij("A", "B")``: the next accounts get these names, as chance could do."""
    rij: list[str] = []

    def geef_naam(_mapper: object, _verbinding: object, gebruiker: Gebruiker) -> None:
        if rij:
            gebruiker.gebruikersnaam = rij.pop(0)

    event.listen(Gebruiker, "before_insert", geef_naam)
    yield lambda *namen: rij.extend(namen)
    event.remove(Gebruiker, "before_insert", geef_naam)


def meld_aan(session: Session, wereld: Wereld, *wensen: Wens) -> Gebruiker:
    return gebruikers.meld_aan(
        session, piet(), wensen, organisatie=wereld.organisatie, door=wereld.beheerder, nu=NU
    )


def test_r2_r3_account_autorisaties_mail_en_spoor_in_een_keer(
    db_sessie: Session, wereld: Wereld
) -> None:
    wens = Wens(wereld.met_code.id, frozenset({wereld.kenmerk.id}))
    nieuw = meld_aan(db_sessie, wereld, Wens(wereld.vrij.id), wens)
    assert gebruikers.persoon_van(nieuw) == piet()
    assert nieuw.organisatie is wereld.organisatie
    assert (nieuw.aangemeld_op, nieuw.aangemeld_door) == (NU, wereld.beheerder)
    assert nieuw.status is Gebruikerstatus.ACTIEF
    gegeven = autorisaties.wensen_van(db_sessie, nieuw, door=wereld.beheerder, nu=NU)
    assert {een.rol_id for een in gegeven} == {wereld.vrij.id, wereld.met_code.id}
    assert post(db_sessie) == [("bevestiging_aanmelding", "piet@example.nl")]
    (record,) = [r for r in spoor(db_sessie, "gebruiker.gemaakt") if r.object_id == nieuw.id]
    assert record.gegevens["aangemeld_door_id"] == [None, wereld.beheerder.id]


def test_r2_r4_de_gebruikersnaam_is_goed_te_lezen_en_staat_niet_in_de_mail(
    db_sessie: Session, wereld: Wereld
) -> None:
    naam = meld_aan(db_sessie, wereld).gebruikersnaam
    assert len(naam) == 8 and set(naam) <= set(NAAM_TEKENS)
    bericht = db_sessie.scalars(select(Bericht)).one()
    assert bericht.inhoud is not None
    assert naam not in bericht.onderwerp + ontsleutel(bericht.inhoud)
    db_sessie.commit()
    assert not [r for r in db_sessie.scalars(select(Auditrecord)) if naam in str(r.gegevens)]


def test_r2_een_naam_die_al_bestaat_kost_een_nieuwe_trekking_en_verder_niets(
    db_sessie: Session, wereld: Wereld, namen_op_rij: Callable[..., None]
) -> None:
    bezet = wereld.gebruiker.gebruikersnaam
    namen_op_rij(bezet, bezet, "KKKKKKKK")
    eerste = meld_aan(db_sessie, wereld, Wens(wereld.vrij.id))
    assert eerste.gebruikersnaam == "KKKKKKKK"
    assert post(db_sessie) == [("bevestiging_aanmelding", "piet@example.nl")]
    gemaakt = [r.object_id for r in spoor(db_sessie, "gebruiker.gemaakt")]
    assert gemaakt == [wereld.beheerder.id, wereld.gebruiker.id, eerste.id]


def test_r2_als_geen_naam_vrij_is_gaat_het_niet_door(
    db_sessie: Session, wereld: Wereld, namen_op_rij: Callable[..., None]
) -> None:
    namen_op_rij(*[wereld.gebruiker.gebruikersnaam] * gebruikers.NAMEN)
    with pytest.raises(gebruikers.GeenNaamVrij):
        meld_aan(db_sessie, wereld)


def test_een_andere_fout_van_de_database_wordt_niet_opnieuw_geprobeerd(
    db_sessie: Session, wereld: Wereld
) -> None:
    def bederf(_mapper: object, _verbinding: object, gebruiker: Gebruiker) -> None:
        gebruiker.organisatie_id = 999_999

    event.listen(Gebruiker, "before_insert", bederf)
    try:
        with pytest.raises(sa.exc.IntegrityError):
            meld_aan(db_sessie, wereld)
    finally:
        event.remove(Gebruiker, "before_insert", bederf)


def test_r2_vier_die_tegelijk_dezelfde_naam_trekken_krijgen_er_elk_een(
    schrijver: Schrijver, namen_op_rij: Callable[..., None]
) -> None:
    with schrijver() as session:
        wereld = bouw(session)
    namen_op_rij(*["AAAAAAAA"] * 4)

    def doe(session: Session, nummer: int) -> str:
        nieuw = gebruikers.meld_aan(
            session,
            piet(email=f"nieuw{nummer}@example.nl"),
            [],
            organisatie=session.get_one(Organisatie, wereld.organisatie.id),
            door=session.get_one(Gebruiker, wereld.beheerder.id),
            nu=NU,
        )
        return nieuw.gebruikersnaam

    namen = tegelijk(schrijver, doe)
    assert len(set(namen)) == 4
    with schrijver() as session:
        assert len(post(session)) == 4
        assert len(spoor(session, "gebruiker.gemaakt")) == 2 + 4


@pytest.mark.parametrize("tabel", ["autorisatie", "bericht", "auditrecord"])
def test_r3_mislukt_een_opdracht_halverwege_dan_is_er_niets(
    motor: sa.Engine, schrijver: Schrijver, tabel: str
) -> None:
    with schrijver() as session:
        wereld = bouw(session)

    def tellingen() -> list[int]:
        with Session(motor) as session:
            modellen = (Gebruiker, Autorisatie, Bericht, Auditrecord)
            return [session.scalar(select(func.count()).select_from(m)) or 0 for m in modellen]

    def faal(_v: object, _c: object, opdracht: str, *_rest: object) -> None:
        if opdracht.startswith(f"INSERT INTO {tabel} "):
            raise ConnectionError("de stekker eruit")

    voor = tellingen()
    event.listen(motor, "before_cursor_execute", faal)
    with pytest.raises(ConnectionError), schrijver() as session:
        gebruikers.meld_aan(
            session,
            piet(),
            [Wens(wereld.vrij.id)],
            organisatie=session.get_one(Organisatie, wereld.organisatie.id),
            door=session.get_one(Gebruiker, wereld.beheerder.id),
            nu=NU,
        )
    event.remove(motor, "before_cursor_execute", faal)
    assert tellingen() == voor


def test_r22_r27_met_een_wens_die_niet_mag_ontstaat_geen_account(
    db_sessie: Session, wereld: Wereld
) -> None:
    voor = db_sessie.scalar(select(func.count()).select_from(Gebruiker))
    for rol in (wereld.vreemd, wereld.met_code):
        with pytest.raises(NietToegestaan), db_sessie.begin_nested():
            meld_aan(db_sessie, wereld, Wens(rol.id))
    assert db_sessie.scalar(select(func.count()).select_from(Gebruiker)) == voor
    assert post(db_sessie) == []


def test_bij_een_beeindigde_organisatie_wordt_niemand_aangemeld(
    db_sessie: Session, wereld: Wereld
) -> None:
    wereld.organisatie.beeindigd_op = NU - DAG
    with pytest.raises(NietToegestaan, match="organisatie"):
        meld_aan(db_sessie, wereld)


def test_r2_wie_al_met_dat_adres_bekend_is_wordt_gevonden(
    db_sessie: Session, wereld: Wereld
) -> None:
    def maak(organisatie: Organisatie, **velden: object) -> Gebruiker:
        adres = {"email": "Piet@Example.nl"}
        return fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=organisatie, **adres, **velden)

    bekend = maak(wereld.organisatie)
    maak(fabriek.maak_organisatie(db_sessie))
    maak(wereld.organisatie, status=Gebruikerstatus.BEEINDIGD, beeindigd_op=NU - timedelta(days=1))
    gevonden = gebruikers.zelfde_email(db_sessie, wereld.organisatie, "piet@example.NL")
    assert list(gevonden) == [bekend]


def test_velen_van_een_organisatie_delen_een_kader(
    db_sessie: Session, wereld: Wereld, tel_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    binnen = autorisaties.kader(db_sessie, wereld.organisatie, door=wereld.beheerder, nu=NU)
    with tel_queries() as gezien:
        for nummer in range(3):
            gebruikers.meld_aan(
                db_sessie,
                piet(email=f"nieuw{nummer}@example.nl"),
                [Wens(wereld.vrij.id)],
                organisatie=wereld.organisatie,
                door=wereld.beheerder,
                nu=NU,
                binnen=binnen,
            )
    assert not [opdracht for opdracht in gezien if opdracht.startswith(("SELECT", "WITH"))]
