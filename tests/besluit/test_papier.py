# SPDX-License-Identifier: EUPL-1.2
"""R29: a bestuur downloads the form, hands it in signed, and only staff can fetch it."""

import io
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfWriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import db
from portal.domain import papieren
from portal.domain.papieren import MAX_BESTANDEN
from portal.models import Aanvraag, Aanvraagdocument, Auditrecord, Bericht
from portal.models.soorten import Aanvraagkanaal, Aanvraagsoort, Aanvraagstatus
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.pdf import MAX_BYTES, Keuring
from portal.secrets import ontsleutel
from portal.views import papier
from tests.besluit.conftest import Bestuurder
from tests.besluit.wereld import KVK, Wereld, op_papier
from tests.conftest import NU, Klok
from tests.harnas.klant import Klant
from tests.pdf.hulp import actie, bij_openen, bytes_van, leeg, teken
from tests.post.lezen import fouten, open_pdf, tekst

PAD = "/aanvraag-beheerder/papier/"
FORMULIER = f"{PAD}formulier.pdf"
WIE = {"contact_naam": "B. Stuur", "contact_email": "bestuur@waalwerd.example"}


def lever_in(
    klant: Klant, inhoud: bytes, naam: str = "form.pdf", status: int = 303, **v: Any
) -> None:
    klant.get(PAD)
    lijf = b""
    for veld, waarde in (WIE | v | {"csrf_token": klant.csrf()}).items():
        lijf += f'--x\r\nContent-Disposition: form-data; name="{veld}"\r\n\r\n{waarde}\r\n'.encode()
    kop = f'--x\r\nContent-Disposition: form-data; name="bestand"; filename="{naam}"\r\n\r\n'
    lijf += kop.encode() + inhoud + b"\r\n--x--\r\n"
    klant.stuur(PAD, lijf, "multipart/form-data; boundary=x", status)


def ontvangen(session: Session) -> list[Aanvraagdocument]:
    session.commit()
    return list(session.scalars(select(Aanvraagdocument).order_by(Aanvraagdocument.id)))


def ingevuld(pdf: bytes, **velden: str) -> bytes:
    schrijver = PdfWriter(clone_from=io.BytesIO(pdf))
    for blad in schrijver.pages:
        schrijver.update_page_form_field_values(blad, velden, auto_regenerate=False)
    return bytes_van(schrijver)


def test_r29_iedereen_kan_het_formulier_downloaden_met_de_rollen_van_nu(
    app: Flask, db_sessie: Session, wereld: Wereld
) -> None:
    klant = Klant(app, db_sessie)
    for pagina in ("/inloggen", "/aanvraag-beheerder/"):
        klant.get(pagina)
        assert klant.boom.xpath(f"//a[@href='{FORMULIER}']")
    antwoord = klant.get(FORMULIER)
    assert antwoord.mimetype == "application/pdf" and fouten(antwoord.data) == set()
    inhoud = " ".join(tekst(blad) for blad in open_pdf(antwoord.data).pages)
    assert "Beheerder RIO" in inhoud and "Beheerder Bekostiging" in inhoud
    wereld.rol.beeindigd_op = NU
    antwoord = klant.get(FORMULIER)
    assert "Beheerder RIO" not in " ".join(tekst(b) for b in open_pdf(antwoord.data).pages)


def test_wie_niet_voor_een_organisatie_is_ingelogd_levert_niets_in(
    app: Flask, db_sessie: Session, een: Klant
) -> None:
    for klant in (Klant(app, db_sessie), een):
        klant.get(PAD, 303)
        data = WIE | {"bestand": (io.BytesIO(bytes_van(leeg())), "a.pdf")}
        antwoord = klant.kaal.post(PAD, data=data, content_type="multipart/form-data")
        assert antwoord.status_code in {303, 400}
    assert ontvangen(db_sessie) == []


def test_r29_tijdens_het_keuren_wacht_niemand_op_de_database(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, monkeypatch: pytest.MonkeyPatch
) -> None:
    klant, echt, bezet = bestuurder(KVK), papier.keur, []

    def keur(inhoud: bytes) -> Keuring:
        bezet.append(db.session.in_transaction())
        return echt(inhoud)

    monkeypatch.setattr(papier, "keur", keur)
    lever_in(klant, bytes_van(leeg()))
    assert bezet == [False] and len(ontvangen(db_sessie)) == 1


