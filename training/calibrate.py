"""Takes the statistics of the normalisation layers anew, over training pictures as the model will
be given them: whole and at full size. Random crops are a little blurred, which these layers notice."""

import argparse
from pathlib import Path

import torch
from tokenizers import Tokenizer

from batches import Batches, normalise, soften
from data import CACHE
from export import load_model

STEPS = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run")
    args = parser.parse_args()
    folder = args.cache / args.run
    tokenizer = Tokenizer.from_file(str(args.cache / "tokenizer.json"))
    model = load_model(folder / "finished.pt", tokenizer)
    data = Batches(args.cache, seed=1)
    for layer in model.image.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None  # a plain mean over all steps
    model.image.train()
    with torch.no_grad():
        for _ in range(STEPS):
            pixels = [soften(normalise(torch.from_numpy(s.pixels[0, s.draw(data.rng, s.share)]))) for s in data.sources]
            model.image(torch.cat(pixels).contiguous(memory_format=torch.channels_last))
    torch.save({"model": model.state_dict()}, folder / "model.pt")


if __name__ == "__main__":
    main()
