# SPDX-License-Identifier: EUPL-1.2
"""R27: attacks on Flask-Admin that read, each as the beheerder of A who aims at B.

The numbers count the attacks that stock Flask-Admin was measured with; those that write are in
``test_aanvallen_schrijven.py``. ``WEG`` are addresses that stock views have and these do not.
"""

import io

import pytest
from openpyxl import load_workbook

from portal import bereik
from tests.bereik.conftest import Wereld
from tests.harnas.klant import Klant

LIJST = "/beheer/gebruikers/"
GEHEIM = ("GeheimB", "Stichting B")


def _verraadt_niets(tekst: str) -> None:
    assert not [woord for woord in GEHEIM if woord in tekst]


def _opties(dader: Klant, veld: str) -> set[str]:
    return set(dader.boom.xpath(f"//select[@name='{veld}']/option/@value")) - {""}


def test_r27_aanval_01_de_lijst_toont_een_ander(dader: Klant, wereld: Wereld) -> None:
    vreemd = wereld.b
    for vraag in (
        "",
        "?pagina=2",
        "?zoek=GeheimB",
        f"?organisatie={vreemd.organisatie.id}",
        f"?rol={vreemd.rol.id}",
        f"?kenmerk={vreemd.kenmerk.waarde}",
        f"?organisatie_id={vreemd.organisatie.id}&flt0_0={vreemd.organisatie.id}",
        "?page_size=1000000&page=0",
    ):
        dader.get(f"{LIJST}{vraag}")
        _verraadt_niets(dader.boom.xpath("string(//main//table)"))
    dader.get(LIJST)
    assert "3 resultaten" in dader.tekst and "GeheimA" in dader.tekst


def test_r27_aanval_02_het_bestand_bevat_rijen_van_een_ander(dader: Klant, wereld: Wereld) -> None:
    for vraag in ("", f"?organisatie={wereld.b.organisatie.id}", "?zoek=geheim"):
        csv = dader.get(f"{LIJST}gebruikersbestand.csv{vraag}").data.decode("utf-8-sig")
        xlsx = dader.get(f"{LIJST}gebruikersbestand.xlsx{vraag}").data
        blad = load_workbook(io.BytesIO(xlsx)).active
        assert blad is not None
        cellen = str(list(blad.iter_rows(values_only=True)))
        for inhoud in (csv, cellen):
            _verraadt_niets(inhoud)
    assert "GeheimA" in csv and "GeheimA" in cellen
    for weg in ("export/csv/", "export/xlsx/", "export/json/"):
        dader.get(f"{LIJST}{weg}", 404)


@pytest.mark.parametrize("deel", ["", "toegang/", "aangemeld/", "brief/"])
def test_r27_aanval_03_de_pagina_van_een_ander(dader: Klant, wereld: Wereld, deel: str) -> None:
    vreemd = wereld.b.gebruiker.id
    dader.get(f"{LIJST}{vreemd}/{deel}", 404)
    _verraadt_niets(dader.tekst)
    dader.get(f"{LIJST}details/?id={vreemd}", 404)
    dader.get(f"{LIJST}{wereld.a.gebruiker.id}/{deel}")


@pytest.mark.parametrize("deel", ["wijzigen/", "rollen/", "rollen/kopieren/"])
def test_r27_aanval_04_het_formulier_van_een_ander(dader: Klant, wereld: Wereld, deel: str) -> None:
    vreemd = wereld.b.gebruiker.id
    dader.get(f"{LIJST}{vreemd}/{deel}", 404)
    _verraadt_niets(dader.tekst)
    dader.get(f"{LIJST}edit/?id={vreemd}", 404)
    dader.get(f"{LIJST}{wereld.a.gebruiker.id}/{deel}")


def test_r27_aanval_10_een_keuzelijst_noemt_elke_organisatie(dader: Klant, wereld: Wereld) -> None:
    eigen = {str(wereld.a.organisatie.id), str(wereld.school.id)}
    dader.get(f"{LIJST}nieuw/")
    assert set(dader.boom.xpath("//input[@name='organisatie']/@value")) == eigen
    _verraadt_niets(dader.tekst)
    dader.get(LIJST)
    assert _opties(dader, "organisatie") == eigen
    dader.get("/beheer/importeren/")
    assert wereld.school.kvk in dader.tekst and wereld.b.organisatie.kvk not in dader.tekst


