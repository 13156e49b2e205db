"""Fits the constants that belong to a model and writes them to its clipgraph.json (`ModelFit` of @clipgraph/contracts):

- `relevance`: that a hit fits, by how many standard deviations its cosine stands above those of the query with a sample. A
  logistic regression over four kinds of queries, each query weighted so that 1 % of what it is compared with fits (0015).
- `sameWords`: the cosine of two words of the general vocabulary, each less the mean of all, that one pair in 30,000 passes.

On the validation part only.
"""

import argparse
import json
import re
from pathlib import Path

import numpy as np

import prompts
from data import CACHE, training_rows
from evaluate import Exported
from export import FILES, write_json
from measure import unit

PRIOR, SAMPLE, QUERIES, PAIR = 0.01, 512, 200, 30_000
VOCABULARY = Path(__file__).parent / "../packages/modules/describe/src/vocabulary"


def standing(queries: np.ndarray, items: np.ndarray, fits: np.ndarray, itself: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each query with each item: z, whether it fits, and its weight. Queries that nothing fits are left out."""
    sample = items[np.linspace(0, len(items) - 1, min(SAMPLE, len(items))).astype(int)]
    zs, truth, weights = [], [], []
    chosen = np.linspace(0, len(queries) - 1, min(QUERIES, len(queries))).astype(int)
    for i in chosen:
        among = queries[i] @ sample.T
        z, true = (queries[i] @ items.T - among.mean()) / among.std(), fits[i].copy()
        others = np.arange(len(items)) != i if itself else np.ones(len(items), bool)
        z, true = z[others], true[others]
        if true.any() and not true.all():
            zs.append(z)
            truth.append(true)
            weights.append(np.where(true, PRIOR / true.sum(), (1 - PRIOR) / (~true).sum()))
    count = len(zs)
    return np.concatenate(zs), np.concatenate(truth), np.concatenate(weights) / count


def logistic(z: np.ndarray, true: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Slope and even point of the weighted logistic regression, by Newton's steps."""
    x = np.stack([np.ones_like(z), z], 1)
    beta = np.array([-4.0, 1.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        step = np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x, x.T @ (weight * (true - p)))
        beta += step
        if np.abs(step).max() < 1e-9:
            break
    return float(beta[1]), float(-beta[0] / beta[1])


def relevance(model: Exported, cache: Path) -> dict[str, float]:
    rows = [row for row in training_rows(cache) if row["part"] == "validation"]
    names = prompts.class_names(cache)
    of = {name: [row for row in rows if row["set"] == name] for name in ("tiny-imagenet", "caltech-101", "flickr8k")}
    tiny, caltech, flickr = (unit(model.files(cache, some)) for some in of.values())
    classes = sorted({row["label"] for row in of["tiny-imagenet"]})
    heads = unit(model.texts([f"a {names[c][0]}" for c in classes]))
    said = [(text, i) for i, row in enumerate(of["flickr8k"]) for text in row["captions"]]
    captions, whose = unit(model.texts([text for text, _ in said])), np.array([i for _, i in said])
    label = {name: np.array([row.get("label") for row in some]) for name, some in of.items()}
    kinds = {
        "label, photos": standing(heads, tiny, np.array([label["tiny-imagenet"] == c for c in classes]), False),
        "caption, photos": standing(captions, flickr, whose[:, None] == np.arange(len(flickr)), False),
        "photo, photos": standing(caltech, caltech, label["caltech-101"][:, None] == label["caltech-101"], True),
        "caption, captions": standing(captions, captions, whose[:, None] == whose, True),
    }
    for name, some in kinds.items():
        slope, even = logistic(*some)
        print(f"  {name}: slope {slope:.2f}, even {even:.2f}")
    slope, even = logistic(*(np.concatenate(parts) for parts in zip(*kinds.values())))
    return {"slope": round(slope, 2), "even": round(even, 2)}


def same_words(model: Exported) -> float:
    lines = "".join(text for file in ("living", "things", "surroundings")
                    for text in re.findall(r"`([^`]*)`", (VOCABULARY / f"{file}.ts").read_text()))
    words = sorted({word.split("/")[0].strip() for word in lines.replace("\n", ",").split(",")} - {""})
    vectors = unit(model.texts([template.format(word) for word in words for template in model.templates[:1]]))
    centred = unit(vectors - vectors.mean(0))
    cosines = np.sort((centred @ centred.T)[np.triu_indices(len(words), 1)])[::-1]
    print(f"  {len(words)} words, {len(cosines)} pairs")
    return round(float(cosines[len(cosines) // PAIR]), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--files", type=Path, default=FILES)
    args = parser.parse_args()
    model = Exported(args.files)
    fit = {"relevance": relevance(model, args.cache), "sameWords": same_words(model)}
    path = args.files / "clipgraph.json"
    described = json.loads(path.read_text())
    write_json(path, described | {"fit": described.get("fit", {}) | fit})
    print(json.dumps(fit))


if __name__ == "__main__":
    main()
