"""Writes the files of this folder, and what Keras itself predicts with them, as golden.json. Run here with Keras 3 (written by 3.15.1 with jax):

    KERAS_BACKEND=jax python3 write.py

Keras 3 wrote all of them but keras2.h5 and keras2_13.keras: those have the layouts of Keras 2 (names of weights that end in ":0", batch_input_shape,
inbound_nodes as lists; and `_layer_checkpoint_dependencies` of 2.13), put together here by hand after its source. Keras 3 opens the first, and
predicts with it; it does not open the second (it reads no lists of axes), whose predictions are those of the model whose weights it holds.
"""

import io
import json
import zipfile

import h5py
import keras
import numpy as np
from keras import layers

random = np.random.default_rng(7)


def shaken(model):
    """Every weight is another number, so that none can be missed or taken for another."""
    for weight in model.weights:
        if "count" in weight.path or "seed" in weight.path:
            continue
        low = 0.4 if "variance" in weight.path or "gamma" in weight.path else -0.9
        weight.assign(random.uniform(low, 0.9, weight.shape).astype("float32"))
    for layer in model.layers:
        if isinstance(layer, layers.Normalization):
            layer.finalize_state()
    return model


def classifier():
    """Numbers are scaled at the front; normalised behind an activation and before one; classes come out."""
    normalization = layers.Normalization()
    normalization.adapt(random.normal(5, 3, (50, 4)))
    return shaken(
        keras.Sequential(
            [
                keras.Input((4,), name="measured"),
                normalization,
                layers.Dense(6, activation="relu"),
                layers.BatchNormalization(),
                layers.Dropout(0.3),
                layers.Dense(5, use_bias=False),
                layers.BatchNormalization(center=False),
                layers.Activation("tanh"),
                layers.Dense(3, activation="softmax", name="species"),
            ]
        )
    )


def activations():
    names = ["elu", "selu", "gelu", "silu", "tanh", "sigmoid", "softplus", "softsign", "linear"]
    stack = [keras.Input((3,))]
    for name in names:
        stack.append(layers.Dense(4, activation=name))
    for own in [layers.ReLU(), layers.LeakyReLU(negative_slope=0.01), layers.ELU(), layers.Activation("swish")]:
        stack += [layers.Dense(4), own]
    return shaken(keras.Sequential([*stack, layers.Dense(2, name="out")]))


def functional():
    """A chain that was made by calling layers: two of the normalisations stand behind dense layers, one behind an activation."""
    x = given = keras.Input((3,), name="given")
    x = layers.Dense(5, name="first")(x)
    x = layers.LayerNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.LayerNormalization(epsilon=1e-6, scale=False)(x)
    x = layers.GaussianNoise(0.1)(x)
    x = layers.Dense(4, activation="gelu", name="dense")(x)
    x = layers.BatchNormalization(scale=False)(x)
    x = layers.ReLU()(x)
    return shaken(keras.Model(given, layers.Dense(1, activation="sigmoid", name="chance")(x)))


def picture():
    return shaken(
        keras.Sequential(
            [
                keras.Input((3, 2), name="picture"),
                layers.Rescaling(1 / 8, offset=-0.5),
                layers.Flatten(),
                layers.Dense(4, activation="relu"),
                layers.Dense(2, activation="sigmoid", name="marks"),
            ]
        )
    )


def written(group, model, name_of):
    """`model_weights` of an .h5 file."""
    group.attrs["layer_names"] = [layer.name.encode() for layer in model.layers]
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = b"2.15.0"
    for layer in model.layers:
        own = group.create_group(layer.name)
        weights = layer.trainable_weights + layer.non_trainable_weights
        own.attrs["weight_names"] = [name_of(layer, weight).encode() for weight in weights]
        for weight in weights:
            own.create_dataset(name_of(layer, weight), data=np.array(weight))


