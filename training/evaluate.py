"""Measures the exported files on pictures that training never saw, in ONNX Runtime on one core."""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from batches import MEAN, STD
from data import CACHE, load
from export import FILES
from measure import PLAIN, accuracy, confused, labelled, retrieval


class Exported:
    """The files as a program would run them."""

    def __init__(self, files: Path):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.vision, self.text = (ort.InferenceSession(str(files / f"onnx/{name}_model.onnx"), options)
                                  for name in ("vision", "text"))
        self.tokenizer = Tokenizer.from_file(str(files / "tokenizer.json"))
        self.settings = json.loads((files / "clipgraph.json").read_text())
        self.templates = [template.replace("{label}", "{}") for template in self.settings["templates"]]

    def photos(self, pixels: np.ndarray) -> np.ndarray:
        """uint8 [n, 64, 64, 3] -> vectors."""
        x = ((pixels / np.float32(255) - np.float32(MEAN)) / np.float32(STD)).transpose(0, 3, 1, 2)
        return np.concatenate([self.vision.run(None, {"pixel_values": part})[0]
                               for part in np.array_split(np.ascontiguousarray(x), max(1, len(x) // 64))])

    def texts(self, lines: list[str]) -> np.ndarray:
        return np.concatenate([self.text.run(None, {"input_ids": self.ids(line)})[0] for line in lines])

    def ids(self, line: str) -> np.ndarray:
        ids, longest = self.tokenizer.encode(line).ids, self.settings["contextLength"]
        return np.array([ids if len(ids) <= longest else ids[: longest - 1] + ids[-1:]], np.int64)


def milliseconds(run, items: list) -> float:
    """Median time of one item."""
    for item in items[:20]:
        run(item)
    times = []
    for item in items:
        start = time.perf_counter()
        run(item)
        times.append(time.perf_counter() - start)
    return float(np.median(times)) * 1000


def shown(row: dict[str, float]) -> str:
    return "  ".join(f"{name} {100 * value:.1f} %" for name, value in row.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--files", type=Path, default=FILES)
    args = parser.parse_args()
    model = Exported(args.files)

    for name in ("tiny-imagenet", "caltech-101", "cifar-10"):
        photos, truth, head, called = labelled(args.cache, name, PLAIN, model.photos, model.texts)
        print(f"{name}, zero-shot:", shown(accuracy(photos, truth, head)))
        if model.templates != PLAIN:
            ensemble = labelled(args.cache, name, model.templates, lambda pixels: photos, model.texts)
            print(f"{name}, with the model's own templates:", shown(accuracy(*ensemble[:3])))
        for one, found, wrong, share in confused(photos, truth, head):
            print(f"    {called[one]}: {100 * found:.0f} % right, {100 * share:.0f} % taken for {called[wrong]}")
    for name, captions, count in (("flickr8k", 5, 200), ("scenes-test", 1, 200), ("scenes-test", 1, 1000)):
        for way, row in retrieval(args.cache, name, model.photos, model.texts, captions, count).items():
            print(f"{name}, {way}, among {count}:", shown(row))

    pixels, rows = load(args.cache, "flickr8k", True)
    captions = [model.ids(caption) for row in rows for caption in row["captions"]]
    tensors = [np.random.default_rng(i).standard_normal((1, 3, 64, 64), np.float32) for i in range(200)]
    print(f"one core: {milliseconds(lambda x: model.vision.run(None, {'pixel_values': x}), tensors):.2f} ms an image, "
          f"{milliseconds(lambda x: model.text.run(None, {'input_ids': x}), captions[:400]):.2f} ms a caption "
          f"of {np.mean([c.shape[1] for c in captions]):.1f} tokens")


if __name__ == "__main__":
    main()
