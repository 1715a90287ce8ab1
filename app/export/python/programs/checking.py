# Compares with the golden rows: rows of the table with the predictions that Chainrule made of them.
import numpy as np

TOLERANCE = 1e-5


def check(model, predict):
    """`predict` takes columns and returns rows x outputs. Prints how far it is from the golden rows; ends the program where
    that is too far."""
    golden = model.get("goldenRows")
    if golden is None:
        raise SystemExit("The model has no golden rows: it was trained by an older Chainrule.")
    names = raw_names(model["preparation"])
    columns = {name: [row[k] for row in golden["values"]] for k, name in enumerate(names)}
    difference = largest_difference(np.array(golden["predictions"], dtype=np.float64), predict(columns))
    written = ("%.0e" % difference).replace("e-0", "e-").replace("e+0", "e+")
    print("%d golden rows, largest difference %s" % (len(golden["values"]), written))
    if not difference <= TOLERANCE:
        raise SystemExit(1)


def raw_names(preparation):
    """The names of the raw columns; a column of dates is one for each part."""
    names = []
    for part in preparation["inputs"]:
        parts = ["%s.%s" % (part["column"], one["part"]) for one in part.get("parts", [])]
        names += parts if part["kind"] == "date" else [part["column"]]
    return names


def largest_difference(expected, found):
    """Relative to the number itself or, if that is more, to the root mean square of its column."""
    typical = np.sqrt(np.mean(expected ** 2, axis=0))
    sizes = np.maximum(np.maximum(np.abs(expected), typical), np.finfo(np.float64).tiny)
    return float(np.max(np.abs(np.asarray(found, dtype=np.float64) - expected) / sizes, initial=0))
