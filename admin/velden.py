# SPDX-License-Identifier: EUPL-1.2
"""Fields of a beheer form beside those of WTForms: rows to choose, rows by the line, days."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import inspect
from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateTimeLocalInput, TextArea

from admin.woorden import LEEG
from portal.db import Base
from portal.tijd import amsterdam, datum_tijd, moment_van
from portal.web.formulier import ONLEESBAAR, schoon

Rijen = Callable[[], Sequence[Any]]
Keuze = tuple[str, str, bool, dict[str, Any]]
NIET_GEKOZEN = ""
ONBEKEND_GETOOND = 5
MAX_REGELS = 2000
# As a browser sends it, and as one types it in a browser that does not know the field.
MOMENTEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%YT%H:%M")
MAX_GETAL = 9999
GETAL = re.compile(r"[0-9]{1,9}")  # more digits Python refuses, in English
MAX_GETYPT = 100  # characters shown again


def _sleutel(obj: Base) -> str:
    return str(inspect(obj).mapper.primary_key_from_instance(obj)[0])


class RelatieVeld(Field):  # type: ignore[misc]  # WTForms has no types
    """One row of a short list, asked anew for every form; ``leeg`` names the choice of none."""

    def __init__(
        self, label: str, validators: Any = (), *, rijen: Rijen, leeg: str, **anders: Any
    ) -> None:
        super().__init__(label, validators, **anders)
        self._rijen = rijen
        self._leeg = leeg

    def iter_choices(self) -> Iterator[Keuze]:
        """Value, text and whether it is chosen."""
        yield NIET_GEKOZEN, self._leeg, self.data is None, {}
        for obj in self._rijen():
            yield _sleutel(obj), str(obj), obj is self.data, {}

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The chosen row; raises ValueError for what was not on the list."""
        gekozen = valuelist[0] if valuelist else NIET_GEKOZEN
        self.data = None
        if gekozen != NIET_GEKOZEN:
            self.data = next((o for o in self._rijen() if _sleutel(o) == gekozen), None)
            if self.data is None:
                raise ValueError("Kies iets uit de lijst")


class RelatiesMultipleField(Field):  # type: ignore[misc]
    """Any number of rows of a short list."""

    def __init__(self, label: str, validators: Any = (), *, rijen: Rijen, **anders: Any) -> None:
        super().__init__(label, validators, **anders)
        self._rijen = rijen

    def iter_choices(self) -> Iterator[Keuze]:
        """Value, text and whether it is chosen."""
        gekozen = {_sleutel(obj) for obj in self.data or ()}
        for obj in self._rijen():
            yield _sleutel(obj), str(obj), _sleutel(obj) in gekozen, {}

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The chosen rows; raises ValueError for what was not on the list."""
        lijst = {_sleutel(obj): obj for obj in self._rijen()}
        self.data = [lijst[waarde] for waarde in dict.fromkeys(valuelist) if waarde in lijst]
        if len(self.data) != len(set(valuelist)):
            raise ValueError("Kies iets uit de lijst")


class LopendeMultipleField(RelatiesMultipleField):
    """Rows of a list from which some can have ended. Those are not shown, and stay as they are."""

    def process_data(self, value: Sequence[Any] | None) -> None:
        """What has not ended."""
        self.data = [obj for obj in value or () if obj.beeindigd_op is None]

    def populate_obj(self, obj: Base, name: str) -> None:
        """The chosen rows, beside the ended ones that were there."""
        oud = [een for een in getattr(obj, name) if een.beeindigd_op is not None]
        setattr(obj, name, [*self.data, *oud])


class RijVeld(StringField):  # type: ignore[misc]
    """One row of a long list, typed by what it is known by. ``zoek`` finds it or gives None."""

    def __init__(
        self,
        label: str,
        validators: Any = (),
        *,
        zoek: Callable[[str], Any],
        toon: Callable[[Any], str],
        onbekend: str,
        **anders: Any,
    ) -> None:
        super().__init__(label, validators, **anders)
        self._zoek = zoek
        self._toon = toon
        self._onbekend = onbekend

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self._toon(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The row, None for nothing typed; raises ValueError when there is none like it."""
        getypt = valuelist[0].strip() if valuelist else ""
        self.raw_data = [schoon(getypt)[:MAX_GETYPT]]
        self.data = self._zoek(getypt) if getypt.isprintable() and getypt else None
        if getypt and self.data is None:
            raise ValueError(self._onbekend)


