"""Writes the breast cancer data set that scikit-learn ships as a CSV file: breast_cancer.py FILE."""

import csv
import sys

try:
    from sklearn.datasets import load_breast_cancer
except ImportError as error:
    sys.exit("no scikit-learn: {}".format(error))

data = load_breast_cancer()
with open(sys.argv[1], "w", newline="", encoding="utf-8") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow([name.replace(" ", "_") for name in data.feature_names] + ["diagnosis"])
    for features, target in zip(data.data, data.target):
        rows.writerow([repr(float(value)) for value in features] + [data.target_names[target]])
