# keras_model.py: a model that Chainrule trained, as layers of Keras 3 (with NumPy). It reads the weights from the .npz file beside it.
#
#   python3 keras_model.py new.csv    prints the predictions of a table's rows as CSV
#   python3 keras_model.py new.csv --interval 0.9    and intervals, or sets of classes, that hold the truth in that share of rows
#   python3 keras_model.py --check    compares with predictions that Chainrule made itself
#
# From a program: `from keras_model import build, prepare, predict`. `build()` gives a keras.Sequential with the weights, which can be
# compiled and trained on; its outputs are before what turns them into predictions (a sigmoid, a softmax, the target's units).
import json
import os

import keras
import numpy as np

FILE = "model.npz"

EPSILON = 1e-5


def activation_of(name):
    """The layer of an activation."""
    if name == "leakyRelu":
        return keras.layers.LeakyReLU(negative_slope=0.01)
    if name == "geluTanh":
        return keras.layers.Activation(lambda x: keras.activations.gelu(x, approximate=True))
    if name == "step":
        return keras.layers.Activation(lambda x: keras.ops.cast(x > 0, x.dtype))
    return keras.layers.Activation(name)


def build(prefix=None):
    """The network with its weights; of an ensemble the first, or that of another prefix."""
    prefix = PREFIXES[0] if prefix is None else prefix
    specs = MODEL["spec"]["model"]["layers"] + [MODEL["spec"]["model"]["output"]]
    layers, weights = [keras.Input((TENSORS[prefix + "layers.0.weight"].shape[1],))], []
    for i, spec in enumerate(specs):
        get = lambda name: TENSORS.get("%slayers.%d.%s" % (prefix, i, name))
        layers.append(keras.layers.Dense(len(get("bias")), use_bias=spec["bias"]))
        weights.append((layers[-1], [get("weight").T] + ([get("bias")] if spec["bias"] else [])))
        if get("norm.running_mean") is not None:
            layers.append(keras.layers.BatchNormalization(epsilon=EPSILON, momentum=0.9))
            names = ("norm.weight", "norm.bias", "norm.running_mean", "norm.running_var")
            weights.append((layers[-1], [get(name) for name in names]))
        elif get("norm.weight") is not None:
            layers.append(keras.layers.LayerNormalization(epsilon=EPSILON))
            weights.append((layers[-1], [get("norm.weight"), get("norm.bias")]))
        layers.append(activation_of(spec.get("activation", "linear")))
        if spec.get("dropout", 0) > 0:
            layers.append(keras.layers.Dropout(spec["dropout"]))
    network = keras.Sequential(layers)
    for layer, arrays in weights:
        layer.set_weights(arrays)
    return network


def prepare(columns):
    """Raw columns -> the network's inputs, rows x inputs."""
    return inputs_of(MODEL["preparation"], columns).astype(np.float32)


def predict(columns):
    """Rows x targets in their units, or rows x classes with probabilities."""
    inputs = prepare(columns)
    outputs = [np.asarray(build(prefix).predict(inputs, verbose=0)) for prefix in PREFIXES]
    return meaning_of(outputs, MODEL["preparation"])


# <pieces>


TENSORS, METADATA = read_npz(os.path.join(os.path.dirname(os.path.abspath(__file__)), FILE))
MODEL = described(METADATA)
PREFIXES = prefixes_of(TENSORS)
names = output_names(MODEL["preparation"])

if __name__ == "__main__":
    run_command(MODEL, predict, "Usage: python3 keras_model.py new.csv [--interval 0.9], or python3 keras_model.py --check")
