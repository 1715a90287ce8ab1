# Raw columns -> the inputs of the network, by the model's preparation (docs/model-format.md, "preparation"). In float64.
import re

import numpy as np

TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
WRITTEN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")


def inputs_of(preparation, columns, dialect=None):
    """`columns` are lists of equal length by name: numbers, texts or None. A date is a text in its column, or numbers in columns
    named `<column>.year` and so on. Returns an array of rows x inputs."""
    missing = set((dialect or {}).get("missing", MISSING))
    arrays = [_inputs_of_column(part, columns, missing, dialect or {}) for part in preparation["inputs"]]
    return np.column_stack([array for group in arrays for array in group])


def numbers_of(part, cells, missing=MISSING, dialect=None):
    """The cells of a column as numbers; nan is missing."""
    decimal = part.get("decimal") or (dialect or {}).get("decimal", ".")
    thousands = (dialect or {}).get("thousands") if decimal == (dialect or {}).get("decimal") else None
    form = NumberForm(decimal, thousands, part.get("unit"))
    return np.array([number_of(cell, form, missing) for cell in cells], dtype=np.float64)


def indices_of(levels, cells, missing=MISSING):
    """For each cell the index of its level; -1 for a missing cell, -2 for one that is not among the levels."""
    find = _finder(levels)
    known = {}
    indices = []
    for cell in cells:
        text = category_of(cell, missing)
        if text not in known:
            known[text] = -1 if text == "" else find(text)
        indices.append(known[text])
    return np.array(indices, dtype=np.int64)


def _finder(levels):
    """Finds a level also where it is spelled otherwise: 1.0 for 1, TRUE for true."""
    exact = {level: k for k, level in enumerate(levels) if level != ""}
    numbers = bool(exact) and all(WRITTEN_NUMBER.fullmatch(level) for level in exact)
    truths = bool(exact) and all(level.lower() in TRUTHS for level in exact)
    by_number = {float(level): k for level, k in exact.items()} if numbers else {}
    by_truth = {TRUTHS[level.lower()]: k for level, k in exact.items()} if truths else {}

    def find(text):
        if text in exact:
            return exact[text]
        if numbers:
            return by_number.get(NumberForm().number(text), -2)
        return by_truth.get(TRUTHS.get(text.lower()), -2) if truths else -2

    return find


def _inputs_of_column(part, columns, missing, dialect):
    name, kind = part["column"], part["kind"]
    if kind == "oneHot":
        return _one_hot(part, indices_of(part["levels"], _cells(columns, name), missing))
    if kind == "date":
        values = _date_values(part, columns, missing)
        scales = part["parts"]
    elif kind == "ordinal":
        indices = indices_of(part["levels"], _cells(columns, name), missing)
        values, scales = [np.where(indices < 0, np.nan, indices)], [part]
    else:
        values, scales = [numbers_of(part, _cells(columns, name), missing, dialect)], [part]
    arrays = [_scaled(numbers, scale) for numbers, scale in zip(values, scales)]
    arrays += [_scaled(values[0], scale) for scale in _bins(part)]
    if part.get("indicator"):
        arrays.append(np.isnan(sum(values)).astype(np.float64))
    return arrays


def _bins(part):
    """Of a number with edges: -1 below a bin, 1 above it, a straight line between."""
    edges = part.get("edges", [])
    return [dict(part, mean=(a + b) / 2, scale=(b - a) / 2, clip=1) for a, b in zip(edges, edges[1:])]


def _cells(columns, name):
    if name not in columns:
        raise SystemExit("The table has no column %r, which the model reads." % name)
    return columns[name]


def _one_hot(part, indices):
    levels = part["levels"]
    indices = np.where(indices == -1, levels.index("") if "" in levels else -2, indices)
    arrays = [(indices == k).astype(np.float64) for k in range(len(levels))]
    return arrays + ([(indices < 0).astype(np.float64)] if part.get("others") is not None else [])


def _date_values(part, columns, missing):
    name, parts = part["column"], [one["part"] for one in part["parts"]]
    if name in columns:
        found = [date_parts(cell, part["first"], missing) for cell in columns[name]]
        return [np.array([date[one] for date in found], dtype=np.float64) for one in parts]
    return [numbers_of({}, _cells(columns, "%s.%s" % (name, one))) for one in parts]


def _scaled(values, how):
    values = np.where(np.isnan(values), how["median"], values)
    if how.get("log"):
        values = np.sign(values) * np.log1p(np.abs(values))
    limit = how.get("clip", FLOAT32_MAX)
    return np.clip((values - how["mean"]) / how["scale"], -limit, limit)
