# SPDX-License-Identifier: EUPL-1.2
"""R30, R32: what people save from their programs is read, what is no table is told so."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from admin import tabel
from admin.tabel import KOLOMMEN, MAX_RIJEN, Onleesbaar, lees

KOP = "Achternaam;E-mailadres;Rol"
RIJ = "Müller;m@x.nl;Raadplegen"


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_elke_gangbare_codering_wordt_gelezen(codering: str) -> None:
    (rij,) = lees(f"{KOP}\r\n{RIJ}".encode(codering))
    assert (rij.nummer, rij.cellen["achternaam"]) == (2, "Müller")


@pytest.mark.parametrize("scheiding", [";", ",", "\t"])
def test_elk_scheidingsteken_wordt_herkend(scheiding: str) -> None:
    (rij,) = lees(f"{KOP}\n{RIJ}".replace(";", scheiding).encode())
    assert rij.cellen["rol"] == "Raadplegen"


def test_lege_regels_en_andere_namen_van_kolommen_doen_niet_ter_zake() -> None:
    tekst = "\n\nNaam;E-MAIL ;rollen;onbekend\n;;;\n Vries ; v@x.nl;R;weg\n"
    (rij,) = lees(tekst.encode())
    assert (rij.nummer, rij.cellen["achternaam"], rij.cellen["email"]) == (5, "Vries", "v@x.nl")
    assert set(rij.cellen) == {naam for naam, _ in KOLOMMEN.values()}


def test_een_excelbestand_geeft_tekst_uit_getallen_en_datums() -> None:
    boek = Workbook()
    assert boek.active is not None
    boek.active.append(["Achternaam", "E-mailadres", "Rol", "KvK-nummer", "Geldig tot"])
    boek.active.append(["Vries", "v@x.nl", "R", 12345678, None])
    boek.active["E2"] = tabel.datetime(2027, 1, 31)
    buffer = io.BytesIO()
    boek.save(buffer)
    (rij,) = lees(buffer.getvalue())
    assert (rij.cellen["kvk"], rij.cellen["tot"]) == ("12345678", "31-01-2027")


def test_het_voorbeeld_is_zelf_te_lezen() -> None:
    voorbeeld = [{"achternaam": "V", "email": "v@x.nl", "rol": "R", "kvk": "01234567"}]
    for inhoud in (tabel.als_csv(voorbeeld), tabel.als_xlsx(voorbeeld)):
        (rij,) = lees(inhoud)
        assert rij.cellen["kvk"] == "01234567"


def _bom() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zip_:
        zip_.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("inhoud", "tekst"),
    [
        (b"", "leeg"),
        (b" \r\n ", "leeg"),
        (KOP.encode(), "staan geen rijen"),
        (b"Achternaam;Rol\nx;y", "ontbreekt op de eerste regel: E-mailadres"),
        (f"{KOP};Rol\n{RIJ};x".encode(), "twee keer"),
        (f'{KOP}\n"open;x;y'.encode(), "aanhalingsteken"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "geen CSV"),
        (b"\xff\xfe\x00", "geen CSV"),
        (b"PK\x03\x04 kapot", "kunnen wij niet lezen"),
        (_bom(), "te groot"),
        (f"{KOP}\n".encode() + f"{RIJ}\n".encode() * (MAX_RIJEN + 1), "meer dan 5.000 rijen"),
    ],
)
def test_r32_wat_geen_tabel_is_krijgt_een_duidelijke_melding(inhoud: bytes, tekst: str) -> None:
    with pytest.raises(Onleesbaar, match=tekst):
        lees(inhoud)


def test_een_zip_zonder_werkblad_is_geen_excelbestand() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zip_:
        zip_.writestr("[Content_Types].xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
        zip_.writestr("xl/workbook.xml", "<kapot")
    with pytest.raises(Onleesbaar):
        lees(buffer.getvalue())
