# The outputs of the networks -> what a person reads: numbers in the target's units, or the probability of each class; of an
# ensemble the mean over its networks.
import json

import numpy as np


def described(metadata):
    """What the metadata of a model file says, of that which a prediction needs."""
    needed = ("spec", "preparation", "threshold", "goldenRows", "meanInputs")
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


def predicted_columns(values, model):
    """The columns that a table of predictions has, by name."""
    names = output_names(model["preparation"])
    if model["preparation"]["target"]["kind"] == "class":
        chosen = [names[k] for k in chosen_of(values, model.get("threshold", 0.5))]
        return dict([("prediction", chosen)] + [("probability_" + name, values[:, k]) for k, name in enumerate(names)])
    if len(names) == 1:
        return {"prediction": values[:, 0]}
    return {"prediction_" + name: values[:, k] for k, name in enumerate(names)}


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
