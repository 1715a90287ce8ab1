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
    network = network_of(model["spec"], tensors, dtype=dtype)
    trainer = Trainer(model, network, training_rows(options.table, model, run, rows, dtype), device)
    leads = trainer.rank == 0
    folder = RunFolder(options.out, run["record"], metadata, list(tensors)) if leads else None

    def finished(line):
        if leads:
            folder.add(line)
            print("epoch %(epoch)d  training loss %(trainLoss).6g  validation loss %(validationLoss)s" % line, flush=True)

    def improved():
        if leads:
            folder.keep(network.state_dict())

    facts = trainer.run(finished, improved)
    if leads:
        folder.close(**facts)
        print("%s after epoch %d; the run is in %s" % (facts["reason"], facts["epoch"], options.out))
    if dist.is_initialized():
        leave_together()


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
    """The metadata, the initial weights, and the numbers of the rows of each part."""
    arrays, metadata = read_npz(path)
    rows = {name[5:]: array.astype(np.int64) for name, array in arrays.items() if name.startswith("rows.")}
    return metadata, {name: array for name, array in arrays.items() if not name.startswith("rows.")}, rows


# <pieces>


if __name__ == "__main__":
    main()
