# predict.py: predictions of a model that Chainrule trained, with NumPy alone. It reads the weights from the .npz file beside it.
#
#   python3 predict.py new.csv    prints the predictions of a table's rows as CSV
#   python3 predict.py new.csv --interval 0.9    and intervals, or sets of classes, that hold the truth in that share of rows
#   python3 predict.py --check    compares with predictions that Chainrule made itself
#
# From a program: `from predict import predict`, then `predict({"column": [values], ...})` returns an array of rows x targets in the
# targets' units, or of rows x classes with probabilities, named by `names`. Missing is None, nan or ''.
import math
import os

import numpy as np

FILE = "model.npz"

SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717
EPSILON = 1e-5


def erf(x):
    return np.vectorize(math.erf, otypes=[np.float64])(x) if x.size else x


def positive_or(x, other):
    return np.where(x > 0, x, other)


def minus_one_power(x):
    """e^x - 1 where x is not positive."""
    return np.expm1(np.minimum(x, 0))


def logistic(x):
    power = np.exp(-np.abs(x))
    return np.where(x < 0, power, 1) / (1 + power)


ACTIVATIONS = {
    "linear": lambda x: x,
    "step": lambda x: (x > 0).astype(x.dtype),
    "sigmoid": logistic,
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "leakyRelu": lambda x: positive_or(x, 0.01 * x),
    "elu": lambda x: positive_or(x, minus_one_power(x)),
    "selu": lambda x: SELU_SCALE * positive_or(x, SELU_ALPHA * minus_one_power(x)),
    "gelu": lambda x: x * (1 + erf(x / math.sqrt(2))) / 2,
    "geluTanh": lambda x: x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))) / 2,
    "silu": lambda x: x * logistic(x),
    "softplus": lambda x: np.where(x > 20, x, np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))),
    "softsign": lambda x: x / (1 + np.abs(x)),
}


def network_outputs(x, prefix):
    """The outputs of one network, before what turns them into predictions."""
    layers = MODEL["spec"]["model"]["layers"]
    for i in range(len(layers) + 1):
        get = lambda name: TENSORS.get("%slayers.%d.%s" % (prefix, i, name))
        x = x @ get("weight").T.astype(np.float64) + get("bias")
        if get("norm.weight") is not None:
            mean, variance = get("norm.running_mean"), get("norm.running_var")
            if mean is None:
                mean, variance = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
            x = (x - mean) / np.sqrt(variance + EPSILON) * get("norm.weight") + get("norm.bias")
        if i < len(layers):
            x = ACTIVATIONS[layers[i]["activation"]](x)
    return x


def predict(columns):
    """Rows x targets in their units, or rows x classes with probabilities."""
    inputs = inputs_of(MODEL["preparation"], columns).astype(np.float32).astype(np.float64)
    return meaning_of([network_outputs(inputs, prefix) for prefix in PREFIXES], MODEL["preparation"])


# <pieces>


TENSORS, METADATA = read_npz(os.path.join(os.path.dirname(os.path.abspath(__file__)), FILE))
MODEL = described(METADATA)
PREFIXES = prefixes_of(TENSORS)
names = output_names(MODEL["preparation"])

if __name__ == "__main__":
    run_command(MODEL, predict, "Usage: python3 predict.py new.csv [--interval 0.9], or python3 predict.py --check")
