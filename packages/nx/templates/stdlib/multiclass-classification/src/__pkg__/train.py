"""Trains a multinomial (softmax) logistic regression by mini-batch gradient descent."""

import json
import math
import os
import random
from dataclasses import asdict, dataclass
from typing import Any

from .data import TARGET, Table, learn_statistics, preprocess_features

MODEL_FILE = "model.json"


@dataclass
class SoftmaxRegression:
    """One dict of weights by feature, and one bias, per class."""

    classes: list[Any]
    statistics: dict[str, Any]
    weights: list[dict[str, float]]
    biases: list[float]

    def probabilities(self, features: dict[str, float]) -> list[float]:
        scores = [
            bias + sum(weights[name] * value for name, value in features.items())
            for weights, bias in zip(self.weights, self.biases)
        ]
        return softmax(scores)


def train_model(
    table: Table,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
    history: Any,
    learning_rate: float = 0.5,
) -> SoftmaxRegression:
    """Trains on a table, and appends the mean log loss of each epoch."""
    table = [row for row in table if row[TARGET] is not None]
    classes = sorted({row[TARGET] for row in table})
    labels = [classes.index(row[TARGET]) for row in table]
    statistics = learn_statistics(table)
    features = preprocess_features(table, statistics)
    names = list(features[0])
    vectors = [[row[name] for name in names] for row in features]
    rate = learning_rate / mean_squared_length(vectors) / min(batch_size, len(vectors))

    weights = [[0.0] * len(names) for _ in classes]
    biases = [0.0 for _ in classes]
    order = list(range(len(vectors)))
    shuffler = random.Random(seed)
    for _ in range(epochs):
        shuffler.shuffle(order)
        loss = 0.0
        for start in range(0, len(order), batch_size):
            gradients = [[0.0] * len(names) for _ in classes]
            bias_gradients = [0.0 for _ in classes]
            for index in order[start : start + batch_size]:
                vector = vectors[index]
                scores = [
                    bias + sum(weight * value for weight, value in zip(row, vector))
                    for row, bias in zip(weights, biases)
                ]
                probabilities = softmax(scores)
                loss -= math.log(max(probabilities[labels[index]], 1e-15))
                for position, probability in enumerate(probabilities):
                    error = probability - (1.0 if position == labels[index] else 0.0)
                    gradients[position] = [
                        total + error * value
                        for total, value in zip(gradients[position], vector)
                    ]
                    bias_gradients[position] += error
            weights = [
                [weight - rate * slope for weight, slope in zip(row, gradient)]
                for row, gradient in zip(weights, gradients)
            ]
            biases = [
                bias - rate * slope for bias, slope in zip(biases, bias_gradients)
            ]
        history.append(loss / len(order))

    return SoftmaxRegression(
        classes, statistics, [dict(zip(names, row)) for row in weights], biases
    )


def mean_squared_length(vectors: list[list[float]]) -> float:
    """Divides the step, so that one learning rate suits few columns and many."""
    squares = [value * value for vector in vectors for value in vector]
    return 1.0 + sum(squares) / len(vectors)


def softmax(scores: list[float]) -> list[float]:
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def save_model(model: SoftmaxRegression, directory: str) -> None:
    """Writes the model as JSON; equal models give equal bytes."""
    with open(
        os.path.join(directory, MODEL_FILE), "w", encoding="utf-8", newline="\n"
    ) as file:
        json.dump(asdict(model), file, indent=2, sort_keys=True)
        file.write("\n")


def load_model(directory: str) -> SoftmaxRegression:
    with open(os.path.join(directory, MODEL_FILE), encoding="utf-8") as file:
        return SoftmaxRegression(**json.load(file))
