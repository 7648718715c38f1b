# SPDX-License-Identifier: EUPL-1.2
"""Many gebruikers at once: template, dry run, all or nothing, one batch of letters (R30)."""

from flask import Response, abort, flash, redirect
from flask_wtf.file import FileField
from wtforms import HiddenField

from admin import brief, tabel
from admin.basis import OOK_POST, Antwoord, Basis, adres
from admin.beheer import importregels
from admin.beheer.rolzinnen import naam_in_zin
from admin.bestand import CSV, XLSX, als_bijlage
from admin.bewerken import NUMMER
from portal.db import db
from portal.domain import bevoegdheden, brieven, importen, importplan
from portal.domain.brieven import HOOGSTENS
from portal.domain.importen import Uitkomst
from portal.models import Importbestand
from portal.permissions import Permission
from portal.web.formulier import Formulier
from portal.web.ik import ik
from portal.web.klok import nu

VOORBEELD = {
    "voorletters": "J.",
    "tussenvoegsel": "van",
    "achternaam": "Voorbeeld",
    "functie": "Administratie",
    "email": "j.voorbeeld@school.example",
    "telefoon": "030 123 45 67",
}
MAX_GETOOND = 200  # errors or people on one page
WEIGERINGEN = {
    Uitkomst.MET_FOUTEN: "Er staan nog fouten in het bestand.",
    Uitkomst.ANDERS_DAN_GEZIEN: "Er is intussen iets gewijzigd. Bekijk de controle opnieuw.",
    Uitkomst.AL_AFGEROND: "Deze import is al uitgevoerd of ingetrokken.",
}


class UploadFormulier(Formulier):
    """The file."""

    bestand = FileField("CSV-bestand of Excel-bestand (.xlsx)")


class BesluitFormulier(Formulier):
    """What was seen, so that nothing else is done."""

    merk = HiddenField()


