"""Takes the statistics of the normalisation layers anew, over training pictures as the model will
be given them: whole and at full size. Random crops are a little blurred, which these layers notice.

With `--start`, of the weighted mean of two models: what a run ended with and what it started from. It keeps more of what either knows
than each alone (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022, https://arxiv.org/abs/2109.01903).
"""

import argparse
from pathlib import Path

import torch
from tokenizers import Tokenizer

from batches import Batches, normalise, soften
from data import CACHE, SIZE
from export import load_model
from model import DualEncoder
from start import start_from

STEPS = 60
START_SHARE = 0.48  # of the model that the run started from; the model card says how it was chosen


@torch.no_grad()
def average(model: DualEncoder, other: DualEncoder) -> None:
    """The weighted mean of both models' weights, into `model`."""
    for own, others in zip(model.parameters(), other.parameters()):
        own.lerp_(others, START_SHARE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run")
    parser.add_argument("--start", type=Path, metavar="FILES", help="the exported model that the run started from")
    args = parser.parse_args()
    folder = args.cache / args.run
    tokenizer = Tokenizer.from_file(str(args.cache / "tokenizer.json"))
    model = load_model(folder / "finished.pt", tokenizer)
    data = Batches(args.cache, seed=1)
    if args.start:
        started = DualEncoder(tokenizer.get_vocab_size(), tokenizer.token_to_id("<|endoftext|>"))
        start_from(args.start, started, data, SIZE)
        average(model, started)
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
