# SPDX-License-Identifier: EUPL-1.2
"""The letter with the gebruikersnaam: what is in it, where, and for whom to read (R4, R34)."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from pypdf import PdfReader

from portal.domain.activatiecodes import GELDIG
from portal.domain.tellers import BLOKKADE, MAX_POGINGEN
from portal.post.brieven import HOOGSTENS, Ontvanger, maak
from portal.secrets import CODE_GROEPEN, CODE_LENGTE, CODE_TEKENS, NAAM_TEKENS, maak_gebruikersnaam
from tests.post.lezen import labels, open_pdf, stukken, tekst

NU = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # in the Netherlands it is the 25th already
JAN = Ontvanger(
    naam="J. de Vries",
    functie="Medewerker leerlingadministratie",
    organisatie="Stichting Kindrijk Noorderveen",
    adres="Veenlaan 12",
    postcode="7891 ZA",
    plaats="Noorderveen",
    gebruikersnaam="GCQ6WM7X",
    beheerder="M. van den Berg",
)
VOUW = 105  # millimetres


def brief(*ontvangers: Ontvanger) -> bytes:
    return maak(
        ontvangers, portaal="Mijn DUO", base_url="https://mijnduo.example.nl", dagtekening=NU
    )


@pytest.fixture(scope="module")
def jan() -> PdfReader:
    """The letter for Jan."""
    return open_pdf(brief(JAN))


def test_r4_de_gebruikersnaam_staat_er_precies_zo_groot_en_los_leesbaar(jan: PdfReader) -> None:
    [naam] = [stuk for stuk in stukken(jan.pages[0]) if JAN.gebruikersnaam in stuk.tekst]
    assert naam.tekst == JAN.gebruikersnaam
    assert naam.punten >= 14
    assert naam.letter.endswith("FiraMono-Bold")


def test_r4_elk_teken_van_een_gebruikersnaam_is_uit_de_brief_over_te_nemen() -> None:
    namen = [(NAAM_TEKENS * 2)[i : i + 8] for i in range(len(NAAM_TEKENS))]
    pdf = open_pdf(brief(*(replace(JAN, gebruikersnaam=naam) for naam in namen)))
    for blad, naam in zip(pdf.pages, namen, strict=True):
        assert [stuk.tekst for stuk in stukken(blad) if stuk.punten > 20] == [naam]


def test_r4_de_gebruikersnaam_zit_na_het_vouwen_aan_de_binnenkant(jan: PdfReader) -> None:
    [naam] = [stuk for stuk in stukken(jan.pages[0]) if stuk.tekst == JAN.gebruikersnaam]
    assert VOUW + 5 < naam.boven < 2 * VOUW - 5


def test_het_adres_staat_achter_het_venster_van_de_envelop(jan: PdfReader) -> None:
    regels = [stuk for stuk in stukken(jan.pages[0]) if 40 < stuk.boven < 94 and stuk.links < 130]
    assert [regel.tekst for regel in regels] == [
        "Persoonlijk overhandigen",
        "Stichting Kindrijk Noorderveen",
        "T.a.v. J. de Vries",
        "Medewerker leerlingadministratie",
        "Veenlaan 12",
        "7891 ZA Noorderveen",
    ]
    assert all(54 < regel.boven < 84 and 24.9 < regel.links < 25.1 for regel in regels)


def test_een_leeg_veld_geeft_geen_lege_regel_in_het_adres() -> None:
    kaal = replace(JAN, functie="", adres=" ", postcode="")
    adres = [stuk for stuk in stukken(open_pdf(brief(kaal)).pages[0]) if stuk.boven < 94][1:]
    regels = [stuk for stuk in adres if stuk.links < 110]
    assert [regel.tekst for regel in regels][2:] == ["T.a.v. J. de Vries", "Noorderveen"]
    afstanden = [b.boven - a.boven for a, b in pairwise(regels)]
    assert max(afstanden) - min(afstanden) < 0.1


def test_r34_de_brief_draagt_de_dag_in_nederland(jan: PdfReader) -> None:
    assert "Datum 25 november 2026" in tekst(jan.pages[0])


def test_de_stappen_en_termijnen_zijn_die_van_het_portaal(jan: PdfReader) -> None:
    inhoud = tekst(jan.pages[0])
    assert f"{GELDIG.total_seconds() / 3600:.0f} uur geldig" in inhoud
    assert MAX_POGINGEN == 5 and "vijf keer een verkeerde combinatie" in inhoud
    assert f"na {BLOKKADE.total_seconds() / 60:.0f} minuten" in inhoud
    for woorden in ("niveau 3 of hoger", "per e-mail", "‘Koppel’", "defect, gestolen of zoek"):
        assert woorden in inhoud


def test_wie_de_brief_leest_weet_bij_wie_hij_terechtkan(jan: PdfReader) -> None:
    assert "Uw beheerder is M. van den Berg." in tekst(jan.pages[0])
    per_post = tekst(open_pdf(brief(replace(JAN, beheerder=""))).pages[0])
    assert "beheerder" not in per_post and "overhandigen" not in per_post
    assert "Vraag de servicedesk om een activatiecode." in per_post


def test_de_adressen_van_het_portaal_zijn_te_lezen_en_te_volgen(jan: PdfReader) -> None:
    notities = [notitie.get_object() for notitie in jan.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    paden = ["inloggen", "problemen-met-inloggen", "contact"]
    assert [notitie["/A"]["/URI"] for notitie in notities] == [
        f"https://mijnduo.example.nl/{pad}" for pad in paden
    ]
    assert all(f"mijnduo.example.nl/{pad}" in tekst(jan.pages[0]) for pad in paden)


def test_er_staat_geen_activatiecode_in_de_brief(jan: PdfReader) -> None:
    een, twee = CODE_GROEPEN
    groepen = (een, twee - een, CODE_LENGTE - twee)
    code = "-?".join(f"[{CODE_TEKENS}]{{{aantal}}}" for aantal in groepen)
    inhoud = tekst(jan.pages[0])
    assert re.search(code, "4F7K-9QPX-2M3TA")
    assert not re.search(rf"\b{code}\b", inhoud)


def test_de_tags_volgen_de_brief(jan: PdfReader) -> None:
    soorten = [s for s in labels(jan) if s not in {"/Div", "/Span", "/Strong", "/Lbl", "/LBody"}]
    stap, tip = ["/LI"] * 4, ["/LI"] * 4
    stap.insert(3, "/Link")
    assert soorten == [
        *("/Document", "/P", "/P", "/P", "/H1", "/P", "/P", "/P", "/P"),
        *("/H2", "/L", *stap, "/P"),
        *("/H2", "/L", *tip, "/Link"),
        *("/H2", "/P", "/P", "/Link"),
    ]


def test_elke_brief_begint_op_een_eigen_bladzijde_in_de_gevraagde_volgorde() -> None:
    namen = [maak_gebruikersnaam() for _ in range(30)]
    pdf = open_pdf(brief(*(replace(JAN, gebruikersnaam=naam) for naam in namen)))
    gevonden = [[s.tekst for s in stukken(blad) if s.punten > 20] for blad in pdf.pages]
    assert gevonden == [[naam] for naam in namen]


def test_een_lange_maar_gewone_naam_houdt_de_brief_op_een_bladzijde() -> None:
    lang = replace(
        JAN,
        organisatie="Samenwerkingsverband Passend Voortgezet Onderwijs Zuidoost-Noorderveen en "
        "Omstreken, stichting voor speciaal en regulier onderwijs",
        naam="W.J.M. van der Wielen-Oosterwijk van Schoonhoven",
    )
    assert len(open_pdf(brief(lang)).pages) == 1


def test_ook_na_een_veel_te_lange_brief_begint_de_volgende_bovenaan() -> None:
    lang = replace(JAN, naam="W" * 140, organisatie="O " * 100, adres="i" * 200, plaats="P" * 100)
    pdf = open_pdf(brief(lang, JAN))
    assert len(pdf.pages) == 3
    assert JAN.gebruikersnaam in tekst(pdf.pages[0]) and JAN.gebruikersnaam in tekst(pdf.pages[2])
    assert stukken(pdf.pages[2])[0].tekst == "Mijn DUO"
    breed = 210 - 20 - 25
    assert all(stuk.links < 25 + breed for blad in pdf.pages for stuk in stukken(blad))


def test_dezelfde_gegevens_geven_dezelfde_bytes_ook_uit_meer_draden_tegelijk() -> None:
    ontvangers = [replace(JAN, naam=f"Jan {nummer}") for nummer in range(12)]
    een_voor_een = [brief(ontvanger) for ontvanger in ontvangers]
    with ThreadPoolExecutor(6) as draden:
        assert list(draden.map(brief, ontvangers)) == een_voor_een
    assert len(set(een_voor_een)) == 12


@pytest.mark.parametrize("aantal", [0, HOOGSTENS + 1])
def test_geen_brief_en_te_veel_brieven_worden_geweigerd(aantal: int) -> None:
    with pytest.raises(ValueError, match=f"niet {aantal}"):
        brief(*[JAN] * aantal)


def test_een_tijd_zonder_zone_wordt_geweigerd() -> None:
    with pytest.raises(ValueError, match="tijdzone"):
        maak([JAN], portaal="P", base_url="https://p.nl", dagtekening=NU.replace(tzinfo=None))


def test_r33_de_gebruikersnaam_staat_niet_in_een_melding_over_een_ontvanger() -> None:
    assert JAN.gebruikersnaam not in repr(JAN)
