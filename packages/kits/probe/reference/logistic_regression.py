"""Writes logistic-regression.json: what scikit-learn's LogisticRegression makes of a small fixed set.

    pip install numpy==<version> scikit-learn==<version>   # the versions are in the JSON
    python logistic_regression.py > logistic-regression.json
"""

import json
import platform

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

EXAMPLES, DIMENSIONS, CLASSES = 24, 6, 3

rng = np.random.default_rng(6)
centres = rng.normal(size=(CLASSES, DIMENSIONS))
labels = np.arange(EXAMPLES) % CLASSES
features = centres[labels] + 1.5 * rng.normal(size=(EXAMPLES, DIMENSIONS))
features = np.round(features / np.linalg.norm(features, axis=1, keepdims=True), 6)


def fitted(strength: float, targets: np.ndarray) -> list[list[float]]:
    model = LogisticRegression(C=1 / strength, fit_intercept=False, tol=1e-10, max_iter=10_000)
    return model.fit(features, targets).coef_.tolist()


print(
    json.dumps(
        {
            "versions": {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__},
            "features": features.tolist(),
            "labels": labels.tolist(),
            "softmax": [{"strength": s, "weights": fitted(s, labels)} for s in (0.01, 1, 30)],
            "independent": [
                {"strength": s, "weights": [fitted(s, labels == label)[0] for label in range(CLASSES)]} for s in (0.01, 1, 30)
            ],
        }
    )
)
