# The losses, each as the loss of every row, a mean over its outputs: Chainrule's formulas (docs/spec.md). Targets are rows x outputs,
# for several classes the index of the class.
import math

import torch
import torch.nn.functional as F


def _log_cosh(error):
    size = error.abs()
    return size + F.softplus(-2 * size) - math.log(2)


def _quantile(error, share):
    """`error` is target - output."""
    zero = torch.zeros_like(error)
    return torch.where(error > 0, share * error, torch.where(error < 0, (share - 1) * error, zero))


def _binary_focal(z, y, focusing):
    agreement = (2 * y - 1) * z
    return torch.exp(focusing * F.logsigmoid(-agreement)) * -F.logsigmoid(agreement)


def _categorical_focal(z, y, focusing):
    logs = F.log_softmax(z, dim=1)
    own = F.one_hot(y, z.shape[1]).bool()
    of_others = torch.logsumexp(logs.masked_fill(own, -math.inf), dim=1)
    return torch.exp(focusing * of_others) * -logs.gather(1, y[:, None])[:, 0]


def loss_of(training, task):
    """The function (outputs, targets) -> loss of each row."""
    settings = training["lossSettings"]
    smoothing, focusing = settings["labelSmoothing"], settings["focusing"]
    numbers = {
        "meanSquaredError": lambda z, y: (z - y) ** 2,
        "meanAbsoluteError": lambda z, y: (z - y).abs(),
        "huber": lambda z, y: F.huber_loss(z, y, reduction="none", delta=settings["delta"]),
        "logCosh": lambda z, y: _log_cosh(z - y),
        "quantile": lambda z, y: _quantile(y - z, settings["quantile"]),
        "poisson": lambda z, y: torch.exp(z) - y * z,
        "binaryCrossEntropy": lambda z, y: F.binary_cross_entropy_with_logits(
            z, y * (1 - smoothing) + smoothing / 2, reduction="none"
        ),
        "hinge": lambda z, y: torch.relu(1 - (2 * y - 1) * z),
        "focal": lambda z, y: _binary_focal(z, y, focusing),
    }
    classes = {
        "categoricalCrossEntropy": lambda z, y: F.cross_entropy(z, y, reduction="none", label_smoothing=smoothing),
        "hinge": lambda z, y: F.multi_margin_loss(z, y, reduction="none"),
        "focal": lambda z, y: _categorical_focal(z, y, focusing),
    }
    if task == "multiclass":
        return classes[training["loss"]]
    of_output = numbers[training["loss"]]
    return lambda z, y: of_output(z, y).mean(dim=1)


def score_of(task, loss, z, y):
    """For each row 1 or 0 (right or wrong), of numbers the mean absolute error in the network's scale."""
    if task == "multiclass":
        return (z.argmax(dim=1) == y).to(z.dtype)
    if task == "binary":
        return ((z > 0) == (y > 0.5)).to(z.dtype).mean(dim=1)
    return ((torch.exp(z) if loss == "poisson" else z) - y).abs().mean(dim=1)
