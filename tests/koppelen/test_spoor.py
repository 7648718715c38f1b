# SPDX-License-Identifier: EUPL-1.2
"""The trail says who koppelde and who logged in, from the moment that it is known (R31)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Auditrecord, Gebruiker
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def test_r31_wie_koppelt_en_wie_daarna_inlogt_staat_erbij_als_wie_het_deed(
    aan_het_koppelen: Klant, gebruiker: Gebruiker, code: str, db_sessie: Session
) -> None:
    for geprobeerd, status in (("0000-0000-00000", 422), (code, 303)):
        velden = {"gebruikersnaam": gebruiker.gebruikersnaam, "activatiecode": geprobeerd}
        aan_het_koppelen.post("/koppelen/koppelen", velden, status)
    fabriek.log_in(Klant(aan_het_koppelen.kaal.application, db_sessie), gebruiker.organisatie.kvk)
    db_sessie.commit()
    kolommen = (Auditrecord.gebeurtenis, Auditrecord.uitkomst, Auditrecord.actor_id)
    gezien = {tuple(rij) for rij in db_sessie.execute(select(*kolommen))}
    assert ("koppelen.poging", "fout", None) in gezien
    assert ("koppeling.gemaakt", "gelukt", gebruiker.id) in gezien
    assert ("login.eherkenning", "portaal", gebruiker.id) in gezien
