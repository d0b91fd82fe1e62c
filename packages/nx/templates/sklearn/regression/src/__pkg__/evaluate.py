"""Predicts with a trained model, and computes metrics of its own."""

import numpy as np
import pandas as pd

from .data import TARGET, preprocess_features
from .train import Regressor


def predict(model: Regressor, table: pd.DataFrame) -> np.ndarray:
    """The value of every row."""
    return model.predict(preprocess_features(table))


def evaluate_model(model: Regressor, table: pd.DataFrame) -> dict[str, float]:
    """Metrics beyond MAE, RMSE and R2."""
    return {"largest_error": np.abs(predict(model, table) - table[TARGET]).max()}
