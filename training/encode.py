"""Texts and pictures to vectors with the PyTorch model."""

import math
from typing import Callable

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from batches import normalise
from data import SIZE
from model import CONTEXT, DualEncoder


def token_ids(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    """Ids with start and end, cut to the context; a cut text still closes with the end token."""
    rows = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    return [ids if len(ids) <= CONTEXT else ids[: CONTEXT - 1] + ids[-1:] for ids in rows]


def batch_texts(model: DualEncoder, tokenizer: Tokenizer, texts: list[str], runs: int = 8) -> torch.Tensor:
    """Text vectors; texts of like length run together, so that little is padding."""
    ids, device = token_ids(tokenizer, texts), model.logit_scale.device
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out, step = [], math.ceil(len(order) / runs)
    for start in range(0, len(order), step):
        rows = [ids[i] for i in order[start : start + step]]
        longest = max(map(len, rows))
        out.append(model.text(torch.tensor([row + row[-1:] * (longest - len(row)) for row in rows], device=device)))
    return torch.cat(out)[torch.tensor(order, device=device).argsort()]


def photo_vectors(model: DualEncoder, size: int = SIZE) -> Callable[[np.ndarray], np.ndarray]:
    """From uint8 pictures; `size` below 64 is for a model that has only seen smaller ones so far."""
    @torch.inference_mode()
    def encode(pixels: np.ndarray) -> np.ndarray:
        vectors = []
        for part in torch.from_numpy(pixels).split(256):
            x = normalise(part).to(model.logit_scale.device)
            if size != SIZE:
                x = F.interpolate(x, (size, size), mode="bilinear")
            vectors.append(model.image(x.contiguous(memory_format=torch.channels_last)))
        return torch.cat(vectors).cpu().numpy()
    return encode


def text_vectors(model: DualEncoder, tokenizer: Tokenizer) -> Callable[[list[str]], np.ndarray]:
    @torch.inference_mode()
    def encode(texts: list[str]) -> np.ndarray:
        return torch.cat([batch_texts(model, tokenizer, texts[i : i + 256]) for i in range(0, len(texts), 256)]).cpu().numpy()
    return encode
