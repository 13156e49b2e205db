"""The weighted mean of what the stage `whole` ended with and what it began with, as a checkpoint `mean.pt`. It keeps more of
what the pretrained networks know (Wortsman et al., 2022): on the validation part captions and Caltech's classes gain.
"""

import argparse
from pathlib import Path

import torch

from data import CACHE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run")
    parser.add_argument("--share", type=float, default=0.75, help="of what the stage ended with")
    args = parser.parse_args()
    start, end = (torch.load(args.cache / args.run / f"{stage}.pt", map_location="cpu")["model"] for stage in ("heads", "whole"))
    mean = {name: (start[name].float() * (1 - args.share) + value.float() * args.share).to(value.dtype) for name, value in end.items()}
    torch.save({"model": mean}, args.cache / args.run / "mean.pt")


if __name__ == "__main__":
    main()
