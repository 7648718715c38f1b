# SPDX-License-Identifier: EUPL-1.2
"""The mails about a request of the bestuur, to people who need no account (R29).

The number of the request stands in the text only: a subject is seen by more people.
"""

from datetime import datetime

from portal.models import Aanvraag, Ondertekenaar
from portal.models.soorten import Aanvraagkanaal, Aanvraagstatus
from portal.post.mail import Mail
from portal.post.teksten import eigen_pad, maak


def ondertekenen(ondertekenaar: Ondertekenaar, pad: str, verloopt_op: datetime) -> Mail:
    """To who is to sign: the link, and what else it takes."""
    return _link("aanvraag_ondertekenen", ondertekenaar, pad, verloopt_op)


def herinnering(ondertekenaar: Ondertekenaar, pad: str, verloopt_op: datetime) -> Mail:
    """To who has not signed yet: a fresh link, and when the request is closed."""
    return _link("aanvraag_herinnering", ondertekenaar, pad, verloopt_op)


def _link(soort: str, ondertekenaar: Ondertekenaar, pad: str, verloopt_op: datetime) -> Mail:
    aanvraag = ondertekenaar.aanvraag
    return maak(
        soort,
        naam=ondertekenaar.naam,
        verloopt_op=verloopt_op,
        organisatie=aanvraag.organisatienaam,
        aanvrager=aanvraag.contact_naam,
        pad=eigen_pad(pad),
    )


def ingediend(aanvraag: Aanvraag, naam: str) -> Mail:
    """To who applied, and to the bestuur: it was received, and what happens now."""
    return _over("aanvraag_ingediend", aanvraag, naam)


def ondertekend(aanvraag: Aanvraag, naam: str) -> Mail:
    """To who applied: enough have signed, now it is with us."""
    return _over("aanvraag_ondertekend", aanvraag, naam)


def ingetrokken(aanvraag: Aanvraag, naam: str) -> Mail:
    """To who applied and who was asked to sign: it was withdrawn."""
    return _over("aanvraag_ingetrokken", aanvraag, naam)


def _over(soort: str, aanvraag: Aanvraag, naam: str) -> Mail:
    return maak(
        soort,
        naam=naam,
        organisatie=aanvraag.organisatienaam,
        aanvrager=aanvraag.contact_naam,
        referentie=aanvraag.referentie,
        wacht=aanvraag.status is Aanvraagstatus.WACHT_OP_ONDERTEKENING,
        papier=aanvraag.kanaal is Aanvraagkanaal.PAPIER,
    )
