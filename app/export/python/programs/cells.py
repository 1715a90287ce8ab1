# What the text of a cell means: a number, a category, a date, or missing. The rules are those of docs/model-format.md.
import calendar
import datetime
import math
import re
import unicodedata

BLANKS = " \t\r\n\u00a0\u3000\ufeff"
MISSING = {"na", "n/a", "#n/a", "#na", "<na>", "null", "nan", "-nan", "-", "--", "?", ".", "결측", "결측치"}
FLOAT32_MAX = 3.4028234663852886e38
NAN = float("nan")
GROUP_SIGNS = {",": ",", ".": ".", " ": " \u00a0\u202f\u2009", "'": "'\u2019"}


class NumberForm:
    """How the numbers of a column are written: decimal sign, sign between groups of digits, unit beside them."""

    def __init__(self, decimal=".", thousands=None, unit=None):
        self.decimal = decimal
        self.unit = unit
        usual = thousands or ("." if decimal == "," else ",")
        signs = "[" + re.escape(GROUP_SIGNS[usual]) + "]"
        groups = "[1-9][0-9]{0,2}(?:" + signs + "[0-9]{3})+"
        if usual == ",":
            groups = "(?:" + groups + "|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})"
        self.signs = re.compile(signs)
        self.grouped = re.compile("[+-]?" + groups + "(?:" + re.escape(decimal) + "[0-9]*)?")

    def number(self, text):
        """The number in a text; nan where there is none, or where it is beyond float32."""
        text = self._without_unit(text)
        if self.grouped.fullmatch(text):
            text = self.signs.sub("", text)
        if self.decimal == ",":
            text = "" if "." in text else text.replace(",", ".")
        if not re.fullmatch(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", text):
            return NAN
        value = float(text)
        return value if abs(value) <= FLOAT32_MAX else NAN

    def _without_unit(self, text):
        if self.unit is None:
            return text
        sign = self.unit["text"].lower()
        if self.unit["before"]:
            lead = text[:1] if text[:1] in "+-" else ""
            rest = text[len(lead):].strip()
            if rest.lower().startswith(sign):
                rest = rest[len(sign):].strip()
                lead = lead or (rest[:1] if rest[:1] in "+-" else "")
            return lead + rest.lstrip("+-")
        return text[: -len(sign)].strip() if text.lower().endswith(sign) else text


def text_of(cell):
    """A cell as a trimmed text; missing is ''. Cells may also be numbers, True, False or None."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", cell.strip(BLANKS))
    if isinstance(cell, bool) or type(cell).__name__ in ("bool_", "bool"):
        return "true" if cell else "false"
    value = float(cell)
    if math.isnan(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def number_of(cell, form=NumberForm(), missing=MISSING):
    """A cell as a number; nan is missing."""
    if isinstance(cell, str):
        text = cell.strip(BLANKS)
        return NAN if text == "" or text.lower() in missing else form.number(text)
    value = NAN if cell is None else float(cell)
    return value if abs(value) <= FLOAT32_MAX else NAN


def category_of(cell, missing=MISSING):
    """A cell as a category; '' is missing."""
    text = text_of(cell)
    return "" if text.lower() in missing else text


MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
CLOCK = re.compile(
    r"(?:(오전|오후)\s?)?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:[.,][0-9]+)?))?"
    r"(?:\s?([ap])\.?m\.?)?(?:\s?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?$",
    re.IGNORECASE,
)
YEAR_FIRST = [
    re.compile(r"([0-9]{4})(?:[-/.]\s?([0-9]{1,2})(?:[-/.]\s?([0-9]{1,2}))?)?\.?"),
    re.compile(r"([0-9]{4})년(?:\s?([0-9]{1,2})월(?:\s?([0-9]{1,2})일)?)?"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
]
THREE_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
MONTH_DAY = re.compile(r"([a-z]{3})[a-z]*\.?\s([0-9]{1,2})(?:,?\s([0-9]{4}))?", re.IGNORECASE)
MONTH_YEAR = re.compile(r"([a-z]{3})[a-z]*\.?\s([0-9]{4})", re.IGNORECASE)
DAY_MONTH = re.compile(r"([0-9]{1,2})[\s-]([a-z]{3})[a-z]*\.?[\s-]([0-9]{2,4})", re.IGNORECASE)


def date_parts(cell, first, missing=MISSING):
    """A date or time as its parts, each a number; nan where the text does not have it, or is no date. `first` says which of
    day, month and year comes first in 03/04/05."""
    nothing = dict.fromkeys(["time", "year", "month", "day", "weekday", "hour"], NAN)
    text = text_of(cell)
    if text == "" or text.lower() in missing:
        return nothing
    clock = CLOCK.search(text)
    seconds = None if clock is None else _seconds(clock)
    rest = text if clock is None else re.sub(r"[Tt\s,]+$", "", text[: clock.start()])
    if seconds is not None and math.isnan(seconds):
        return nothing
    hour = NAN if seconds is None else float(seconds // 3600)
    share = (seconds or 0) / 86400
    if rest == "":
        return nothing if seconds is None else dict(nothing, time=share, hour=hour)
    day = _day(rest, first)
    if day is None:
        return nothing
    year, month, number = day
    # Python knows no year 0; the calendar repeats after 400 years of 146,097 days.
    shift = 1 if year == 0 else 0
    known = datetime.date(2000 if year is None else year + 400 * shift, month or 1, 1)
    if number is not None and not 1 <= number <= calendar.monthrange(known.year, known.month)[1]:
        return nothing
    parts = dict(nothing, hour=hour)
    parts["month"] = NAN if month is None else float(month)
    parts["day"] = NAN if number is None else float(number)
    if year is None:
        return parts
    date = known.replace(day=number or 1)
    zone = clock.group(6) if clock else None
    parts["year"] = float(year)
    parts["time"] = date.toordinal() - 146097 * shift - 719163 + share - _zone_days(zone)
    parts["weekday"] = NAN if number is None else float(date.isoweekday())
    return parts


def _seconds(clock):
    half, hour, minute, second, letter, _ = clock.groups()
    hour, minute, second = int(hour), int(minute), float((second or "0").replace(",", "."))
    if half or letter:
        if not 1 <= hour <= 12:
            return NAN
        hour = hour % 12 + (12 if half == "오후" or (letter or "").lower() == "p" else 0)
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else NAN


def _zone_days(zone):
    found = re.fullmatch(r"([+-])([0-9]{2}):?([0-9]{2})", zone or "")
    if found is None:
        return 0
    days = (int(found.group(2)) * 60 + int(found.group(3))) / 1440
    return -days if found.group(1) == "-" else days


def _day(text, first):
    """Year, month and day, None where the text lacks one; None for what is no date."""
    for form in YEAR_FIRST:
        led = form.fullmatch(text)
        if led:
            return _checked(led.group(1), led.group(2), led.group(3))
    three = THREE_NUMBERS.fullmatch(text)
    if three:
        a, b, c = three.groups()
        if first == "year" and len(c) == 2:
            return _checked(_year(a), b, c)
        return _checked(_year(c), a, b) if first == "month" else _checked(_year(c), b, a)
    named = MONTH_DAY.fullmatch(text)
    if named:
        return _checked(named.group(3), _month(named.group(1)), named.group(2))
    month = MONTH_YEAR.fullmatch(text)
    if month:
        return _checked(month.group(2), _month(month.group(1)), None)
    middle = DAY_MONTH.fullmatch(text)
    return middle and _checked(_year(middle.group(3)), _month(middle.group(2)), middle.group(1))


def _checked(year, month, day):
    year, month, day = (None if part is None else int(part) for part in (year, month, day))
    if (year is not None and not 0 <= year <= 9999) or (month is not None and not 1 <= month <= 12):
        return None
    return year, month, day


def _year(text):
    """Two digits mean 1970 to 2069."""
    return int(text) + (2000 if int(text) < 70 else 1900) if len(text) == 2 else int(text)


def _month(name):
    return MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in MONTHS else 0
