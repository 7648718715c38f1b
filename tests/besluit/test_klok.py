# SPDX-License-Identifier: EUPL-1.2
"""R29: reminders on day 7, 14 and 21, closing after three calendar months, a digest a month."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.cli.onderhoud import nachtwerk as _nachtwerk
from portal.db import transactie
from portal.domain import maandbericht
from portal.domain.onderhoud import Uitkomst
from portal.models import Aanvraag, Auditrecord, Beheerderstoekenning, Bericht, Ondertekenaar
from portal.models.soorten import Aanvraagstatus as Status
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.models.soorten import Gebruikerstatus, Tekenwijze
from portal.secrets import ontsleutel
from portal.tijd import MAANDEN, dag_van, maanden_later
from tests.besluit.wereld import Wereld, maak_aanvraag, mens
from tests.conftest import NU
from tests.harnas import fabriek

DAG = timedelta(days=1)
BEGIN = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
EINDE = datetime(2027, 2, 28, 9, 0, tzinfo=UTC)  # 30 February does not exist


@pytest.fixture
def nachtwerk(app: Flask) -> Callable[[datetime], object]:
    """The nightly job at a moment."""

    def doe(moment: datetime) -> object:
        with app.app_context():
            return _nachtwerk(moment)

    return doe


@pytest.fixture
def wachtend(db_sessie: Session, wereld: Wereld) -> Aanvraag:
    """Two must sign; one did."""
    een = Ondertekenaar(naam="Een", email="een@w.example", getekend_op=BEGIN, pseudoniem="b" * 64)
    twee = Ondertekenaar(naam="Twee", email="twee@w.example")
    aanvraag = maak_aanvraag(
        db_sessie,
        mens(Handeling.AANMELDEN, wereld.rol),
        organisatie=wereld.bestuur,
        op=BEGIN,
        status=Status.WACHT_OP_ONDERTEKENING,
        ondertekend_op=None,
        tekenwijze=Tekenwijze.GEZAMENLIJK,
        nodig=2,
        ondertekenaars=[een, twee],
    )
    db_sessie.commit()
    return aanvraag


def mails(session: Session, *soorten: str) -> list[tuple[str, str]]:
    session.expire_all()
    vraag = select(Bericht.soort, Bericht.aan).where(Bericht.soort.in_(soorten))
    return [(soort, aan) for soort, aan in session.execute(vraag.order_by(Bericht.id))]


def test_r29_wie_nog_moet_tekenen_krijgt_drie_herinneringen_en_daarna_sluit_de_aanvraag(
    db_sessie: Session, wachtend: Aanvraag, nachtwerk: Callable[[datetime], object]
) -> None:
    gemaild = []
    nu = BEGIN
    while nu <= EINDE + 2 * DAG:
        for _ in range(2):  # twice a night does nothing more
            voor = len(mails(db_sessie, "aanvraag_herinnering"))
            db_sessie.commit()
            nachtwerk(nu)
            if len(mails(db_sessie, "aanvraag_herinnering")) > voor:
                gemaild.append((nu - BEGIN).days)
        if nu == EINDE - DAG:
            assert wachtend.status is Status.WACHT_OP_ONDERTEKENING
        nu += DAG
    assert gemaild == [7, 14, 21]
    assert set(mails(db_sessie, "aanvraag_herinnering")) == {
        ("aanvraag_herinnering", "twee@w.example")
    }
    assert (wachtend.status, wachtend.afgerond_op) == (Status.VERLOPEN, EINDE)
    assert wachtend.ondertekenaars[1].token_hash is None
    assert sorted(mails(db_sessie, "aanvraag_verlopen")) == [
        ("aanvraag_verlopen", "bestuur@waalwerd.example"),
        ("aanvraag_verlopen", "een@w.example"),
        ("aanvraag_verlopen", "twee@w.example"),
    ]


def test_een_gemiste_nacht_geeft_een_herinnering_en_de_link_daarin_werkt(
    app: Flask,
    db_sessie: Session,
    wachtend: Aanvraag,
    nachtwerk: Callable[[datetime], object],
) -> None:
    nachtwerk(BEGIN + 15 * DAG)
    [bericht] = db_sessie.scalars(select(Bericht).where(Bericht.soort == "aanvraag_herinnering"))
    assert bericht.inhoud is not None
    tekst = ontsleutel(bericht.inhoud)
    [link] = [r.strip() for r in tekst.splitlines() if "/ondertekenen/" in r]
    token = link.rpartition("/")[2]
    with app.test_client() as klant:
        assert klant.get(f"/aanvraag-beheerder/ondertekenen/{token}").status_code == 200
    db_sessie.expire_all()
    assert wachtend.herinneringen == 2


def test_wat_getekend_is_krijgt_geen_herinnering_en_sluit_niet(
    db_sessie: Session, wachtend: Aanvraag, nachtwerk: Callable[[datetime], object]
) -> None:
    wachtend.status, wachtend.ondertekend_op = Status.NIEUW, BEGIN
    db_sessie.commit()
    nachtwerk(EINDE + DAG)
    assert mails(db_sessie, "aanvraag_herinnering", "aanvraag_verlopen") == []
    assert wachtend.status is Status.NIEUW


def bericht_tekst(session: Session) -> str:
    [gevonden] = session.scalars(select(Bericht).where(Bericht.soort == "bestuur_maandbericht"))
    assert gevonden.inhoud is not None and gevonden.aan == "bestuur@waalwerd.example"
    return ontsleutel(gevonden.inhoud)


def test_r1_het_bestuur_krijgt_een_keer_per_maand_wat_de_beheerders_kregen_en_deden(
    app: Flask, db_sessie: Session, wereld: Wereld
) -> None:
    wereld.bestuur.bestuur_email = "bestuur@waalwerd.example"
    stil = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.bestuur, achternaam="Stil")
    db_sessie.commit()
    audit.zet_actor(db_sessie, audit.Actor("gebruiker", wereld.oud.id))
    for _ in range(2):
        fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.bestuur)
    audit.leg_vast(db_sessie, "gebruiker.gewijzigd", op=wereld.oud)  # the own account
    audit.leg_vast(db_sessie, "brief.gedownload", op=stil)
    audit.leg_vast(db_sessie, "brief.gedownload", "beeindigd", op=stil)
    db_sessie.commit()
    # The trail has a clock of its own, and cannot be changed.
    deze = db_sessie.scalars(select(Auditrecord.op).order_by(Auditrecord.nummer.desc())).first()
    assert deze is not None
    volgende = maanden_later(deze, 1)
    db_sessie.scalars(select(Beheerderstoekenning)).one().geldig_van = deze
    db_sessie.add(
        Beheerderstoekenning(
            gebruiker=stil,
            beheerdersrol=wereld.ander,
            geldig_van=deze - 90 * DAG,
            geldig_tot=deze,
        )
    )
    db_sessie.commit()
    for _ in range(2):
        with app.app_context(), transactie() as session:
            for nummer in maandbericht.te_berichten(session, volgende):
                assert maandbericht.bericht(session, nummer, volgende) is Uitkomst.BERICHT
    tekst = bericht_tekst(db_sessie)
    assert f"in {MAANDEN[dag_van(deze).month - 1]} " in tekst
    oud, _, stil_deel = tekst.partition("Stil")
    assert "- kreeg: Beheerder RIO" in oud
    assert "- gebruikers aangemeld: 2\n- brieven gedownload: 1" in oud
    assert "accounts van anderen" not in oud
    assert "- verloor: Beheerder Bekostiging" in stil_deel
    assert "- deed deze maand niets voor anderen" in stil_deel


@pytest.mark.parametrize(
    ("status", "maanden", "zin", "deden"),
    [
        (Gebruikerstatus.ACTIEF, 1, "- Er is nog maar één beheerder.", True),
        (Gebruikerstatus.GEBLOKKEERD, 1, "- Er is geen beheerder.", True),
        (Gebruikerstatus.GEBLOKKEERD, 6, "- Er is geen beheerder.", False),
    ],
)
def test_r1_het_bestuur_leest_dat_er_een_opvolger_nodig_is(
    db_sessie: Session,
    wereld: Wereld,
    status: Gebruikerstatus,
    maanden: int,
    zin: str,
    deden: bool,
) -> None:
    wereld.bestuur.bestuur_email, wereld.oud.status = "bestuur@waalwerd.example", status
    if not deden:
        db_sessie.scalars(select(Beheerderstoekenning)).one().geldig_tot = NU
    db_sessie.flush()
    nu = maanden_later(NU, maanden)
    assert maandbericht.te_berichten(db_sessie, nu) == [wereld.bestuur.id]
    assert maandbericht.bericht(db_sessie, wereld.bestuur.id, nu) is Uitkomst.BERICHT
    tekst = bericht_tekst(db_sessie)
    assert zin in tekst and ("Dit deden de beheerders" in tekst) is deden


def test_zonder_adres_zonder_beheerder_of_na_het_einde_gaat_er_niets(
    db_sessie: Session, wereld: Wereld
) -> None:
    nu = NU + 30 * DAG
    assert maandbericht.te_berichten(db_sessie, nu) == []
    wereld.bestuur.bestuur_email = "bestuur@waalwerd.example"
    zonder = fabriek.maak_organisatie(db_sessie, bestuur_email="x@example.nl")
    db_sessie.flush()
    assert maandbericht.te_berichten(db_sessie, nu) == [wereld.bestuur.id]
    assert maandbericht.bericht(db_sessie, zonder.id, nu) is Uitkomst.NIETS
    wereld.bestuur.beeindigd_op = NU
    db_sessie.flush()
    assert maandbericht.te_berichten(db_sessie, nu) == []


@pytest.mark.parametrize(
    ("nu", "van", "tot"),
    [
        (datetime(2027, 1, 1, 2, 0, tzinfo=UTC), (2026, 11, 30, 23), (2026, 12, 31, 23)),
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), (2026, 9, 30, 22), (2026, 10, 31, 23)),
        (datetime(2026, 10, 31, 22, 30, tzinfo=UTC), (2026, 8, 31, 22), (2026, 9, 30, 22)),
    ],
)
def test_r34_een_maand_is_een_nederlandse_kalendermaand(
    nu: datetime, van: tuple[int, ...], tot: tuple[int, ...]
) -> None:
    verwacht = tuple(datetime(*deel, tzinfo=UTC) for deel in (van, tot))  # type: ignore[arg-type]
    assert maandbericht.vorige_maand(nu) == verwacht
