"""Goes on from an exported model: its weights, read back from the ONNX files."""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

from batches import Batches
from encode import text_vectors
from model import DualEncoder

TEXTS = 4000  # that the text teacher's space is turned by
STEPS_SEEN = 3  # batches that the statistics of a normalisation layer are taken from


def weights(path: Path) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    """By name; and those that the export left nameless, the matrices of linear layers, transposed, in the model's order."""
    named, nameless = {}, []
    for weight in onnx.load(path).graph.initializer:
        values = numpy_helper.to_array(weight).astype(np.float32)
        if weight.name.startswith("onnx::MatMul"):
            nameless.append(values)
        else:
            named[weight.name.removesuffix(".f16")] = values
    return named, nameless


@torch.no_grad()
def start_from(files: Path, model: DualEncoder, data: Batches, size: int) -> None:
    """Fills `model`. The export folded each normalisation layer into the convolution before it, so the layer gets the
    statistics of what the convolution gives for training pictures, and the gain and bias that undo them."""
    for tower, name in ((model.text, "text"), (model.image, "vision")):
        named, nameless = weights(files / f"onnx/{name}_model.onnx")
        shifts = dict(named)
        for key, parameter in tower.named_parameters():
            if key in named and named[key].shape == tuple(parameter.shape):
                parameter.copy_(torch.from_numpy(named[key]))
                shifts.pop(key)
        linear = [m for m in tower.modules() if isinstance(m, torch.nn.Linear)]
        assert len(linear) == len(nameless), f"{name}: {len(nameless)} matrices for {len(linear)} layers"
        for layer, matrix in zip(linear, nameless):
            layer.weight.copy_(torch.from_numpy(matrix.T))
    scale = json.loads((files / "clipgraph.json").read_text())["scoring"]["scale"]
    model.logit_scale.fill_(float(np.log(scale)))

    pixels = torch.cat([data.next(size).pixels for _ in range(STEPS_SEEN)])
    modules = dict(model.image.named_modules())
    hooks = []
    for key, module in modules.items():
        if isinstance(module, torch.nn.BatchNorm2d):
            *parent, index = key.split(".")
            bias = torch.from_numpy(shifts.pop(".".join([*parent, str(int(index) - 1), "bias"])))

            def undo(layer: torch.nn.BatchNorm2d, inputs: tuple[torch.Tensor], bias: torch.Tensor = bias) -> None:
                variance, mean = torch.var_mean(inputs[0], (0, 2, 3), correction=0)
                layer.running_mean.copy_(mean)
                layer.running_var.copy_(variance)
                layer.weight.copy_((variance + layer.eps).sqrt())
                layer.bias.copy_(mean + bias.to(mean.device))

            hooks.append(module.register_forward_pre_hook(undo))
    assert not shifts, f"no place for {', '.join(shifts)}"
    model.image.train()
    model.image(pixels.contiguous(memory_format=torch.channels_last))
    for hook in hooks:
        hook.remove()


def towards(model: DualEncoder, tokenizer: Tokenizer, data: Batches) -> torch.Tensor:
    """The rotation [256, 256] of the teacher's space that brings its vectors nearest to the model's (Procrustes)."""
    texts = data.plain[:: max(1, len(data.plain) // TEXTS)]
    own = torch.from_numpy(text_vectors(model, tokenizer)(texts))
    own = torch.nn.functional.normalize(own, dim=-1)
    teachers = data.text_vectors[[data.row_of[text] for text in texts]].cpu()
    left, _, right = torch.linalg.svd(teachers.T @ own)
    return left @ right
