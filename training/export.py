"""Writes the model's files in the layout of the model hubs: ONNX towers, configs, tokenizer.

Weights are stored as float16 and cast to float32 when a session is made; all arithmetic is
float32. Normalisation layers are folded into the convolutions.
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from torch.nn.utils.fusion import fuse_conv_bn_eval

from batches import MEAN, STD
from data import CACHE, SIZE
from model import CONTEXT, DIMENSIONS, DualEncoder, ImageTower

FILES = Path(__file__).parent / "../packages/models/mini/files"


def load_model(checkpoint: Path, tokenizer: Tokenizer) -> DualEncoder:
    model = DualEncoder(tokenizer.get_vocab_size(), tokenizer.token_to_id("<|endoftext|>"))
    model.load_state_dict(torch.load(checkpoint, map_location="cpu")["model"])
    return model.eval()


def fold_norms(tower: ImageTower) -> None:
    """Folds every BatchNorm2d into the convolution before it."""
    for sequence in [m for m in tower.modules() if isinstance(m, torch.nn.Sequential)]:
        for i in range(len(sequence) - 1):
            if isinstance(sequence[i + 1], torch.nn.BatchNorm2d):
                sequence[i] = fuse_conv_bn_eval(sequence[i], sequence[i + 1])
                sequence[i + 1] = torch.nn.Identity()


def store_as_float16(path: Path) -> None:
    """Replaces large float32 weights by float16 ones followed by a Cast."""
    graph = (model := onnx.load(path)).graph
    casts = []
    for weight in graph.initializer:
        if weight.data_type != TensorProto.FLOAT or np.prod(weight.dims) < 256:
            continue
        half = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), weight.name + ".f16")
        casts.append(helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT))
        weight.CopyFrom(half)
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def export(module: torch.nn.Module, example: torch.Tensor, path: Path, inputs: dict, output: str) -> None:
    (name, axes), = inputs.items()
    torch.onnx.export(module, (example,), str(path), input_names=[name], output_names=[output], opset_version=17,
                      dynamic_axes={name: axes, output: {0: "batch"}}, dynamo=False)
    store_as_float16(path)


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run")
    parser.add_argument("--files", type=Path, default=FILES)
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.cache / "tokenizer.json"))
    model = load_model(args.cache / args.run / "model.pt", tokenizer)
    scale = model.scale().item()
    start, end = (tokenizer.token_to_id(t) for t in ("<|startoftext|>", "<|endoftext|>"))

    (args.files / "onnx").mkdir(parents=True, exist_ok=True)
    fold_norms(model.image)
    export(model.image, torch.zeros(2, 3, SIZE, SIZE), args.files / "onnx/vision_model.onnx",
           {"pixel_values": {0: "batch"}}, "image_embeds")
    example = torch.tensor([[start, 5, 6, end], [start, 7, end, end]])
    export(model.text, example, args.files / "onnx/text_model.onnx",
           {"input_ids": {0: "batch", 1: "length"}}, "text_embeds")

    shutil.copy(args.cache / "tokenizer.json", args.files / "tokenizer.json")
    write_json(args.files / "tokenizer_config.json", {
        "tokenizer_class": "CLIPTokenizer", "model_max_length": CONTEXT, "do_lower_case": True,
        "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>",
        "unk_token": "<|endoftext|>"})
    text = model.text
    width = text.tokens.embedding_dim
    write_json(args.files / "config.json", {
        "model_type": "clip", "projection_dim": DIMENSIONS, "logit_scale_init_value": round(float(np.log(scale)), 6),
        "text_config": {
            "model_type": "clip_text_model", "hidden_size": width, "intermediate_size": 4 * width,
            "num_hidden_layers": len(text.layers), "num_attention_heads": text.layers[0].heads,
            "max_position_embeddings": CONTEXT, "vocab_size": tokenizer.get_vocab_size(), "hidden_act": "gelu_pytorch_tanh",
            "bos_token_id": start, "eos_token_id": end, "pad_token_id": end, "projection_dim": DIMENSIONS},
        "vision_config": {"model_type": "residual_cnn", "image_size": SIZE, "num_channels": 3,
                          "projection_dim": DIMENSIONS}})
    write_json(args.files / "preprocessor_config.json", {
        "image_processor_type": "CLIPImageProcessor", "do_convert_rgb": True, "do_resize": True,
        "size": {"shortest_edge": SIZE}, "resample": 3, "do_center_crop": True,
        "crop_size": {"height": SIZE, "width": SIZE}, "do_rescale": True, "rescale_factor": 1 / 255,
        "do_normalize": True, "image_mean": MEAN, "image_std": STD})
    write_json(args.files / "clipgraph.json", {
        "name": "mini",
        "description": "A small dual encoder trained with CLIP's contrastive loss on 70,000 labelled photos, "
                       "600 captioned photos and rendered scenes; 64-pixel pictures, English texts.",
        "licence": "Research and other non-commercial use only (the terms of the training photos)",
        "scoring": {"kind": "softmax", "scale": round(scale, 4), "bias": 0},
        "templates": json.loads((args.cache / args.run / "templates.json").read_text()), "contextLength": CONTEXT,
        "source": "training/ of the clipgraph repository"})
    total = sum(f.stat().st_size for f in args.files.rglob("*") if f.is_file())
    print(f"{total / 1e6:.2f} MB in {args.files.name}, scale {scale:.2f}")


if __name__ == "__main__":
    main()
