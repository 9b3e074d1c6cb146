"""What a principal stands for, and which equipment a rule means (Routing/Policy/README.md)."""

import re
from dataclasses import dataclass

from .errors import Refusal
from .fields import MALFORMED, Fields

_TEXT = re.compile(r"[!-~]([ -~]{0,62}[!-~])?\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


def _matching(fields: Fields, key: str, pattern: re.Pattern) -> str | None:
    if key not in fields:
        return None
    value = fields.text(key)
    if not pattern.match(value):
        raise Refusal(MALFORMED, f"{fields.place}.{key}")
    return value


@dataclass(frozen=True)
class Equipment:
    """Maker and model, and what else is known."""

    maker: str
    model: str
    firmware: bytes | None
    country: str | None
    register: str | None

    @classmethod
    def read(cls, fields: Fields) -> "Equipment":
        maker, model = _matching(fields, "maker", _TEXT), _matching(fields, "model", _TEXT)
        if maker is None or model is None:
            raise Refusal(MALFORMED, fields.place)
        equipment = cls(
            maker,
            model,
            fields.sized("firmware", 32) if "firmware" in fields else None,
            _matching(fields, "country", _COUNTRY),
            _matching(fields, "register", _TEXT),
        )
        fields.finish()
        return equipment


@dataclass(frozen=True)
class Requirement:
    """All that stands here must hold; what is not known does not."""

    maker: str | None
    model: str | None
    firmware: tuple[bytes, ...]
    countries: tuple[str, ...]
    registered: bool

    @classmethod
    def read(cls, fields: Fields) -> "Requirement":
        firmware, countries = fields.some("firmware", bytes), fields.some("countries", str)
        if any(len(each) != 32 for each in firmware) or not all(map(_COUNTRY.match, countries)):
            raise Refusal(MALFORMED, fields.place)
        if len(set(firmware)) != len(firmware) or len(set(countries)) != len(countries):
            raise Refusal(MALFORMED, fields.place)
        registered = "registered" in fields
        if registered and not fields.take("registered", bool):
            raise Refusal(MALFORMED, f"{fields.place}.registered")
        requirement = cls(
            _matching(fields, "maker", _TEXT),
            _matching(fields, "model", _TEXT),
            tuple(firmware),
            tuple(countries),
            registered,
        )
        fields.finish()
        if requirement == cls(None, None, (), (), False):
            raise Refusal(MALFORMED, fields.place)
        return requirement

    def is_met_by(self, equipment: Equipment | None) -> bool:
        return (
            equipment is not None
            and self.maker in (None, equipment.maker)
            and self.model in (None, equipment.model)
            and (not self.firmware or equipment.firmware in self.firmware)
            and (not self.countries or equipment.country in self.countries)
            and (not self.registered or equipment.register is not None)
        )


def admits(requirements: tuple[Requirement, ...], equipment: Equipment | None) -> bool:
    """Whether one of them is met; none asks for nothing."""
    return not requirements or any(each.is_met_by(equipment) for each in requirements)
