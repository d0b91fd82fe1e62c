"""Trains a neural network with one hidden layer."""

import os
from typing import Any

import joblib
import numpy as np
import pandas as pd
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline

from .data import TARGET, column_transformer, preprocess_features

MODEL_FILE = "model.joblib"


def train_model(
    table: pd.DataFrame,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
    history: Any,
    learning_rate: float = 0.01,
    hidden_units: int = 32,
) -> Pipeline:
    """Trains on a table, and appends the mean log loss of each epoch."""
    table = table.dropna(subset=[TARGET])
    features = preprocess_features(table)
    labels = table[TARGET].to_numpy()
    columns = column_transformer(features)
    inputs = columns.fit_transform(features)
    network = MLPClassifier(
        hidden_layer_sizes=(hidden_units,),
        learning_rate_init=learning_rate,
        batch_size=min(batch_size, len(inputs)),
        random_state=seed,
        shuffle=False,
    )
    shuffler = np.random.default_rng(seed)
    for _ in range(epochs):
        order = shuffler.permutation(len(inputs))
        network.partial_fit(inputs[order], labels[order], classes=np.unique(labels))
        history.append(network.loss_)
    return Pipeline([("columns", columns), ("network", network)])


def save_model(model: Pipeline, directory: str) -> None:
    """Equal models give equal bytes."""
    joblib.dump(model, os.path.join(directory, MODEL_FILE))


def load_model(directory: str) -> Pipeline:
    return joblib.load(os.path.join(directory, MODEL_FILE))
