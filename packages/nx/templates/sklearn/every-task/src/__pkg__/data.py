"""Reads the data and turns its columns into numbers that a model can use."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

TARGET = "__target__"
DELIMITER = "__delimiter__"

# A text column becomes one 0/1 feature for each of its most frequent values; rarer ones
# share one.
MAX_CATEGORIES = 20
# Standardised numbers are cut off here, so that one outlier cannot decide a training.
LIMIT = 5.0


def load_data(path: str) -> pd.DataFrame:
    """Reads a CSV file."""
    # Types are those of whole columns, not of the parts in which a long file is read.
    return pd.read_csv(path, sep=DELIMITER, encoding="utf-8-sig", low_memory=False)


def preprocess_features(table: pd.DataFrame) -> pd.DataFrame:
    """The columns to predict from. Training and prediction both begin with this."""
    return table.drop(columns=TARGET, errors="ignore")


def column_transformer(features: pd.DataFrame) -> ColumnTransformer:
    """Fills gaps, standardises numbers and encodes texts; its `fit` learns how."""
    numbers = features.select_dtypes("number").columns.tolist()
    texts = [column for column in features.columns if column not in numbers]
    return ColumnTransformer(
        [
            (
                "numbers",
                make_pipeline(
                    FunctionTransformer(as_finite, feature_names_out="one-to-one"),
                    SimpleImputer(strategy="median", keep_empty_features=True),
                    StandardScaler(),
                    FunctionTransformer(within_limit, feature_names_out="one-to-one"),
                ),
                numbers,
            ),
            (
                "texts",
                make_pipeline(
                    FunctionTransformer(as_text, feature_names_out="one-to-one"),
                    OneHotEncoder(
                        max_categories=MAX_CATEGORIES,
                        handle_unknown="infrequent_if_exist",
                        sparse_output=False,
                    ),
                ),
                texts,
            ),
        ]
    )


def as_finite(numbers: pd.DataFrame) -> pd.DataFrame:
    """Numbers as floats; what is no finite number is missing."""
    floats = numbers.apply(pd.to_numeric, errors="coerce").astype(float)
    return floats.where(np.isfinite(floats))


def within_limit(numbers: np.ndarray) -> np.ndarray:
    return np.clip(numbers, -LIMIT, LIMIT)


def as_text(values: pd.DataFrame) -> pd.DataFrame:
    """Texts, with an empty one where a value is missing."""
    return values.astype(object).where(values.notna(), "").astype(str).astype(object)
