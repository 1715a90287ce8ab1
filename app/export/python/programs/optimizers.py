# The optimizers: PyTorch's own where they are defined as Chainrule's are, else the step is written here. Decay and penalties are the
# same for all, and apply to weights; to biases and normalisation only with `decayBiases`.
import math

import torch


class Steps(torch.optim.Optimizer):
    """Calls rule(weight, gradient, state, settings) for each parameter; `state` begins with step 1."""

    def __init__(self, parameters, rule, settings):
        super().__init__(parameters, {"lr": settings["learningRate"]})
        self.rule, self.settings = rule, settings

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group["params"]:
                state = self.state[weight]
                state["step"] = state.get("step", 0) + 1
                self.rule(weight, weight.grad, state, group["lr"], self.settings)


def _kept(state, name, weight):
    return state.setdefault(name, torch.zeros_like(weight))


def _momentum(weight, gradient, state, rate, how):
    share = 1 if state["step"] == 1 else 1 - how.get("dampening", 0)
    velocity = _kept(state, "velocity", weight)
    velocity.mul_(how["momentum"]).add_(gradient, alpha=share)
    nesterov = how["type"] == "nesterov"
    weight.sub_(rate * (gradient + how["momentum"] * velocity if nesterov else velocity))


def _rms_prop(weight, gradient, state, rate, how):
    square, velocity = _kept(state, "square", weight), _kept(state, "velocity", weight)
    square.mul_(how["rho"]).addcmul_(gradient, gradient, value=1 - how["rho"])
    variance = square
    if how["centered"]:
        mean = _kept(state, "mean", weight)
        mean.lerp_(gradient, 1 - how["rho"])
        # Rounding may make it negative, which PyTorch's own does not catch.
        variance = (square - mean * mean).clamp_(min=0)
    velocity.mul_(how["momentum"]).add_(gradient / (variance.sqrt() + how["epsilon"]))
    weight.sub_(rate * velocity)


def _uncorrected_adam(weight, gradient, state, rate, how):
    mean, square = _kept(state, "mean", weight), _kept(state, "square", weight)
    mean.lerp_(gradient, 1 - how["beta1"])
    square.mul_(how["beta2"]).addcmul_(gradient, gradient, value=1 - how["beta2"])
    if how["type"] == "amsGrad":
        greatest = _kept(state, "greatest", weight)
        square = torch.maximum(greatest, square, out=greatest)
    weight.sub_(rate * mean / (square.sqrt() + how["epsilon"]))


def _n_adam(weight, gradient, state, rate, how):
    """PyTorch's own keeps the product of the momenta in float32 (1.13)."""
    mean, square, t = _kept(state, "mean", weight), _kept(state, "square", weight), state["step"]
    mean.lerp_(gradient, 1 - how["beta1"])
    square.mul_(how["beta2"]).addcmul_(gradient, gradient, value=1 - how["beta2"])
    momentum, following = (how["beta1"] * (1 - 0.5 * 0.96 ** (k * how["momentumDecay"])) for k in (t, t + 1))
    product = state["product"] = state.get("product", 1.0) * momentum
    root = square.sqrt() / math.sqrt(1 - how["beta2"] ** t) + how["epsilon"]
    along = (1 - momentum) / (1 - product) * gradient + following / (1 - product * following) * mean
    weight.sub_(rate * along / root)


def _lion(weight, gradient, state, rate, how):
    mean = _kept(state, "mean", weight)
    weight.sub_(rate * torch.sign(mean + (1 - how["beta1"]) * (gradient - mean)))
    mean.lerp_(gradient, 1 - how["beta2"])


