"""What MiniLM makes of every text that training may show: token states before its last layer, which is trained, and
its own vector of the text.

`texts.json` lists the texts, the most needed first. A shard `texts/{start}.npz` has, for 2,048 of them, `states` float16
[tokens, 384] one text after the other, `lengths`, and `vectors` float16 [texts, 384]. Shards that exist are left alone;
training uses the texts that are there.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch

import minilm
import object_classes
import prompts
from corpus import common_words, object_texts
from data import CACHE, training_rows

WORDS, SHARD, BATCH = 4000, 2048, 64


def scene_texts(row: dict) -> tuple[list[str], list[str]]:
    """The captions and the false captions of a scene that training may show: the plain one and one more of the former,
    one of the latter."""
    rng = random.Random(row["file"])
    captions = [row["captions"][0], *rng.sample(row["captions"][1:], min(1, len(row["captions"]) - 1))]
    return captions, rng.sample(row["contrast"], min(1, len(row["contrast"])))


def said_names(cache: Path) -> list[str]:
    """All names of classes and broader words."""
    names = prompts.class_names(cache)
    every = [name for group in names.values() for name in [*group[:3], *([", ".join(group)] if len(group) > 1 else [])]]
    every += [name for group in object_classes.names() for name in group[:2]]
    return list(dict.fromkeys([*every, *prompts.broader_words(names), *object_classes.broader_words()]))


def plain_texts() -> list[str]:
    return object_texts() + common_words(WORDS)


def all_texts(cache: Path) -> list[str]:
    """The most needed first."""
    every = training_rows(cache)
    rows = [row for row in every if row["part"] == "train"]
    flickr, scenes = ([row for row in rows if row["set"] == name] for name in ("flickr8k", "scenes"))
    ways = [prompts.variants(name) for name in said_names(cache)]
    texts = [text for some in ways for text in some[:2]]
    texts += [text for row in every if row["part"] == "validation" for text in row.get("captions", [])[:2 if row["set"] == "flickr8k" else 1]]
    texts += [text for row in flickr for text in row["captions"][:1]] + [row["captions"][0] for row in scenes[::2]]
    texts += [text for some in ways for text in some[2:4]] + plain_texts()
    texts += [text for row in flickr for text in row["captions"][1:3]]
    texts += [text for row in scenes for some in scene_texts(row) for text in some]
    texts += [text for some in ways for text in some] + [text for row in flickr for text in row["captions"]]
    return list(dict.fromkeys(texts))


@torch.inference_mode()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    folder, texts = args.cache / "texts", all_texts(args.cache)
    folder.mkdir(exist_ok=True)
    (args.cache / "texts.json").write_text(json.dumps(texts))
    model = minilm.pretrained()
    ids = [encoding.ids for encoding in minilm.tokenizer().encode_batch(texts)]
    print(f"{len(texts)} texts, {sum(map(len, ids))} tokens", flush=True)
    for first in range(0, len(texts), SHARD):
        file = folder / f"{first:06}.npz"
        if file.exists():
            continue
        some = ids[first : first + SHARD]
        states: list[np.ndarray] = [np.zeros(0)] * len(some)
        vectors = np.zeros((len(some), minilm.WIDTH), np.float16)
        order = sorted(range(len(some)), key=lambda i: len(some[i]))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            longest = max(len(some[i]) for i in chosen)
            x, bias = model.states(torch.tensor([some[i] + [0] * (longest - len(some[i])) for i in chosen]), minilm.LAYERS - 1)
            vectors[chosen] = minilm.mean(model.layers[-1](x, bias), bias).numpy()
            for i, row in zip(chosen, x.half().numpy()):
                states[i] = row[: len(some[i])]
        part = file.with_name(f"{first:06}.part.npz")
        np.savez(part, states=np.concatenate(states), lengths=[len(row) for row in some], vectors=vectors)
        part.rename(file)
        print(first, flush=True)


if __name__ == "__main__":
    main()
