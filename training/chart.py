"""Draws the training log: the loss, and what the validation part said on the way. The two stages follow one another."""

import argparse
import json
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

from data import CACHE

CHART = Path(__file__).parent / "../packages/models/mini/training.svg"
LINES = {"tiny": "Tiny-ImageNet top-1", "tiny32": "the same at 32 pixels", "caltech": "Caltech-101 top-1",
         "flickr": "Flickr8k recall@10", "scenes": "scenes recall@1"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run")
    parser.add_argument("--out", type=Path, default=CHART)
    args = parser.parse_args()
    rows = [json.loads(line) for line in (args.cache / args.run / "log.jsonl").read_text().splitlines()]
    first = max((row["minutes"] for row in rows if row["stage"] == "heads"), default=0)
    for row in rows:
        row["minutes"] += first * (row["stage"] == "whole")
    losses = [row for row in rows if "pairs" in row]
    checks = [row for row in rows if "tiny" in row]

    plt.rcParams["svg.hashsalt"] = "clipgraph"
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    for key, name in (("pairs", "photos and texts"), ("objects", "the teacher's classes")):
        left.plot([r["minutes"] for r in losses], [r[key] for r in losses], label=name, linewidth=1)
    left.set(title="losses", xlabel="minutes")
    for key, name in LINES.items():
        right.plot([r["minutes"] for r in checks], [100 * r[key] for r in checks], label=name, marker=".")
    right.set(title="validation part, %", xlabel="minutes", ylim=(0, 100))
    for axes in (left, right):
        axes.legend(fontsize=8)
        axes.grid(alpha=0.3)
    figure.savefig(args.out, metadata={"Date": None})


if __name__ == "__main__":
    main()
