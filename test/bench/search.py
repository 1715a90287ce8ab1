"""scikit-learn's random search over its own networks, as `chainrule bench search` is measured: the same table, number of rows, folds and
candidates. search.py FILE TARGET --rows N --folds K --candidates C --threads T --without A,B prints one JSON line.

Settings are drawn from the lists of app/model/search/space.ts, as far as scikit-learn's networks have them (no dropout, normalisation,
scaling or Huber's loss; its logistic in the place of gelu and silu). It trains every candidate to its own end, at most 200 epochs,
and then one more network with the winner's settings on all rows: that belongs to its search, and is timed with it.
"""
import argparse
import csv
import json
import os
import sys
import time
import warnings

try:
    import numpy as np
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.model_selection import KFold, RandomizedSearchCV, StratifiedKFold
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
except ImportError as error:
    sys.exit(f"scikit-learn is missing for {sys.executable}: {error}. Install it there, or name another Python in PYTHON.")

HIDDEN = [(8,), (16,), (32,), (64,), (16, 16), (32, 16), (64, 32), (128, 64)]
DECAY_IN_ROWS = [0.1, 0.3, 1, 3, 10, 30]
MOST_LEVELS = 20


def number(text):
    try:
        return float(text)
    except ValueError:
        return float("nan")


def columns_of(texts):
    """One column of numbers, missing ones as their mean; one for each level of a text with few levels; none for other texts."""
    levels = sorted(set(texts) - {""})
    if all(np.isfinite(number(text)) for text in levels):
        values = np.array([number(text) for text in texts])
        return [np.where(np.isfinite(values), values, np.nanmean(values))]
    if len(levels) > MOST_LEVELS:
        return []
    return [np.array([float(text == level) for text in texts]) for level in levels]


def read(path, target, rows, without):
    with open(path, newline="", encoding="utf-8") as file:
        table = [line for line in csv.DictReader(file) if line[target] != ""]
    kept = np.sort(np.random.RandomState(1).permutation(len(table))[:rows])
    table = [table[row] for row in kept]
    names = [name for name in table[0] if name != target and name not in without]
    inputs = np.column_stack([column for name in names for column in columns_of([line[name] for line in table])])
    targets = [line[target] for line in table]
    if any(not np.isfinite(number(text)) for text in targets):
        return inputs, np.array(targets), True
    return inputs, np.array([number(text) for text in targets]), False


def search(classes, rows, folds, candidates, threads):
    learned = rows * (folds - 1) / folds
    settings = {
        "hidden_layer_sizes": HIDDEN,
        "activation": ["relu", "logistic", "logistic", "tanh"],
        "learning_rate_init": [0.002, 0.005, 0.01],
        "alpha": [decay / learned for decay in DECAY_IN_ROWS],
        "solver": ["adam", "lbfgs"],
        "batch_size": [16, 32, 64],
    }
    network = (MLPClassifier if classes else MLPRegressor)(random_state=1)
    model = make_pipeline(StandardScaler(), network)
    place = f"{type(network).__name__.lower()}__"
    if not classes:
        model = TransformedTargetRegressor(model, transformer=StandardScaler())
        place = f"regressor__{place}"
    parts = (StratifiedKFold if classes else KFold)(folds, shuffle=True, random_state=1)
    scoring = "neg_log_loss" if classes else "neg_root_mean_squared_error"
    drawn = {f"{place}{name}": values for name, values in settings.items()}
    return RandomizedSearchCV(model, drawn, n_iter=candidates, cv=parts, scoring=scoring, n_jobs=threads, random_state=1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("target")
    for name in ["rows", "folds", "candidates", "threads"]:
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--without", default="", help="columns that Chainrule leaves out too")
    said = parser.parse_args()
    # Also in the processes that the search begins. That a network has not converged after 200 epochs is no news.
    os.environ["PYTHONWARNINGS"] = "ignore"
    warnings.filterwarnings("ignore")
    inputs, targets, classes = read(said.file, said.target, said.rows, said.without.split(","))
    searching = search(classes, len(targets), said.folds, said.candidates, said.threads)
    began = time.perf_counter()
    searching.fit(inputs, targets)
    seconds = time.perf_counter() - began
    how = {"rows": len(targets), "folds": said.folds, "candidates": said.candidates, "threads": said.threads}
    table = os.path.basename(said.file)
    print(json.dumps({"engine": "sklearn", "table": table, **how, "seconds": seconds, "score": -searching.best_score_}))


main()
