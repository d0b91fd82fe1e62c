"""Predicts with a trained model, and computes metrics of its own."""

from typing import Any

from .data import TARGET, Table, preprocess_features
from .train import LogisticRegression


def predict(model: LogisticRegression, table: Table) -> list[Any]:
    """The more probable class of every row."""
    return [
        model.classes[-1] if row[-1] >= 0.5 else model.classes[0]
        for row in predict_proba(model, table)
    ]


def predict_proba(model: LogisticRegression, table: Table) -> list[list[float]]:
    """One list of probabilities per row, in the order of `model.classes`."""
    rows = preprocess_features(table, model.statistics)
    probabilities = [model.probability(features) for features in rows]
    if len(model.classes) == 1:
        return [[1.0] for _ in probabilities]
    return [[1.0 - probability, probability] for probability in probabilities]


def evaluate_model(model: LogisticRegression, table: Table) -> dict[str, float]:
    """Metrics beyond accuracy, precision, recall, F1, ROC AUC and log loss."""
    probabilities = [row[-1] for row in predict_proba(model, table)]
    truth = [1.0 if row[TARGET] == model.classes[-1] else 0.0 for row in table]
    squares = [
        (probability - label) ** 2 for probability, label in zip(probabilities, truth)
    ]
    return {"brier_score": sum(squares) / len(squares)}
