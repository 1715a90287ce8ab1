# model.py: a model that Chainrule trained, as a module of PyTorch (1.13 or newer, with NumPy). It reads the weights from the
# .safetensors file beside it.
#
#   python3 model.py new.csv    prints the predictions of a table's rows as CSV
#   python3 model.py new.csv --interval 0.9    and intervals, or sets of classes, that hold the truth in that share of rows
#   python3 model.py --check    compares with predictions that Chainrule made itself
#
# From a program: `from model import load, prepare, predict`. `predict({"column": [values], ...})` returns an array of rows x targets
# in the targets' units, or of rows x classes with probabilities. `load()` gives the network, which trains on like any other: its
# parameters have gradients, `train()` turns dropout and batch statistics on. `prepare(columns)` gives its inputs.
import os

import numpy as np
import torch

FILE = "model.safetensors"


def load(dtype=torch.float32):
    """The network with its weights; of an ensemble a ModuleList of all networks. Not yet in `train()`."""
    networks = [network_of(MODEL["spec"], TENSORS, prefix, dtype) for prefix in PREFIXES]
    return (networks[0] if PREFIXES == [""] else torch.nn.ModuleList(networks)).eval()


def prepare(columns):
    """Raw columns -> the network's inputs, a tensor of rows x inputs."""
    return torch.from_numpy(inputs_of(MODEL["preparation"], columns).astype(np.float32))


def predict(columns, network=None):
    """Rows x targets in their units, or rows x classes with probabilities. Without `network` by the weights of the file."""
    network = load() if network is None else network
    inputs = prepare(columns)
    members = network if isinstance(network, torch.nn.ModuleList) else [network]
    with torch.no_grad():
        return meaning_of([member(inputs).numpy() for member in members], MODEL["preparation"])


# <pieces>


TENSORS, METADATA = read_safetensors(os.path.join(os.path.dirname(os.path.abspath(__file__)), FILE))
MODEL = described(METADATA)
PREFIXES = prefixes_of(TENSORS)
names = output_names(MODEL["preparation"])

if __name__ == "__main__":
    run_command(MODEL, predict, "Usage: python3 model.py new.csv [--interval 0.9], or python3 model.py --check")
