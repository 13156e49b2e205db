"""A few last minutes on whole, unblurred pictures: the random crops of the main run are resampled,
and a little softer than what the model will be given."""

import argparse
import random
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer

import batches
from batches import Batches, Source, normalise, soften
from data import CACHE, SIZE
from export import load_model
from train import losses, optimisers

PEAK, SHIFT = 5e-4, 3


def shifted(pixels: torch.Tensor, source: Source, size: int) -> torch.Tensor:
    """In place of random crops: a shift by whole pixels, and the mirror image for half of them."""
    x = torch.nn.functional.pad(normalise(pixels), (SHIFT,) * 4, mode="reflect")
    top, left = random.randrange(2 * SHIFT + 1), random.randrange(2 * SHIFT + 1)
    x = x[:, :, top : top + size, left : left + size]
    mirror = (torch.rand(len(x), 1, 1, 1) < 0.5) & source.flip
    return soften(torch.where(mirror, x.flip(3), x))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run")
    parser.add_argument("--halves", action="store_true", help="the towers in bfloat16, for processors that have it")
    parser.add_argument("--minutes", type=float, default=4)
    args = parser.parse_args()
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    random.seed(1)
    folder = args.cache / args.run
    tokenizer = Tokenizer.from_file(str(args.cache / "tokenizer.json"))
    model = load_model(folder / "checkpoint.pt", tokenizer).train().to(memory_format=torch.channels_last)
    both = optimisers(model, args.halves)
    state = torch.load(folder / "checkpoint.pt", map_location="cpu")
    for optimizer, saved in zip(both, state["optimizers"]):
        optimizer.load_state_dict(saved)
    data = Batches(args.cache, seed=2)
    data.turn(state["rotation"])
    batches.augment = shifted

    start, steps, done = time.monotonic(), 0, 0.0
    while done < 1:
        for group in (group for optimizer in both for group in optimizer.param_groups):
            group["lr"] = PEAK * (1 - done)
        parts = losses(model, tokenizer, data, data.next(SIZE), args.halves)
        model.zero_grad(set_to_none=True)
        parts["loss"].backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        for optimizer in both:
            optimizer.step()
        steps, done = steps + 1, (time.monotonic() - start) / (args.minutes * 60)
        if steps % 10 == 0:
            print(steps, {name: round(value.item(), 3) for name, value in parts.items()}, flush=True)
    torch.save({"model": model.state_dict(), "steps": steps}, folder / "finished.pt")


if __name__ == "__main__":
    main()
