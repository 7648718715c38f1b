# SPDX-License-Identifier: EUPL-1.2
"""What is of no use any more goes, each kind after its own term; the rest stays."""

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.db import Base, db, transactie
from portal.domain import opschoning
from portal.models import (
    Aanvraag,
    Auditrecord,
    Bericht,
    Codeverzoek,
    Samlbericht,
    Sessie,
    Teller,
)
from portal.models.soorten import (
    Aanvraagkanaal,
    Aanvraagsoort,
    Aanvraagstatus,
    Fase,
    Inlogmiddel,
    Tellersoort,
)

NU = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECONDE = timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("app")


def sessie(begonnen_op: datetime) -> Sessie:
    return Sessie(
        token_hash=str(begonnen_op),
        fase=Fase.KOPPELEN,
        inlogmiddel=Inlogmiddel.EHERKENNING,
        middel_kvk="m",
        begonnen_op=begonnen_op,
        laatst_gezien_op=begonnen_op,
    )


def bericht(nummer: int, **tijden: datetime) -> Bericht:
    wacht = not tijden
    return Bericht(
        message_id=f"<{nummer}@x>",
        soort="proef",
        aan="jan@example.nl",
        onderwerp="o",
        inhoud=b"x" if wacht else None,
        aangemaakt_op=NU - timedelta(days=400),
        volgende_poging_op=NU,
        **tijden,
    )


def aanvraag(
    status: Aanvraagstatus, begonnen_op: datetime, gewijzigd_op: datetime | None = None
) -> Aanvraag:
    return Aanvraag(
        referentie=secrets.token_hex(8),
        organisatienaam="Stichting",
        kvk="12345678",
        kanaal=Aanvraagkanaal.PAPIER,
        soort=Aanvraagsoort.AANMELDEN,
        status=status,
        begonnen_op=begonnen_op,
        gewijzigd_op=gewijzigd_op,
        ingediend_op=None if status is Aanvraagstatus.CONCEPT else begonnen_op,
    )


def aantal(model: type[Base]) -> int:
    gevonden = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return gevonden


def ruim_op() -> dict[str, int]:
    with transactie() as session:
        return opschoning.ruim_op(session, NU)


def test_alles_heeft_zijn_eigen_termijn() -> None:
    oud, jong = opschoning.BERICHT + SECONDE, opschoning.BERICHT - SECONDE
    with transactie() as session:
        session.add_all(
            [
                sessie(NU - opschoning.SESSIE - SECONDE),
                sessie(NU - opschoning.SESSIE + SECONDE),
                Samlbericht(id_hash="oud", bewaar_tot=NU - SECONDE),
                Samlbericht(id_hash="nieuw", bewaar_tot=NU + SECONDE),
                Codeverzoek(middel="m", dag=date(2026, 11, 16)),
                Codeverzoek(middel="m", dag=date(2026, 11, 17)),
                bericht(1, verzonden_op=NU - oud),
                bericht(2, opgegeven_op=NU - oud),
                bericht(3, verzonden_op=NU - jong),
                bericht(4),
            ]
        )
    assert ruim_op() == {
        "sessies": 1,
        "samlberichten": 1,
        "tellers": 0,
        "codeverzoeken": 1,
        "berichten": 2,
        "concepten": 0,
        "importen": 0,
    }
    assert sum(ruim_op().values()) == 0
    assert [aantal(m) for m in (Sessie, Samlbericht, Codeverzoek, Bericht)] == [1, 1, 1, 2]


def test_alleen_een_teller_waarvan_de_blokkade_voorbij_is_gaat_weg_r11() -> None:
    def teller(sleutel: str, tot: datetime | None, keer: int) -> Teller:
        return Teller(soort=Tellersoort.MIDDEL, sleutel=sleutel, aantal=keer, geblokkeerd_tot=tot)

    with transactie() as session:
        session.add_all(
            [
                teller("voorbij", NU - opschoning.TELLER - SECONDE, 5),
                teller("loopt nog", NU + SECONDE, 5),
                teller("telt nog", None, 4),
            ]
        )
    assert ruim_op()["tellers"] == 1
    over = db.session.scalars(select(Teller.sleutel).order_by(Teller.sleutel)).all()
    assert over == ["loopt nog", "telt nog"]


def test_ook_een_teller_waar_een_maand_niets_bij_kwam_gaat_weg_r11() -> None:
    stil = NU - opschoning.STILLE_TELLER

    def teller(sleutel: str, op: datetime, keer: int) -> Teller:
        tot = NU + SECONDE if keer == 5 else None
        return Teller(
            soort=Tellersoort.MIDDEL,
            sleutel=sleutel,
            aantal=keer,
            geblokkeerd_tot=tot,
            gewijzigd_op=op,
        )

    with transactie() as session:
        session.add_all(
            [
                teller("stil", stil - SECONDE, 4),
                teller("op nul", stil - SECONDE, 0),
                teller("net niet", stil + SECONDE, 4),
                teller("geblokkeerd", stil - SECONDE, 5),
            ]
        )
    assert ruim_op()["tellers"] == 2
    over = db.session.scalars(select(Teller.sleutel).order_by(Teller.sleutel)).all()
    assert over == ["geblokkeerd", "net niet"]


def test_een_vergeten_concept_gaat_weg_en_het_auditspoor_blijft_r31() -> None:
    lang_geleden = NU - opschoning.CONCEPT - SECONDE
    with transactie() as session:
        session.add_all(
            [
                aanvraag(Aanvraagstatus.CONCEPT, lang_geleden),
                aanvraag(Aanvraagstatus.NIEUW, lang_geleden),
                aanvraag(Aanvraagstatus.CONCEPT, NU - opschoning.CONCEPT + timedelta(days=1)),
                aanvraag(Aanvraagstatus.CONCEPT, lang_geleden, NU - timedelta(days=1)),
            ]
        )
    voor = aantal(Auditrecord)
    assert ruim_op()["concepten"] == 1
    assert aantal(Aanvraag) == 3
    assert aantal(Auditrecord) == voor + 1
