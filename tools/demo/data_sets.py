"""Writes three of the data sets that scikit-learn ships as CSV files: data_sets.py FOLDER.

Prints the path of this Python. Ends with a reason on stderr where it cannot train the demo's models.
"""

import csv
import os
import sys

try:
    import pandas
    import sklearn
    from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits
except ImportError as error:
    sys.exit("no {}".format(error.name or error))

# Debian 12 has these; a Python that is named, as the demo does it, may have older ones than the template asks for.
for package, least in ((pandas, (1, 5)), (sklearn, (1, 2))):
    if tuple(int(part) for part in package.__version__.split(".")[:2]) < least:
        sys.exit(
            "{} {} is older than {}.{}".format(
                package.__name__, package.__version__, *least
            )
        )

# What the columns of the diabetes data are called in its documentation.
SERUM = {
    "bp": "blood_pressure",
    "s1": "total_cholesterol",
    "s2": "ldl",
    "s3": "hdl",
    "s4": "cholesterol_ratio",
    "s5": "log_triglycerides",
    "s6": "blood_sugar",
}
# The first delivery of the digits, and how many there are with the second one; those after it are the
# evaluation set.
DIGITS_FIRST = 1100
DIGITS_SECOND = 1437


def write(name, header, rows):
    path = os.path.join(sys.argv[1], name)
    with open(path, "w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(header)
        lines.writerows(rows)


cancer = load_breast_cancer()
write(
    "breast_cancer.csv",
    [name.replace(" ", "_") for name in cancer.feature_names] + ["diagnosis"],
    [
        [repr(float(value)) for value in features] + [cancer.target_names[target]]
        for features, target in zip(cancer.data, cancer.target)
    ],
)

diabetes = load_diabetes(scaled=False)
write(
    "diabetes.csv",
    [SERUM.get(name, name) for name in diabetes.feature_names] + ["progression"],
    [
        [repr(float(value)) for value in features] + [repr(float(target))]
        for features, target in zip(diabetes.data, diabetes.target)
    ],
)

digits = load_digits()
header = ["pixel_{}_{}".format(*divmod(place, 8)) for place in range(64)] + ["digit"]
rows = [
    [int(value) for value in image] + [int(digit)]
    for image, digit in zip(digits.data, digits.target)
]
write("digits_first.csv", header, rows[:DIGITS_FIRST])
write("digits_second.csv", header, rows[:DIGITS_SECOND])
write("digits_test.csv", header, rows[DIGITS_SECOND:])

print(sys.executable)
