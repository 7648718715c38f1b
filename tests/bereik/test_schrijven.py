# SPDX-License-Identifier: EUPL-1.2
"""R27: a flush that writes outside the reach raises, and nothing is written."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal import bereik
from portal.bereik import Bereik, BuitenBereik
from portal.models import (
    Activatiecode,
    Autorisatie,
    Beheerderstoekenning,
    Bericht,
    Gebruiker,
    Importbestand,
    Kenmerk,
    Organisatie,
    Rol,
    Sector,
)
from portal.models.soorten import Medewerkersrol, Organisatiesoort
from portal.secrets import maak_gebruikersnaam
from tests.bereik.conftest import Wereld
from tests.conftest import NU

Doen = Callable[[Session, Wereld], Any]


def _nieuw(**anders: Any) -> Gebruiker:
    standaard = {
        "gebruikersnaam": maak_gebruikersnaam(),
        "achternaam": "Nieuw",
        "email": "n@example.nl",
        "aangemeld_op": NU,
    }
    return Gebruiker(**(standaard | anders))


def _autorisatie(**anders: Any) -> Autorisatie:
    return Autorisatie(**({"geldig_van": NU, "gegeven_op": NU} | anders))


def _mail(aan: int) -> Bericht:
    return Bericht(
        message_id=f"<{aan}@example.nl>",
        soort="proef",
        aan="x@example.nl",
        onderwerp="Proef",
        inhoud=b"x",
        gebruiker_id=aan,
        aangemaakt_op=NU,
        volgende_poging_op=NU,
    )


def _haal(s: Session, model: Any, nummer: int) -> Any:
    gevonden = s.get(model, nummer)
    assert gevonden is not None
    return gevonden


def _zet(s: Session, obj: Any, **waarden: Any) -> None:
    for naam, waarde in waarden.items():
        setattr(obj, naam, waarde)


AANVALLEN: dict[str, Doen] = {
    "een gebruiker in een andere organisatie maken": lambda s, w: s.add(
        _nieuw(organisatie_id=w.b.organisatie.id)
    ),
    "een eigen gebruiker naar een andere organisatie zetten": lambda s, w: _zet(
        s, _haal(s, Gebruiker, w.leraar.id), organisatie_id=w.b.organisatie.id
    ),
    "een medewerker maken": lambda s, w: s.add(
        _nieuw(organisatie_id=w.a.organisatie.id, medewerkersrol=Medewerkersrol.MEDEWERKER)
    ),
    "een gebruiker medewerker maken": lambda s, w: _zet(
        s, _haal(s, Gebruiker, w.leraar.id), medewerkersrol=Medewerkersrol.SERVICEDESK
    ),
    "de eigen gegevens wijzigen": lambda s, w: _zet(
        s, _haal(s, Gebruiker, w.a.beheerder.id), achternaam="Anders"
    ),
    "een gebruiker verwijderen die van een ander is": lambda s, w: s.delete(
        s.merge(w.b.gebruiker, load=False)
    ),
    "een beheerder maken": lambda s, w: s.add(
        Beheerderstoekenning(
            gebruiker_id=w.leraar.id, beheerdersrol_id=w.a.beheerdersrol.id, geldig_van=NU
        )
    ),
    "een rol geven die niet is uit te delen": lambda s, w: s.add(
        _autorisatie(gebruiker=_haal(s, Gebruiker, w.a.gebruiker.id), rol_id=w.b.rol.id)
    ),
    "een kenmerk geven dat de organisatie niet heeft": lambda s, w: s.add(
        _autorisatie(
            gebruiker=_haal(s, Gebruiker, w.leraar.id),
            rol=_haal(s, Rol, w.a.rol.id),
            kenmerken=[_haal(s, Kenmerk, w.a.kenmerk.id)],
        )
    ),
    "een vreemde een rol geven": lambda s, w: s.add(
        _autorisatie(gebruiker_id=w.b.gebruiker.id, rol_id=w.a.rol.id)
    ),
    "zichzelf een rol geven": lambda s, w: s.add(
        _autorisatie(gebruiker=_haal(s, Gebruiker, w.a.beheerder.id), rol=_haal(s, Rol, w.a.rol.id))
    ),
    "een autorisatie aan een vreemde hangen": lambda s, w: _zet(
        s, _haal(s, Autorisatie, w.a.autorisatie.id), gebruiker_id=w.b.gebruiker.id
    ),
    "een autorisatie van rol wisselen": lambda s, w: _zet(
        s, _haal(s, Autorisatie, w.a.autorisatie.id), rol_id=w.b.rol.id
    ),
    "een kenmerk van een autorisatie wisselen": lambda s, w: _zet(
        s,
        _haal(s, Autorisatie, w.a.autorisatie.id),
        kenmerken=[_haal(s, Kenmerk, w.b.kenmerk.id)],
    ),
    "een code voor een vreemde": lambda s, w: s.add(
        Activatiecode(
            gebruiker_id=w.b.gebruiker.id,
            code_hash="x",
            uitgegeven_op=NU,
            verloopt_op=NU + timedelta(hours=1),
        )
    ),
    "een mail aan een vreemde": lambda s, w: s.add(_mail(w.b.beheerder.id)),
    "een import op naam van een ander": lambda s, w: s.add(
        Importbestand(
            door_id=w.b.beheerder.id,
            organisatie_id=w.a.organisatie.id,
            naam="x.csv",
            aangemaakt_op=NU,
        )
    ),
    "de organisatie hernoemen": lambda s, w: _zet(
        s, _haal(s, Organisatie, w.a.organisatie.id), naam="Anders"
    ),
    "de organisatie een kenmerk geven": lambda s, w: _zet(
        s,
        _haal(s, Organisatie, w.a.organisatie.id),
        kenmerken=[_haal(s, Kenmerk, w.b.kenmerk.id)],
    ),
    "een organisatie maken": lambda s, w: s.add(
        Organisatie(naam="Nieuw", soort=Organisatiesoort.OVERIG, kvk="11111111")
    ),
    "een rol ruimer maken": lambda s, w: _zet(s, _haal(s, Rol, w.a.rol.id), kenmerksoorten=[]),
    "een sector maken": lambda s, w: s.add(Sector(slug="nieuw", naam="Nieuw")),
}


@pytest.mark.parametrize("aanval", AANVALLEN)
def test_r27_een_beheerder_kan_niet(begrensd: Session, wereld: Wereld, aanval: str) -> None:
    voor = _stand(begrensd)
    with pytest.raises(BuitenBereik):
        AANVALLEN[aanval](begrensd, wereld)
        begrensd.flush()
    begrensd.rollback()
    assert _stand(begrensd) == voor


def _stand(s: Session) -> list[Any]:
    """What attacks would change, past the guard."""
    return [
        s.execute(text(vraag)).all()
        for vraag in (
            "SELECT id, organisatie_id, achternaam, medewerkersrol FROM gebruiker ORDER BY id",
            "SELECT id, gebruiker_id, rol_id FROM autorisatie ORDER BY id",
            "SELECT * FROM autorisatie_kenmerk ORDER BY 1, 2",
            "SELECT * FROM organisatie_kenmerk ORDER BY 1, 2",
            "SELECT id, naam FROM organisatie ORDER BY id",
            "SELECT * FROM rol_kenmerksoort ORDER BY 1, 2",
            "SELECT count(*) FROM activatiecode",
            "SELECT count(*) FROM bericht",
            "SELECT count(*) FROM importbestand",
            "SELECT count(*) FROM beheerderstoekenning",
            "SELECT count(*) FROM sector",
        )
    ]


def test_r27_wat_wel_mag_lukt(begrensd: Session, wereld: Wereld) -> None:
    s, w = begrensd, wereld
    gebruiker = _haal(s, Gebruiker, w.a.gebruiker.id)
    _haal(s, Gebruiker, w.leraar.id).functie = "Docent"
    nieuw = _nieuw(organisatie=_haal(s, Organisatie, w.school.id))
    s.add(nieuw)
    s.add(
        _autorisatie(
            gebruiker=gebruiker,
            rol=_haal(s, Rol, w.a.rol.id),
            kenmerken=[_haal(s, Kenmerk, w.a.kenmerk.id)],
        )
    )
    _haal(s, Autorisatie, w.a.autorisatie.id).geldig_tot = NU + timedelta(days=1)
    s.flush()
    assert s.get(Gebruiker, nieuw.id) is nieuw


def test_r27_een_rol_buiten_bereik_mag_wel_worden_afgenomen(
    begrensd: Session, wereld: Wereld
) -> None:
    s, w = begrensd, wereld
    opdracht = text("UPDATE autorisatie SET rol_id = :rol WHERE id = :id")
    s.execute(opdracht, {"rol": w.b.rol.id, "id": w.a.autorisatie.id})
    autorisatie = _haal(s, Autorisatie, w.a.autorisatie.id)
    autorisatie.geldig_tot = NU + timedelta(days=1)
    s.flush()
    autorisatie.geldig_tot = None
    with pytest.raises(BuitenBereik):
        s.flush()


def test_r28_een_school_mailt_het_bestuur_en_raakt_daar_verder_niets_aan(
    begrensd: Session, wereld: Wereld
) -> None:
    s, boven = begrensd, wereld.a.beheerder.id
    bereik.zet(s, Bereik(wereld.leraar.id, frozenset({wereld.school.id}), frozenset()))
    mail = _mail(boven)
    s.add(mail)
    s.flush()
    mail.aan = "dader@example.nl"
    with pytest.raises(BuitenBereik):
        s.flush()
    s.rollback()
    assert s.get(Gebruiker, boven) is None
    s.add(_mail(wereld.b.beheerder.id))
    with pytest.raises(BuitenBereik):
        s.flush()