def test_r29_een_getekend_formulier_wordt_een_aanvraag_die_nieuw_is(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, opslag: Path
) -> None:
    klant = bestuurder(KVK)
    pdf = bytes_van(leeg(3))
    lever_in(klant, pdf, naam="../..\\etc/ons\u202eform\tulier.pdf")
    klant.volg()
    assert "Wij hebben uw formulier ontvangen" in klant.tekst
    assert "bekijkt het formulier en de handtekeningen" in klant.tekst
    assert "ondertekend" not in klant.tekst and "Wij nemen dit over" in klant.tekst
    [document] = ontvangen(db_sessie)
    aanvraag = document.aanvraag
    assert (aanvraag.kanaal, aanvraag.status) == (Aanvraagkanaal.PAPIER, Aanvraagstatus.NIEUW)
    assert (aanvraag.organisatie, aanvraag.kvk) == (wereld.bestuur, KVK)
    assert (document.naam, document.paginas) == ("onsformulier.pdf", 3)
    assert document.grootte == len(pdf) and document.handtekening == ""
    [bestand] = opslag.iterdir()
    assert bestand.name == document.opslagnaam and bestand.name not in document.naam
    assert stat.S_IMODE(bestand.stat().st_mode) == 0o600
    assert b"%PDF" not in bestand.read_bytes()
    [bericht] = db_sessie.scalars(select(Bericht))
    assert bericht.soort == "aanvraag_ingediend" and bericht.inhoud is not None
    mail = " ".join(ontsleutel(bericht.inhoud).split())
    assert "bekijken de aanvraag en de handtekeningen" in mail and "is ondertekend" not in mail


def test_wat_op_het_scherm_is_ingevuld_hoeft_niemand_over_te_tikken(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, opslag: Path
) -> None:
    klant = bestuurder(KVK)
    pdf = ingevuld(
        klant.get(FORMULIER).data,
        organisatie_bestuursnummer="38819",
        organisatie_rsin="onzin",
        beheerder1_handeling="/intrekken",
        beheerder1_achternaam="Oud",
        beheerder2_handeling="/aanmelden",
        beheerder2_voorletters="N.",
        beheerder2_achternaam="Nieuw",
        beheerder2_email="n.nieuw@waalwerd.example",
        beheerder2_telefoon="geen",
        beheerder2_rol_rio="/Ja",
    )
    lever_in(klant, pdf)
    aanvraag = ontvangen(db_sessie)[0].aanvraag
    assert aanvraag.soort is Aanvraagsoort.VERVANGEN
    assert (aanvraag.bestuursnummer, aanvraag.rsin) == ("38819", None)
    oud, nieuw = aanvraag.beheerders
    assert (oud.handeling, oud.gebruiker) == (Handeling.INTREKKEN, wereld.oud)
    assert (nieuw.naam, nieuw.email) == ("N. Nieuw", "n.nieuw@waalwerd.example")
    assert nieuw.telefoon == ""
    assert [een.beheerdersrol.code for een in nieuw.aanvraagrollen] == ["rio"]


def test_een_onbekende_organisatie_vult_haar_naam_in(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, opslag: Path
) -> None:
    klant = bestuurder("60777777")
    lever_in(klant, bytes_van(leeg()), status=422)
    assert "Vul de naam van uw organisatie in" in klant.tekst
    lever_in(klant, bytes_van(leeg()), organisatienaam="Nieuw BV")
    aanvraag = ontvangen(db_sessie)[0].aanvraag
    assert (aanvraag.organisatie, aanvraag.organisatienaam) == (None, "Nieuw BV")


@pytest.mark.parametrize(
    ("inhoud", "naam", "zin"),
    [
        (b"<!doctype html><script>alert(1)</script>", "formulier.pdf", "Dit is geen pdf"),
        (b"", "formulier.pdf", "Dit bestand is leeg"),
        (bytes_van(leeg()) + b"PK\x05\x06" + b"\0" * 18, "formulier.pdf", "Dit is geen pdf"),
        (bij_openen(actie("Launch")), "formulier.pdf", "iets dat wij niet aannemen"),
        (bytes_van(leeg(60)), "formulier.pdf", "te veel pagina's"),
        (b"%PDF-1.7" + b"0" * (MAX_BYTES - 7), "formulier.pdf", "te groot"),
    ],
)
def test_r32_wat_wij_niet_aannemen_krijgt_een_zin_bij_het_veld_en_laat_niets_achter(
    db_sessie: Session,
    wereld: Wereld,
    bestuurder: Bestuurder,
    opslag: Path,
    inhoud: bytes,
    naam: str,
    zin: str,
) -> None:
    klant = bestuurder(KVK)
    lever_in(klant, inhoud, naam, 422)
    assert zin in str(klant.boom.xpath("string(//*[@id='bestand-fout'])"))
    assert klant.veld("contact_naam") == "B. Stuur"
    assert ontvangen(db_sessie) == [] and not (opslag.is_dir() and list(opslag.iterdir()))
    vraag = select(Auditrecord.uitkomst).where(Auditrecord.gebeurtenis == "aanvraag.papier")
    assert list(db_sessie.scalars(vraag)) == ["geweigerd"]


def test_vijftig_megabyte_wordt_niet_eens_gelezen(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, opslag: Path
) -> None:
    klant = bestuurder(KVK)
    soort = "multipart/form-data; boundary=x"
    antwoord = klant.kaal.post(PAD, data=b"--x" + b"0" * 50_000_000, content_type=soort)
    assert antwoord.status_code == 413 and "hoogstens 20 MB" in antwoord.text
    assert f'href="{PAD.rstrip("?")}"' in antwoord.text  # the way back to the form
    assert ontvangen(db_sessie) == []


