"""What is measured on held-out pictures, whatever computes the vectors."""

from pathlib import Path
from typing import Callable

import numpy as np

import prompts
from data import load

PLAIN = ["A photo of a {}."]


def unit(x: np.ndarray) -> np.ndarray:
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def class_head(names: list[str], templates: list[str], encode_texts: Callable) -> np.ndarray:
    """One vector a class: the mean over templates of unit vectors."""
    vectors = [unit(encode_texts([t.format(name) for name in names])) for t in templates]
    return unit(np.mean(vectors, axis=0))


def accuracy(photos: np.ndarray, truth: np.ndarray, head: np.ndarray) -> dict[str, float]:
    ranked = np.argsort(-(unit(photos) @ head.T), axis=1)
    return {f"top{k}": float((ranked[:, :k] == truth[:, None]).any(1).mean()) for k in (1, 5)}


def recall(queries: np.ndarray, found: np.ndarray, truth: list[set[int]]) -> dict[str, float]:
    """The share of queries with a true answer among the first 1, 5 and 10."""
    ranked = np.argsort(-(unit(queries) @ unit(found).T), axis=1)
    return {f"recall{k}": float(np.mean([bool(t & set(r[:k])) for t, r in zip(truth, ranked)])) for k in (1, 5, 10)}


def confused(photos: np.ndarray, truth: np.ndarray, head: np.ndarray, most: int = 10) -> list[tuple[int, float, int, float]]:
    """The worst classes: (class, the share of its photos found, the class most often given instead, that share)."""
    given = np.argmax(unit(photos) @ head.T, axis=1)
    rows = []
    for one in np.unique(truth):
        shares = np.bincount(given[truth == one], minlength=len(head)) / np.sum(truth == one)
        wrong = int(np.argmax(np.where(np.arange(len(head)) == one, -1, shares)))
        rows.append((int(one), float(shares[one]), wrong, float(shares[wrong])))
    return sorted(rows, key=lambda row: row[1])[:most]


def labelled(cache: Path, name: str, templates: list[str], encode_photos: Callable, encode_texts: Callable,
             limit: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """A set's held-out photos for zero-shot classification: their vectors, true classes, the class head, and what
    each class is called: its usual name."""
    pixels, rows = load(cache, name, True)
    step = max(1, len(rows) // limit) if limit else 1
    names = prompts.class_names(cache)
    classes = sorted({row["label"] for row in rows})
    called = [names[c][0] if c in names else c for c in classes]
    truth = np.array([classes.index(row["label"]) for row in rows])[::step]
    return encode_photos(pixels[0, ::step]), truth, class_head(called, templates, encode_texts), called


def retrieval(cache: Path, name: str, encode_photos: Callable, encode_texts: Callable, captions: int,
              limit: int | None = None) -> dict[str, dict]:
    """Search among a set's held-out pictures, from captions to pictures and back."""
    pixels, rows = load(cache, name, True)
    rows = rows[:limit]
    photos = encode_photos(pixels[0][: len(rows)])
    said = [(text, i) for i, row in enumerate(rows) for text in row["captions"][:captions]]
    texts = encode_texts([text for text, _ in said])
    true_of: dict[str, set[int]] = {}
    for i, row in enumerate(rows):
        for text in row["captions"]:
            true_of.setdefault(text, set()).add(i)
    of_photo = [{j for j, (text, _) in enumerate(said) if i in true_of[text]} for i in range(len(rows))]
    return {"text to image": recall(texts, photos, [true_of[text] for text, _ in said]),
            "image to text": recall(photos, texts, of_photo)}

