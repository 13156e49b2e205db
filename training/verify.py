"""Checks that the exported files give the trained model's vectors, and the same bits alone and in any batch."""

import argparse
from pathlib import Path

import numpy as np
import torch

import minilm
from data import CACHE, decode, training_rows
from evaluate import Exported
from export import FILES, load_model
from measure import unit
from views import tensor, whole

LARGEST = 36e6  # bytes, all files together


def check(what: str, ok: bool, figure: str) -> None:
    print(f"{'ok  ' if ok else 'FAIL'}  {what}: {figure}", flush=True)
    if not ok:
        raise SystemExit(1)


@torch.inference_mode()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--checkpoint", type=Path, help="default: run/mean.pt in the cache")
    parser.add_argument("--version", type=int, default=1, help="of EfficientNet-Lite")
    parser.add_argument("--files", type=Path, default=FILES)
    parser.add_argument("--count", type=int, default=500, help="photos, and captions")
    args = parser.parse_args()
    exported = Exported(args.files)
    model, trunk = load_model(args.checkpoint or args.cache / "run/mean.pt", args.version)
    rows = [row for row in training_rows(args.cache) if row["part"] == "validation"]
    photos = [row for row in rows if row["set"] != "scenes"][:: max(1, len(rows) // args.count)][: args.count]
    images = [decode((args.cache / row["file"]).read_bytes()) for row in photos]
    captions = [text for row in rows for text in row.get("captions", [])][: args.count]

    total = sum(file.stat().st_size for file in args.files.rglob("*") if file.is_file())
    check("size of all files", total <= LARGEST, f"{total / 1e6:.1f} MB")
    own = np.concatenate([model.photos(trunk(torch.from_numpy(tensor([whole(image)]))))[0].numpy() for image in images])
    alone = np.concatenate([exported.photos([image]) for image in images])
    worst = float((unit(own) * unit(alone)).sum(1).min())
    check(f"{len(images)} photos against PyTorch, worst cosine", worst >= 0.999, f"{worst:.5f}")
    for size in (2, 3, 7, 16):
        check(f"photos in batches of {size}, the same bits", bool((exported.photos(images[:size]) == alone[:size]).all()), "yes")

    reader, tokenizer = minilm.pretrained(), minilm.tokenizer()
    ids = [tokenizer.encode(caption).ids for caption in captions]
    own = np.concatenate([model.texts(*reader.states(torch.tensor([row]), minilm.LAYERS - 1)).numpy() for row in ids])
    alone = exported.texts(captions)
    worst = float((unit(own) * unit(alone)).sum(1).min())
    check(f"{len(captions)} texts against PyTorch, worst cosine", worst >= 0.999, f"{worst:.5f}")
    for size in (2, 5, 33):
        longest = max(map(len, ids[:size]))
        for width in (longest, longest + 1, longest + 13):
            padded = np.array([row + [0] * (width - len(row)) for row in ids[:size]])
            same = exported.text.run(None, {"input_ids": padded})[0] == alone[:size]
            check(f"texts in batches of {size}, padded to {width}, the same bits", bool(same.all()), "yes")


if __name__ == "__main__":
    main()
