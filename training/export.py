"""Writes the model's files in the layout of the model hubs: ONNX towers, configs, tokenizer.

Large weights are stored as int8 with a scale for each 32 of them, the smaller convolutions' as float16, and become float32
when a session is made; all arithmetic is float32. The table of words is looked up as int8. A text's attention
adds up in one order whatever padding follows, so that its vector has the same bits alone and in any batch.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import nn

import backbone
import minilm
from backbone import MEAN, SIZE, STD, Trunk
from data import CACHE
from model import CLASSES, DIMENSIONS, SEEN, DualEncoder

FILES = Path(__file__).parent / "../packages/models/mini/files"
BLOCK = 32  # weights that share a scale, at most
SMALLEST, SMALLEST_INT8 = 1024, 100_000  # weights with fewer numbers stay float32; convolutions' with fewer become float16


class ImageTower(nn.Module):
    """float [n, 3, 224, 224] -> vectors [n, 384], and what is seen at each place [n, 1280, 7, 7]."""

    def __init__(self, model: DualEncoder, trunk: Trunk):
        super().__init__()
        self.trunk, self.tail, self.head = trunk, model.tail, model.image

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        seen = self.tail(self.trunk(pixels))
        return self.head(seen.mean((2, 3)), seen)[0]


class TextTower(nn.Module):
    """int64 [n, length], 0 for padding -> vectors [n, 384]. As in training, but each sum over tokens is a product of
    matrices, with a column of ones for the denominator: it adds one token after the other, and padding adds exactly 0."""

    def __init__(self, model: DualEncoder, reader: minilm.MiniLM):
        super().__init__()
        self.reader, self.head = reader, model.text
        self.places = nn.Parameter(reader.places.weight[: minilm.CONTEXT].detach().clone())
        self.layers = [*reader.layers[:-1], model.layer]
        self.inside = nn.ModuleList(self.layers)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        there = (ids != 0).float()
        reader = self.reader
        x = reader.norm(reader.words(ids) + self.places[: ids.shape[1]] + reader.kinds.weight[0])
        for layer in self.layers:
            x = self.layer(layer, x, there)
        # Two equal rows: the runtime multiplies a single one in another way, whose sums depend on the length.
        sums = torch.stack([there, there], 1) @ F.pad(x, (0, 1), value=1.0)
        pooled = F.normalize(sums[:, :, :-1] / sums[:, :, -1:], dim=-1)
        return self.head(pooled)[:, 0]

    @staticmethod
    def layer(layer: minilm.Layer, x: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        q, k, v = (f(x).unflatten(2, (minilm.HEADS, -1)).transpose(1, 2) for f in (layer.query, layer.key, layer.value))
        scores = q @ k.transpose(2, 3) * (minilm.WIDTH // minilm.HEADS) ** -0.5
        seen = there[:, None, None, :]
        scores = scores * seen - (1 - seen) * 1e4
        weights = (scores - scores.amax(3, keepdim=True)).exp() * seen
        sums = weights @ F.pad(v, (0, 1), value=1.0)
        x = layer.norm1(x + layer.output((sums[..., :-1] / sums[..., -1:]).transpose(1, 2).flatten(2)))
        return layer.norm2(x + layer.narrow(F.gelu(layer.wide(x))))


def blocks(values: np.ndarray, inputs: int) -> tuple[np.ndarray, np.ndarray]:
    """int8 and float16 scales, one for each block along the axis of inputs: [.., n / block, block, ..] and [.., n / block, 1, ..]."""
    count = values.shape[inputs]
    block = max(size for size in range(1, BLOCK + 1) if count % size == 0)
    cut = values.reshape(*values.shape[:inputs], count // block, block, *values.shape[inputs + 1 :])
    scale = np.maximum(np.abs(cut).max(inputs + 1, keepdims=True) / 127, 2**-14).astype(np.float16)
    return np.clip(np.round(cut / scale.astype(np.float32)), -127, 127).astype(np.int8), scale


def back(name: str, ready: str, shape: str, out: str) -> list[onnx.NodeProto]:
    """Nodes from `{name}.int8` and `{name}.scale` to float32 of a shape."""
    return [helper.make_node("Cast", [f"{name}.int8"], [f"{name}.whole"], to=TensorProto.FLOAT),
            helper.make_node("Cast", [f"{name}.scale"], [f"{name}.step"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{name}.whole", f"{name}.step"], [ready]), helper.make_node("Reshape", [ready, shape], [out])]


def store_small(path: Path) -> None:
    """Replaces large float32 weights by smaller ones, with nodes that turn them back."""
    graph = (model := onnx.load(path)).graph
    users = {name: node for node in graph.node for name in node.input}
    before, tables, nodes, kept = [], set(), [], []
    for weight in graph.initializer:
        name, user, values = weight.name, users.get(weight.name), numpy_helper.to_array(weight)
        if weight.data_type != TensorProto.FLOAT or values.ndim < 2 or values.size < SMALLEST or user is None:
            kept.append(weight)
        elif user.op_type == "Conv" and values.size < SMALLEST_INT8:
            kept.append(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
            before.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
        else:
            rows = user.op_type in ("Conv", "Gather") or any(a.name == "transB" and a.i for a in user.attribute)
            integers, scale = blocks(values, 1 if rows else values.ndim - 2)
            kept += [numpy_helper.from_array(integers, f"{name}.int8"), numpy_helper.from_array(scale, f"{name}.scale")]
            if user.op_type == "Gather":
                tables.add(name)
            else:
                kept.append(numpy_helper.from_array(np.array(values.shape), f"{name}.shape"))
                before += back(name, f"{name}.cut", f"{name}.shape", name)
    for node in graph.node:
        name = node.input[0] if node.input else ""
        if name in tables and node.op_type == "Gather":
            ids, out = node.input[1], node.output[0]
            kept.append(numpy_helper.from_array(np.array([0, 0, -1]), f"{out}.shape"))
            nodes += [helper.make_node("Gather", [f"{name}.{part}", ids], [f"{out}.{part}"], axis=0) for part in ("int8", "scale")]
            nodes += back(out, f"{out}.cut", f"{out}.shape", out)
        else:
            nodes.append(node)
    del graph.node[:], graph.initializer[:]
    graph.node.extend(before + nodes)
    graph.initializer.extend(kept)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def export(module: nn.Module, example: torch.Tensor, path: Path, name: str, axes: dict, output: str) -> None:
    torch.onnx.export(module.eval(), (example,), str(path), input_names=[name], output_names=[output], opset_version=17,
                      dynamic_axes={name: axes, output: {0: "batch"}}, dynamo=False)
    store_small(path)


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


def load_model(checkpoint: Path, version: int) -> tuple[DualEncoder, Trunk]:
    network = backbone.pretrained(version)
    trunk = Trunk(network)
    model = DualEncoder(network, torch.zeros(CLASSES, DIMENSIONS), torch.zeros(SEEN), torch.ones(SEEN))
    model.load_state_dict(torch.load(checkpoint, map_location="cpu")["model"])
    return model.eval(), trunk.eval()


def write_tokenizer(path: Path) -> None:
    json_file = json.loads((minilm.FOLDER / "tokenizer.json").read_text())
    path.write_text(json.dumps(json_file | {"padding": None, "truncation": None}, ensure_ascii=False, separators=(",", ":")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--checkpoint", type=Path, help="default: run/mean.pt in the cache")
    parser.add_argument("--version", type=int, default=1, help="of EfficientNet-Lite")
    parser.add_argument("--files", type=Path, default=FILES)
    args = parser.parse_args()
    model, trunk = load_model(args.checkpoint or args.cache / "run/mean.pt", args.version)
    scale = model.scale().item()
    (args.files / "onnx").mkdir(parents=True, exist_ok=True)
    export(ImageTower(model, trunk), torch.zeros(2, 3, SIZE, SIZE), args.files / "onnx/vision_model.onnx", "pixel_values",
           {0: "batch"}, "image_embeds")
    export(TextTower(model, minilm.pretrained()), torch.tensor([[101, 5, 6, 102], [101, 7, 102, 0]]), args.files / "onnx/text_model.onnx",
           "input_ids", {0: "batch", 1: "length"}, "text_embeds")
    write_tokenizer(args.files / "tokenizer.json")
    write_json(args.files / "tokenizer_config.json", {
        "tokenizer_class": "BertTokenizer", "model_max_length": minilm.CONTEXT, "do_lower_case": True, "cls_token": "[CLS]",
        "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]", "mask_token": "[MASK]"})
    write_json(args.files / "config.json", {
        "model_type": "clip", "projection_dim": DIMENSIONS, "logit_scale_init_value": round(float(np.log(scale)), 6),
        "text_config": {
            "model_type": "bert", "hidden_size": minilm.WIDTH, "intermediate_size": 4 * minilm.WIDTH, "num_hidden_layers": minilm.LAYERS,
            "num_attention_heads": minilm.HEADS, "max_position_embeddings": minilm.CONTEXT, "vocab_size": 30522, "hidden_act": "gelu",
            "pad_token_id": 0, "projection_dim": DIMENSIONS},
        "vision_config": {"model_type": f"efficientnet-lite{args.version}", "image_size": SIZE, "num_channels": 3,
                          "projection_dim": DIMENSIONS}})
    write_json(args.files / "preprocessor_config.json", {
        "image_processor_type": "CLIPImageProcessor", "do_convert_rgb": True, "do_resize": True,
        "size": {"shortest_edge": SIZE}, "resample": 3, "do_center_crop": True,
        "crop_size": {"height": SIZE, "width": SIZE}, "do_rescale": True, "rescale_factor": 1 / 255,
        "do_normalize": True, "image_mean": MEAN, "image_std": STD})
    write_json(args.files / "clipgraph.json", {
        "name": "mini",
        "description": "A small dual encoder of open weights, EfficientNet-Lite and all-MiniLM-L6-v2, brought into one space with CLIP's "
                       "contrastive loss on labelled and captioned photos and rendered scenes; 224-pixel pictures, English texts.",
        "licence": "Research and other non-commercial use only (the terms of the training photos)",
        # No `fit` yet: `fit.py` measures what belongs to these vectors.
        "scoring": {"kind": "softmax", "scale": round(scale, 4), "bias": 0},
        "templates": ["a photo of a {label}."], "contextLength": minilm.CONTEXT, "padding": "trim", "cleaning": "canonical",
        "source": "training/ of the clipgraph repository"})
    total = sum(f.stat().st_size for f in args.files.rglob("*") if f.is_file())
    print(f"{total / 1e6:.2f} MB in {args.files.name}, scale {scale:.2f}")


if __name__ == "__main__":
    main()
