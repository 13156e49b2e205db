"""Compiled SigLIP towers beside SiglipModel of Transformers in PyTorch, on the same weights.

    python test/siglip-reference/compare.py make FOLDER [--siglip2]
    npm run clipgraph -- models add FOLDER --compile fp32
    python test/siglip-reference/compare.py compare FOLDER models/NAME fp32
    python test/siglip-reference/compare.py export FOLDER models/NAME

`make` writes a base model (ViT-B/16, 224 pixels) of random weights with Transformers' own `save_pretrained`, so the names and
shapes are not ours; `--siglip2` with the vocabulary and the interpolation of SigLIP 2. `export` puts the usual exports beside the compiled graphs,
plain and in dynamic int8, for `npm run bench -- towers --model models/NAME`. Not part of the tests: PyTorch is large,
and they compare with the plain graph and with plain arithmetic. Needs what requirements.txt lists.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import SiglipConfig, SiglipImageProcessorPil, SiglipModel

CONTEXT = 64
PAD = 1


def make(folder: Path, siglip2: bool) -> None:
    torch.manual_seed(4)
    text = {"vocab_size": 256_000, "pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 1} if siglip2 else {}
    model = SiglipModel(SiglipConfig(text_config=text, vision_config={}))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # As they are drawn, biases are zero and norms do nothing: mistakes there would not show.
            parameter += torch.randn_like(parameter) * (0.1 if parameter.dim() == 1 else 0.01)
        model.logit_scale.fill_(math.log(112.5))
        model.logit_bias.fill_(-16.25)
    model.save_pretrained(folder)
    SiglipImageProcessorPil(resample=2 if siglip2 else 3).save_pretrained(folder)
    tokenizer = Tokenizer(models.Unigram([("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((letter, -1.0) for letter in "▁abcdefghijklmnopqrstuvwxyz")], 2))
    tokenizer.add_special_tokens(["<pad>", "</s>", "<unk>"])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing("$A </s>", special_tokens=[("</s>", 1)])
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "SiglipTokenizer", "pad_token": "</s>"}))


def compare(folder: Path, installed: Path, precision: str) -> None:
    model = SiglipModel.from_pretrained(folder).eval()
    source = np.random.default_rng(9)
    size = model.config.vision_config.image_size
    pixels = source.integers(0, 256, (8, size, size, 3), dtype=np.uint8)
    pixels[4:] = np.sort(pixels[4:].reshape(4, -1)).reshape(4, size, size, 3)
    lengths = [3, 9, 12, 20, 33, 50, 63, CONTEXT]
    ids = np.full((len(lengths), CONTEXT), PAD, dtype=np.int32)
    for row, length in enumerate(lengths):
        ids[row, : length - 1] = source.integers(3, model.config.text_config.vocab_size, length - 1)
    with torch.no_grad():
        processor = SiglipImageProcessorPil.from_pretrained(folder)
        theirs = model(
            input_ids=torch.from_numpy(ids).long(),
            pixel_values=processor(list(pixels), return_tensors="pt", do_resize=False)["pixel_values"],
        )

    def run(tower: str, name: str, values: np.ndarray) -> np.ndarray:
        session = onnxruntime.InferenceSession(installed / f"onnx/{tower}_model_{precision}.onnx")
        vectors = session.run(None, {name: values})[0]
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    images, texts = run("vision", "pixels", pixels), run("text", "input_ids", ids)
    for name, ours, reference in [("image", images, theirs.image_embeds.numpy()), ("text", texts, theirs.text_embeds.numpy())]:
        cosines = (ours * reference).sum(axis=1)
        print(f"{name}: largest difference {np.abs(ours - reference).max():.1e}, worst cosine {cosines.min():.6f}")
        others = reference @ reference.T - 2 * np.eye(len(reference))
        print(f"  among the reference's own {len(reference)} vectors: cosines from {(reference @ reference.T).min():.3f} to {others.max():.3f}")
    scoring = json.loads((installed / "clipgraph.json").read_text())["scoring"]
    logits = scoring["scale"] * images @ texts.T + scoring["bias"]
    print(f"logits: largest difference {np.abs(logits - theirs.logits_per_image.numpy()).max():.1e}, of {np.abs(logits).max():.1f}")


def export(folder: Path, installed: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = SiglipModel.from_pretrained(folder, attn_implementation="eager").eval()
    size, vocabulary = model.config.vision_config.image_size, model.config.text_config.vocab_size
    towers = [
        ("vision", model.vision_model, "pixel_values", torch.zeros(2, 3, size, size)),
        ("text", model.text_model, "input_ids", torch.randint(3, vocabulary, (2, CONTEXT))),
    ]
    for name, tower, given, example in towers:
        path = installed / f"onnx/{name}_model.onnx"
        outputs = ["last_hidden_state", "pooler_output"]
        torch.onnx.export(tower, (example,), path, input_names=[given], output_names=outputs,
                          dynamic_axes={key: {0: "batch"} for key in [given, *outputs]}, opset_version=17, dynamo=False)  # fmt: skip
        quantize_dynamic(path, path.with_stem(f"{name}_model_quantized"), weight_type=QuantType.QInt8)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", folder, *flags]:
            make(Path(folder), "--siglip2" in flags)
        case ["compare", folder, installed, precision]:
            compare(Path(folder), Path(installed), precision)
        case ["export", folder, installed]:
            export(Path(folder), Path(installed))
        case _:
            sys.exit(__doc__)