def test_r27_aanval_11_een_keuzelijst_noemt_rollen_die_de_organisatie_niet_heeft(
    dader: Klant, wereld: Wereld
) -> None:
    a, nieuw = wereld.a, f"{LIJST}nieuw/?organisatie={wereld.a.organisatie.id}"
    for pad in (nieuw, f"{LIJST}{a.gebruiker.id}/rollen/"):
        dader.get(pad)
        assert dader.boom.xpath("//input[@name='rol']/@value") == [str(a.rol.id)]
        kenmerken = dader.boom.xpath("//input[starts-with(@name, 'kenmerk-')]/@value")
        assert kenmerken == [str(a.kenmerk.id)]
    dader.get(LIJST)
    assert _opties(dader, "rol") <= {str(a.rol.id)}


def test_r27_aanval_17_opzoeken_vindt_elke_organisatie(dader: Klant, wereld: Wereld) -> None:
    for pad in (LIJST, "/beheer/importeren/", "/beheer/"):
        for model in ("organisatie", "gebruiker"):
            dader.get(f"{pad}ajax/lookup/?name={model}&query=Sti&limit=1000000", 404)
    pad = f"{LIJST}{wereld.a.gebruiker.id}/rollen/kopieren/"
    dader.get(f"{pad}?zoek=Geheim&limit=1000000&offset=0")
    _verraadt_niets(dader.tekst)
    dader.get(pad)
    _verraadt_niets(dader.tekst)


def test_r27_aanval_18_een_vreemd_nummer_achter_een_opzoekveld(
    dader: Klant, wereld: Wereld
) -> None:
    pad = f"{LIJST}{wereld.a.gebruiker.id}/rollen/kopieren/?van="
    for vreemd in (wereld.b.gebruiker, wereld.b.beheerder):
        dader.get(f"{pad}{vreemd.id}", 404)
        _verraadt_niets(dader.tekst)
    dader.get(f"{pad}{wereld.leraar.id}")


def test_r27_aanval_19_het_formulier_van_de_organisatie_noemt_elke_gebruiker(
    dader: Klant, wereld: Wereld
) -> None:
    for nummer in (wereld.a.organisatie.id, wereld.b.organisatie.id):
        for deel in ("", "wijzigen/", "samenvoegen/", "splitsen/"):
            dader.get(f"/platformbeheer/organisaties/{nummer}/{deel}", 403)
            dader.get(f"/beheer/organisaties/{nummer}/{deel}", 404)
            _verraadt_niets(dader.tekst)
    dader.get(f"/beheer/organisaties/edit/?id={wereld.a.organisatie.id}", 404)


def test_r27_een_filter_op_een_relatie_geeft_geen_kolommen_van_een_ander_model(
    dader: Klant, wereld: Wereld
) -> None:
    """Stock filters on a relation have every column of it, a secret one by its prefix too."""
    naam = wereld.a.gebruiker.gebruikersnaam
    dader.get(LIJST)
    slugs = set(dader.boom.xpath("//form[@role='search']//*[@name]/@name"))
    assert not slugs & {"gebruikersnaam", "wachtwoord_hash", "token_geheim", "medewerkersrol"}
    for vraag in (f"gebruikersnaam={naam}", "wachtwoord_hash=x", "flt0_gebruikersnaam=x"):
        dader.get(f"{LIJST}?{vraag}")
        assert "3 resultaten" in dader.tekst, "een onbekend filter kiest niets"


def test_r27_zonder_het_bereik_zouden_deze_aanvallen_slagen(
    dader: Klant, wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with the guard taken away the same requests do leak, so the tests look well."""
    monkeypatch.setattr(bereik, "zet", lambda _session, _grens: None)
    dader.get(LIJST)
    assert "GeheimB" in dader.tekst
    dader.get(f"{LIJST}{wereld.b.gebruiker.id}/")
    assert "GeheimB" in dader.tekst
    csv = dader.get(f"{LIJST}gebruikersbestand.csv").data.decode("utf-8-sig")
    assert "GeheimA" in csv
