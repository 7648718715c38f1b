# SPDX-License-Identifier: EUPL-1.2
"""The form that gives and takes rollen, without JavaScript: R22, R27, R28, R32."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.models import Gebruiker
from tests.beheer.rechten.conftest import Velden, gegeven
from tests.beheer.wereld import DAG, Wereld, ken_toe, maak_beheerdersrol, maak_rol, post
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

Tellingen = Callable[[], list[int]]


@pytest.fixture
def pad(wereld: Wereld) -> str:
    """The form of the gebruiker."""
    return f"/beheer/gebruikers/{wereld.gebruiker.id}/rollen/"


def kenmerkveld(wereld: Wereld) -> str:
    return f"kenmerk-{wereld.met_code.id}-{wereld.kenmerk.soort_id}"


def velden(klant: Klant, **anders: object) -> Velden:
    """As posted, with the state that the page showed."""
    return {"stand": klant.veld("stand")} | anders


def rollen_van(session: Session, gebruiker: Gebruiker) -> list[str]:
    return sorted(een.rol.naam for een in gegeven(session, gebruiker))


def test_r22_r28_geven_gaat_meteen_en_de_gebruiker_krijgt_een_mail(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    beheerder.get(pad)
    rollen = {"rol": [str(wereld.vrij.id), str(wereld.met_code.id)]}
    beheerder.post(
        pad, velden(beheerder, **rollen, **{kenmerkveld(wereld): str(wereld.kenmerk.id)})
    )
    beheerder.volg()
    assert "zijn gewijzigd" in beheerder.tekst
    assert rollen_van(db_sessie, wereld.gebruiker) == ["Inzien", "Melden"]
    assert post(db_sessie) == [("rechten_gewijzigd", wereld.gebruiker.email)]


def test_r28_wat_iets_afneemt_wordt_eerst_in_zinnen_getoond_en_dan_pas_gedaan(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.met_code, wereld.kenmerk, nu=NU)
    beheerder.get(pad)
    keuze = velden(beheerder, rol=str(wereld.vrij.id))
    beheerder.post(pad, keuze, 200)
    for woord in ("Raakt kwijt", "Melden", "21AZ", "Krijgt", "Inzien", "nog niets opgeslagen"):
        assert woord in beheerder.tekst
    assert rollen_van(db_sessie, wereld.gebruiker) == ["Melden"]
    verborgen = dict(beheerder.boom.xpath("//main//form")[0].form_values())
    assert verborgen["rol"] == str(wereld.vrij.id) and verborgen["stand"] == keuze["stand"]
    beheerder.post(pad, keuze | {"bevestigd": "1"})
    assert rollen_van(db_sessie, wereld.gebruiker) == ["Inzien"]


def test_r32_vanaf_de_controle_kan_men_terug_naar_het_formulier_zonder_iets_kwijt_te_raken(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.met_code, wereld.kenmerk, nu=NU)
    beheerder.get(pad)
    keuze = velden(beheerder, rol=str(wereld.vrij.id), **{f"tot-{wereld.vrij.id}": "2027-02-01"})
    beheerder.post(pad, keuze | {"aanpassen": "1"}, 200)
    assert beheerder.veld("stand") == keuze["stand"]
    assert beheerder.veld(f"tot-{wereld.vrij.id}") == "2027-02-01"
    assert not beheerder.boom.xpath(f"//input[@id='rol-{wereld.met_code.id}']/@checked")
    assert rollen_van(db_sessie, wereld.gebruiker) == ["Melden"]


@pytest.mark.parametrize(
    "oud, nieuw, zin",
    [
        ({}, {"tot": "2027-01-31"}, "Geldt tot en met 31 januari 2027 (was: zonder einddatum)"),
        ({}, {"van": "2026-12-01"}, "Stopt nu en gaat weer in op 1 december 2026"),
        (
            {"geldig_van": NU + DAG},
            {"van": "2026-11-30"},
            "Gaat in op 30 november 2026 (was: 25 november 2026)",
        ),
    ],
)
def test_r28_minder_lang_of_later_is_ook_afnemen(
    beheerder: Klant,
    wereld: Wereld,
    db_sessie: Session,
    pad: str,
    oud: dict[str, object],
    nieuw: dict[str, str],
    zin: str,
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU, **oud)
    beheerder.get(pad)
    dagen = {f"{naam}-{wereld.vrij.id}": dag for naam, dag in nieuw.items()}
    beheerder.post(pad, velden(beheerder, rol=str(wereld.vrij.id), **dagen), 200)
    assert zin in beheerder.tekst


def test_een_einddatum_weghalen_neemt_niets_af_en_gaat_meteen(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU, geldig_tot=NU + 9 * DAG)
    beheerder.get(pad)
    assert beheerder.veld(f"tot-{wereld.vrij.id}") == "2026-12-03"
    beheerder.post(pad, velden(beheerder, rol=str(wereld.vrij.id)))
    (een,) = gegeven(db_sessie, wereld.gebruiker)
    assert een.geldig_tot is None


def test_niets_wijzigen_doet_niets_en_mailt_niemand(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str, tellingen: Tellingen
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU)
    beheerder.get(pad)
    voor = tellingen()
    beheerder.post(pad, velden(beheerder, rol=str(wereld.vrij.id)))
    beheerder.volg()
    assert "U hebt niets gewijzigd" in beheerder.tekst and tellingen() == voor


def test_twee_keer_versturen_wijzigt_een_keer(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    beheerder.get(pad)
    keuze = velden(beheerder, rol=str(wereld.vrij.id))
    beheerder.post(pad, keuze)
    beheerder.get(pad)
    beheerder.post(pad, keuze, 409)
    assert "Er is geen verschil" in beheerder.tekst
    assert rollen_van(db_sessie, wereld.gebruiker) == ["Inzien"]
    assert len(post(db_sessie)) == 1


def test_r32_wie_te_laat_is_ziet_de_verschillen_en_verliest_niets(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    beheerder.get(pad)
    keuze = velden(beheerder, rol=str(wereld.vrij.id))
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.met_code, wereld.kenmerk, nu=NU)
    beheerder.post(pad, keuze | {"bevestigd": "1"}, 409)
    assert "Iemand anders heeft dit intussen gewijzigd" in beheerder.tekst
    rijen = [
        [" ".join(cel.text_content().split()) for cel in rij]
        for rij in beheerder.boom.xpath("//main//tbody/tr")
    ]
    soort = wereld.kenmerk.soort.naam
    assert ["Melden", f"met {soort} 21AZ", "geen rol"] in rijen
    assert ["Inzien", "geen rol", "wel deze rol"] in rijen
    assert rollen_van(db_sessie, wereld.gebruiker) == ["Melden"]
    assert beheerder.boom.xpath(f"//input[@id='rol-{wereld.vrij.id}']/@checked")
    beheerder.post(pad, velden(beheerder, rol=str(wereld.vrij.id), bevestigd="1"))
    assert rollen_van(db_sessie, wereld.gebruiker) == ["Inzien"]


def test_r22_zonder_het_kenmerk_wordt_een_rol_niet_bewaard_met_de_reden_erbij(
    beheerder: Klant, wereld: Wereld, pad: str, tellingen: Tellingen
) -> None:
    beheerder.get(pad)
    voor = tellingen()
    beheerder.post(pad, velden(beheerder, rol=str(wereld.met_code.id)), 422)
    (link,) = beheerder.boom.xpath("//*[@data-focus]//li/a")
    soort = wereld.kenmerk.soort.naam
    assert link.text == f"Kies bij Melden een {soort[0].lower()}{soort[1:]}"
    assert beheerder.boom.xpath(f"//*[@id='{link.get('href')[1:]}']/@name") == [kenmerkveld(wereld)]
    assert tellingen() == voor


@pytest.mark.parametrize(
    "dagen, deel",
    [
        ({"tot": "2026-11-23"}, "is voorbij"),
        ({"van": "2026-12-02", "tot": "2026-12-01"}, "ligt voor de begindatum"),
        ({"tot": "2100-01-01"}, "te ver in de toekomst"),
        ({"van": "9999-12-31"}, "te ver in de toekomst"),
        ({"van": "2026-02-30"}, "bijvoorbeeld 31-12-2026"),
        ({"tot": "\x00"}, ""),
        ({"tot": "31-12-2026"}, ""),
    ],
)
def test_r32_een_datum_die_niet_kan_is_een_fout_bij_die_datum(
    beheerder: Klant, wereld: Wereld, pad: str, dagen: dict[str, str], deel: str
) -> None:
    beheerder.get(pad)
    getypt = {f"{naam}-{wereld.vrij.id}": dag for naam, dag in dagen.items()}
    keuze = velden(beheerder, rol=str(wereld.vrij.id), **getypt)
    beheerder.post(pad, keuze, 422 if deel else 303)
    if deel:
        assert deel in beheerder.tekst
        (doel,) = beheerder.boom.xpath("//*[@data-focus]//li/a/@href")
        assert doel[1:] in getypt


def test_een_kenmerk_dat_de_organisatie_niet_meer_heeft_vervalt_en_dat_staat_erbij(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    oud = fabriek.maak_kenmerk(db_sessie, "30XX")
    oud.soort = wereld.kenmerk.soort
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.met_code, wereld.kenmerk, oud, nu=NU)
    beheerder.get(pad)
    assert "30XX. Dat hoort niet meer bij de organisatie" in beheerder.tekst
    keuze = {"rol": str(wereld.met_code.id), kenmerkveld(wereld): str(wereld.kenmerk.id)}
    beheerder.post(pad, velden(beheerder, **keuze), 200)
    assert f"Eraf gaat: {oud.soort.naam} 30XX" in beheerder.tekst


def test_een_rol_die_er_twee_keer_is_wordt_een_keer_getoond_en_niet_stil_samengevoegd(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU, geldig_tot=NU + DAG)
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU, geldig_van=NU + 9 * DAG)
    beheerder.get(pad)
    assert "Deze rol is er nu 2 keer" in beheerder.tekst
    beheerder.post(pad, velden(beheerder, rol=str(wereld.vrij.id)), 200)
    assert "Raakt kwijt" in beheerder.tekst and "Krijgt" in beheerder.tekst


def test_de_rollen_staan_per_beheerdersrol_bij_elkaar_en_elke_rol_een_keer(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    extra = maak_rol(db_sessie, "Extra")
    tweede = maak_beheerdersrol(db_sessie, "Beheerder RIO", wereld.vrij, extra)
    ken_toe(db_sessie, wereld.beheerder, tweede)
    beheerder.get(pad)
    groepen = beheerder.boom.xpath("//fieldset[contains(@class, 'portal-rolgroep')]")
    assert [groep.xpath("string(legend)") for groep in groepen] == ["Beheer", "RIO"]
    assert len(groepen[1].xpath(".//input[@name='rol']")) == 1


def test_wie_geen_rollen_mag_uitdelen_leest_waarom(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    wereld.beheerdersrol.rollen.clear()
    db_sessie.flush()
    beheerder.get(pad)
    assert "U kunt nu geen rollen geven" in beheerder.tekst
