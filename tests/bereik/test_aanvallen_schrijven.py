# SPDX-License-Identifier: EUPL-1.2
"""R27: attacks on Flask-Admin that write, each as the beheerder of A who aims at B.

Numbered as in ``test_aanvallen_lezen.py``. After a refusal every row is as it was.
"""

import io
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import bereik
from portal.models import Autorisatie, Beheerderstoekenning, Gebruiker
from portal.models.soorten import Medewerkersrol
from tests.bereik.conftest import Wereld, alle_rijen
from tests.harnas.klant import Klant

LIJST = "/beheer/gebruikers/"
PERSOON = {"voorletters": "N.", "achternaam": "Nieuw", "email": "nieuw@example.nl"}
DADEN = [
    "activatiecode-versturen",
    "beeindigen",
    "blokkade-opheffen",
    "blokkeren",
    "brief",
    "deblokkeren",
    "koppeling-ongedaan-maken",
    "token-ingeleverd",
]


@pytest.fixture
def onveranderd(db_sessie: Session, dader: Klant) -> Iterator[None]:
    """Nothing at all was written when the test is over."""
    dader.get(LIJST)
    voor = alle_rijen(db_sessie)
    yield
    assert alle_rijen(db_sessie) == voor


@pytest.fixture
def nieuwste(db_sessie: Session) -> Callable[[], Gebruiker]:
    """Who was registered last."""

    def zoek() -> Gebruiker:
        vraag = select(Gebruiker).order_by(Gebruiker.id.desc()).limit(1)
        return db_sessie.scalars(vraag).one()

    return zoek


def _rollen(dader: Klant, gebruiker: Gebruiker, **velden: object) -> dict[str, object]:
    """The form of rollen as it stands, with other fields."""
    dader.get(f"{LIJST}{gebruiker.id}/rollen/")
    velden_nu: dict[str, object] = {"stand": dader.veld("stand")}
    return velden_nu | velden


def _kenmerkveld(wereld: Wereld) -> str:
    return f"kenmerk-{wereld.a.rol.id}-{wereld.a.kenmerk.soort_id}"


def _wijzig(dader: Klant, gebruiker: Gebruiker, **velden: object) -> None:
    """Save the data of an own gebruiker with fields that the form does not have."""
    pad = f"{LIJST}{gebruiker.id}/wijzigen/"
    dader.get(pad)
    namen = ("voorletters", "tussenvoegsel", "achternaam", "email", "telefoon", "versie")
    dader.post(pad, {n: dader.veld(n) for n in namen} | {"functie": "Docent"} | velden)


@pytest.mark.usefixtures("onveranderd")
@pytest.mark.parametrize("deel", ["wijzigen/", "rollen/"])
def test_r27_aanval_05_een_ander_wijzigen(dader: Klant, wereld: Wereld, deel: str) -> None:
    vreemd = wereld.b.gebruiker.id
    dader.post(f"{LIJST}{vreemd}/{deel}", PERSOON | {"rol": wereld.a.rol.id}, 404)
    dader.post(f"{LIJST}edit/?id={vreemd}", PERSOON, 404)


@pytest.mark.usefixtures("onveranderd")
def test_r27_aanval_06_een_ander_verwijderen(dader: Klant, wereld: Wereld) -> None:
    vreemd = wereld.b.gebruiker.id
    dader.post(f"{LIJST}{vreemd}/beeindigen/", {"bevestigd": "1"}, 404)
    dader.post(f"{LIJST}delete/", {"id": vreemd}, 404)


@pytest.mark.usefixtures("onveranderd")
@pytest.mark.parametrize("daad", DADEN)
def test_r27_aanval_07_een_veld_of_de_stand_van_een_ander_bijwerken(
    dader: Klant, wereld: Wereld, daad: str
) -> None:
    vreemd = wereld.b.gebruiker.id
    dader.post(f"{LIJST}{vreemd}/{daad}/", {"reden": "zoek"}, 404)
    dader.post(f"{LIJST}ajax/update/", {"list_form_pk": vreemd, "achternaam": "Geraakt"}, 404)


@pytest.mark.usefixtures("onveranderd")
def test_r27_aanval_08_een_stapel_verwijderen_met_een_vreemd_nummer(
    dader: Klant, wereld: Wereld
) -> None:
    stapel = [wereld.a.gebruiker.id, wereld.b.gebruiker.id]
    dader.post(f"{LIJST}action/", {"action": "delete", "rowid": stapel}, 404)


@pytest.mark.usefixtures("onveranderd")
def test_r27_aanval_09_een_eigen_actie_op_een_stapel_met_een_vreemd_nummer(
    dader: Klant, wereld: Wereld
) -> None:
    for stapel in ([wereld.b.gebruiker.id], [wereld.a.gebruiker.id, wereld.b.gebruiker.id]):
        dader.post(f"{LIJST}brieven/", {"nr": stapel}, 404)
        dader.get(f"{LIJST}brieven/?" + "&".join(f"nr={een}" for een in stapel), 404)
    nummer = wereld.b.importbestand.id
    for deel in ("uitvoeren/", "intrekken/", "brieven/0/"):
        dader.post(f"/beheer/importeren/{nummer}/{deel}", {"merk": "x"}, 404)


