"""The model: its data, training, evaluation and web service."""
