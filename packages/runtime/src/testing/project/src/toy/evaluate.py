from toy.data import preprocess_features


def predict(model, table):
    return [int(value > model.cut) for value in preprocess_features(table)]


def predict_proba(model, table):
    return [0.9 if value > model.cut else 0.2 for value in preprocess_features(table)]


def evaluate_model(model, table):
    hits = [guess == row["target"] for guess, row in zip(predict(model, table), table)]
    return {"hit_rate": sum(hits) / len(hits)}