class RegelsVeld(Field):  # type: ignore[misc]
    """Rows of a long list, typed one a line. ``zoek`` gives the row of each line that it knows."""

    widget = TextArea()

    def __init__(
        self,
        label: str,
        validators: Any = (),
        *,
        zoek: Callable[[Sequence[str]], dict[str, Any]],
        regel: Callable[[Any], str],
        **anders: Any,
    ) -> None:
        super().__init__(label, validators, **anders)
        self._zoek = zoek
        self._regel = regel

    def _value(self) -> str:
        if self.raw_data:
            return schoon(self.raw_data[0])
        return "\n".join(sorted(self._regel(obj) for obj in self.data or ()))

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The rows; raises ValueError that names lines which are unknown, or that of ``zoek``."""
        getypt = valuelist[0] if valuelist else ""
        if schoon(getypt) != getypt:
            raise ValueError(ONLEESBAAR)
        regels = [deel.strip() for deel in getypt.splitlines()]
        regels = list(dict.fromkeys(regel for regel in regels if regel))
        if len(regels) > MAX_REGELS:
            raise ValueError(f"Vul hoogstens {MAX_REGELS} regels in")
        gevonden = self._zoek(regels) if regels else {}
        self.data = list({id(obj): obj for obj in gevonden.values()}.values())
        onbekend = [regel for regel in regels if regel not in gevonden]
        if onbekend:
            rest = len(onbekend) - ONBEKEND_GETOOND
            meer = f" en nog {rest}" if rest > 0 else ""
            genoemd = ", ".join(een[:40] for een in onbekend[:ONBEKEND_GETOOND])
            raise ValueError(f"Deze regels kennen wij niet: {genoemd}{meer}")


class KeuzeVeld(SelectField):  # type: ignore[misc]
    """One of a fixed list."""

    def __init__(self, *args: Any, **anders: Any) -> None:
        super().__init__(*args, **anders)
        self.flags.required = True  # there is always a choice

    def pre_validate(self, form: Any) -> None:
        """Raises ValidationError for what was not on the list."""
        if self.data not in {waarde for waarde, *_ in self.iter_choices()}:
            raise ValidationError("Kies iets uit de lijst")


class GetalVeld(IntegerField):  # type: ignore[misc]
    """A whole number from 0 up to and including MAX_GETAL, or nothing."""

    def _value(self) -> str:
        return schoon(super()._value())[:MAX_GETYPT]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The number; raises ValueError when it is none."""
        tekst = valuelist[0].strip() if valuelist else ""
        self.data = None
        if tekst and not (GETAL.fullmatch(tekst) and int(tekst) <= MAX_GETAL):
            raise ValueError(f"Vul een getal in van 0 tot en met {MAX_GETAL}")
        self.data = int(tekst) if tekst else None


class MomentVeld(Field):  # type: ignore[misc]
    """A day and a time on a Dutch clock, or nothing; ``data`` is the moment in UTC (R34)."""

    widget = DateTimeLocalInput()
    data: datetime | None

    def _value(self) -> str:
        if self.raw_data:
            return schoon(self.raw_data[0])
        return "" if self.data is None else f"{amsterdam(self.data):%Y-%m-%dT%H:%M}"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """The moment; raises ValueError when it is none. Unchanged, it keeps its seconds."""
        tekst = valuelist[0].strip().replace(" ", "T") if valuelist else ""
        if self.data is not None and tekst == f"{amsterdam(self.data):%Y-%m-%dT%H:%M}":
            return
        self.data = _moment(tekst) if tekst else None

    def als_tekst(self) -> str:
        """To compare two versions of the form."""
        return LEEG if self.data is None else datum_tijd(self.data)


def _moment(tekst: str) -> datetime:
    for vorm in MOMENTEN:
        with suppress(ValueError):
            return moment_van(datetime.strptime(tekst, vorm))  # noqa: DTZ007 (as on a Dutch clock)
    raise ValueError("Vul een datum en tijd in, zoals 31-12-2026 14:30")
