# SPDX-License-Identifier: EUPL-1.2
"""R27: whatever a beheerder asks of the database, only the own organisaties answer."""

import inspect as python_inspect
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session, aliased, selectinload

from portal import bereik, models
from portal.audit import BULK_MAG
from portal.bereik import BuitenBereik
from portal.db import Base
from portal.models import (
    Aanvraag,
    Activatiecode,
    Auditrecord,
    Autorisatie,
    Gebruiker,
    Koppeling,
    Organisatie,
    Sessie,
)
from tests.bereik.conftest import Wereld

NASLAG = {
    "Beheerdersrol",
    "Document",
    "Kenmerk",
    "Kenmerksoort",
    "Mededeling",
    "Onderwerp",
    "Rol",
    "Roltaak",
    "Sector",
    "Taak",
}  # say nothing about people


def test_r27_van_elk_model_is_besloten_wie_het_ziet() -> None:
    alle = {n for n, m in python_inspect.getmembers(models) if isinstance(m, type)}
    begrensd = [*bereik.VAN_GEBRUIKER, *bereik.VAN_ORGANISATIE, *bereik.VERBORGEN, Organisatie]
    namen = {model.__name__ for model in begrensd}
    assert namen | NASLAG == {n for n in alle if issubclass(getattr(models, n), Base)}
    assert not namen & NASLAG
    assert set(bereik.SCHRIJFBAAR) <= set(begrensd)


def test_r27_een_lijst_toont_alleen_eigen_gebruikers(begrensd: Session, wereld: Wereld) -> None:
    namen = set(begrensd.scalars(select(Gebruiker.achternaam)))
    assert "GeheimA" in namen and "GeheimB" not in namen and len(namen) == 3
    assert begrensd.scalar(select(func.count()).select_from(Gebruiker)) == 3
    assert begrensd.scalar(select(func.count(Gebruiker.id))) == 3


def test_r27_ook_onder_een_andere_naam_of_achter_een_join(begrensd: Session) -> None:
    ander = aliased(Gebruiker)
    assert len(begrensd.scalars(select(ander)).all()) == 3
    vraag = select(Autorisatie.id).join(Gebruiker, Autorisatie.gebruiker_id == Gebruiker.id)
    assert len(begrensd.scalars(vraag).all()) == 1
    assert begrensd.query(Gebruiker).count() == 3  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("model", [Gebruiker, Autorisatie, Koppeling, Organisatie])
def test_r27_een_vreemd_nummer_bestaat_niet(
    begrensd: Session, wereld: Wereld, model: type[Base]
) -> None:
    vreemd: dict[type[Base], Any] = {
        Gebruiker: wereld.b.gebruiker,
        Autorisatie: wereld.b.autorisatie,
        Koppeling: wereld.b.koppeling,
        Organisatie: wereld.b.organisatie,
    }
    eigen: dict[type[Base], Any] = {
        Gebruiker: wereld.leraar,
        Autorisatie: wereld.a.autorisatie,
        Koppeling: wereld.a.koppeling,
        Organisatie: wereld.school,
    }
    assert begrensd.get(model, vreemd[model].id) is None
    assert begrensd.get(model, eigen[model].id) is not None


@pytest.mark.parametrize("model", [*bereik.VAN_GEBRUIKER, *bereik.VAN_ORGANISATIE])
def test_r27_geen_model_laat_een_vreemde_rij_zien(
    begrensd: Session, wereld: Wereld, model: Any
) -> None:
    vreemd = begrensd.scalars(select(model)).all()
    for rij in vreemd:
        gebruiker = getattr(rij, "gebruiker_id", None)
        assert gebruiker not in {wereld.b.gebruiker.id, wereld.b.beheerder.id}
        assert getattr(rij, "organisatie_id", None) != wereld.b.organisatie.id


def test_r27_aanvragen_van_het_bestuur_ziet_een_beheerder_niet(begrensd: Session) -> None:
    assert begrensd.scalars(select(Aanvraag)).all() == []


def test_r27_een_bulkopdracht_raakt_alleen_eigen_rijen(begrensd: Session, wereld: Wereld) -> None:
    opdracht = update(Gebruiker).values(functie="geraakt")
    geraakt: Any = begrensd.execute(opdracht, execution_options={BULK_MAG: True})
    assert geraakt.rowcount == 3
    weg: Any = begrensd.execute(
        delete(Activatiecode), execution_options={BULK_MAG: True, "synchronize_session": False}
    )
    assert weg.rowcount == 1
    assert begrensd.execute(text("SELECT count(*) FROM activatiecode")).scalar() == 1


def test_r27_een_bulk_insert_gaat_niet(begrensd: Session, wereld: Wereld) -> None:
    with pytest.raises(BuitenBereik):
        begrensd.execute(insert(Sessie), [{"id": 1}])


def test_r27_wie_iets_aan_een_eigen_gebruiker_deed_is_wel_te_lezen(
    begrensd: Session, wereld: Wereld
) -> None:
    autorisatie = begrensd.get(Autorisatie, wereld.a.autorisatie.id)
    assert autorisatie is not None and autorisatie.gebruiker.organisatie.naam == "Stichting A"


def test_r27_een_gerichte_lading_van_kinderen_blijft_heel(
    begrensd: Session, wereld: Wereld
) -> None:
    vraag = select(Organisatie).options(selectinload(Organisatie.kenmerken))
    eigen = {o.naam: len(o.kenmerken) for o in begrensd.scalars(vraag)}
    assert eigen == {"Stichting A": 1, "School van A": 0}


def test_r31_de_auditketen_ziet_het_hele_spoor(begrensd: Session, wereld: Wereld) -> None:
    leraar = begrensd.get(Gebruiker, wereld.leraar.id)
    assert leraar is not None
    voor = begrensd.execute(text("SELECT max(nummer) FROM auditrecord")).scalar()
    leraar.functie = "Docent"
    begrensd.commit()
    na = begrensd.execute(text("SELECT max(nummer) FROM auditrecord")).scalar()
    assert na == voor + 1
    zelf = set(begrensd.scalars(select(Auditrecord.organisatie_id)))
    assert wereld.b.organisatie.id not in zelf and None not in zelf
