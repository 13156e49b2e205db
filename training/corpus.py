"""Texts without pictures: object names and definitions, and common English words."""

import gzip
import json
from pathlib import Path

REFERENCE = Path(__file__).parent / "../../shared/clip-reference"


def object_texts() -> list[str]:
    """Names, synonyms and definitions of the 1,203 LVIS objects."""
    rows = json.loads((REFERENCE / "embeddings/vit-b-32-lvis-text.json").read_text())
    texts = [text for row in rows for text in [*row["synonyms"], row["definition"]]]
    return list(dict.fromkeys(texts))


def common_words(count: int) -> list[str]:
    """The whole words that OpenAI's CLIP tokenizer has an entry for, most frequent first."""
    with gzip.open(REFERENCE / "bpe_simple_vocab_16e6.txt.gz", "rt", encoding="utf-8") as file:
        merges = file.read().split("\n")[1 : 49152 - 256 - 2 + 1]
    pairs = (merge.split() for merge in merges)
    words = (left + right.removesuffix("</w>") for left, right in pairs if right.endswith("</w>"))
    return [w for w in words if len(w) > 2 and w.isascii() and w.isalpha()][:count]
