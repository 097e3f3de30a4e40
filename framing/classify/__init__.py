"""The sentence classifier: features, model, evaluation."""
