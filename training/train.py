"""Trains the tail, the last layer of the text encoder and the heads with the symmetric contrastive loss.

In two stages, each for a fixed time on the clock (or `--steps`), with a learning rate that ends at zero:
`heads`, on what the pretrained networks saw and read; then `whole`, which trains the tail and the text layer too.
`--stage whole` begins with what `heads` ended with. Every checkpoint resumes. Views and texts whose shards have come
since are taken up at each checkpoint.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import backbone
import object_classes
import prompts
from batches import Batch, Batches, Texts, Views
from data import CACHE, training_rows
from measure import accuracy, recall, unit
from model import DualEncoder

PEAKS = {"heads": {"heads": 1e-3}, "whole": {"heads": 3e-4, "tail": 8e-5, "layer": 4e-5}}
SIZES = {"heads": 384, "whole": 128}  # of a batch
DECAY, WARM_UP, SAVE_SECONDS = 0.05, 0.03, 300
TEXT_RUNS = 6  # in which the texts of a batch are read
MORE = 1.05  # times as many views or texts are worth reading them again
ANCHOR, ANCHOR_HEAT, OBJECTS, TEACHER = 0.15, 0.05, 1.0, 0.3


def spread(positive: torch.Tensor) -> torch.Tensor:
    """Each row's probability spread evenly over what is true."""
    return positive.float() / positive.sum(1, keepdim=True).clamp(min=1)


