# SPDX-License-Identifier: EUPL-1.2
"""What a beheerder does with one gebruiker: words around the verbs (R5, R7, R12, R15-R17, R28)."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial

from wtforms import RadioField
from wtforms.validators import AnyOf

from admin.acties import Actie, Melding
from admin.beheer.brieven import haal_een
from admin.beheer.weigeringen import WEIGERINGEN, Zin
from portal.db import db
from portal.domain import activatiecodes, handelingen, koppelingen
from portal.domain.activatiecodes import GELDIG
from portal.domain.handelingen import REDENEN, Uitkomst
from portal.models import Gebruiker
from portal.models.soorten import Verbreekreden
from portal.tijd import datum_tijd
from portal.web.formulier import Formulier
from portal.web.ik import ik
from portal.web.klok import nu

MAIL = "{} krijgt hierover een e-mail."


REDENZIN = {
    Verbreekreden.DEFECT: "Defect: het middel werkt niet meer",
    Verbreekreden.GESTOLEN: "Gestolen: dit middel kan nooit meer bij dit account",
    Verbreekreden.ZOEK: "Zoek: dit middel mag weer worden gekoppeld als het terug is",
}


class Reden(Formulier):
    """Why the koppeling is undone (R17)."""

    reden = RadioField(
        "Wat is er met het middel?",
        [AnyOf([reden.value for reden in REDENEN], message="Kies wat er met het middel is")],
        choices=[(reden.value, REDENZIN[reden]) for reden in REDENEN],
        description="Weet u niet zeker of iemand anders het middel heeft? Kies dan ‘Gestolen’.",
        render_kw={"rondjes": True},
        validate_choice=False,  # or WTForms would say it, in English
    )


def _doe(verb: Callable[..., Uitkomst], gelukt: Zin, gebruiker: Gebruiker, _f: object) -> Melding:
    """Call one of the verbs that answer with an Uitkomst."""
    uitkomst = verb(db.session, gebruiker, door=ik().gebruiker, nu=nu())
    return _melding(uitkomst is Uitkomst.GELUKT, uitkomst, gebruiker, gelukt)


def _melding(is_gelukt: bool, uitkomst: Enum, gebruiker: Gebruiker, gelukt: Zin) -> Melding:
    if is_gelukt:
        return Melding(gelukt(gebruiker))
    return Melding(WEIGERINGEN[uitkomst](gebruiker), gelukt=False)


def _stuur_code(gebruiker: Gebruiker, _f: object) -> Melding:
    uitkomst = activatiecodes.laat_versturen(db.session, gebruiker, door=ik().gebruiker, nu=nu())
    verstuurd = uitkomst is activatiecodes.Uitkomst.VERSTUURD
    return _melding(verstuurd, uitkomst, gebruiker, _code_verstuurd)


def _code_verstuurd(g: Gebruiker) -> str:
    return (
        f"De activatiecode is verstuurd naar {g.email}. De code is geldig tot "
        f"{datum_tijd(nu() + GELDIG)}."
    )


def _uitleg_code(g: Gebruiker) -> Sequence[str]:
    regels = [
        f"Wij sturen een nieuwe activatiecode naar {g.email}.",
        "De code is 24 uur geldig. Een eerdere code werkt dan niet meer.",
        "U ziet de code zelf niet. U krijgt wel een e-mail dat de code is verstuurd.",
    ]
    if g.brief_gedownload_op is None:
        regels.append(f"Let op: {g} heeft ook de brief nodig. Die is nog niet gedownload.")
    return regels


def _hef_blokkade_op(gebruiker: Gebruiker, _f: object) -> Melding:
    opgeheven = koppelingen.hef_blokkade_op(db.session, gebruiker, nu())
    return _melding(
        opgeheven,
        Uitkomst.NIETS_TE_DOEN,
        gebruiker,
        lambda g: f"De blokkade is opgeheven. {g} kan het opnieuw proberen.",
    )


def _verbreek(gebruiker: Gebruiker, formulier: Reden) -> Melding:
    reden = Verbreekreden(formulier.reden.data)
    verb = partial(handelingen.verbreek_koppeling, reden=reden)
    return _doe(verb, _verbroken, gebruiker, formulier)


def _verbroken(g: Gebruiker) -> str:
    return (
        f"De koppeling is ongedaan gemaakt. Heeft {g} weer een eHerkenningsmiddel? Verstuur dan "
        "een nieuwe activatiecode."
    )


ACTIES = (
    Actie(
        slug="activatiecode-versturen",
        naam="Activatiecode versturen",
        titel=lambda g: f"Activatiecode versturen aan {g}",
        uitleg=_uitleg_code,
        doe=_stuur_code,
    ),
    Actie(
        slug="brief",
        naam="Brief downloaden",
        titel=lambda g: f"Brief voor {g} {'opnieuw ' if g.brief_gedownload_op else ''}downloaden",
        uitleg=lambda _: (),
        doe=haal_een,
        template="beheer/gebruiker/brief.html",
    ),
    Actie(
        slug="blokkade-opheffen",
        naam="Blokkade opheffen",
        titel=lambda g: f"Blokkade van {g} opheffen",
        uitleg=lambda g: (
            f"Iemand vulde 5 keer een verkeerde combinatie in. Vraag eerst of {g} dat zelf was.",
            f"{g} kan het daarna meteen opnieuw proberen.",
            MAIL.format(g),
        ),
        doe=_hef_blokkade_op,
    ),
    Actie(
        slug="koppeling-ongedaan-maken",
        naam="Koppeling ongedaan maken",
        titel=lambda g: f"Koppeling van {g} ongedaan maken",
        uitleg=lambda g: (
            f"{g} kan niet meer inloggen met het eHerkenningsmiddel dat nu is gekoppeld.",
            f"Is {g} nu ingelogd? Dan stopt dat bij de volgende klik.",
            "De rollen blijven zoals ze zijn. Opnieuw inloggen kan na een nieuwe activatiecode en "
            "opnieuw koppelen.",
            MAIL.format(g),
        ),
        doe=_verbreek,
        formulier=Reden,
        gevaarlijk=True,
    ),
    Actie(
        slug="token-ingeleverd",
        naam="Token ingeleverd",
        titel=lambda g: f"Vastleggen dat {g} het token heeft ingeleverd",
        uitleg=lambda g: (
            f"Doe dit alleen als u het token van {g} in handen hebt.",
            "Inloggen met het token kan daarna niet meer. Dit is niet terug te draaien.",
            MAIL.format(g),
        ),
        doe=partial(
            _doe,
            handelingen.lever_token_in,
            lambda g: f"Vastgelegd: het token van {g} is ingeleverd.",
        ),
    ),
    Actie(
        slug="blokkeren",
        naam="Account blokkeren",
        titel=lambda g: f"Account van {g} blokkeren",
        uitleg=lambda g: (
            f"{g} kan niet meer inloggen, totdat een beheerder het account deblokkeert.",
            f"Is {g} nu ingelogd? Dan stopt dat bij de volgende klik.",
            "Rollen en koppeling blijven bewaard.",
            f"{g} en de beheerders krijgen hierover een e-mail.",
        ),
        doe=partial(_doe, handelingen.blokkeer, lambda g: f"Het account van {g} is geblokkeerd."),
        gevaarlijk=True,
    ),
    Actie(
        slug="deblokkeren",
        naam="Account deblokkeren",
        titel=lambda g: f"Account van {g} deblokkeren",
        uitleg=lambda g: (
            f"{g} kan weer inloggen, met dezelfde rollen en koppeling als eerst.",
            MAIL.format(g),
        ),
        doe=partial(
            _doe, handelingen.deblokkeer, lambda g: f"Het account van {g} is gedeblokkeerd."
        ),
    ),
    Actie(
        slug="beeindigen",
        naam="Account beëindigen",
        titel=lambda g: f"Account van {g} beëindigen",
        uitleg=lambda g: (
            f"{g} kan niet meer inloggen. Is {g} nu ingelogd? Dan stopt dat bij de volgende klik.",
            "Alle rollen en de koppeling met het eHerkenningsmiddel worden beëindigd.",
            "Dit is niet terug te draaien. Is er later weer toegang nodig? Dan meldt u "
            f"{g} opnieuw aan.",
            "Wat er met dit account is gedaan, blijft bewaard voor controle.",
            MAIL.format(g),
        ),
        doe=partial(_doe, handelingen.beeindig, lambda g: f"Het account van {g} is beëindigd."),
        gevaarlijk=True,
    ),
)