def optimizer_of(how, parameters):
    kind, rate = how["type"], how["learningRate"]
    betas = (how.get("beta1"), how.get("beta2"))
    usual = {"lr": rate, "weight_decay": 0}
    adam = dict(usual, betas=betas, eps=how.get("epsilon"))
    own = {"momentum": _momentum, "nesterov": _momentum, "rmsProp": _rms_prop, "nAdam": _n_adam, "lion": _lion}
    if how.get("biasCorrection") is False:
        return Steps(parameters, _uncorrected_adam, how)
    if kind in own:
        return Steps(parameters, own[kind], how)
    if kind == "sgd":
        return torch.optim.SGD(parameters, **usual)
    if kind == "adaGrad":
        start = {"lr_decay": how["learningRateDecay"], "initial_accumulator_value": how["initialAccumulator"]}
        return torch.optim.Adagrad(parameters, eps=how["epsilon"], **start, **usual)
    if kind == "adaDelta":
        return torch.optim.Adadelta(parameters, rho=how["rho"], eps=how["epsilon"], **usual)
    if kind in ("adam", "adamW", "amsGrad"):
        return torch.optim.Adam(parameters, amsgrad=kind == "amsGrad", **adam)
    if kind == "rAdam":
        return torch.optim.RAdam(parameters, **adam)
    if kind == "adaMax":
        return torch.optim.Adamax(parameters, **adam)
    if kind == "rProp":
        etas, sizes = (how["etaMinus"], how["etaPlus"]), (how["stepMin"], how["stepMax"])
        return torch.optim.Rprop(parameters, lr=rate, etas=etas, step_sizes=sizes)
    return torch.optim.LBFGS(
        parameters,
        lr=rate,
        max_iter=1,
        max_eval=100,
        history_size=how["historySize"],
        tolerance_grad=how["gradientTolerance"],
        tolerance_change=how["changeTolerance"],
        line_search_fn="strong_wolfe" if how["lineSearch"] == "strongWolfe" else None,
    )


class Step:
    """One step: limits of the gradient, penalties, decay, the optimizer, the limit of each unit's weights."""

    def __init__(self, training, network):
        self.how, self.regular = training["optimizer"], training["regularization"]
        self.parameters = [p for p in network.parameters() if p.requires_grad]
        self.weights = [layer.weight for layer in network.layers]
        self.decayed = self.parameters if self.regular["decayBiases"] else self.weights
        self.optimizer = optimizer_of(self.how, self.parameters)
        self.decoupled = self.how["type"] in ("adamW", "lion")

    def take(self, loss_and_gradient, rate):
        """`loss_and_gradient` sets the gradients and returns the mean loss of the batch."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        if self.how["type"] == "lbfgs":
            return self.optimizer.step(lambda: self._penalised(loss_and_gradient()))
        loss_and_gradient()
        self._limit_gradient()
        self._penalise(rate)
        self.optimizer.step()
        self._limit_weights()

    def _limit_gradient(self):
        value, norm = self.regular["clipValue"], self.regular["clipNorm"]
        if value is not None:
            torch.nn.utils.clip_grad_value_(self.parameters, value)
        if norm is not None:
            torch.nn.utils.clip_grad_norm_(self.parameters, norm)

    @torch.no_grad()
    def _penalise(self, rate):
        decay = self.how.get("weightDecay", 0)
        decoupled = self.regular["decoupledDecay"] + (decay if self.decoupled else 0)
        if self.how["type"] == "adaGrad":
            rate = rate / (1 + self._steps_taken() * self.how["learningRateDecay"])
        for weight in self.decayed:
            if decay and not self.decoupled:
                weight.grad.add_(weight, alpha=decay)
            if self.regular["l1"]:
                weight.grad.add_(torch.sign(weight), alpha=self.regular["l1"])
            if decoupled:
                weight.mul_(1 - rate * decoupled)

    def _steps_taken(self):
        return int(self.optimizer.state[self.weights[0]]["step"])

    def _penalised(self, loss):
        """For L-BFGS, whose line search has to see the penalty."""
        decay = self.how["weightDecay"]
        for weight in self.decayed if decay else []:
            weight.grad.add_(weight.detach(), alpha=decay)
            loss = loss + decay / 2 * (weight.detach() ** 2).sum()
        return loss

    @torch.no_grad()
    def _limit_weights(self):
        most = self.regular["maxNorm"]
        for weight in self.weights if most is not None else []:
            norms = weight.norm(dim=1, keepdim=True)
            weight.mul_(torch.where(norms > most, most / norms, torch.ones_like(norms)))
