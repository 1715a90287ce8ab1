"""Scores of five models of scikit-learn on random splits of many tables, kept in a file so that they are computed once.

python3 test/quality/scikit.py FOLDER [SPLITS]: FOLDER holds CSV files and tables.json, a list of {file, target, task}. It
writes FOLDER/reference.json: for each table and split the test rows (0-based), and for each model the RMSE or the accuracy on
them. Inputs: numbers standardised with missing ones replaced by the median, text one-hot, both fitted on the other rows.
"""
import json
import os
import sys
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
warnings.filterwarnings("ignore")

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegressionCV, RidgeCV
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, SVR

TEST_SHARE = 0.25
MACHINE = {"C": [0.1, 1, 10, 100], "gamma_times": [0.03, 0.1, 0.3, 1, 3]}


def scaled(model):
    return TransformedTargetRegressor(model, transformer=StandardScaler())


def models(task, rows, columns, folds):
    """The five models; `columns` is the number of inputs, which the widths of the RBF machine are relative to."""
    gammas = [times / columns for times in MACHINE["gamma_times"]]
    if task == "regression":
        machine = GridSearchCV(SVR(epsilon=0.05), {"C": MACHINE["C"], "gamma": gammas}, cv=folds)
        return {
            "mlp": scaled(MLPRegressor((64, 32), max_iter=500, random_state=0)),
            "forest": RandomForestRegressor( random_state=0),
            "boosting": HistGradientBoostingRegressor(random_state=0),
            "linear": RidgeCV(np.logspace(-3, 4, 15)),
            "machine": scaled(machine),
        }
    return {
        "mlp": MLPClassifier((64, 32), max_iter=500, random_state=0),
        "forest": RandomForestClassifier( random_state=0),
        "boosting": HistGradientBoostingClassifier(random_state=0),
        "linear": LogisticRegressionCV(Cs=np.logspace(-3, 3, 10), cv=folds, max_iter=1000),
        "machine": GridSearchCV(SVC(cache_size=500), {"C": MACHINE["C"], "gamma": gammas}, cv=folds),
    }


def inputs(table):
    numbers = list(table.select_dtypes("number").columns)
    others = [name for name in table.columns if name not in numbers]
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
            ("levels", OneHotEncoder(handle_unknown="ignore", sparse_output=False), others),
        ]
    )


def test_rows(rows, split):
    order = np.random.RandomState(split).permutation(rows)
    return np.sort(order[: round(TEST_SHARE * rows)])


def score(task, model, features, targets, test):
    predicted = model.predict(features[test])
    if task == "regression":
        return float(np.sqrt(np.mean((predicted - targets[test]) ** 2)))
    return float(np.mean(predicted == targets[test]))


def measure(table, target, task, split):
    targets = table[target].to_numpy()
    if task != "regression":
        targets = targets.astype(str)
    test = test_rows(len(table), split)
    train = np.setdiff1d(np.arange(len(table)), test)
    features = table.drop(columns=[target])
    for name in features.columns:
        if features[name].dtype == bool:
            features[name] = features[name].astype(str)
    text = features.select_dtypes(exclude="number").columns
    features[text] = features[text].astype(object).fillna("")
    encoder = inputs(features).fit(features.iloc[train])
    matrix = encoder.transform(features)
    if task == "regression":
        folds = KFold(5, shuffle=True, random_state=0)
    else:
        smallest = np.unique(targets[train], return_counts=True)[1].min()
        folds = (StratifiedKFold if smallest >= 5 else KFold)(5, shuffle=True, random_state=0)
    scores = {}
    for name, model in models(task, len(train), matrix.shape[1], folds).items():
        try:
            scores[name] = score(task, model.fit(matrix[train], targets[train]), matrix, targets, test)
        except ValueError as error:
            print(f"  {name}: {error}", file=sys.stderr)
    return {"testRows": test.tolist(), "scores": scores}


def main():
    folder = sys.argv[1]
    splits = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    place = os.path.join(folder, "reference.json")
    kept = json.load(open(place)) if os.path.exists(place) else {}
    tables = json.load(open(os.path.join(folder, "tables.json")))
    for split in range(first, splits):
        for entry in tables:
            known = kept.setdefault(entry["file"], {})
            if str(split) in known:
                continue
            table = pd.read_csv(os.path.join(folder, entry["file"]))
            known[str(split)] = measure(table, entry["target"], entry["task"], split)
            print(split, entry["file"], known[str(split)]["scores"], flush=True)
            with open(place + ".new", "w") as file:
                json.dump(kept, file)
            os.replace(place + ".new", place)


main()
