"""Writes the three data sets of the bench that scikit-learn ships: data_sets.py FOLDER.

FOLDER/<model>/data/{train,test}.csv; a fifth of the rows is the evaluation set, stratified for the classifiers.
"""

import pathlib
import sys

from sklearn import datasets
from sklearn.model_selection import train_test_split

folder = pathlib.Path(sys.argv[1])


def write(model, frame, target, classifier):
    data = folder / model / "data"
    data.mkdir(parents=True)
    labels = frame[target] if classifier else None
    train, test = train_test_split(frame, test_size=0.2, random_state=7, stratify=labels)
    train.to_csv(data / "train.csv", index=False, lineterminator="\n")
    test.to_csv(data / "test.csv", index=False, lineterminator="\n")


cancer = datasets.load_breast_cancer(as_frame=True)
frame = cancer.frame.rename(columns=lambda name: name.replace(" ", "_"))
frame["diagnosis"] = cancer.target_names[frame.pop("target")]
write("breast-cancer", frame, "diagnosis", True)

digits = datasets.load_digits(as_frame=True).frame.rename(columns={"target": "digit"})
write("digits", digits, "digit", True)

diabetes = datasets.load_diabetes(as_frame=True, scaled=False).frame.rename(columns={"target": "progression"})
write("diabetes", diabetes, "progression", False)