def keras2_layers(x, nested):
    """The layers of `keras2` as Keras 2 writes them; `nested`: as in its .keras files, with their modules."""
    hidden = {"units": 5, "activation": "relu", "use_bias": True, "dtype": "float32", "trainable": True}
    batch = {"axis": [1], "momentum": 0.99, "epsilon": 0.001, "center": True, "scale": True, "dtype": "float32"}
    out = {"units": 1, "activation": "linear", "use_bias": True, "dtype": "float32", "trainable": True}
    start = {"batch_input_shape": [None, 4], "dtype": "float32", "sparse": False, "ragged": False}
    leaky = {"alpha": 0.009999999776482582, "dtype": "float32"}
    kinds = [
        ("InputLayer", "input_1", start),
        ("Dense", "hidden", hidden),
        ("BatchNormalization", "batch_normalization", batch),
        ("Dense", "dense_7", {**hidden, "activation": "linear"}),
        ("LeakyReLU", "leaky_re_lu", leaky),
        ("Dense", "dense_8", out),
    ]
    listed, before = [], None
    for kind, name, config in kinds:
        layer = {"class_name": kind, "config": {"name": name, **config}}
        if x:
            layer |= {"name": name, "inbound_nodes": [] if before is None else [[[before, 0, 0, {}]]]}
        if nested:
            layer |= {"module": "keras.layers", "registered_name": None}
        listed.append(layer)
        before = name
    return listed


def keras2():
    return shaken(
        keras.Sequential(
            [
                keras.Input((4,), name="input_1"),
                layers.Dense(5, activation="relu", name="hidden"),
                layers.BatchNormalization(name="batch_normalization"),
                layers.Dense(5, name="dense_7"),
                layers.LeakyReLU(negative_slope=0.01, name="leaky_re_lu"),
                layers.Dense(1, name="dense_8"),
            ]
        )
    )


def write_keras2_h5(model, file):
    listed = keras2_layers(True, nested=False)
    ends = {"input_layers": [["input_1", 0, 0]], "output_layers": [["dense_8", 0, 0]]}
    config = {"class_name": "Functional", "config": {"name": "model", "trainable": True, "layers": listed, **ends}}
    with h5py.File(file, "w") as h5:
        h5.attrs["backend"] = b"tensorflow"
        h5.attrs["keras_version"] = b"2.15.0"
        h5.attrs["model_config"] = json.dumps(config).encode()
        written(h5.create_group("model_weights"), model, lambda layer, weight: f"{layer.name}/{weight.name}:0")


def write_keras2_13(model, file):
    config = {"name": "sequential", "layers": keras2_layers(False, nested=True)}
    whole = {"module": "keras", "class_name": "Sequential", "config": config, "registered_name": None}
    room, content = "_layer_checkpoint_dependencies", io.BytesIO()
    places = ["dense", "batch_normalization", "dense_1", "leaky_re_lu", "dense_2"]
    with h5py.File(content, "w") as h5:
        for place, layer in zip(places, model.layers):
            held = h5.create_group(f"{room}/{place}/vars")
            for k, weight in enumerate(layer.weights):
                held[str(k)] = np.array(weight)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "2.13.1", "date_saved": "2023-07-01@00:00:00"}))
        archive.writestr("config.json", json.dumps(whole))
        archive.writestr("model.weights.h5", content.getvalue())


golden = {}


def kept(file, opened):
    x = random.uniform(-2, 2, (6, *opened.input_shape[1:])).astype("float32")
    y = opened.predict(x, verbose=0)
    golden[file] = {"x": x.reshape(6, -1).tolist(), "y": y.tolist()}


for make in [classifier, activations, functional, picture]:
    keras.utils.clear_session()
    model = make()
    if make is classifier:
        model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
    model.save(f"{make.__name__}.keras")
    kept(f"{make.__name__}.keras", model)
for make in [classifier, functional]:
    keras.utils.clear_session()
    model = make()
    model.save(f"{make.__name__}.h5")
    kept(f"{make.__name__}.h5", model)
model = keras2()
write_keras2_h5(model, "keras2.h5")
kept("keras2.h5", keras.models.load_model("keras2.h5", compile=False))
write_keras2_13(model, "keras2_13.keras")
kept("keras2_13.keras", model)
with open("golden.json", "w") as file:
    json.dump(golden, file)
