# The run's folder as Chainrule keeps it (docs/run-folder.md): dropped on its page, it opens as a run with its curve.
import datetime
import hashlib
import json
import os
import platform
import sys
import uuid

import numpy as np
import torch


class RunFolder:
    """`prefixes`: what the names of each network's tensors begin with in the model file."""

    def __init__(self, path, record, metadata, prefixes):
        os.makedirs(path, exist_ok=True)
        if os.path.exists(os.path.join(path, "run.json")):
            raise SystemExit("%s holds a run already; name another folder by --out." % path)
        self.path, self.record, self.metadata, self.prefixes = path, dict(record), metadata, prefixes
        self.kept = {}
        self.record.update(id=uuid.uuid4().hex, startedAt=_now(), endedAt=None)
        self.record["environment"] = dict(
            record["environment"],
            node="PyTorch " + torch.__version__,
            platform=sys.platform,
            arch=platform.machine() or "unknown",
            isa="PyTorch",
            threads=max(1, torch.get_num_threads()),
        )
        open(os.path.join(path, "history.jsonl"), "w").close()

    def add(self, line):
        with open(os.path.join(self.path, "history.jsonl"), "a", encoding="utf-8") as file:
            file.write(json.dumps(line, allow_nan=False) + "\n")

    def keep(self, number, state):
        """Writes the best weights: those of the network `number`, and of the networks before it."""
        own = {name: tensor for name, tensor in state.items() if not name.endswith("num_batches_tracked")}
        names = in_file_order(own)
        self.kept[number] = {self.prefixes[number] + name: own[name].detach().cpu().numpy().astype("<f4") for name in names}
        tensors = {name: array for one in sorted(self.kept) for name, array in self.kept[one].items()}
        numbers = hashlib.sha256()
        for array in tensors.values():
            numbers.update(np.ascontiguousarray(array).tobytes())
        self.record["fingerprint"] = numbers.hexdigest()
        path = os.path.join(self.path, "best.safetensors")
        write_safetensors(path + ".tmp", tensors, with_checksum(tensors, metadata_of_run(self.metadata)))
        os.replace(path + ".tmp", path)

    def close(self, **facts):
        self.record.update(facts, endedAt=_now())
        with open(os.path.join(self.path, "run.json"), "w", encoding="utf-8") as file:
            json.dump(self.record, file, ensure_ascii=False, indent=1)


def in_file_order(names):
    """Layer by layer: weight, bias, normalisation."""
    kinds = ("weight", "bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var")
    return sorted(names, key=lambda name: (int(name.split(".")[1]), kinds.index(name.split(".", 2)[2])))


def metadata_of_run(metadata):
    """What the run's own metadata says that is true of other weights, too."""
    kept = ("format", "formatVersion", "spec", "preparation", "classNames", "table", "baselines", "meanInputs")
    return dict({key: metadata[key] for key in kept if key in metadata}, metrics="null")


def with_checksum(tensors, metadata):
    """Chainrule opens no model file whose checksum is not that of its content (docs/model-format.md)."""
    content = hashlib.sha256()
    for name in sorted(tensors):
        content.update(("%s [%s]\n" % (name, ", ".join(map(str, tensors[name].shape)))).encode())
        content.update(np.ascontiguousarray(tensors[name]).tobytes())
    for key in sorted(metadata):
        if key != "checksum":
            content.update(("%s\n%s\n" % (key, metadata[key])).encode())
    return dict(metadata, checksum=content.hexdigest())


def _now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
