"""Tokenizers as SigLIP's and SigLIP 2's, trained here in small, and the ids that SentencePiece itself gives.

    .venv-test/bin/python test/token-reference/make.py FOLDER

For each it writes a folder with `tokenizer.json` and `tokenizer_config.json` in the form of the model hubs, and
`cases.json`: texts with the ids after the model's own cleaning, cut at 64 with the end token kept, not padded.
No text names a special token: `<eos>` in a text is a token to transformers and to us, and letters to SentencePiece.
"""

import base64
import io
import json
import random
import re
import string
import sys
import unicodedata
from pathlib import Path
from pydoc_data.topics import topics

import sentencepiece as spm
from sentencepiece import sentencepiece_model_pb2 as proto

CONTEXT = 64
SPACE = "\u2581"


def sentences() -> list[str]:
    """English prose and code that comes with Python."""
    prose = re.split(r"(?<=[.:])\s+|\n\n", "\n\n".join(topics[name] for name in sorted(topics)))
    return [text for text in dict.fromkeys(" ".join(part.split()) for part in prose) if 15 < len(text) < 400]


def strange_texts() -> list[str]:
    source = random.Random(1)
    letters = [chr(code) for code in range(0x20, 0x30000) if unicodedata.category(chr(code))[0] in "LMNPSZ"]
    blocks = [
        [letter for letter in letters if low <= ord(letter) < high]
        # Latin to Cyrillic, Hebrew and Arabic, Thai, Hangul jamo, Latin with marks, punctuation and letter-likes,
        # kana, compatibility ideographs, half and full width, emoji.
        for low, high in [(0x80, 0x530), (0x590, 0x780), (0xE00, 0xE80), (0x1100, 0x1200), (0x1E00, 0x2000), (0x2000, 0x2C00),
                          (0x3000, 0x3400), (0xF900, 0xFB50), (0xFF00, 0xFFF0), (0x1F300, 0x1FB00)]
    ]  # fmt: skip
    drawn = [
        "".join(source.choice(" ab" if source.random() < 0.3 else block) for _ in range(source.randint(1, 30)))
        for block in [*blocks, letters]
        for _ in range(15)
    ]
    controls = [f"one{chr(code)}two {chr(code)} three{chr(code)}" for code in [*range(1, 0x20), 0x7F, 0x80, 0x85, 0x8F, 0x9F, 0xA0,
                0xAD, 0x1680, 0x180E, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF, 0xFFFD]]  # fmt: skip
    return [
        *drawn,
        *controls,
        *(f"a photo of {mark}a{mark} dog{mark}" for mark in string.punctuation),
        "",
        " ",
        "\t\n",
        "!!!",
        "a",
        "A Photo Of A Red Bicycle.",
        "  a   photo\tof\na\r\ndog  ",
        "café cafe\u0301 CAFÉ ﬁne ﬂat ½ ① ℃ ㎏ ㍿ ～ 〜 ｶﾞｷﾞ ﾊﾟ が か\u3099",
        "ΣΟΦΟΣ İstanbul ISPARTA ß ẞ ǅ ŉ",
        "👩\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 👍🏽 🇩🇪 ☃︎ ☃️",
        "שָׁלוֹם עולם مرحبا بالعالم สวัสดี नमस्ते 你好，世界 안녕하세요 \u1112\u1161\u11ab",
        f"{SPACE}already{SPACE}{SPACE}marked {SPACE} ",
        "I'm can't won't — “quoted” ‘text’ … don\u2019t",
        "3.14159 1,000,000 2026-11-23 50% €99 #1 a_b a-b a/b",
        "x" * 200,
        "dog " * 100,
        "word " * 62 + "end",
        "ab " * 5000,
        "é" * 1000,
        "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 3,
        *(" ".join(["dog"] * count) for count in range(55, 72)),
    ]


def trained(texts: list[str], **options: object) -> spm.SentencePieceProcessor:
    model = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_writer=model, num_threads=1, minloglevel=2, hard_vocab_limit=False, **options
    )
    return spm.SentencePieceProcessor(model_proto=model.getvalue())


def parsed(model: spm.SentencePieceProcessor) -> proto.ModelProto:
    return proto.ModelProto.FromString(model.serialized_model_proto())


def special(ids: dict[str, int]) -> list[dict[str, object]]:
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return [{"id": id, "content": content, **flags} for content, id in ids.items()]


