"""Predicts with a trained model, and computes metrics of its own."""

from typing import Any

from .data import TARGET, Table, preprocess_features
from .train import SoftmaxRegression


def predict(model: SoftmaxRegression, table: Table) -> list[Any]:
    """The most probable class of every row."""
    return [model.classes[row.index(max(row))] for row in predict_proba(model, table)]


def predict_proba(model: SoftmaxRegression, table: Table) -> list[list[float]]:
    """One list of probabilities per row, in the order of `model.classes`."""
    return [
        model.probabilities(features)
        for features in preprocess_features(table, model.statistics)
    ]


def evaluate_model(model: SoftmaxRegression, table: Table) -> dict[str, float]:
    """Metrics beyond accuracy, precision, recall, F1 and log loss."""
    hits = 0
    for row, probabilities in zip(table, predict_proba(model, table)):
        ranked = sorted(
            range(len(probabilities)), key=lambda position: -probabilities[position]
        )
        hits += row[TARGET] in [model.classes[position] for position in ranked[:2]]
    return {"top_2_accuracy": hits / len(table)}
