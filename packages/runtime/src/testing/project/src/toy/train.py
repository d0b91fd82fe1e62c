import json
import os

from toy.data import preprocess_features


class Model:
    def __init__(self, cut):
        self.cut = cut


def train_model(table, *, epochs, batch_size, seed, history):
    values = preprocess_features(table)
    for epoch in range(epochs):
        history.append(1 / (epoch + 1))
    return Model(sum(values) / len(values))


def save_model(model, folder):
    with open(os.path.join(folder, "model.json"), "w", encoding="utf-8") as file:
        json.dump({"cut": model.cut}, file)


def load_model(folder):
    with open(os.path.join(folder, "model.json"), encoding="utf-8") as file:
        return Model(json.load(file)["cut"])
