# The network as a module of PyTorch, with the tensors' names of the model file: dense, normalisation, activation, dropout.
import torch
import torch.nn.functional as F

ACTIVATIONS = {
    "linear": lambda x: x,
    "step": lambda x: (x > 0).to(x.dtype),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leakyRelu": lambda x: F.leaky_relu(x, 0.01),
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "softplus": F.softplus,
    "softsign": F.softsign,
}


class BatchNorm(torch.nn.BatchNorm1d):
    """As PyTorch's, but a batch may have a single row: its variance is 0."""

    def forward(self, z):
        if not self.training or len(z) > 1:
            return super().forward(z)
        with torch.no_grad():
            self.running_mean.lerp_(z[0], self.momentum)
            self.running_var.mul_(1 - self.momentum)
        return z * 0 * self.weight + self.bias


NORMALIZATIONS = {"batch": BatchNorm, "layer": torch.nn.LayerNorm}


class Layer(torch.nn.Linear):
    def __init__(self, inputs, units, spec):
        super().__init__(inputs, units)
        # Without a bias it is 0 and stays so.
        self.bias.requires_grad_(spec["bias"])
        make = NORMALIZATIONS.get(spec.get("normalization"))
        self.norm = make(units) if make else None
        self.activation = spec.get("activation", "linear")
        self.dropout = torch.nn.Dropout(spec.get("dropout", 0))

    def forward(self, x):
        z = super().forward(x)
        z = self.norm(z) if self.norm is not None else z
        return self.dropout(ACTIVATIONS[self.activation](z))


class Network(torch.nn.Module):
    """Prepared inputs [rows, inputs] -> outputs [rows, outputs], before what turns them into predictions."""

    def __init__(self, spec, widths):
        super().__init__()
        specs = spec["model"]["layers"] + [spec["model"]["output"]]
        self.layers = torch.nn.ModuleList(Layer(*pair, layer) for pair, layer in zip(zip(widths, widths[1:]), specs))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def network_of(spec, tensors, prefix="", dtype=torch.float32):
    """A network with the weights of `tensors`, NumPy arrays by name."""
    count = len(spec["model"]["layers"]) + 1
    weights = [tensors["%slayers.%d.weight" % (prefix, i)] for i in range(count)]
    network = Network(spec, [weights[0].shape[1]] + [weight.shape[0] for weight in weights]).to(dtype)
    own = {name[len(prefix):]: torch.from_numpy(array) for name, array in tensors.items() if name.startswith(prefix)}
    missing, unknown = network.load_state_dict(own, strict=False)
    problems = [name for name in missing if not name.endswith("num_batches_tracked")] + list(unknown)
    if problems:
        raise ValueError("The file does not fit the network: " + ", ".join(problems))
    return network
