# SPDX-License-Identifier: EUPL-1.2
"""The logboek about one account (R31)."""

from sqlalchemy.orm import Session

from portal.domain import activatiecodes
from portal.models import Gebruiker
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.wereld import koppel


def test_r31_over_een_gebruiker_gaat_ook_wat_van_hem_is(
    medewerker: Klant, db_sessie: Session, haverkamp: Gebruiker
) -> None:
    """A rol, a code and a koppeling are rows of their own, and yet about the account."""
    jan = fabriek.maak_gebruiker(db_sessie, nu=haverkamp.aangemeld_op)
    ander = fabriek.maak_gebruiker(db_sessie, nu=jan.aangemeld_op)
    _, rol = fabriek.maak_taak(db_sessie, "Taak")
    for wie in (jan, ander):
        fabriek.geef(db_sessie, wie, rol, nu=jan.aangemeld_op)
        activatiecodes.geef_uit(db_sessie, wie, nu=jan.aangemeld_op, door=None)
    koppel(db_sessie, jan)
    db_sessie.commit()
    medewerker.get(f"/platformbeheer/gebruikers/{jan.id}/")
    (pad,) = medewerker.boom.xpath("//a[contains(., 'wat er met dit account is gedaan')]/@href")
    medewerker.get(pad)
    cellen = medewerker.boom.xpath("//tbody//td[@data-kop='Gebeurtenis']")
    assert sorted(str(td.text_content()) for td in cellen) == [
        "Activatiecode: gemaakt",
        "Autorisatie: gemaakt",
        "Gebruiker: gemaakt",
        "Koppeling: gemaakt",
    ]
