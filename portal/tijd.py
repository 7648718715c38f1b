# SPDX-License-Identifier: EUPL-1.2
"""Shows stored UTC times as a Dutch reader expects them; counts calendar days and months (R34)."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def amsterdam(moment: datetime) -> datetime:
    """The aware time ``moment`` on a Dutch clock; a naive one is refused with ValueError."""
    if moment.tzinfo is None:
        raise ValueError("een tijdstip zonder tijdzone heeft geen plaats op de klok")
    return moment.astimezone(ZONE)


def dag_van(moment: datetime) -> date:
    """The calendar day of ``moment`` in the Netherlands."""
    return amsterdam(moment).date()


def begin_van(dag: date) -> datetime:
    """The moment at which ``dag`` begins in the Netherlands.

    Raises ValueError for a day at the very edge of the calendar.
    """
    try:
        return datetime(dag.year, dag.month, dag.day, tzinfo=ZONE).astimezone(UTC)
    except OverflowError as fout:
        raise ValueError("deze dag ligt buiten de kalender") from fout


def einde_van(dag: date) -> datetime:
    """The moment at which ``dag`` is over in the Netherlands: the begin of the next one.

    Raises ValueError for the last day of the calendar.
    """
    if dag == date.max:
        raise ValueError("na deze dag houdt de kalender op")
    return begin_van(dag + timedelta(days=1))


def moment_van(lokaal: datetime) -> datetime:
    """The moment, in UTC, at which a Dutch clock shows the naive time ``lokaal``.

    In the hour that comes twice the first; raises ValueError at the very edge of the calendar.
    """
    try:
        return lokaal.replace(tzinfo=ZONE).astimezone(UTC)
    except OverflowError as fout:
        raise ValueError("deze tijd ligt buiten de kalender") from fout


def datum(moment: datetime) -> str:
    """The day of ``moment`` in the Netherlands, as ``24 november 2026``."""
    lokaal = amsterdam(moment)
    return f"{lokaal.day} {MAANDEN[lokaal.month - 1]} {lokaal.year}"


def datum_tijd(moment: datetime) -> str:
    """Day and time in the Netherlands, as ``24 november 2026 om 14.05 uur``."""
    return f"{datum(moment)} om {amsterdam(moment):%H.%M} uur"


def tot(moment: datetime) -> str:
    """Until when, for a last day by that day: ``tot en met 24 november 2026`` ends at midnight."""
    lokaal = amsterdam(moment)
    if lokaal.time() != time.min:
        return f"tot {datum_tijd(moment)}"
    return f"tot en met {datum(lokaal - timedelta(days=1))}"


def hele_minuut(moment: datetime) -> datetime:
    """Rounded up, so that who comes back at the minute shown is never early."""
    rest = timedelta(seconds=moment.second, microseconds=moment.microsecond)
    return moment + timedelta(minutes=1) - rest if rest else moment


def maanden_later(moment: datetime, aantal: int) -> datetime:
    """The same day and time ``aantal`` calendar months on, counted on the Dutch calendar (R34).

    A day that the month lacks becomes its last day: 31 August + 6 months is 28 or 29 February.
    The answer is in the time zone of ``moment``.
    """
    lokaal = amsterdam(moment)
    jaar, maand = divmod(lokaal.year * 12 + lokaal.month - 1 + aantal, 12)
    dag = min(lokaal.day, monthrange(jaar, maand + 1)[1])
    return lokaal.replace(year=jaar, month=maand + 1, day=dag).astimezone(moment.tzinfo)


def maanden_eerder(moment: datetime, aantal: int) -> datetime:
    """The same day and time ``aantal`` calendar months back; see ``maanden_later``."""
    return maanden_later(moment, -aantal)
