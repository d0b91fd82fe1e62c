"""Reads the data and turns its columns into numbers that a linear model can use."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Table = list[Row]

TARGET = "__target__"
DELIMITER = "__delimiter__"

# A text column becomes one 0/1 feature for each of its most frequent values.
MAX_CATEGORIES = 20
# Standardised numbers are cut off here, so that one outlier cannot decide a training.
LIMIT = 5.0

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
INTEGER = re.compile(r"[+-]?\d+")
NO_NUMBER = {"", "na", "n/a", "#n/a", "<na>", "nan", "null", "none"}


def load_data(path: str) -> Table:
    """Reads a CSV file: a dict per row, numbers as numbers, missing values as None."""
    csv.field_size_limit(2**31 - 1)
    with open(path, newline="", encoding="utf-8-sig") as file:
        header, *rows = [row for row in csv.reader(file, delimiter=DELIMITER) if row]
    columns = [name or f"Unnamed: {place}" for place, name in enumerate(header)]
    converters = [choose_converter(list(cells)) for cells in zip(*rows)]
    return [
        {
            column: convert(cell)
            for column, convert, cell in zip(columns, converters, row)
        }
        for row in rows
    ]


def choose_converter(cells: list[str]) -> Callable[[str], Any]:
    """A column holds numbers when all its cells with a value are numbers, else text."""
    values = [cell.strip() for cell in cells if cell.strip().lower() not in NO_NUMBER]
    if values and all(INTEGER.fullmatch(value) for value in values):
        return to_int
    if values and all(NUMBER.fullmatch(value) for value in values):
        return to_float
    return to_text


def to_int(cell: str) -> int | None:
    return None if cell.strip().lower() in NO_NUMBER else int(cell)


def to_float(cell: str) -> float | None:
    return None if cell.strip().lower() in NO_NUMBER else float(cell)


def to_text(cell: str) -> str | None:
    return None if cell == "" else cell


def learn_statistics(table: Table) -> dict[str, Any]:
    """What preprocess_features needs of the training data; stored with the model."""
    numbers: dict[str, dict[str, float]] = {}
    categories: dict[str, list[str]] = {}
    for column in sorted(column for column in table[0] if column != TARGET):
        values = [row[column] for row in table if row.get(column) is not None]
        if not values:
            continue
        if all(isinstance(value, (int, float)) for value in values):
            numbers[column] = mean_and_deviation(values)
        else:
            categories[column] = most_frequent(values)
    return {"numbers": numbers, "categories": categories}


def mean_and_deviation(values: list[float]) -> dict[str, float]:
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    return {"mean": float(mean), "deviation": float(variance) ** 0.5 or 1.0}


def most_frequent(values: list[Any]) -> list[str]:
    counts = Counter(str(value) for value in values)
    by_frequency = sorted(counts, key=lambda value: (-counts[value], value))
    return sorted(by_frequency[:MAX_CATEGORIES])


def preprocess_features(
    table: Table, statistics: dict[str, Any] | None = None
) -> list[dict[str, float]]:
    """One dict of features per row, without the target and without missing values.

    Training and prediction both call this, prediction with the statistics that
    training learnt. Without statistics, those of the table itself are used.
    """
    if not table:
        return []
    known = learn_statistics(table) if statistics is None else statistics
    return [features_of(row, known) for row in table]


def features_of(row: Row, statistics: dict[str, Any]) -> dict[str, float]:
    features: dict[str, float] = {}
    for column, numbers in statistics["numbers"].items():
        features[column] = standardise(
            row.get(column), numbers["mean"], numbers["deviation"]
        )
    for column, categories in statistics["categories"].items():
        value = row.get(column)
        for category in categories:
            features[f"{column}={category}"] = (
                1.0 if value is not None and str(value) == category else 0.0
            )
    return features


def standardise(value: Any, mean: float, deviation: float) -> float:
    """How many standard deviations a value is above the mean; 0 where it is missing."""
    if isinstance(value, str) and not NUMBER.fullmatch(value.strip()):
        return 0.0
    if value is None or math.isnan(float(value)):
        return 0.0
    return max(-LIMIT, min(LIMIT, (float(value) - mean) / deviation))
