# The rows of the run: inputs, targets and weights of its networks' training and validation rows, as Chainrule computes them from the table.
import hashlib

import numpy as np
import torch


def rows_of_table(path, model, run, train, dtype):
    """A function of the numbers of a network's rows: it gives for `train` and `validation` the tensors inputs, targets and weights.
    `train` are the rows that the preparation was fitted on."""
    with open(path, "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != run["table"]["hash"]:
            raise SystemExit("%s is not the table of this run: its rows would be others." % path)
    columns = read_table(path, run["dialect"], run["columns"])
    preparation = model["preparation"]
    inputs = inputs_of(preparation, columns, run["dialect"])
    if dtype == torch.float32:
        inputs = inputs.astype(np.float32)
    targets = _targets(preparation["target"], columns, run["dialect"])
    _compare(inputs[train].mean(axis=0, dtype=np.float64), model.get("meanInputs"))
    is_index = preparation["target"]["kind"] == "class" and len(preparation["target"]["classes"]) > 2
    inputs_tensor = torch.from_numpy(inputs).to(dtype)
    targets_tensor = torch.from_numpy(targets).to(torch.int64 if is_index else dtype)

    def rows_of(rows):
        weights = _weights(model, columns, targets, rows["train"], run["dialect"])
        tensors = (inputs_tensor, targets_tensor, torch.from_numpy(weights).to(dtype))
        return {part: tuple(tensor[rows[part]] for tensor in tensors) for part in ("train", "validation")}

    return rows_of


def _targets(target, columns, dialect):
    """Rows x targets, scaled; for classes 0 and 1 or, of more than two, their index."""
    missing = set(dialect.get("missing", MISSING))
    if target["kind"] == "class":
        indices = indices_of(target["classes"], columns[target["column"]], missing).astype(np.float64)
        return indices[:, None] if len(target["classes"]) == 2 else indices
    values = [numbers_of(one, columns[one["name"]], missing, dialect) for one in target["columns"]]
    scaled = [(numbers - one["mean"]) / one["scale"] for numbers, one in zip(values, target["columns"])]
    return np.clip(np.column_stack(scaled), -FLOAT32_MAX, FLOAT32_MAX)


def _weights(model, columns, targets, train, dialect):
    """The row's own weight times that of its class."""
    spec = model["spec"]
    own = [column["name"] for column in spec["data"]["columns"] if column["role"] == "weight"]
    weights = numbers_of({}, columns[own[0]], dialect=dialect) if own else np.ones(len(targets))
    setting = spec["training"]["lossSettings"]["classWeights"]
    if setting == "none" or model["preparation"]["target"]["kind"] != "class":
        return weights
    indices = targets.reshape(-1).astype(np.int64)
    classes = len(model["preparation"]["target"]["classes"])
    if setting == "balanced":
        counts = np.bincount(indices[train], minlength=classes)
        setting = len(train) / (classes * np.maximum(counts, 1))
    return np.where(indices < 0, 0, np.asarray(setting, dtype=np.float64)[indices]) * weights


def _compare(found, expected):
    """Chainrule's means of the inputs show whether both read the table alike."""
    if expected is None:
        return
    sizes = np.maximum(np.abs(expected), 1)
    if not np.all(np.abs(found - np.array(expected)) <= 1e-5 * sizes):
        worst = int(np.argmax(np.abs(found - np.array(expected)) / sizes))
        raise SystemExit("The table is read otherwise than by Chainrule: the mean of input %d differs." % worst)
