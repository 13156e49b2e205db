"""The dual encoder: the tail of an EfficientNet-Lite and heads over it; the last layer of MiniLM and heads over it."""

import math

import torch
import torch.nn.functional as F
from efficientnet_lite_pytorch import EfficientNet
from torch import nn

import minilm
from backbone import Tail

DIMENSIONS, SEEN, CLASSES = minilm.WIDTH, 1280, 1000
GRID, PLACES, MASKS = 7, 96, 8


class Residual(nn.Module):
    """A linear layer and beside it a small network that starts as zero."""

    def __init__(self, inputs: int, wide: int, dropout: float):
        super().__init__()
        self.straight = nn.Linear(inputs, DIMENSIONS)
        self.bent = nn.Sequential(nn.Linear(inputs, wide), nn.GELU(), nn.Dropout(dropout), nn.Linear(wide, DIMENSIONS))
        nn.init.zeros_(self.bent[-1].weight)
        nn.init.zeros_(self.bent[-1].bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.straight(x) + self.bent(x)


class ImageHead(nn.Module):
    """What is seen -> a vector: from the mean over the map; from what the classes that it looks like are called; from
    what stands where (`places`, which only a map can give)."""

    def __init__(self, classes: nn.Linear, names: torch.Tensor, mean: torch.Tensor, deviation: torch.Tensor):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.classes, self.names = classes, nn.Parameter(names.clone())
        self.sharpness = nn.Parameter(torch.zeros(()))
        self.share = nn.Parameter(torch.ones(()))
        self.drop, self.residual = nn.Dropout(0.1), Residual(SEEN, 768, 0.2)
        self.squeeze, self.masks = nn.Conv2d(SEEN, PLACES, 1), nn.Parameter(0.1 * torch.randn(MASKS, GRID * GRID))
        self.places = nn.Linear(MASKS * PLACES, DIMENSIONS)
        nn.init.normal_(self.residual.straight.weight, std=0.1 / math.sqrt(SEEN))
        nn.init.zeros_(self.places.weight)
        nn.init.zeros_(self.places.bias)

    def forward(self, pooled: torch.Tensor, seen: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor]:
        """The vector, and the logits of the 1,000 classes."""
        logits = self.classes(pooled)
        vector = self.share * ((self.sharpness.exp() * logits).softmax(1) @ self.names)
        vector = vector + self.residual(self.drop((pooled - self.mean) / self.deviation))
        if seen is not None:
            where = F.relu(self.squeeze(seen)).flatten(2) @ self.masks.T / GRID
            vector = vector + self.places(where.flatten(1))
        return vector, logits


class DualEncoder(nn.Module):
    def __init__(self, network: EfficientNet, names: torch.Tensor, mean: torch.Tensor, deviation: torch.Tensor):
        super().__init__()
        self.tail = Tail(network)
        self.image = ImageHead(network._fc, names, mean, deviation)
        self.layer = minilm.pretrained().layers[-1]
        self.text = Residual(DIMENSIONS, 768, 0.1)
        with torch.no_grad():
            self.text.straight.weight.copy_(torch.eye(DIMENSIONS))
            self.text.straight.bias.zero_()
        self.logit_scale = nn.Parameter(torch.tensor(math.log(20.0)))

    def scale(self) -> torch.Tensor:
        return self.logit_scale.exp().clamp(max=100)

    def photos(self, maps: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """From the trunk's maps."""
        seen = self.tail(maps)
        return self.image(seen.mean((2, 3)), seen)

    def texts(self, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """From the states before the last layer of MiniLM."""
        return self.text(minilm.mean(self.layer(states, bias), bias))
