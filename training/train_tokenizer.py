"""Trains the tokenizer: byte-level BPE with CLIP's pre-processing, and a vocabulary of 8,192."""

import argparse
import json
import random
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import prompts
from corpus import common_words, object_texts
from data import CACHE, load

VOCABULARY = 8192
START, END = "<|startoftext|>", "<|endoftext|>"
# CLIP's pattern: contractions, runs of letters, single digits, runs of anything else.
WORDS = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def build(vocabulary: dict[str, int], merges: list[tuple[str, str]]) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token=END if vocabulary else None, end_of_word_suffix="</w>",
                                     continuing_subword_prefix="", fuse_unk=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(WORDS), "removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def corpus(cache: Path):
    """Captions and prompts many times over, then words by Zipf's law so that any text is short."""
    rng = random.Random(0)
    for _ in range(20):
        for row in load(cache, "flickr8k", False)[1]:
            yield from row["captions"]
        for names in prompts.class_names(cache).values():
            yield from (prompts.phrase(name, rng) for name in names)
        yield from object_texts()
    for rank, word in enumerate(common_words(20000)):
        yield from [word] * (1 + 40000 // (rank + 20))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    args = parser.parse_args()

    draft = build({}, [])
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    draft.train_from_iterator(corpus(args.cache), trainers.BpeTrainer(
        vocab_size=VOCABULARY, initial_alphabet=alphabet, end_of_word_suffix="</w>", show_progress=False))
    merges = [tuple(m) for m in json.loads(draft.to_str())["model"]["merges"]]

    # CLIP's order: the bytes, the bytes that end a word, the merges, the two special tokens.
    tokens = alphabet + [byte + "</w>" for byte in alphabet]
    merges = merges[: VOCABULARY - len(tokens) - 2]
    tokens += [left + right for left, right in merges] + [START, END]
    ids = {token: i for i, token in enumerate(tokens)}
    tokenizer = build(ids, merges)
    tokenizer.add_special_tokens([START, END])
    tokenizer.post_processor = processors.RobertaProcessing(
        (END, ids[END]), (START, ids[START]), trim_offsets=False, add_prefix_space=False)
    tokenizer.save(str(args.cache / "tokenizer.json"))
    print(f"{len(tokens)} tokens; 'A photo of a dog.' ->", tokenizer.encode("A photo of a dog.").tokens)


if __name__ == "__main__":
    main()
