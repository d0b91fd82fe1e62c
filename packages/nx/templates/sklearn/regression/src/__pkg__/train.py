"""Trains a neural network with one hidden layer."""

import os
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
import pandas as pd
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from .data import TARGET, column_transformer, preprocess_features

MODEL_FILE = "model.joblib"


@dataclass
class Regressor:
    """A network that learnt the standardised target; predicts in the target's own unit."""

    pipeline: Pipeline
    target_scaler: StandardScaler

    @property
    def feature_names_in_(self) -> np.ndarray:
        return self.pipeline.feature_names_in_

    def predict(self, features: pd.DataFrame) -> np.ndarray:
        scaled = self.pipeline.predict(features).reshape(-1, 1)
        return self.target_scaler.inverse_transform(scaled).ravel()


def train_model(
    table: pd.DataFrame,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
    history: Any,
    learning_rate: float = 0.01,
    hidden_units: int = 32,
) -> Regressor:
    """Trains on a table, and appends half the mean squared error of each epoch, of the
    standardised target."""
    table = table.dropna(subset=[TARGET])
    features = preprocess_features(table)
    columns = column_transformer(features)
    inputs = columns.fit_transform(features)
    target_scaler = StandardScaler()
    values = target_scaler.fit_transform(table[[TARGET]].to_numpy(float)).ravel()
    network = MLPRegressor(
        hidden_layer_sizes=(hidden_units,),
        learning_rate_init=learning_rate,
        batch_size=min(batch_size, len(inputs)),
        random_state=seed,
        shuffle=False,
    )
    shuffler = np.random.default_rng(seed)
    for _ in range(epochs):
        order = shuffler.permutation(len(inputs))
        network.partial_fit(inputs[order], values[order])
        history.append(network.loss_)
    return Regressor(
        Pipeline([("columns", columns), ("network", network)]), target_scaler
    )


def save_model(model: Regressor, directory: str) -> None:
    """Equal models give equal bytes."""
    joblib.dump(model, os.path.join(directory, MODEL_FILE))


def load_model(directory: str) -> Regressor:
    return joblib.load(os.path.join(directory, MODEL_FILE))
