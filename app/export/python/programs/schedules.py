# The learning rate of each step, and when training ends: Chainrule's schedules and rules (docs/spec.md).
import math


def _along_cosine(start, end, share):
    return end + (start - end) / 2 * (1 + math.cos(math.pi * share))


class Schedule:
    def __init__(self, training, steps_per_epoch):
        self.how, self.rate = training["schedule"], training["optimizer"]["learningRate"]
        self.epochs, self.steps = training["epochs"], steps_per_epoch
        self.scale, self.best, self.bad_epochs = 1.0, None, 0

    def rate_at(self, epoch, step):
        """Both count from 0; `step` within the epoch."""
        how, rate, kind = self.how, self.rate, self.how["type"]
        number, all_steps = epoch * self.steps + step, self.epochs * self.steps
        if kind == "step":
            return rate * how["factor"] ** (epoch // how["every"])
        if kind == "exponential":
            return rate * how["factor"] ** epoch
        if kind == "inverseTime":
            return rate / (1 + how["decay"] * epoch)
        if kind == "cosine":
            return _along_cosine(rate, how["minimum"], epoch / self.epochs)
        if kind == "warmupCosine":
            warmup = how["warmupEpochs"] * self.steps
            if number < warmup:
                return rate * ((number + 1) / warmup)
            return _along_cosine(rate, how["minimum"], (number - warmup) / max(all_steps - warmup, 1))
        if kind == "oneCycle":
            last, top = all_steps - 1, 0.3 * all_steps - 1
            if number <= top:
                return _along_cosine(rate / 25, rate, number / top)
            return _along_cosine(rate, rate / 25 / 1e4, min((number - top) / (last - top), 1))
        if kind == "reduceOnPlateau":
            return max(rate * self.scale, min(how["minimum"], rate))
        return rate

    def note(self, score, upwards):
        """After each epoch, for reduceOnPlateau."""
        if self.how["type"] != "reduceOnPlateau":
            return
        if self.best is None:
            better = True
        else:
            threshold = self.how["threshold"]
            better = score > self.best * (1 + threshold) if upwards else score < self.best * (1 - threshold)
        if better:
            self.best, self.bad_epochs = score, 0
            return
        self.bad_epochs += 1
        if self.bad_epochs > self.how["patience"]:
            self.scale, self.bad_epochs = self.scale * self.how["factor"], 0


class Ending:
    """Which epoch is the best, and whether one is the last."""

    def __init__(self, training, validates):
        self.training, self.stopping, self.validates = training, training["stopping"], validates
        self.best, self.since_best = None, 0

    def monitored(self, train_loss, validation_loss, score):
        """Lower is better."""
        kind = self.stopping["monitor"]
        if kind == "accuracy":
            return 1 - score
        if kind == "meanAbsoluteError":
            return score
        return validation_loss if kind == "loss" and self.validates else train_loss

    def note(self, epoch, monitored):
        """Whether the epoch is the best so far."""
        improved = self.best is None or monitored < self.best["loss"]
        if improved:
            self.best = {"epoch": epoch, "loss": monitored}
        self.since_best = 0 if improved else self.since_best + 1
        return improved

    def reason(self, epoch, train_loss, validation_loss, converged, seconds):
        """Why the epoch is the last; None where it is not."""
        of_training = self.stopping["monitor"] == "trainingLoss" or not self.validates
        loss = train_loss if of_training else validation_loss
        if self.stopping["targetLoss"] is not None and loss <= self.stopping["targetLoss"]:
            return "targetLoss"
        if converged:
            return "converged"
        if epoch >= self.training["epochs"]:
            return "epochs"
        if self.training["patience"] > 0 and self.since_best >= self.training["patience"]:
            return "patience"
        return "timeLimit" if self.stopping["seconds"] is not None and seconds >= self.stopping["seconds"] else None
