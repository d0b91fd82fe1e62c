"""Trains a linear regression by mini-batch gradient descent."""

import json
import os
import random
from dataclasses import asdict, dataclass
from typing import Any

from .data import TARGET, Table, learn_statistics, preprocess_features

MODEL_FILE = "model.json"


@dataclass
class LinearRegression:
    """`weights` by feature, in units of the target per standardised feature."""

    statistics: dict[str, Any]
    weights: dict[str, float]
    bias: float

    def value(self, features: dict[str, float]) -> float:
        return self.bias + sum(
            self.weights[name] * value for name, value in features.items()
        )


def train_model(
    table: Table,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
    history: Any,
    learning_rate: float = 0.5,
) -> LinearRegression:
    """Trains on a table, and appends the mean squared error of each epoch."""
    table = [row for row in table if row[TARGET] is not None]
    targets = [float(row[TARGET]) for row in table]
    statistics = learn_statistics(table)
    features = preprocess_features(table, statistics)
    names = list(features[0])
    vectors = [[row[name] for name in names] for row in features]
    rate = learning_rate / mean_squared_length(vectors) / min(batch_size, len(vectors))

    weights = [0.0] * len(names)
    bias = sum(targets) / len(targets)
    order = list(range(len(vectors)))
    shuffler = random.Random(seed)
    for _ in range(epochs):
        shuffler.shuffle(order)
        loss = 0.0
        for start in range(0, len(order), batch_size):
            gradient = [0.0] * len(names)
            bias_gradient = 0.0
            for index in order[start : start + batch_size]:
                vector = vectors[index]
                value = bias + sum(
                    weight * feature for weight, feature in zip(weights, vector)
                )
                error = value - targets[index]
                loss += error * error
                gradient = [
                    total + error * feature for total, feature in zip(gradient, vector)
                ]
                bias_gradient += error
            weights = [
                weight - rate * slope for weight, slope in zip(weights, gradient)
            ]
            bias -= rate * bias_gradient
        history.append(loss / len(order))

    return LinearRegression(statistics, dict(zip(names, weights)), bias)


def mean_squared_length(vectors: list[list[float]]) -> float:
    """Divides the step, so that one learning rate suits few columns and many."""
    squares = [value * value for vector in vectors for value in vector]
    return 1.0 + sum(squares) / len(vectors)


def save_model(model: LinearRegression, directory: str) -> None:
    """Writes the model as JSON; equal models give equal bytes."""
    with open(
        os.path.join(directory, MODEL_FILE), "w", encoding="utf-8", newline="\n"
    ) as file:
        json.dump(asdict(model), file, indent=2, sort_keys=True)
        file.write("\n")


def load_model(directory: str) -> LinearRegression:
    with open(os.path.join(directory, MODEL_FILE), encoding="utf-8") as file:
        return LinearRegression(**json.load(file))
