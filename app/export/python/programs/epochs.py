# The training itself: epochs of steps over mini-batches, shared out to all processes. Process r of n takes every n-th row of a batch,
# from the r-th on; DistributedDataParallel adds their gradients, so that the step is that of one process up to rounding. (Batch
# normalisation takes the statistics of a process's own share.)
import math
import time

import numpy as np
import torch
import torch.distributed as dist


class CountedDropout(torch.nn.Module):
    """Dropout by Chainrule's own random numbers: the same outputs are left out."""

    def __init__(self, share, layer, seed, place):
        super().__init__()
        self.share, self.layer, self.seed, self.place = share, layer, seed, place

    def forward(self, x):
        if not self.training or self.share == 0:
            return x
        step, rows = self.place["step"], self.place["rows"]
        factors = dropout_factors(self.seed, step, self.layer, rows, x.shape[1], self.share)
        return x * torch.from_numpy(factors).to(x)


class Trainer:
    def __init__(self, model, network, rows, device):
        self.spec, self.training, self.device = model["spec"], model["spec"]["training"], device
        self.rows = {part: tuple(one.to(device) for one in tensors) for part, tensors in rows.items()}
        self.rank, self.processes = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
        self.network, self.place = network.to(device), {"step": 0, "rows": None}
        for i, layer in enumerate(network.layers):
            layer.dropout = CountedDropout(layer.dropout.p, i, self.spec["seed"], self.place)
        parallel = torch.nn.parallel.DistributedDataParallel
        self.shared = parallel(network) if self.processes > 1 else network
        self.task, self.seconds = self.spec["data"]["task"], 0.0
        self.loss = loss_of(self.training, self.task)
        count, size = len(self.rows["train"][0]), self.training["batchSize"]
        self.batch = count if size == "full" else min(size, count)
        self.steps_per_epoch = math.ceil(count / self.batch)
        self.step = Step(self.training, network)
        self.schedule = Schedule(self.training, self.steps_per_epoch)
        self.ending = Ending(self.training, len(self.rows["validation"][0]) > 0)

    def run(self, finished, improved):
        """Trains; calls finished(line of the history) after each epoch, improved() at each best one. Returns how it ended."""
        began, epoch = time.monotonic(), 0
        while True:
            train_loss, rate = self._epoch(epoch)
            validation_loss, score = self._validate()
            epoch += 1
            monitored = self.ending.monitored(train_loss, validation_loss, score)
            known = [train_loss, monitored] + ([validation_loss] if self.ending.validates else [])
            self.seconds = self._sum(time.monotonic() - began) / self.processes
            if not all(math.isfinite(one) for one in known):
                return self._end("diverged", "diverged", epoch - 1)
            if self.ending.note(epoch, monitored):
                improved()
            upwards = self.training["stopping"]["monitor"] == "accuracy"
            self.schedule.note(1 - monitored if upwards else monitored, upwards)
            validates = self.ending.validates
            finished(
                {
                    "epoch": epoch,
                    "trainLoss": train_loss,
                    "validationLoss": validation_loss if validates else None,
                    "learningRate": rate,
                    "validationScore": score if validates else None,
                }
            )
            reason = self.ending.reason(epoch, train_loss, validation_loss, self._converged(), self.seconds)
            if reason is not None:
                return self._end("finished", reason, epoch)

    def _end(self, state, reason, epoch):
        step, best = self.place["step"], self.ending.best
        return {"state": state, "reason": reason, "epoch": epoch, "step": step, "seconds": self.seconds, "best": best}

    def _epoch(self, epoch):
        """The weighted mean of the losses, each of before its step, and the last learning rate."""
        count = len(self.rows["train"][0])
        order = np.arange(count) if self.steps_per_epoch == 1 else epoch_order(self.spec["seed"], epoch, count)
        self.shared.train()
        loss_sum, weight_sum, rate = 0.0, 0.0, 0.0
        for step in range(self.steps_per_epoch):
            rate = self.schedule.rate_at(epoch, step)
            rows = order[step * self.batch: (step + 1) * self.batch]
            self.place["step"] += 1
            own, weight = self._take_step(rows, rate)
            loss_sum += own
            weight_sum += weight
        return self._sum(loss_sum) / weight_sum if weight_sum > 0 else 0.0, rate

    def _take_step(self, rows, rate):
        """Returns the sum of this process's losses, and the weight of the whole batch."""
        places = np.arange(self.rank, len(rows), self.processes)
        has_none = len(places) == 0
        places = np.zeros(1, dtype=np.int64) if has_none else places
        self.place["rows"] = places
        inputs, targets, weights = (one[torch.from_numpy(rows[places])] for one in self.rows["train"])
        total = float(self.rows["train"][2][torch.from_numpy(rows)].double().sum())
        first = []

        def loss_and_gradient():
            self.network.zero_grad()
            losses = self.loss(self.shared(inputs), targets) * (weights * 0 if has_none else weights)
            # The mean over the processes of these gradients is the gradient of the batch's mean loss.
            mean = losses.sum() * (self.processes / total if total > 0 else 0.0)
            mean.backward()
            first.append(float(losses.detach().double().sum()))
            return self._mean_of(mean.detach())

        self.step.take(loss_and_gradient, rate)
        return first[0], total

    def _mean_of(self, loss):
        if self.processes > 1:
            dist.all_reduce(loss)
            loss /= self.processes
        return loss

    @torch.no_grad()
    def _validate(self):
        """The weighted mean of the losses and the mean of the scores."""
        if not self.ending.validates:
            return float("nan"), float("nan")
        self.network.eval()
        inputs, targets, weights = (one[self.rank:: self.processes] for one in self.rows["validation"])
        outputs = self.network(inputs)
        losses = (self.loss(outputs, targets) * weights).double().sum()
        scores = score_of(self.task, self.training["loss"], outputs, targets).double().sum()
        all_weights = self.rows["validation"][2].double().sum()
        return self._sum(losses) / float(all_weights), self._sum(scores) / len(self.rows["validation"][0])

    def _sum(self, number):
        """Over all processes."""
        total = torch.tensor(float(number), dtype=torch.float64, device=self.device)
        if self.processes > 1:
            dist.all_reduce(total)
        return float(total)

    def _converged(self):
        """Of L-BFGS: no element of the gradient is larger than its tolerance."""
        how = self.training["optimizer"]
        if how["type"] != "lbfgs":
            return False
        state = self.step.optimizer.state[self.step.optimizer._params[0]]
        moved = state.get("t") is None or float((state["d"] * state["t"]).abs().max()) > how["changeTolerance"]
        largest = max(float(p.grad.abs().max()) for p in self.step.parameters)
        return largest <= how["gradientTolerance"] or not moved
