# A model's .npz file: the tensors by name, and the metadata of the model file.
import json

import numpy as np


def read_npz(path):
    with np.load(path, allow_pickle=False) as file:
        metadata = json.loads(bytes(file["metadata.json"]).decode("utf-8"))
        return {name: file[name] for name in file.files if name != "metadata.json"}, metadata
