"""Checks that the exported files give the trained model's vectors, alone or in company."""

import argparse
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from data import CACHE, load
from encode import photo_vectors, text_vectors
from evaluate import Exported
from export import FILES, load_model
from measure import unit


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float((unit(a) * unit(b)).sum(1).min())


def check(what: str, ok: bool, figure: str) -> None:
    print(f"{'ok  ' if ok else 'FAIL'}  {what}: {figure}")
    if not ok:
        raise SystemExit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run")
    parser.add_argument("--files", type=Path, default=FILES)
    args = parser.parse_args()
    exported = Exported(args.files)
    tokenizer = Tokenizer.from_file(str(args.files / "tokenizer.json"))
    model = load_model(args.cache / args.run / "model.pt", tokenizer)
    pixels = np.concatenate([load(args.cache, "flickr8k", True)[0][0], load(args.cache, "caltech-101", True)[0][0, :300]])
    captions = [text for row in load(args.cache, "flickr8k", True)[1] for text in row["captions"]][:500]

    photos, texts = exported.photos(pixels), exported.texts(captions)
    worst = cosine(photos, photo_vectors(model)(pixels))
    check("photos against PyTorch, worst cosine of 500", worst > 0.999, f"{worst:.6f}")
    worst = cosine(texts, text_vectors(model, tokenizer)(captions))
    check("texts against PyTorch, worst cosine of 500", worst > 0.999, f"{worst:.6f}")

    alone = np.concatenate([exported.photos(photo[None]) for photo in pixels[:50]])
    gap = float(np.abs(unit(alone) - unit(photos[:50])).max())
    check("photos alone against in a batch, largest difference", gap < 1e-5, f"{gap:.1e}")

    ids = [exported.ids(caption)[0] for caption in captions]
    longest = max(map(len, ids))
    after = np.random.default_rng(0).integers(0, ids[0][-1], (len(ids), longest))
    for row, own in zip(after, ids):
        row[: len(own)] = own
    padded = exported.text.run(None, {"input_ids": after})[0]
    gap = float(np.abs(unit(padded) - unit(texts)).max())
    check("texts in a batch, anything after the end token, largest difference", gap < 1e-5, f"{gap:.1e}")


if __name__ == "__main__":
    main()