class Importeren(Basis):
    """The pages of an import, for a beheerder."""

    permission = Permission.BEHEER

    def __init__(self, url: str) -> None:
        super().__init__("Importeren", endpoint="beheer_import", url=url)

    @adres("/", OOK_POST)
    def index(self) -> Antwoord:
        """The template, and a file to check."""
        formulier = UploadFormulier()
        if not formulier.validate_on_submit():
            return self._begin(formulier, 200)
        bestand = formulier.bestand.data
        if not bestand:
            formulier.bestand.errors = ["Kies een bestand"]
            return self._begin(formulier, 422)
        try:
            gelezen = importregels.lees(tabel.lees(bestand.read()))
        except tabel.Onleesbaar as fout:
            formulier.bestand.errors = [str(fout)]
            return self._begin(formulier, 422)
        if gelezen.meldingen:
            return self._met_fouten(bestand.filename or "", _alle_meldingen(gelezen)), 422
        bewaard = importen.bewaar(
            db.session, bestand.filename or "import", gelezen.regels, door=ik().gebruiker, nu=nu()
        )
        return redirect(self.get_url(".controle", nr=bewaard.id), 303)

    @adres(f"/{NUMMER}/")
    def controle(self, nr: int) -> Antwoord:
        """The dry run, or once it is over what became of it."""
        bestand = self._vind(nr)
        if bestand.inhoud is None:
            return self._afgerond(bestand)
        return self._controle(bestand)

    @adres(f"/{NUMMER}/uitvoeren/", ("POST",))
    def uitvoeren(self, nr: int) -> Antwoord:
        """All of it, or nothing."""
        bestand, formulier = self._vind(nr, slot=True), BesluitFormulier()
        uitkomst = importen.voer_uit(
            db.session, bestand, gezien=formulier.merk.data or "", door=ik().gebruiker, nu=nu()
        )
        if uitkomst not in {Uitkomst.UITGEVOERD, Uitkomst.AL_AFGEROND}:
            return self._controle(bestand, WEIGERINGEN[uitkomst], 409)
        return redirect(self.get_url(".controle", nr=nr), 303)

    @adres(f"/{NUMMER}/intrekken/", ("POST",))
    def intrekken(self, nr: int) -> Antwoord:
        """Forget the file."""
        importen.trek_in(db.session, self._vind(nr, slot=True), nu())
        flash("De import is ingetrokken. Er is niets gewijzigd.", "ok")
        return redirect(self.get_url(".index"), 303)

    @adres(f"/{NUMMER}/brieven/<int(max=100):deel>/", ("POST",))
    def brieven(self, nr: int, deel: int) -> Antwoord:
        """The letters of who was registered, HOOGSTENS in one PDF; parts count from 0 (R4)."""
        nieuwe = importen.nieuwe_gebruikers(db.session, self._vind(nr))
        begin = deel * HOOGSTENS
        gekozen = nieuwe[begin : begin + HOOGSTENS]
        levend = [g for g in gekozen if g.beeindigd_op is None]
        resultaat = brief.haal(levend)
        if resultaat.uitkomst is not brieven.Uitkomst.GEMAAKT:
            abort(404)
        naam = "brief.pdf" if len(levend) == 1 else f"brieven-{len(levend)}.pdf"
        return brief.als_pdf(resultaat, naam)

    @adres("/voorbeeld.csv")
    def voorbeeld_csv(self) -> Response:
        """The template as CSV."""
        return als_bijlage(tabel.als_csv(self._voorbeeld()), CSV, "gebruikers-importeren.csv")

    @adres("/voorbeeld.xlsx")
    def voorbeeld_xlsx(self) -> Response:
        """The template as spreadsheet."""
        return als_bijlage(tabel.als_xlsx(self._voorbeeld()), XLSX, "gebruikers-importeren.xlsx")

    def _voorbeeld(self) -> list[dict[str, str]]:
        """A row to replace, with a rol and kenmerken that can really be given."""
        wie, moment = ik().gebruiker, nu()
        kenmerken = bevoegdheden.kenmerken_van(db.session, wie.organisatie)
        for rol in bevoegdheden.uitdeelbare_rollen(db.session, wie, moment):
            nodig = {soort.id for soort in rol.kenmerksoorten}
            waarden = {k.soort_id: k.waarde for k in kenmerken if k.soort_id in nodig}
            if len(waarden) == len(nodig):
                cellen = {"rol": rol.naam, "kenmerken": " ".join(waarden.values())}
                return [{**VOORBEELD, **cellen, "kvk": wie.organisatie.kvk}]
        return []

    def _vind(self, nr: int, *, slot: bool = False) -> Importbestand:
        return importen.vind(db.session, nr, ik().gebruiker, slot=slot) or abort(404)

    def _begin(self, formulier: UploadFormulier, status: int) -> Antwoord:
        wie = ik().gebruiker
        pagina = self.render(
            "beheer/import/begin.html",
            formulier=formulier,
            kolommen=tabel.KOLOMMEN,
            verplicht=tabel.VERPLICHT,
            max_rijen=tabel.MAX_RIJEN,
            rollen=bevoegdheden.uitdeelbare_rollen(db.session, wie, nu()),
            in_zin=naam_in_zin,
            organisaties=bevoegdheden.organisaties(db.session, wie),
        )
        return pagina, status

    def _met_fouten(self, naam: str, meldingen: list[importregels.Melding]) -> str:
        """The cells that are no good; nothing is kept, the file has to come again."""
        return self.render(
            "beheer/import/fouten.html",
            naam=naam,
            meldingen=meldingen[:MAX_GETOOND],
            totaal=len(meldingen),
        )

    def _controle(self, bestand: Importbestand, weigering: str = "", status: int = 200) -> Antwoord:
        plan = importen.plan(db.session, bestand, door=ik().gebruiker, nu=nu())
        if plan.fouten:
            meldingen = importregels.als_meldingen(plan.fouten)
            return self._met_fouten(bestand.naam, meldingen), status
        verandert = [mens for mens in plan.mensen if mens.verandert]
        pagina = self.render(
            "beheer/import/controle.html",
            bestand=bestand,
            formulier=BesluitFormulier(formdata=None, merk=plan.merk),
            nieuw=[mens for mens in verandert if mens.bestaand is None],
            gewijzigd=[mens for mens in verandert if mens.bestaand is not None],
            gelijk=len(plan.mensen) - len(verandert),
            max_getoond=MAX_GETOOND,
            koppen=importregels.KOP,
            weigering=weigering,
        )
        return pagina, status

    def _afgerond(self, bestand: Importbestand) -> Antwoord:
        return self.render(
            "beheer/import/afgerond.html",
            bestand=bestand,
            nieuwe=importen.nieuwe_gebruikers(db.session, bestand),
            formulier=BesluitFormulier(),
            max_getoond=MAX_GETOOND,
            per_pdf=HOOGSTENS,
        )


def _alle_meldingen(gelezen: importregels.Gelezen) -> list[importregels.Melding]:
    """What is wrong in cells, and what the rules have against all that could be read."""
    regels = [*gelezen.regels, *gelezen.half]
    plan = importplan.maak(db.session, regels, door=ik().gebruiker, nu=nu())
    return sorted({*gelezen.meldingen, *importregels.als_meldingen(plan.fouten)})
