"""The two towers. Both end in a projection into one shared space of 256 dimensions."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

DIMENSIONS = 256
CONTEXT = 48
GRID = 4
SEEN = 256


class Block(nn.Module):
    """Two 3x3 convolutions and a shortcut."""

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Identity() if inputs == outputs and stride == 1 else nn.Sequential(
            nn.AvgPool2d(stride), nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(self.body(x) + self.shortcut(x), inplace=True)


class ImageTower(nn.Module):
    """A small residual network. Its last map (4x4 at 64 pixels) is pooled twice: a plain mean,
    which says what is there, and a learned weight for each place and channel, which says where."""

    def __init__(self, stem: int = 32, stages=((64, 2), (128, 2), (256, 2))):
        super().__init__()
        layers = [nn.Conv2d(3, stem, 3, 2, 1, bias=False), nn.BatchNorm2d(stem), nn.ReLU(inplace=True)]
        channels = stem
        for width, depth in stages:
            for i in range(depth):
                layers.append(Block(channels, width, 2 if i == 0 else 1))
                channels = width
        self.features = nn.Sequential(*layers)
        self.places = nn.Parameter(torch.randn(channels, GRID, GRID) / GRID**2)
        self.projection = nn.Linear(2 * channels, DIMENSIONS, bias=False)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.projection(self.pooled(pixels))

    def pooled(self, pixels: torch.Tensor) -> torch.Tensor:
        """[batch, 2 * channels], what the projection sees."""
        x = self.features(pixels)
        places = self.places
        if x.shape[-1] != GRID:  # training at a lower resolution
            places = F.interpolate(places[None], x.shape[-2:], mode="bilinear", align_corners=False)[0]
            places = places * (GRID**2 / (x.shape[-2] * x.shape[-1]))
        return torch.cat([x.mean((2, 3)), (x * places).sum((2, 3))], dim=1)


class Layer(nn.Module):
    """A pre-norm transformer layer with causal attention."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        batch, length, width = x.shape
        qkv = self.qkv(self.norm1(x)).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / math.sqrt(width // self.heads) + mask
        x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width))
        return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))


class TextTower(nn.Module):
    """A causal transformer; the vector is taken at the first end token."""

    def __init__(self, vocabulary: int, end: int, width: int = 192, layers: int = 3, heads: int = 6):
        super().__init__()
        self.end = end
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.randn(CONTEXT, width) * 0.01)
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.projection = nn.Linear(width, DIMENSIONS, bias=False)
        self.register_buffer("mask", torch.full((CONTEXT, CONTEXT), -1e4).triu(1), persistent=False)
        nn.init.normal_(self.tokens.weight, std=0.02)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        length = ids.shape[1]
        x = self.tokens(ids) + self.positions[:length]
        mask = self.mask[:length, :length]
        for layer in self.layers:
            x = layer(x, mask)
        at_end = (ids == self.end).to(torch.int32).argmax(dim=1)
        x = x.gather(1, at_end.view(-1, 1, 1).expand(-1, 1, x.shape[2]))[:, 0]
        return self.projection(self.norm(x))


class DualEncoder(nn.Module):
    """Both towers and the learned temperature. `seen` is for training only: from the image tower's pooled map it
    guesses what the image teacher saw."""

    def __init__(self, vocabulary: int, end: int):
        super().__init__()
        self.image = ImageTower()
        self.text = TextTower(vocabulary, end)
        self.seen = nn.Linear(self.image.projection.in_features, SEEN)
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))

    def scale(self) -> torch.Tensor:
        return self.logit_scale.exp().clamp(max=100)