def ends_with(token: str, id: int) -> dict[str, object]:
    end = {"SpecialToken": {"id": token, "type_id": 0}}
    single = [{"Sequence": {"id": "A", "type_id": 0}}, end]
    pair = [*single, {"Sequence": {"id": "B", "type_id": 0}}, end]
    tokens = {token: {"id": token, "ids": [id], "tokens": [token]}}
    return {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": tokens}


def siglip_tokenizer(model: spm.SentencePieceProcessor) -> dict[str, object]:
    """What transformers' converter makes of a SentencePiece model of the T5 kind."""
    spec = parsed(model)
    charsmap = base64.b64encode(spec.normalizer_spec.precompiled_charsmap).decode()
    marked = {"replacement": SPACE, "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0",
        "added_tokens": special({"</s>": model.eos_id(), "<unk>": model.unk_id()}),
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": charsmap},
                {"type": "Strip", "strip_left": False, "strip_right": True},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": SPACE},
            ],
        },
        "pre_tokenizer": {"type": "Metaspace", **marked},
        "post_processor": ends_with("</s>", model.eos_id()),
        "decoder": {"type": "Metaspace", **marked},
        "model": {
            "type": "Unigram",
            "unk_id": model.unk_id(),
            "vocab": [[piece.piece, piece.score] for piece in spec.pieces],
            "byte_fallback": False,
        },
    }


def gemma_tokenizer(model: spm.SentencePieceProcessor) -> dict[str, object]:
    """What transformers' converter makes of a SentencePiece model of Gemma's kind."""
    pieces = {piece.piece: (id, piece.score) for id, piece in enumerate(parsed(model).pieces)}
    merges = []
    for piece, (_, score) in pieces.items():
        splits = [(piece[:at], piece[at:]) for at in range(1, len(piece))]
        known = sorted((split for split in splits if all(part in pieces for part in split)), key=lambda split: [pieces[part][0] for part in split])
        merges += [(score, left, right) for left, right in known]
    merges.sort(key=lambda merge: (merge[0], len(merge[1]), len(merge[2])), reverse=True)
    return {
        "version": "1.0",
        "added_tokens": special({model.id_to_piece(id): id for id in range(4)}),
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": SPACE},
        "pre_tokenizer": {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious", "invert": False},
        "post_processor": ends_with("<eos>", model.eos_id()),
        "decoder": {"type": "Fuse"},
        "model": {
            "type": "BPE",
            "unk_token": "<unk>",
            "fuse_unk": True,
            "byte_fallback": True,
            "vocab": {piece: id for piece, (id, _) in pieces.items()},
            "merges": [[left, right] for _, left, right in merges],
        },
    }


def canonical(text: str) -> str:
    """SigLIP's cleaning: big_vision, `prompt_engineering.canonicalize_text`."""
    text = text.lower().translate(str.maketrans("", "", string.punctuation))
    return re.sub(r"\s+", " ", text).strip()


def write(folder: Path, model: spm.SentencePieceProcessor, tokenizer: dict, config: dict, texts: list[str], clean) -> None:
    folder.mkdir()
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    cases = []
    for text in texts:
        ids = model.encode(clean(text))
        # "sticky": the end token stays when the text is cut.
        cases.append({"text": text, "ids": [*ids[: CONTEXT - 1], model.eos_id()], "truncated": len(ids) >= CONTEXT})
    (folder / "cases.json").write_text(json.dumps(cases))


def main() -> None:
    folder = Path(sys.argv[1])
    prose, strange = sentences(), strange_texts()
    random.Random(2).shuffle(prose)
    texts = [*prose[:300], *strange]
    corpus = [*prose[300:6000], *(text for text in strange[:120] if text.strip())]

    siglip = trained(
        [canonical(text) for text in corpus], model_type="unigram", vocab_size=4000, normalization_rule_name="nmt_nfkc",
        character_coverage=0.9995, pad_id=-1, eos_id=1, bos_id=-1, unk_id=2,
    )  # fmt: skip
    config = {"tokenizer_class": "SiglipTokenizer", "do_lower_case": True, "pad_token": "</s>", "eos_token": "</s>"}
    write(folder / "siglip", siglip, siglip_tokenizer(siglip), config, texts, canonical)

    gemma = trained(
        [text.lower() for text in corpus], model_type="bpe", vocab_size=3000, normalization_rule_name="identity",
        byte_fallback=True, split_digits=True, add_dummy_prefix=False, remove_extra_whitespaces=False,
        character_coverage=0.9995, pad_id=0, eos_id=1, bos_id=2, unk_id=3,
        pad_piece="<pad>", eos_piece="<eos>", bos_piece="<bos>", unk_piece="<unk>",
    )  # fmt: skip
    config = {"tokenizer_class": "GemmaTokenizer", "pad_token": {"__type": "AddedToken", "content": "<pad>"}}
    write(folder / "siglip2", gemma, gemma_tokenizer(gemma), config, texts, str.lower)


main()
