"""Predicts with a trained model, and computes metrics of its own."""

from .data import TARGET, Table, preprocess_features
from .train import LinearRegression


def predict(model: LinearRegression, table: Table) -> list[float]:
    """The value of every row."""
    return [
        model.value(features)
        for features in preprocess_features(table, model.statistics)
    ]


def evaluate_model(model: LinearRegression, table: Table) -> dict[str, float]:
    """Metrics beyond MAE, RMSE and R2."""
    errors = [
        abs(value - row[TARGET]) for value, row in zip(predict(model, table), table)
    ]
    return {"largest_error": max(errors)}
