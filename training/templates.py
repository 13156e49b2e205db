"""Chooses the label templates: the usual one, and greedily those that better it on photos of the training part.
The held-out photos only measure."""

import argparse
import json
import math
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

import prompts
from data import CACHE, load
from encode import photo_vectors, text_vectors
from export import load_model
from measure import accuracy, unit

CANDIDATES = ["{label}", "a {label}", "A photo of a {label}.", "a photo of the {label}.", "a picture of a {label}",
              "a close-up photo of a {label}.", "a good photo of a {label}.", "this is a {label}",
              "a cropped photo of the {label}.", "a small photo of a {label}.", "there is a {label} in the picture"]
USUAL = "A photo of a {label}."
MOST, PHOTOS, GAIN = 4, 4000, 0.003


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run")
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.cache / "tokenizer.json"))
    model = load_model(args.cache / args.run / "model.pt", tokenizer)
    see, read, names = photo_vectors(model), text_vectors(model, tokenizer), prompts.class_names(args.cache)

    tasks = []
    for name in ("tiny-imagenet", "caltech-101"):
        pixels, rows = load(args.cache, name, False)
        step = math.ceil(len(rows) / PHOTOS)
        pixels, rows = pixels[0, ::step], rows[::step]
        classes = sorted({row["label"] for row in rows})
        heads = {t: unit(read([t.replace("{label}", names[c][0]) for c in classes])) for t in CANDIDATES}
        tasks.append((see(pixels), np.array([classes.index(row["label"]) for row in rows]), heads))

    def score(templates: list[str]) -> float:
        return sum(accuracy(photos, truth, unit(sum(heads[t] for t in templates)))["top1"]
                   for photos, truth, heads in tasks) / len(tasks)

    chosen = [USUAL]
    print(f"{score(chosen):.4f}  {USUAL}")
    while len(chosen) < MOST:
        best = max((t for t in CANDIDATES if t not in chosen), key=lambda t: score([*chosen, t]))
        if score([*chosen, best]) < score(chosen) + GAIN:
            break
        chosen.append(best)
        print(f"{score(chosen):.4f}  {best}")
    (args.cache / args.run / "templates.json").write_text(json.dumps(chosen))


if __name__ == "__main__":
    main()