def test_r27_aanval_12_iemand_aanmelden_in_een_andere_organisatie(
    dader: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    vreemd = wereld.b.organisatie
    tabel = f"KvK-nummer;Achternaam;E-mailadres;Rol\n{vreemd.kvk};X;x@x.nl;{wereld.a.rol.naam}\n"
    bestand = {"bestand": (io.BytesIO(tabel.encode()), "x.csv")}
    dader.get("/beheer/importeren/")
    dader.post("/beheer/importeren/", bestand, content_type="multipart/form-data")
    assert dader.antwoord is not None and dader.antwoord.location
    import_ = dader.antwoord.location
    dader.volg()
    assert "is geen KvK-nummer van een organisatie die u beheert" in dader.tekst
    dader.get(LIJST)
    voor = alle_rijen(db_sessie)
    dader.post(f"{LIJST}nieuw/?organisatie={vreemd.id}", PERSOON, 404)
    dader.post(f"{LIJST}new/", PERSOON | {"organisatie": vreemd.id}, 404)
    dader.get(LIJST)
    dader.post(f"{import_}uitvoeren/", {"merk": ""}, 409)
    assert alle_rijen(db_sessie) == voor


@pytest.mark.usefixtures("onveranderd")
def test_r27_aanval_13_een_rol_of_kenmerk_geven_dat_de_organisatie_niet_heeft(
    dader: Klant, wereld: Wereld
) -> None:
    a, b, veld = wereld.a, wereld.b, _kenmerkveld(wereld)
    gevallen: list[dict[str, object]] = [
        {"rol": b.rol.id},
        {"rol": [a.rol.id, b.rol.id], veld: a.kenmerk.id},
        {"rol": a.rol.id, veld: b.kenmerk.id},
        {"rol": a.rol.id, veld: [a.kenmerk.id, b.kenmerk.id]},
    ]
    for keuze in gevallen:
        dader.post(f"{LIJST}{a.gebruiker.id}/rollen/", _rollen(dader, a.gebruiker, **keuze), 422)
        pad = f"{LIJST}nieuw/?organisatie={a.organisatie.id}"
        dader.post(pad, PERSOON | keuze, 422)


@pytest.mark.parametrize(
    "nummer, velden",
    [
        (14, {"autorisaties-0-rol": "1", "autorisaties-0-geldig_tot": "2026-01-01"}),
        (15, {"del-autorisaties-0": "on"}),
    ],
)
def test_r27_aanval_14_en_15_de_autorisatie_van_een_ander_wijzigen_of_verwijderen(
    dader: Klant, wereld: Wereld, db_sessie: Session, nummer: int, velden: dict[str, str]
) -> None:
    a, vreemd = wereld.a, wereld.b.autorisatie
    erbij = velden | {"autorisaties-0-id": str(vreemd.id), "id": str(vreemd.id)}
    gewoon = {"rol": a.rol.id, _kenmerkveld(wereld): a.kenmerk.id}
    dader.post(f"{LIJST}{a.gebruiker.id}/rollen/", _rollen(dader, a.gebruiker, **gewoon, **erbij))
    over = db_sessie.get(Autorisatie, vreemd.id)
    assert over is not None and over.gebruiker_id == wereld.b.gebruiker.id
    assert over.rol_id == wereld.b.rol.id and over.geldig_tot is None


@pytest.mark.usefixtures("onveranderd")
def test_r27_aanval_16_een_onbekend_rijnummer_wordt_een_nieuwe_rij(
    dader: Klant, wereld: Wereld
) -> None:
    a = wereld.a
    gewoon: dict[str, object] = {"rol": a.rol.id, _kenmerkveld(wereld): a.kenmerk.id}
    erbij = {"autorisaties-0-id": "999999", "autorisaties-0-rol": a.rol.id}
    dader.post(f"{LIJST}{a.gebruiker.id}/rollen/", _rollen(dader, a.gebruiker, **gewoon, **erbij))
    velden = _rollen(dader, a.gebruiker, **gewoon | {"rol": [a.rol.id, 999999]})
    dader.post(f"{LIJST}{a.gebruiker.id}/rollen/", velden, 422)
    dader.post(f"{LIJST}999999/rollen/", velden, 404)


@pytest.mark.usefixtures("onveranderd")
@pytest.mark.parametrize(
    "nummer, veld, model",
    [(20, "gebruikers", "gebruiker"), (21, "beheerdersrollen", "beheerdersrol")],
)
def test_r27_aanval_20_en_21_een_gebruiker_of_een_recht_naar_de_eigen_organisatie_halen(
    dader: Klant, wereld: Wereld, nummer: int, veld: str, model: str
) -> None:
    eigen, vreemd = wereld.a.organisatie, getattr(wereld.b, model).id
    velden = {"naam": eigen.naam, "kvk": eigen.kvk, veld: vreemd}
    dader.post(f"/platformbeheer/organisaties/{eigen.id}/wijzigen/", velden, 403)
    dader.get(LIJST)
    for pad in ("organisaties/", "organisatie/"):
        dader.post(f"/beheer/{pad}edit/?id={eigen.id}", velden, 404)
        dader.post(f"/beheer/{pad}{eigen.id}/wijzigen/", velden, 404)


@pytest.mark.usefixtures("onveranderd")
def test_r27_aanval_22_een_cel_bijwerken_waar_wijzigen_uit_staat(
    dader: Klant, wereld: Wereld
) -> None:
    eigen = wereld.a.gebruiker.id
    for veld in ("achternaam", "status", "medewerkersrol"):
        dader.post(f"{LIJST}ajax/update/", {"list_form_pk": eigen, veld: "medewerker"}, 404)
        dader.post(f"{LIJST}?list_form_pk={eigen}", {veld: "medewerker"}, 405)


@pytest.mark.parametrize(
    "nummer, veld",
    [(23, "medewerkersrol"), (24, "organisatie"), (25, "gebruikersnaam"), (26, "status")],
)
def test_r27_aanval_23_tot_26_een_veld_meesturen_dat_uit_of_niet_in_het_formulier_staat(
    dader: Klant, wereld: Wereld, nummer: int, veld: str
) -> None:
    vreemd = wereld.b.organisatie.id
    waarden: dict[str, dict[str, object]] = {
        "medewerkersrol": {"medewerkersrol": Medewerkersrol.MEDEWERKER.value},
        "organisatie": {"organisatie": vreemd, "organisatie_id": vreemd},
        "gebruikersnaam": {"gebruikersnaam": "AAAAAAAA", "wachtwoord_hash": "x", "id": "99"},
        "status": {"status": "beeindigd", "aangemeld_door": wereld.b.beheerder.id},
    }[veld]
    leraar = wereld.leraar
    stand = (leraar.organisatie_id, leraar.gebruikersnaam, leraar.status, leraar.wachtwoord_hash)
    _wijzig(dader, leraar, **waarden)
    assert leraar.functie == "Docent", "het gewone deel is wel opgeslagen"
    assert leraar.medewerkersrol is None and leraar.aangemeld_door_id != wereld.b.beheerder.id
    na = (leraar.organisatie_id, leraar.gebruikersnaam, leraar.status, leraar.wachtwoord_hash)
    assert na == stand


def test_r27_aanval_27_een_nieuwe_gebruiker_met_meer_rechten_dan_iemand_mag_geven(
    dader: Klant, wereld: Wereld, db_sessie: Session, nieuwste: Callable[[], Gebruiker]
) -> None:
    meer = {
        "medewerkersrol": Medewerkersrol.MEDEWERKER.value,
        "is_platform": "y",
        "beheerdersrollen": wereld.a.beheerdersrol.id,
        "beheerderstoekenningen-0-beheerdersrol": wereld.a.beheerdersrol.id,
    }
    pad = f"{LIJST}nieuw/?organisatie={wereld.a.organisatie.id}"
    dader.get(pad)
    dader.post(pad, PERSOON | meer)
    nieuw = nieuwste()
    assert nieuw.achternaam == "Nieuw" and nieuw.medewerkersrol is None
    gegeven = select(Beheerderstoekenning).where(Beheerderstoekenning.gebruiker_id == nieuw.id)
    assert db_sessie.scalars(gegeven).all() == []


def test_r27_aanval_28_een_autorisatie_van_een_ander_naar_een_nieuwe_gebruiker_halen(
    dader: Klant, wereld: Wereld, nieuwste: Callable[[], Gebruiker]
) -> None:
    vreemd = wereld.b.autorisatie
    velden = {"autorisaties": vreemd.id, "koppelingen": wereld.b.koppeling.id}
    pad = f"{LIJST}nieuw/?organisatie={wereld.a.organisatie.id}"
    dader.get(pad)
    dader.post(pad, PERSOON | velden)
    assert nieuwste().achternaam == "Nieuw"
    _wijzig(dader, wereld.leraar, **velden)
    assert vreemd.gebruiker_id == wereld.b.gebruiker.id
    assert wereld.b.koppeling.gebruiker_id == wereld.b.gebruiker.id


def test_r27_aanval_29_het_antwoord_verraadt_welk_adres_elders_bestaat(
    dader: Klant, wereld: Wereld
) -> None:
    pad = f"{LIJST}nieuw/?organisatie={wereld.a.organisatie.id}"
    teksten = []
    for email in (wereld.b.gebruiker.email, "bestaat.nergens@example.nl"):
        dader.get(pad)
        dader.post(pad, PERSOON | {"email": email})
        dader.volg()
        teksten.append(dader.tekst.replace(email, "ADRES"))
        _wijzig(dader, wereld.leraar, email=email)
    assert teksten[0] == teksten[1]


def test_r27_zonder_het_bereik_zouden_deze_aanvallen_slagen(
    dader: Klant, wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with the guard taken away the same request does write."""
    monkeypatch.setattr(bereik, "zet", lambda _session, _grens: None)
    vreemd = wereld.b.gebruiker
    _wijzig(dader, vreemd)
    assert vreemd.functie == "Docent"
