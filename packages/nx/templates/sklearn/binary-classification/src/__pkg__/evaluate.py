"""Predicts with a trained model, and computes metrics of its own."""

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from .data import TARGET, preprocess_features


def predict(model: Pipeline, table: pd.DataFrame) -> np.ndarray:
    """The more probable class of every row."""
    return model.predict(preprocess_features(table))


def predict_proba(model: Pipeline, table: pd.DataFrame) -> np.ndarray:
    """One row of probabilities per row, in the order of `model.classes_`."""
    return model.predict_proba(preprocess_features(table))


def evaluate_model(model: Pipeline, table: pd.DataFrame) -> dict[str, float]:
    """Metrics beyond accuracy, precision, recall, F1, ROC AUC and log loss."""
    truth = (table[TARGET] == model.classes_[-1]).to_numpy()
    probabilities = predict_proba(model, table)[:, -1]
    return {"brier_score": np.mean((probabilities - truth) ** 2)}