def both_ways(scale: torch.Tensor, photos: torch.Tensor, texts: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The contrastive loss. A text is true of every picture it is true of; pairs of which nobody said are left out."""
    logits = scale * photos @ texts.T
    positive, unknown = batch.positive[: batch.specific].T, batch.unknown[: batch.specific].T
    rows = logits[:, : batch.specific].masked_fill(unknown, -1e4).log_softmax(1)
    to_text = -(spread(positive) * rows.masked_fill(unknown, 0)).sum(1).mean()
    columns = logits.T.masked_fill(batch.unknown, -1e4).log_softmax(1)
    per_text = -(spread(batch.positive) * columns).sum(1)
    to_photo = per_text[: batch.specific].sum() / batch.positive[: batch.specific].any(1).sum()
    return (to_text + to_photo + 0.25 * per_text[batch.specific :].mean()) / 2


def objects(scale: torch.Tensor, photos: torch.Tensor, texts: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The teacher's probabilities of its classes, by their names, in both directions, less their own entropy. How usual
    a class is is added to its logit (Menon et al., 2021): otherwise "dog" becomes the nearest word of any animal."""
    logits, parts = scale * photos @ texts.T, []
    for shares, rows in ((batch.shares, logits + batch.usual.log()), (batch.shares.T, logits.T)):
        weight = shares.sum(1)
        target = shares / weight[:, None].clamp(min=1e-6)
        per_row = (target * (target.clamp(min=1e-9).log() - rows.log_softmax(1))).sum(1)
        weight = weight.clamp(max=1).sqrt()
        parts.append((weight * per_row).sum() / weight.sum())
    return sum(parts) / 2


def read(model: DualEncoder, texts: Texts, rows: list[int], stage: str) -> torch.Tensor:
    """The vectors of texts; those of like length run together, so that little is padding."""
    if stage == "heads":
        return model.text(texts.vectors[rows])
    order = sorted(range(len(rows)), key=lambda i: int(texts.lengths[rows[i]]))
    step = math.ceil(len(order) / TEXT_RUNS)
    runs = [model.texts(*texts.padded([rows[i] for i in order[start : start + step]])) for start in range(0, len(order), step)]
    return torch.cat(runs)[torch.tensor(order, device=texts.device).argsort()]


def losses(model: DualEncoder, data: Batches, batch: Batch, stage: str, device: torch.device) -> dict[str, torch.Tensor]:
    if stage == "heads":
        photos, logits = model.image(data.views.pooled[batch.views].float().to(device), None)
    else:
        photos, logits = model.photos(data.views.maps(batch.views).to(device))
    texts = read(model, data.texts, batch.texts, stage)
    for name in ("positive", "unknown", "shares", "usual", "teacher"):
        setattr(batch, name, getattr(batch, name).to(device))
    photos, texts, scale = F.normalize(photos, dim=-1), F.normalize(texts, dim=-1), model.scale()
    parts = {"pairs": both_ways(scale, photos, texts[: batch.paired], batch),
             "objects": objects(scale, photos[batch.photos], texts[batch.paired : batch.paired + batch.objects], batch),
             "teacher": F.kl_div(logits.log_softmax(1), batch.teacher.softmax(1), reduction="batchmean")}
    own = data.texts.vectors[[batch.texts[i] for i in batch.anchored]]
    parts["anchor"] = F.cross_entropy(texts[batch.anchored] @ own.T / ANCHOR_HEAT, torch.arange(len(own), device=device))
    loss = parts["pairs"] + OBJECTS * parts["objects"] + TEACHER * parts["teacher"] + ANCHOR * parts["anchor"]
    return {"loss": loss} | parts


def validation(model: DualEncoder, cache: Path, views: Views, texts: Texts, stage: str, device: torch.device, every: int) -> dict[str, float]:
    """Figures on the validation part: one in `every` of its pictures. `tiny32` are photos reduced to 32 pixels."""
    model.eval()
    rows, names = training_rows(cache), prompts.class_names(cache)
    found = {}
    groups = {"tiny": ("tiny-imagenet", -1), "tiny32": ("tiny-imagenet", -2), "caltech": ("caltech-101", -1),
              "flickr": ("flickr8k", -1), "scenes": ("scenes", -1)}

    def written(lines: list[str]) -> np.ndarray:
        return read(model, texts, [texts.row_of[line] for line in lines], stage).cpu().numpy()

    with torch.inference_mode():
        for short, (name, kind) in groups.items():
            step = every if name != "flickr8k" else max(1, every // 2)
            chosen = [i for i in range(len(views.rows)) if rows[views.rows[i]]["set"] == name and views.kinds[i] == kind][::step]
            vectors = []
            for start in range(0, len(chosen), 32):
                some = np.array(chosen[start : start + 32])
                vectors.append(model.image(views.pooled[some].float().to(device), None)[0] if stage == "heads"
                               else model.photos(views.maps(some).to(device))[0])
            photos = torch.cat(vectors).cpu().numpy()
            those = [rows[views.rows[i]] for i in chosen]
            if "label" in those[0]:
                classes = sorted({row["label"] for row in rows if row["set"] == name})
                head = unit(written([prompts.variants(names[c][0])[1] for c in classes]))
                found[short] = accuracy(photos, np.array([classes.index(row["label"]) for row in those]), head)["top1"]
            else:
                said = [(text, i) for i, row in enumerate(those) for text in row["captions"][: 2 if name == "flickr8k" else 1]]
                true_of = [{i for i, row in enumerate(those) if text in row["captions"]} for text, _ in said]
                row = recall(written([text for text, _ in said]), photos, true_of)
                found[short] = row["recall10" if name == "flickr8k" else "recall1"]
    model.train()
    return {name: round(value, 4) for name, value in found.items()}


def fresh(cache: Path, version: int, views: Views, texts: Texts) -> DualEncoder:
    """The pretrained networks, with heads whose guess is what the classes that are seen are called."""
    groups: dict[int, list[str]] = {}
    for word, keys in object_classes.broader_words().items():
        for key in keys:
            groups.setdefault(key, []).append(word)
    names = []
    for i, some in enumerate(object_classes.names()):
        own = torch.stack([texts.vectors[texts.row_of[name]] for name in some[:2]]).mean(0)
        above = [texts.vectors[texts.row_of[word]] for word in groups.get(i, []) if word in texts.row_of]
        names.append(F.normalize(own + 0.5 * torch.stack(above).mean(0) if above else own, dim=-1))
    pooled = views.pooled.float()
    return DualEncoder(backbone.pretrained(version), torch.stack(names).cpu(), pooled.mean(0), pooled.std(0) + 0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run", help="the folder in the cache for checkpoints and the log")
    parser.add_argument("--stage", choices=["heads", "whole"], required=True)
    parser.add_argument("--version", type=int, default=1, help="of EfficientNet-Lite")
    parser.add_argument("--views", type=int, default=0, help="the seed that the views were made with")
    parser.add_argument("--minutes", type=float, default=10, help="of this stage, earlier parts of it included")
    parser.add_argument("--steps", type=int, help="in place of --minutes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    folder, shards = args.cache / args.run, args.cache / f"views-lite{args.version}-{args.views}"
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint, before = folder / f"{args.stage}.pt", folder / "heads.pt"

    views, texts, held = Views(shards, "train"), Texts(args.cache, device), Views(shards, "validation")
    model = fresh(args.cache, args.version, views, texts)
    step, used, state = 0, 0.0, None
    if checkpoint.exists() or (args.stage == "whole" and before.exists()):
        state = torch.load(checkpoint if checkpoint.exists() else before, map_location="cpu")
        model.load_state_dict(state["model"])
    model = model.to(device, memory_format=torch.channels_last).train()
    heads = [*model.image.parameters(), *model.text.parameters(), model.logit_scale]
    parts = {"heads": heads, "tail": list(model.tail.parameters()), "layer": list(model.layer.parameters())}
    groups = [{"params": [p for p in parts[name] if (p.ndim > 1) == many], "peak": peak, "weight_decay": DECAY * many}
              for name, peak in PEAKS[args.stage].items() for many in (True, False)]
    optimizer = torch.optim.AdamW(groups, lr=0, betas=(0.9, 0.98), fused=True)
    for name in parts:
        for p in parts[name]:
            p.requires_grad_(name in PEAKS[args.stage])
    if checkpoint.exists():
        optimizer.load_state_dict(state["optimizer"])
        step, used = state["step"], state["used"]
    data = Batches(args.cache, views, texts, args.seed + step)
    log = (folder / "log.jsonl").open("a", buffering=1)

    def note(row: dict) -> None:
        log.write(json.dumps({"stage": args.stage, "step": step, "minutes": round(used / 60, 2)} | row) + "\n")

    def save() -> None:
        part = checkpoint.with_suffix(".part")
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "used": used}, part)
        part.rename(checkpoint)

    last, next_save = time.monotonic(), used + SAVE_SECONDS
    note({"views": len(views.rows), "texts": len(texts.row_of)})
    while (done := step / args.steps if args.steps else used / (args.minutes * 60)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min((step + 1) / 40, done / WARM_UP + 0.05, 0.5 + 0.5 * math.cos(math.pi * done))
        values = losses(model, data, data.next(SIZES[args.stage]), args.stage, device)
        optimizer.zero_grad(set_to_none=True)
        values["loss"].backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        step += 1
        now = time.monotonic()
        used, last = used + now - last, now
        if step % (50 if args.stage == "heads" else 10) == 0:
            note({"scale": round(model.scale().item(), 2)} | {k: round(v.item(), 4) for k, v in values.items()})
        if used >= next_save:
            next_save = used + SAVE_SECONDS
            save()
            note(validation(model, args.cache, held, texts, args.stage, device, 1 if args.stage == "heads" else 8))
            more, said = Views(shards, "train"), Texts(args.cache, device)
            if len(more.rows) > MORE * len(views.rows) or len(said.row_of) > MORE * len(texts.row_of):
                views, texts = more, said
                data = Batches(args.cache, views, texts, args.seed + step)
                note({"views": len(views.rows), "texts": len(texts.row_of)})
    save()
    note(validation(model, args.cache, held, texts, args.stage, device, 1 if args.stage == "heads" else 3))


if __name__ == "__main__":
    main()
