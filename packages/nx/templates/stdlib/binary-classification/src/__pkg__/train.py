"""Trains a logistic regression by mini-batch gradient descent."""

import json
import math
import os
import random
from dataclasses import asdict, dataclass
from typing import Any

from .data import TARGET, Table, learn_statistics, preprocess_features

MODEL_FILE = "model.json"


@dataclass
class LogisticRegression:
    """The sigmoid of the weighted sum is the probability of the last class."""

    classes: list[Any]
    statistics: dict[str, Any]
    weights: dict[str, float]
    bias: float

    def probability(self, features: dict[str, float]) -> float:
        score = self.bias + sum(
            self.weights[name] * value for name, value in features.items()
        )
        return sigmoid(score)


def train_model(
    table: Table,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
    history: Any,
    learning_rate: float = 0.5,
) -> LogisticRegression:
    """Trains on a table, and appends the mean log loss of each epoch."""
    table = [row for row in table if row[TARGET] is not None]
    classes = sorted({row[TARGET] for row in table})
    if len(classes) > 2:
        raise ValueError(
            f"column {TARGET!r} has {len(classes)} classes; a binary model has two"
        )
    labels = [1.0 if row[TARGET] == classes[-1] else 0.0 for row in table]
    statistics = learn_statistics(table)
    features = preprocess_features(table, statistics)
    names = list(features[0])
    vectors = [[row[name] for name in names] for row in features]
    rate = learning_rate / mean_squared_length(vectors) / min(batch_size, len(vectors))

    weights = [0.0] * len(names)
    bias = 0.0
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
                score = bias + sum(
                    weight * value for weight, value in zip(weights, vector)
                )
                probability = sigmoid(score)
                error = probability - labels[index]
                loss += log_loss(probability, labels[index])
                gradient = [
                    total + error * value for total, value in zip(gradient, vector)
                ]
                bias_gradient += error
            weights = [
                weight - rate * slope for weight, slope in zip(weights, gradient)
            ]
            bias -= rate * bias_gradient
        history.append(loss / len(order))

    return LogisticRegression(classes, statistics, dict(zip(names, weights)), bias)


def mean_squared_length(vectors: list[list[float]]) -> float:
    """Divides the step, so that one learning rate suits few columns and many."""
    squares = [value * value for vector in vectors for value in vector]
    return 1.0 + sum(squares) / len(vectors)


def sigmoid(score: float) -> float:
    if score < 0.0:
        return 1.0 - sigmoid(-score)
    return 1.0 / (1.0 + math.exp(-score))


def log_loss(probability: float, label: float) -> float:
    right = probability if label == 1.0 else 1.0 - probability
    return -math.log(max(right, 1e-15))


def save_model(model: LogisticRegression, directory: str) -> None:
    """Writes the model as JSON; equal models give equal bytes."""
    with open(
        os.path.join(directory, MODEL_FILE), "w", encoding="utf-8", newline="\n"
    ) as file:
        json.dump(asdict(model), file, indent=2, sort_keys=True)
        file.write("\n")


def load_model(directory: str) -> LogisticRegression:
    with open(os.path.join(directory, MODEL_FILE), encoding="utf-8") as file:
        return LogisticRegression(**json.load(file))
