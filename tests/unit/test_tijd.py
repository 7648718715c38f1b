# SPDX-License-Identifier: EUPL-1.2
"""R34: times are stored in UTC, shown in Europe/Amsterdam; months are calendar months."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import tijd


def utc(*delen: int) -> datetime:
    return datetime(*delen, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day always given


@pytest.mark.parametrize(
    ("moment", "tekst"),
    [
        (utc(2026, 11, 24, 13, 5), "24 november 2026 om 14.05 uur"),
        (utc(2026, 7, 1, 7, 0), "1 juli 2026 om 09.00 uur"),
        (utc(2026, 12, 31, 23, 30), "1 januari 2027 om 00.30 uur"),
        (utc(2026, 3, 29, 0, 59), "29 maart 2026 om 01.59 uur"),
        (utc(2026, 3, 29, 1, 0), "29 maart 2026 om 03.00 uur"),
        (utc(2026, 10, 25, 0, 30), "25 oktober 2026 om 02.30 uur"),
        (utc(2026, 10, 25, 1, 30), "25 oktober 2026 om 02.30 uur"),
    ],
)
def test_een_tijd_staat_er_zoals_de_nederlandse_klok_hem_wijst(
    moment: datetime, tekst: str
) -> None:
    assert tijd.datum_tijd(moment) == tekst


@pytest.mark.parametrize(
    ("moment", "tekst"),
    [
        (tijd.einde_van(date(2027, 12, 31)), "tot en met 31 december 2027"),
        (tijd.einde_van(date(2026, 3, 29)), "tot en met 29 maart 2026"),
        (tijd.einde_van(date(2026, 10, 25)), "tot en met 25 oktober 2026"),
        (utc(2026, 11, 24, 13, 5), "tot 24 november 2026 om 14.05 uur"),
    ],
)
def test_wie_een_laatste_dag_koos_leest_die_dag_terug(moment: datetime, tekst: str) -> None:
    assert tijd.tot(moment) == tekst


def test_een_tijd_zonder_zone_wordt_geweigerd() -> None:
    with pytest.raises(ValueError, match="zonder tijdzone"):
        tijd.datum(datetime(2026, 11, 24, 12, 0))  # that is what is tested


@pytest.mark.parametrize(
    ("van", "maanden", "tot"),
    [
        (utc(2026, 8, 31, 12, 0), 6, utc(2027, 2, 28, 13, 0)),
        (utc(2027, 8, 31, 12, 0), 6, utc(2028, 2, 29, 13, 0)),
        (utc(2025, 5, 24, 10, 0), 18, utc(2026, 11, 24, 11, 0)),
        (utc(2026, 8, 31, 12, 0), 18, utc(2028, 2, 29, 13, 0)),  # a leap year
        (utc(2024, 8, 31, 12, 0), 18, utc(2026, 2, 28, 13, 0)),
        (utc(2024, 2, 29, 12, 0), 18, utc(2025, 8, 29, 11, 0)),
        (utc(2026, 3, 31, 12, 0), 18, utc(2027, 9, 30, 12, 0)),
        (utc(2026, 12, 31, 10, 0), 1, utc(2027, 1, 31, 10, 0)),
        (utc(2026, 1, 31, 10, 0), 13, utc(2027, 2, 28, 10, 0)),
    ],
)
def test_maanden_zijn_kalendermaanden_op_de_nederlandse_klok(
    van: datetime, maanden: int, tot: datetime
) -> None:
    assert tijd.maanden_later(van, maanden) == tot


def test_terug_gaat_ook() -> None:
    assert tijd.maanden_eerder(utc(2026, 11, 24, 11, 0), 18) == utc(2025, 5, 24, 10, 0)
    assert tijd.maanden_eerder(utc(2026, 3, 31, 10, 0), 1) == utc(2026, 2, 28, 11, 0)


def test_een_uur_dat_in_de_zomertijdnacht_niet_bestaat_geeft_toch_een_moment() -> None:
    # 28 February 02.30 plus one month is 28 March; 29 January plus two is the missing hour.
    later = tijd.maanden_later(utc(2026, 1, 29, 1, 30), 2)
    assert later.tzinfo is UTC
    assert tijd.datum(later) == "29 maart 2026"


@given(
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)),
    st.integers(min_value=0, max_value=60),
)
def test_later_is_nooit_eerder_en_houdt_hoogstens_een_maand_afstand(
    naief: datetime, maanden: int
) -> None:
    moment = naief.replace(tzinfo=UTC)
    later = tijd.maanden_later(moment, maanden)
    assert later >= moment - timedelta(hours=1)
    verschil = tijd.amsterdam(later)
    begin = tijd.amsterdam(moment)
    assert (verschil.year - begin.year) * 12 + verschil.month - begin.month == maanden


@pytest.mark.parametrize(
    ("dag", "begin", "uren"),
    [
        (date(2026, 11, 24), utc(2026, 11, 23, 23, 0), 24),
        (date(2026, 7, 1), utc(2026, 6, 30, 22, 0), 24),
        (date(2026, 3, 29), utc(2026, 3, 28, 23, 0), 23),
        (date(2026, 10, 25), utc(2026, 10, 24, 22, 0), 25),
    ],
)
def test_r34_een_dag_begint_en_eindigt_op_de_nederlandse_klok(
    dag: date, begin: datetime, uren: int
) -> None:
    assert tijd.begin_van(dag) == begin
    assert tijd.einde_van(dag) == begin + timedelta(hours=uren)
    assert tijd.dag_van(begin) == tijd.dag_van(tijd.einde_van(dag) - timedelta.resolution) == dag
    assert tijd.dag_van(begin - timedelta.resolution) == dag - timedelta(days=1)
