"""What is measured on pictures, whatever computes the vectors."""

from typing import Callable

import numpy as np

Encode = Callable[[list], np.ndarray]


def unit(x: np.ndarray) -> np.ndarray:
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def class_head(names: list[str], templates: list[str], read: Encode) -> np.ndarray:
    """One vector a class: the mean over templates of unit vectors."""
    vectors = [unit(read([t.format(name) for name in names])) for t in templates]
    return unit(np.mean(vectors, axis=0))


def accuracy(photos: np.ndarray, truth: np.ndarray, head: np.ndarray) -> dict[str, float]:
    """`top1` and `top5` over all photos; `by class` is the mean over classes of each one's top-1."""
    ranked = np.argsort(-(unit(photos) @ head.T), axis=1)
    right = {k: (ranked[:, :k] == truth[:, None]).any(1) for k in (1, 5)}
    return {"top1": float(right[1].mean()), "top5": float(right[5].mean()),
            "by class": float(np.mean([right[1][truth == one].mean() for one in np.unique(truth)]))}


def recall(queries: np.ndarray, found: np.ndarray, truth: list[set[int]]) -> dict[str, float]:
    """The share of queries with a true answer among the first 1, 5 and 10."""
    ranked = np.argsort(-(unit(queries) @ unit(found).T), axis=1)
    return {f"recall{k}": float(np.mean([bool(t & set(r[:k].tolist())) for t, r in zip(truth, ranked)])) for k in (1, 5, 10)}


def confused(photos: np.ndarray, truth: np.ndarray, head: np.ndarray, most: int = 10) -> list[tuple[int, float, int, float]]:
    """The worst classes: (class, the share of its photos found, the class most often given instead, that share)."""
    given = np.argmax(unit(photos) @ head.T, axis=1)
    rows = []
    for one in np.unique(truth):
        shares = np.bincount(given[truth == one], minlength=len(head)) / np.sum(truth == one)
        wrong = int(np.argmax(np.where(np.arange(len(head)) == one, -1, shares)))
        rows.append((int(one), float(shares[one]), wrong, float(shares[wrong])))
    return sorted(rows, key=lambda row: row[1])[:most]


def captioned(rows: list[dict], captions: int) -> tuple[list[str], list[set[int]], dict[str, set[int]]]:
    """The first so many captions of each row; the pictures that each is true of; the same by caption."""
    true_of: dict[str, set[int]] = {}
    for i, row in enumerate(rows):
        for text in row["captions"]:
            true_of.setdefault(text, set()).add(i)
    said = [text for row in rows for text in row["captions"][:captions]]
    return said, [true_of[text] for text in said], true_of


def retrieval(photos: np.ndarray, rows: list[dict], read: Encode, captions: int) -> dict[str, dict[str, float]]:
    """Search among pictures, from captions to pictures and back."""
    said, pictures, _ = captioned(rows, captions)
    texts = read(said)
    of_photo = [{j for j, some in enumerate(pictures) if i in some} for i in range(len(rows))]
    return {"text to image": recall(texts, photos, pictures), "image to text": recall(photos, texts, of_photo)}


def deviation(share: float, count: int) -> float:
    """One standard deviation of a share that was counted over so many draws."""
    return float(np.sqrt(share * (1 - share) / count))
