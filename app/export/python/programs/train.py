# train.py: a training of Chainrule's as a program of PyTorch (1.13 or newer, with NumPy): the same rows, preparation, network, initial
# weights, order of rows, dropout, loss, optimizer and schedule, so that it follows the same loss curve up to rounding. What it writes is
# a run's folder: dropped on Chainrule's page, it opens as a run.
#
#   python3 train.py table.csv --out run                              one process
#   torchrun --nproc_per_node 2 train.py table.csv --out run          several, with DistributedDataParallel
#   RANK=0 WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=29500 python3 train.py table.csv --out run     the same by hand
#
# Several processes share each batch. With batch normalisation each takes the statistics of its own share, so that their curve is not
# that of one process.
import argparse
import json
import os
import sys

import numpy as np
import torch
import torch.distributed as dist

FILE = "model.start.npz"


def main():
    options = read_options()
    device = device_of(options.device)
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    metadata, tensors, rows = load_start(os.path.join(os.path.dirname(os.path.abspath(__file__)), FILE))
    model, run = described(metadata), json.loads(metadata.pop("run"))
    if options.epochs is not None:
        model["spec"]["training"]["epochs"] = run["ending"]["epochs"] = options.epochs
        metadata["spec"] = json.dumps(model["spec"], ensure_ascii=False)
    run["record"]["spec"] = model["spec"]
    model["spec"] = dict(model["spec"], training=dict(model["spec"]["training"], **run["ending"]))
    dtype = torch.float64 if model["spec"]["training"]["precision"] == "float64" else torch.float32
    rows_of = rows_of_table(options.table, model, run, rows["rows."]["train"], dtype)
    leads = not dist.is_initialized() or dist.get_rank() == 0
    networks = run["networks"]
    ensemble = "ensemble" in model["spec"]["training"]
    prefixes = ["members.%d." % number for number in range(len(networks))] if ensemble else [""]
    folder = RunFolder(options.out, run["record"], metadata, prefixes) if leads else None
    ended = []
    for number, one in enumerate(networks):
        network = network_of(model["spec"], tensors, one["weights"], dtype)
        own = dict(model, spec=dict(model["spec"], seed=one["seed"]))
        trainer = Trainer(own, network, rows_of(rows[one["rows"]]), device)
        place = (number, len(networks)) if ensemble else None
        ended.append(train_one(trainer, network, folder, place))
    if leads:
        facts = facts_of(ended)
        folder.close(**facts)
        print("%s after epoch %d; the run is in %s" % (facts["reason"], facts["epoch"], options.out))
    if dist.is_initialized():
        leave_together()


def train_one(trainer, network, folder, place):
    """Trains a network; `folder` keeps its epochs and its best weights, where this process has it. `place`: of an ensemble the number of
    the network, and how many there are. Returns how it ended."""
    number, count = place or (0, 1)
    first = {name: tensor.clone() for name, tensor in network.state_dict().items()}

    def finished(line):
        if folder is None:
            return
        folder.add(line if place is None else dict(line, member=number))
        shown = "epoch %(epoch)d  training loss %(trainLoss).6g  validation loss %(validationLoss)s" % line
        print(shown if place is None else "network %d of %d  %s" % (number + 1, count, shown), flush=True)

    def improved():
        if folder is not None:
            folder.keep(number, network.state_dict())

    facts = trainer.run(finished, improved)
    if place is not None and facts["best"] is None and folder is not None:
        folder.keep(number, first)
    return facts


def facts_of(ended):
    """How a run ended, from how its networks did: those of an ensemble as Chainrule tells it."""
    if len(ended) == 1:
        return ended[0]
    diverged = any(one["state"] == "diverged" for one in ended)
    early = [one["reason"] for one in ended if one["reason"] != "epochs"]
    bests = [one["best"] for one in ended if one["best"] is not None]
    epochs = sorted(best["epoch"] for best in bests)
    return {
        "state": "diverged" if diverged else "finished",
        "reason": "diverged" if diverged else (early or ["epochs"])[0],
        "epoch": max(one["epoch"] for one in ended),
        "step": sum(one["step"] for one in ended),
        "seconds": sum(one["seconds"] for one in ended),
        "best": {"epoch": epochs[(len(epochs) - 1) // 2], "loss": sum(best["loss"] for best in bests) / len(bests)} if bests else None,
    }


def leave_together():
    """Ends the process at once: gloo's destructors wait, sometimes for ever, for processes that have gone already."""
    dist.barrier()
    sys.stdout.flush()
    os._exit(0)


def read_options():
    parser = argparse.ArgumentParser(description="Trains a network as Chainrule did.")
    parser.add_argument("table", help="the table that the run was trained on")
    parser.add_argument("--out", default="run", help="folder of the new run")
    parser.add_argument("--epochs", type=int, help="the most epochs, instead of those of the run")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    return parser.parse_args()


def device_of(name):
    return torch.device(name, int(os.environ.get("LOCAL_RANK", "0"))) if name == "cuda" else torch.device(name)


def load_start(path):
    """The metadata, the initial weights, and the numbers of the rows: `rows.` and of an ensemble `folds.0.`, ..., each with its parts."""
    arrays, metadata = read_npz(path)
    rows, tensors = {}, {}
    for name, array in arrays.items():
        if name.startswith(("rows.", "folds.")):
            place, part = name.rsplit(".", 1)
            rows.setdefault(place + ".", {})[part] = array.astype(np.int64)
        else:
            tensors[name] = array
    return metadata, tensors, rows


# <pieces>


if __name__ == "__main__":
    main()
