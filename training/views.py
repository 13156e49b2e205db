"""What the trunk and the whole pretrained network see in random views of the pictures, in shards of 1,024 views.

A shard is `{name}.maps.npy` float16 [n, channels, 14, 14] (the trunk's), `{name}.npz` with `pooled` float16 [n, 1280],
`logits` float16 [n, 1000] and `rows` (indices of `data.training_rows`). Shards that exist are left alone, and processes
with different `--process` share the work.
"""

import argparse
import random
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from PIL import Image
from torch import nn

from backbone import MEAN, SIZE, STD, Tail, Trunk, pretrained
from data import CACHE, DATA, decode, shuffled, training_rows, unpack

SHARD, BATCH, TINY_A_CLASS = 1024, 16, 130
# set: (views a picture, smallest side of a crop, share that loses detail, to how many pixels, may be mirrored)
PLANS = {
    "tiny-imagenet": (1, 0.7, 0.5, (24, 48), True),
    "caltech-101": (2, 0.75, 0.4, (28, 64), True),
    "flickr8k": (2, 0.6, 0.2, (48, 128), True),
    "scenes": (1, 0.92, 0.1, (64, 96), False),
}


def whole(image: Image.Image, size: int = SIZE) -> Image.Image:
    """The model's preprocessing: short side to the size with antialiased bicubic, then the centre."""
    short = min(image.size)
    image = image.resize([size if side == short else int(size * side / short) for side in image.size], Image.Resampling.BICUBIC)
    left, top = (round((side - size) / 2) for side in image.size)
    return image.crop((left, top, left + size, top + size))


def view(image: Image.Image, kind: str, number: int, rng: random.Random) -> Image.Image:
    """A crop near a square, now and then mirrored, lighter or darker, or with detail lost as in a smaller file. The
    first view of a picture that has several is near the whole."""
    views, smallest, lossy, smaller, mirror = PLANS[kind]
    if number == 0 and views > 1:
        smallest = (smallest + 2) / 3
    width, height = image.size
    side = min(width, height) * rng.uniform(smallest, 1)
    aspect = 2 ** rng.uniform(-0.2, 0.2)
    w, h = min(width, side * aspect**0.5), min(height, side / aspect**0.5)
    left, top = rng.uniform(0, width - w), rng.uniform(0, height - h)
    box = (left, top, left + w, top + h)
    if rng.random() < lossy and not (number == 0 and views > 1):
        less = rng.randint(*smaller)
        image, box = image.resize((less, less), Image.Resampling.BICUBIC, box), None
    image = image.resize((SIZE, SIZE), Image.Resampling.BICUBIC, box)
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirror and rng.random() < 0.5 else image


def reduced(image: Image.Image, to: int) -> Image.Image:
    return whole(whole(image, to))


def plan(rows: list[dict], seed: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """(row, number of the view) for training, in random order, and for validation: number -1 is the whole picture, -2
    the whole picture at 32 pixels."""
    counts: dict[str, int] = {}
    train, validation = [], []
    for i in shuffled(len(rows), seed):
        row = rows[i]
        if row["part"] == "train":
            if row["set"] == "tiny-imagenet":
                counts[row["label"]] = counts.get(row["label"], 0) + 1
                if counts[row["label"]] > TINY_A_CLASS:
                    continue
            train += [(i, number) for number in range(PLANS[row["set"]][0])]
        elif row["part"] == "validation":
            validation.append((i, -1))
            if row["set"] == "tiny-imagenet":
                validation.append((i, -2))
    return [train[i] for i in shuffled(len(train), seed)], sorted(validation)


class Whole(nn.Module):
    def __init__(self, version: int):
        super().__init__()
        network = pretrained(version)
        self.trunk, self.tail, self.classes = Trunk(network), Tail(network), network._fc

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        maps = self.trunk(x)
        pooled = self.tail(maps).mean((2, 3))
        return maps, pooled, self.classes(pooled)


def session(model: nn.Module, path: Path, outputs: list[str]) -> ort.InferenceSession:
    if not path.exists():
        part = path.with_suffix(".part")
        torch.onnx.export(model, (torch.zeros(1, 3, SIZE, SIZE),), str(part), input_names=["pixel_values"], output_names=outputs,
                          opset_version=17, dynamic_axes={n: {0: "batch"} for n in ["pixel_values", *outputs]}, dynamo=False)
        part.rename(path)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(str(path), options)


def tensor(images: list[Image.Image]) -> np.ndarray:
    x = np.stack([np.asarray(image) for image in images]).astype(np.float32) / 255
    return np.ascontiguousarray(((x - np.float32(MEAN)) / np.float32(STD)).transpose(0, 3, 1, 2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--version", type=int, default=1, help="of EfficientNet-Lite")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--process", default="0/1", help="this process's number and how many there are")
    args = parser.parse_args()
    unpack(args.data, args.cache)
    rows = training_rows(args.cache)
    train, validation = plan(rows, args.seed)
    folder = args.cache / f"views-lite{args.version}-{args.seed}"
    folder.mkdir(exist_ok=True)
    number, of = map(int, args.process.split("/"))
    run = session(Whole(args.version), folder / f"whole.{number}.onnx", ["maps", "pooled", "logits"])
    shards = [(f"{part}-{start // SHARD:03}", some[start : start + SHARD]) for part, some in (("validation", validation), ("train", train))
              for start in range(0, len(some), SHARD)]
    for name, todo in shards[number::of]:
        if (folder / f"{name}.npz").exists():
            continue
        found = []
        for start in range(0, len(todo), BATCH):
            images = []
            for i, k in todo[start : start + BATCH]:
                image = decode((args.cache / rows[i]["file"]).read_bytes())
                rng = random.Random(f"{args.seed} {rows[i]['file']} {k}")
                images.append(whole(image) if k == -1 else reduced(image, 32) if k == -2 else view(image, rows[i]["set"], k, rng))
            found.append(run.run(None, {"pixel_values": tensor(images)}))
        maps, pooled, logits = (np.concatenate(part).astype(np.float16) for part in zip(*found))
        np.save(folder / f"{name}.maps.npy", maps)
        np.savez(folder / f"{name}.part.npz", pooled=pooled, logits=logits, rows=np.array([i for i, _ in todo]),
                 kinds=np.array([k for _, k in todo]))
        (folder / f"{name}.part.npz").rename(folder / f"{name}.npz")
        print(name, len(todo), flush=True)


if __name__ == "__main__":
    main()
