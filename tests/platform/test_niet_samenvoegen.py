# SPDX-License-Identifier: EUPL-1.2
"""R26: an organisatie goes up in another only where that can be, and never halfway."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import groepen, organisatie_einde, samenvoeging, splitsing
from portal.models import (
    Autorisatie,
    Bericht,
    Koppeling,
    Organisatie,
)
from portal.models.soorten import (
    Medewerkersrol,
)
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import bekijk_samenvoeging, bevestig_fusie, fouten
from tests.platform.wereld import Twee, koppel


@pytest.mark.parametrize(
    ("waarde", "melding"),
    [
        ("", "Vul een KvK-nummer in"),
        ("60999999", "Wij kennen geen organisatie met dit KvK-nummer"),
        ("x" * 10_000, "Wij kennen geen organisatie met dit KvK-nummer"),
        ("\x00", "Vul een KvK-nummer in"),
    ],
)
def test_r26_zonder_bestaande_organisatie_wordt_niets_samengevoegd(
    medewerker: Klant, twee: Twee, waarde: str, melding: str
) -> None:
    bekijk_samenvoeging(medewerker, twee, 422, naar=waarde)
    assert melding in fouten(medewerker)


def test_r26_een_kenmerk_dat_zij_niet_heeft_kan_niet_mee(medewerker: Klant, twee: Twee) -> None:
    twee.stelsel.bestuur.kenmerken.remove(twee.stelsel.bz)
    bekijk_samenvoeging(
        medewerker, twee, 422, kenmerken="instellingscode 22BZ\ninstellingscode 99XX"
    )
    assert fouten(medewerker) == [
        "Stichting Waalwerd heeft dit kenmerk niet: instellingscode 22BZ en instellingscode 99XX"
    ]


def test_r26_wat_niet_kan_samengaan_wordt_geweigerd(
    medewerker: Klant, twee: Twee, db_sessie: Session
) -> None:
    s, naar = twee.stelsel, twee.naar
    bekijk_samenvoeging(medewerker, twee, 409, naar=s.bestuur.kvk)
    assert "Vul het KvK-nummer van een andere organisatie in" in medewerker.tekst
    boven = fabriek.maak_organisatie(db_sessie)
    fabriek.maak_organisatie(db_sessie, parent=s.bestuur)
    naar.parent = boven
    db_sessie.commit()
    bekijk_samenvoeging(medewerker, twee, 409)
    assert "Voeg haar samen met dat bestuur" in medewerker.tekst
    naar.parent, naar.beeindigd_op = None, NU
    db_sessie.commit()
    bekijk_samenvoeging(medewerker, twee, 409)
    assert "Een van de twee organisaties is beëindigd" in medewerker.tekst
    naar.beeindigd_op, s.anna.medewerkersrol = None, Medewerkersrol.SERVICEDESK
    db_sessie.commit()
    bekijk_samenvoeging(medewerker, twee, 409)
    assert "Medewerkers van het portaal horen bij deze organisatie" in medewerker.tekst
    assert s.bestuur.beeindigd_op is None


def test_r26_te_veel_gebruikers_tegelijk_wordt_geweigerd(
    twee: Twee, db_sessie: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is one transaction in one request: merging, splitting and ending alike."""
    s = twee.stelsel
    samen = samenvoeging.Opdracht(s.bestuur, twee.naar, [], False, False)
    nieuw = Organisatie(naam="Nieuw", soort=s.bestuur.soort, kvk="60500005")
    allen = frozenset({s.anna.id, s.bob.id, s.beheerder.id})
    deel = splitsing.Opdracht(s.bestuur, nieuw, [], False, allen)
    monkeypatch.setattr(groepen, "HOOGSTENS", 2)
    assert samenvoeging.maak_plan(db_sessie, samen, NU) is samenvoeging.Weigering.TE_VEEL
    assert splitsing.maak_plan(db_sessie, deel, NU) is splitsing.Weigering.TE_VEEL
    einde = organisatie_einde.beeindig(db_sessie, s.bestuur, door=s.bob, nu=NU)
    assert einde is organisatie_einde.Uitkomst.TE_VEEL


def test_r26_een_vreemd_kenmerk_meegeven_is_een_fout_van_de_aanroeper(
    twee: Twee, db_sessie: Session
) -> None:
    vreemd = fabriek.maak_kenmerk(db_sessie)
    opdracht = samenvoeging.Opdracht(twee.stelsel.bestuur, twee.naar, [vreemd], False, False)
    with pytest.raises(ValueError, match="niet houdt"):
        samenvoeging.maak_plan(db_sessie, opdracht, NU)


def test_r26_een_samenvoeging_die_halverwege_mislukt_laat_alles_zoals_het_was(
    medewerker: Klant, twee: Twee, db_sessie: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last thing done is broken on purpose."""
    s = twee.stelsel
    koppel(db_sessie, s.anna)

    def breek(*_: object, **__: object) -> None:
        raise RuntimeError("stuk")

    bekijk_samenvoeging(medewerker, twee)
    with monkeypatch.context() as stuk:
        stuk.setattr(samenvoeging.audit, "leg_vast", breek)
        bevestig_fusie(medewerker, twee.pad, 500)
    assert s.bestuur.beeindigd_op is None and s.anna.organisatie_id == s.bestuur.id
    assert db_sessie.scalars(select(Koppeling)).one().beeindigd_op is None
    assert db_sessie.scalar(select(func.count(Bericht.id))) == 0
    open_ = select(func.count(Autorisatie.id)).where(Autorisatie.geldig_tot.is_(None))
    assert db_sessie.scalar(open_) == 2
