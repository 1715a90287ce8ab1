# The outputs of the networks -> what a person reads: numbers in the target's units, or the probability of each class; of an
# ensemble the mean over its networks. With a share of rows, intervals or sets of classes that hold the truth in at least that share.
import json
import math

import numpy as np


def described(metadata):
    """What the metadata of a model file says, of that which a prediction needs."""
    needed = ("spec", "preparation", "threshold", "calibration", "goldenRows", "meanInputs")
    return {key: json.loads(metadata[key]) for key in needed if key in metadata}


def prefixes_of(tensors):
    """What the names of each network's tensors begin with: '' for one network, `members.0.` and so on for an ensemble."""
    members = {int(name.split(".")[1]) for name in tensors if name.startswith("members.")}
    return ["members.%d." % m for m in sorted(members)] or [""]


def meaning_of(outputs, preparation):
    """`outputs` is one array of rows x outputs for each network. Returns rows x targets, or rows x classes."""
    target = preparation["target"]
    return np.mean([_meaning_of_one(np.asarray(one, dtype=np.float64), target) for one in outputs], axis=0)


def output_names(preparation):
    target = preparation["target"]
    return target["classes"] if target["kind"] == "class" else [one["name"] for one in target["columns"]]


def chosen_of(probabilities, threshold=0.5):
    """The index of the predicted class: the most probable one, of two classes the second one above the threshold."""
    if probabilities.shape[1] == 2:
        return (probabilities[:, 1] > threshold).astype(np.int64)
    return probabilities.argmax(axis=1)


def margins_of(model, share):
    """How far the truth is from a prediction at most, in at least `share` of rows like the validation rows: one number for each
    target; of classes one, and the set of those with a probability of at least 1 - margin holds the true one."""
    known = model.get("calibration")
    if known is None:
        raise SystemExit("The model keeps no errors of validation rows, from which intervals come.")
    rank = math.ceil((known["rows"] + 1) * share - 1e-9)
    if rank > known["ranks"][-1]:
        raise SystemExit("%d validation rows are too few for this share of rows: take a smaller one." % known["rows"])
    place = next(k for k, kept in enumerate(known["ranks"]) if kept >= rank)
    return [errors[place] for errors in known["scores"]]


def predicted_columns(values, model, share=None):
    """The columns that a table of predictions has, by name; with a share of rows also both ends of intervals, or sets of classes."""
    names = output_names(model["preparation"])
    reach = None if share is None else margins_of(model, share)
    if model["preparation"]["target"]["kind"] == "class":
        chosen = chosen_of(values, model.get("threshold", 0.5))
        columns = {"prediction": [names[k] for k in chosen]}
        columns.update(("probability_" + name, values[:, k]) for k, name in enumerate(names))
        if reach is not None:
            columns["prediction_set"] = _sets(values, names, chosen, reach[0])
        return columns
    columns = {"prediction" if len(names) == 1 else "prediction_" + name: values[:, k] for k, name in enumerate(names)}
    for k, margin in enumerate(reach or []):
        columns[names[k] + "_low"], columns[names[k] + "_high"] = values[:, k] - margin, values[:, k] + margin
    return columns


def _sets(values, names, chosen, margin):
    """JSON arrays of classes, the predicted one among them."""
    # Chainrule's own probabilities are float32, and the margin comes from one of them.
    within = values >= (1 - 1e-6) * (1 - margin)
    within[np.arange(len(values)), chosen] = True
    lists = [[name for name, held in zip(names, row) if held] for row in within]
    return [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in lists]


def _meaning_of_one(outputs, target):
    if target["kind"] == "numeric":
        values = np.exp(outputs) if target.get("link") == "log" else outputs
        scale = np.array([one["scale"] for one in target["columns"]])
        return values * scale + np.array([one["mean"] for one in target["columns"]])
    if len(target["classes"]) == 2:
        return np.column_stack([_sigmoid(-outputs[:, 0]), _sigmoid(outputs[:, 0])])
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _sigmoid(x):
    power = np.exp(-np.abs(x))
    return np.where(x < 0, power, 1) / (1 + power)
