"""Timestamps as ISO 8601 has them, as exactly as they are known."""

from datetime import datetime, timedelta

_EPOCH = datetime(1970, 1, 1)
_SPAN = timedelta(days=365 * 9_999 + 2_424) - timedelta(milliseconds=1)
_PARTS = ("year", "month", "day", "hour", "minute", "second", "microsecond")


def _local(moment: dict) -> datetime:
    """The clock on the wall; it stands still at both ends of the years that there are."""
    since = timedelta(
        milliseconds=moment["milliseconds"],
        minutes=moment.get("zone", moment.get("assumedZone", 0)),
    )
    since += _EPOCH - datetime.min
    return datetime.min + min(max(since, timedelta()), _SPAN)


def start(moment: dict) -> int:
    """The milliseconds, with what lies beyond the precision at its start in local time."""
    local, precision = _local(moment), moment["precision"]
    if precision == "millisecond":
        return moment["milliseconds"]
    beyond = _PARTS[_PARTS.index(precision) + 1 :]
    begin = local.replace(**{part: 1 if part in ("month", "day") else 0 for part in beyond})
    return moment["milliseconds"] - (local - begin) // timedelta(milliseconds=1)


def iso(moment: dict) -> str:
    """Such as ``2026-11-24T08:15:00+01:00``: dates have no zone, hours their minutes."""
    local, precision = _local(moment), moment["precision"]
    date = f"{local.year:04}-{local.month:02}-{local.day:02}"
    dates = {"year": 4, "month": 7, "day": 10}
    if precision in dates:
        return date[: dates[precision]]
    time = f"{local.hour:02}:{local.minute:02}"
    if precision in ("second", "millisecond"):
        time += f":{local.second:02}"
    if precision == "millisecond":
        time += f".{local.microsecond // 1_000:03}"
    return f"{date}T{time}{_zone(moment)}"


def _zone(moment: dict) -> str:
    offset = moment.get("zone", moment.get("assumedZone"))
    if not offset:
        return "" if offset is None else "Z"
    hours, minutes = divmod(abs(offset), 60)
    return f"{'+' if offset > 0 else '-'}{hours:02}:{minutes:02}"
