"""Measures a model's files on one part of the pictures, in ONNX Runtime on one core: `--part validation` to choose by,
`--part test` once, to report. Works on any model whose graphs take `pixel_values` and `input_ids`.
"""

import argparse
import json
import string
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image
from tokenizers import Tokenizer

import prompts
from data import CACHE, cifar_rows, decode, training_rows
from export import FILES
from measure import accuracy, class_head, confused, deviation, retrieval, unit
from views import whole

PLAIN = ["A photo of a {}."]
BATCH = 16
NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


class Exported:
    """The files as a program would run them."""

    def __init__(self, files: Path):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.vision, self.text = (ort.InferenceSession(str(files / f"onnx/{name}_model.onnx"), options)
                                  for name in ("vision", "text"))
        self.tokenizer = Tokenizer.from_file(str(files / "tokenizer.json"))
        self.settings = json.loads((files / "clipgraph.json").read_text())
        seen = json.loads((files / "preprocessor_config.json").read_text())
        self.size, self.mean, self.std = seen["size"]["shortest_edge"], *(np.float32(seen[f"image_{key}"]) for key in ("mean", "std"))
        self.templates = [template.replace("{label}", "{}") for template in self.settings["templates"]]

    def tensor(self, images: list[Image.Image]) -> np.ndarray:
        x = np.stack([np.asarray(whole(image, self.size)) for image in images]) / np.float32(255)
        return np.ascontiguousarray(((x - self.mean) / self.std).transpose(0, 3, 1, 2))

    def photos(self, images: list[Image.Image]) -> np.ndarray:
        return self.vision.run(["image_embeds"], {"pixel_values": self.tensor(images)})[0]

    def files(self, cache: Path, rows: list[dict]) -> np.ndarray:
        """The vectors of rows' pictures."""
        return np.concatenate([self.photos([decode((cache / row["file"]).read_bytes()) for row in rows[i : i + BATCH]])
                               for i in range(0, len(rows), BATCH)])

    def texts(self, lines: list[str]) -> np.ndarray:
        return np.concatenate([self.text.run(["text_embeds"], {"input_ids": self.ids(line)})[0] for line in lines])

    def ids(self, line: str) -> np.ndarray:
        if self.settings.get("cleaning") == "canonical":
            line = " ".join(line.translate(NO_PUNCTUATION).lower().split())
        ids, longest = self.tokenizer.encode(line).ids, self.settings["contextLength"]
        return np.array([ids if len(ids) <= longest else ids[: longest - 1] + ids[-1:]], np.int64)


def milliseconds(run, items: list) -> float:
    """Median CPU time of one item: other work on the machine counts less than by the clock."""
    times = []
    for item in items:
        start = time.process_time()
        run(item)
        times.append(time.process_time() - start)
    return float(np.median(times[5:])) * 1000


def shown(row: dict[str, float], count: int) -> str:
    return "  ".join(f"{name} {100 * value:.1f} ± {100 * deviation(value, count):.1f} %" for name, value in row.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--files", type=Path, default=FILES)
    parser.add_argument("--part", choices=["validation", "test"], default="validation")
    parser.add_argument("--every", type=int, default=1, help="only each so many-th picture of the larger sets")
    args = parser.parse_args()
    model, names = Exported(args.files), prompts.class_names(args.cache)
    rows = training_rows(args.cache) + (cifar_rows(args.cache) if args.part == "test" else [])
    of_part = {name: [row for row in rows if row["set"] == name and row["part"] == args.part] for name in dict.fromkeys(row["set"] for row in rows)}

    for name in ("tiny-imagenet", "caltech-101", "cifar-10"):
        some = of_part.get(name, [])
        some = some[:: args.every if len(some) > 1000 else 1]
        if not some:
            continue
        photos = model.files(args.cache, some)
        classes = sorted({row["label"] for row in rows if row["set"] == name})
        called = [names[c][0] if c in names else c for c in classes]
        truth = np.array([classes.index(row["label"]) for row in some])
        for templates in [PLAIN] + ([model.templates] if model.templates != PLAIN else []):
            head = class_head(called, templates, model.texts)
            print(f"{name}, zero-shot, {len(some)} photos, {', '.join(templates)}:", shown(accuracy(photos, truth, head), len(some)), flush=True)
        for one, found, wrong, share in confused(photos, truth, head):
            print(f"    {called[one]}: {100 * found:.0f} % right, {100 * share:.0f} % taken for {called[wrong]}")
    for name, captions, counts in (("flickr8k", 5, (200,)), ("scenes", 1, (200, 1000))):
        some = of_part[name]
        photos = model.files(args.cache, some)
        for count in (count for count in counts if count <= len(some)):
            for way, row in retrieval(photos[:count], some[:count], model.texts, captions).items():
                print(f"{name}, {way}, among {count}:", shown(row, count * (captions if way == "text to image" else 1)), flush=True)

    pictures = [model.tensor([decode((args.cache / row["file"]).read_bytes())]) for row in of_part["flickr8k"][:40]]
    lines = [model.ids(caption) for row in of_part["flickr8k"] for caption in row["captions"]][:100]
    print(f"one core, CPU time: {milliseconds(lambda x: model.vision.run(None, {'pixel_values': x}), pictures):.2f} ms an image, "
          f"{milliseconds(lambda x: model.text.run(None, {'input_ids': x}), lines):.2f} ms a caption "
          f"of {np.mean([line.shape[1] for line in lines]):.1f} tokens")


if __name__ == "__main__":
    main()