def test_zonder_bestand_komt_er_een_melding(wereld: Wereld, bestuurder: Bestuurder) -> None:
    klant = bestuurder(KVK)
    klant.get(PAD)
    klant.post(PAD, WIE, 422)
    assert "Kies het ondertekende formulier als pdf" in klant.tekst


def test_een_organisatie_kan_ons_niet_vol_maken(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, opslag: Path, klok: Klok
) -> None:
    klant = bestuurder(KVK)
    for _ in range(5):
        lever_in(klant, bytes_van(leeg()))
    lever_in(klant, bytes_van(leeg()), status=429)
    assert "te veel aanvragen" in klant.tekst and len(ontvangen(db_sessie)) == 5
    for een in db_sessie.scalars(select(Aanvraag)):
        een.ingediend_op, een.status = NU - timedelta(days=9), Aanvraagstatus.INGETROKKEN
        een.afgerond_op = NU
    for nr in range(MAX_BESTANDEN - 5):
        document = op_papier(db_sessie, organisatie=wereld.bestuur).aanvraagdocumenten[0]
        document.opslagnaam, document.aanvraag.status = f"n{nr}", Aanvraagstatus.INGETROKKEN
        document.aanvraag.afgerond_op = document.aanvraag.ingediend_op = NU - timedelta(days=9)
        db_sessie.flush()
    lever_in(klant, bytes_van(leeg()), status=429)
    assert "te veel formulieren" in klant.tekst


def test_alleen_een_medewerker_haalt_het_bestand_als_bijlage_en_dat_staat_in_het_spoor(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, opslag: Path, een: Klant
) -> None:
    pdf = bytes_van(leeg())
    klant = bestuurder(KVK)
    lever_in(klant, pdf, naam="kwaad.html")
    [document] = ontvangen(db_sessie)
    pad = f"/platformbeheer/aanvragen/{document.aanvraag_id}/document/{document.id}/"
    een.get(f"/platformbeheer/aanvragen/{document.aanvraag_id}/")
    antwoord = een.post(pad, status=200)
    assert antwoord.data == pdf and antwoord.mimetype == "application/pdf"
    bijlage = antwoord.headers["Content-Disposition"]
    assert bijlage.startswith("attachment") and "kwaad" not in bijlage
    assert antwoord.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    vraag = select(Auditrecord.gegevens).where(
        Auditrecord.gebeurtenis == "aanvraag.document_gedownload"
    )
    assert list(db_sessie.scalars(vraag)) == [{"document": document.id}]
    klant.get(PAD)
    assert klant.post(pad, status=303).location == "/aanvraag-beheerder/mijn"
    een.post(
        f"/platformbeheer/aanvragen/{document.aanvraag_id}/document/{document.id + 1}/", None, 404
    )


def test_een_bestand_dat_is_aangeraakt_gaat_niet_de_deur_uit(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, opslag: Path
) -> None:
    lever_in(bestuurder(KVK), bytes_van(leeg()))
    [document] = ontvangen(db_sessie)
    document.sha256 = "0" * 64
    with pytest.raises(ValueError, match="niet meer wat het was"):
        papieren.haal(db_sessie, document.aanvraag, document.id, map_=opslag)


def test_een_digitale_handtekening_staat_er_voor_wat_zij_is(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, opslag: Path, een: Klant
) -> None:
    klant = bestuurder(KVK)
    for pdf in (teken(bytes_van(leeg())), teken(bytes_van(leeg())) + b"\n"):
        lever_in(klant, pdf)
    heel, anders = ontvangen(db_sessie)
    assert (heel.handtekening, anders.handtekening) == ("heel", "later_gewijzigd")
    een.get(f"/platformbeheer/aanvragen/{heel.aanvraag_id}/")
    assert "Handtekening van M. de Vries" in een.tekst and "niet vertrouwd" in een.tekst
    assert "bewijst dus niet wie er tekende" in een.tekst
    een.get(f"/platformbeheer/aanvragen/{anders.aanvraag_id}/")
    assert "Document na ondertekening gewijzigd" in een.tekst


def test_een_jaar_na_het_besluit_en_wat_niemand_kent_wordt_gewist(
    db_sessie: Session, wereld: Wereld, bestuurder: Bestuurder, opslag: Path
) -> None:
    lever_in(bestuurder(KVK), bytes_van(leeg()))
    [document] = ontvangen(db_sessie)
    (opslag / "wees").write_bytes(b"x")
    document.aanvraag.status, document.aanvraag.afgerond_op = Aanvraagstatus.INGETROKKEN, NU
    db_sessie.commit()
    over_een_jaar = NU + timedelta(days=364)
    assert papieren.ruim_op(db_sessie, opslag, over_een_jaar) == 1  # the orphan
    assert [pad.name for pad in opslag.iterdir()] == [document.opslagnaam]
    assert papieren.ruim_op(db_sessie, opslag, NU + timedelta(days=367)) == 1
    assert document.gewist_op is not None and list(opslag.iterdir()) == []
    assert papieren.ruim_op(db_sessie, opslag, NU + timedelta(days=368)) == 0
