"""Trains both towers with the symmetric contrastive loss, for a fixed time on the clock or a fixed number of steps.

The schedule is a function of the share of `--minutes` that is used, so that a run ends when it should on any
machine, or of `--steps`, so that two runs can be compared. Every checkpoint resumes.
"""

import argparse
import json
import math
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from batches import TEACHER_DIMENSIONS, Batch, Batches
from data import CACHE
from encode import batch_texts, photo_vectors, text_vectors
from measure import PLAIN, accuracy, labelled, retrieval
from model import DualEncoder
from muon import Muon
from start import start_from, towards

WARM_UP, DECAY, TEXT_BATCH = 0.005, 0.05, 256
ANCHOR, ANCHOR_HEAT, SOFT_HEAT = 0.25, 0.05, 0.15
SEEN_WEIGHT, OBJECTS_WEIGHT = 2.0, 1.0  # of what the image teacher says


@dataclass(frozen=True)
class Schedule:
    """What a run does when; `done` is the share of the time that is used."""

    peak: float  # of the learning rate
    text_first: float  # the share in which the text tower learns alone
    sizes: tuple[tuple[float, int], ...]  # until which share, pixels

    def learning_rate(self, done: float) -> float:
        """Linear warm-up, then a cosine to zero."""
        return self.peak * min(done / WARM_UP, 0.5 + 0.5 * math.cos(math.pi * min(1.0, done)))

    def picture_size(self, done: float) -> int:
        return next((size for until, size in self.sizes if done < until), self.sizes[-1][1])


FROM_NOTHING = Schedule(2e-3, 0.03, ((0.5, 32), (0.87, 48), (1.0, 64)))
GOING_ON = Schedule(1.5e-3, 0, ((0.5, 48), (1.0, 64)))


def spread(positive: torch.Tensor) -> torch.Tensor:
    """Each row's probability spread evenly over what is true."""
    return positive.float() / positive.sum(1, keepdim=True).clamp(min=1)


def losses(model: DualEncoder, tokenizer: Tokenizer, data: Batches, batch: Batch, halves: bool) -> dict[str, torch.Tensor]:
    with torch.autocast(batch.pixels.device.type, torch.bfloat16, enabled=halves):
        pooled = model.image.pooled(batch.pixels)
        texts = batch_texts(model, tokenizer, batch.texts + batch.objects)
    pooled = pooled.float()
    photos = F.normalize(model.image.projection(pooled), dim=-1)
    texts, objects = F.normalize(texts.float(), dim=-1).split([len(batch.texts), len(batch.objects)])
    logits = model.scale() * photos @ texts[: batch.paired].T

    # Photo to text, over the specific texts; part of the target is the teacher's.
    teacher_rows, unknown = batch.text_teacher[: batch.specific], batch.unknown[: batch.specific].T
    soft = data.photo_vectors[batch.photo_teacher] @ data.text_vectors[teacher_rows].T / SOFT_HEAT
    soft = soft.masked_fill((teacher_rows < 0)[None], -1e4).softmax(1)
    softness = batch.softness[:, None]
    target = (1 - softness) * spread(batch.positive[: batch.specific].T) + softness * soft
    rows = logits[:, : batch.specific].masked_fill(unknown, -1e4).log_softmax(1)
    to_text = -(target * rows.masked_fill(unknown, 0)).sum(1).mean()

    # Text to photo, over the photos of which it is known whether the text is true.
    columns = logits.T.masked_fill(batch.unknown, -1e4).log_softmax(1)
    per_text = -(spread(batch.positive) * columns).sum(1)
    to_photo = per_text[: batch.specific].sum() / batch.positive[: batch.specific].any(1).sum()
    to_photo = to_photo + 0.25 * per_text[batch.specific :].mean()

    known = batch.text_teacher >= 0
    pull = anchor(texts[known], data.text_vectors[batch.text_teacher[known]])
    parts = {"to_text": to_text, "to_photo": to_photo, "anchor": pull}
    parts |= image_teacher(model, batch, pooled, photos, objects)
    loss = (to_text + to_photo) / 2 + ANCHOR * pull + SEEN_WEIGHT * parts["seen"] + OBJECTS_WEIGHT * parts["objects"]
    return {"loss": loss} | parts


def image_teacher(model: DualEncoder, batch: Batch, pooled: torch.Tensor, photos: torch.Tensor,
                  objects: torch.Tensor) -> dict[str, torch.Tensor]:
    """`seen`: 1 - cosine between the teacher's last map and a guess at it. `objects`: the teacher's probabilities of its
    classes, by their names, in both directions, less their own entropy."""
    count = len(batch.seen)
    guess = F.normalize(model.seen(pooled[:count]), dim=-1)
    logits = model.scale() * photos[:count] @ objects.T
    # Photos to texts with how usual each class is added (logit adjustment, Menon et al., 2021): otherwise that is learned
    # into the vectors, and "dog", of which there are many, becomes the nearest word of any animal.
    apart = []
    for shares, rows in ((batch.shares, logits + batch.usual.log()), (batch.shares.T, logits.T)):
        weight = shares.sum(1)  # a photo that shows none of these classes, a class that no photo shows, says little
        target = shares / weight[:, None].clamp(min=1e-6)
        per_row = (target * (target.clamp(min=1e-9).log() - rows.log_softmax(1))).sum(1)
        weight = weight.clamp(max=1).sqrt()
        apart.append((weight * per_row).sum() / weight.sum())
    return {"seen": 1 - (guess * batch.seen).sum(1).mean(), "objects": sum(apart) / 2}


def anchor(texts: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """Each text finds the teacher's vector of the same text among all of them."""
    return F.cross_entropy(texts @ teacher.T / ANCHOR_HEAT, torch.arange(len(texts), device=texts.device))


def text_losses(model: DualEncoder, tokenizer: Tokenizer, data: Batches) -> dict[str, torch.Tensor]:
    """The start of a run: the text tower learns alone what texts mean, from the teacher."""
    texts, rows = data.plain_texts(TEXT_BATCH)
    vectors = F.normalize(batch_texts(model, tokenizer, texts), dim=-1)
    return {"loss": anchor(vectors, data.text_vectors[rows])}


def optimisers(model: DualEncoder, halves: bool) -> list[torch.optim.Optimizer]:
    """Muon for the weights inside the towers, AdamW for embeddings, projections, gains and biases.
    The schedule sets the learning rate before each step."""
    inside, weights, others = [], [], []
    for name, p in model.named_parameters():
        hidden = name.startswith(("image.features", "text.layers")) and p.ndim >= 2
        (inside if hidden else weights if p.ndim >= 2 else others).append(p)
    adam = torch.optim.AdamW([{"params": weights, "weight_decay": DECAY}, {"params": others, "weight_decay": 0}],
                             lr=0, betas=(0.9, 0.98), fused=True)
    return [Muon(inside, lr=0, weight_decay=DECAY, halves=halves), adam]


def quick(model: DualEncoder, tokenizer: Tokenizer, cache: Path, size: int) -> dict[str, float]:
    """A short look at the held-out pictures, at the size that is being trained."""
    model.eval()
    see, read = photo_vectors(model, size), text_vectors(model, tokenizer)
    found = {key: accuracy(*labelled(cache, name, PLAIN, see, read, 1600)[:3])["top1"]
             for key, name in (("tiny", "tiny-imagenet"), ("caltech", "caltech-101"), ("cifar", "cifar-10"))}
    found |= {"flickr": retrieval(cache, "flickr8k", see, read, 5)["text to image"]["recall10"]}
    if (cache / "scenes-test.json").exists():
        found["scenes"] = retrieval(cache, "scenes-test", see, read, 1)["text to image"]["recall1"]
    model.train()
    return {name: round(value, 4) for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--run", default="run", help="the folder in the cache for checkpoints and the log")
    parser.add_argument("--start", type=Path, metavar="FILES", help="go on from an exported model, with its tokenizer")
    parser.add_argument("--minutes", type=float, default=85, help="the whole run, earlier parts of it included")
    parser.add_argument("--steps", type=int, help="in place of --minutes")
    parser.add_argument("--without-scenes", action="store_true", help="photos only, to measure what the scenes bring")
    parser.add_argument("--halves", action="store_true", help="the towers in bfloat16, for processors that have it")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)

    folder = args.cache / args.run
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / "checkpoint.pt"
    schedule = GOING_ON if args.start else FROM_NOTHING
    if args.start:
        shutil.copy(args.start / "tokenizer.json", args.cache / "tokenizer.json")
    tokenizer = Tokenizer.from_file(str(args.cache / "tokenizer.json"))
    model = DualEncoder(tokenizer.get_vocab_size(), tokenizer.token_to_id("<|endoftext|>"))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = model.to(device, memory_format=torch.channels_last)
    both = optimisers(model, args.halves)
    step, used = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        for optimizer, saved in zip(both, state["optimizers"]):
            optimizer.load_state_dict(saved)
        step, used = state["step"], state["used"]
    data = Batches(args.cache, args.seed + step, device, scenes=not args.without_scenes)
    rotation = torch.eye(TEACHER_DIMENSIONS) if step == 0 else state["rotation"]
    if args.start and step == 0:
        start_from(args.start, model, data, schedule.picture_size(0))
        rotation = towards(model, tokenizer, data)
    data.turn(rotation)
    log = (folder / "log.jsonl").open("a", buffering=1)

    def save() -> None:
        state = {"model": model.state_dict(), "optimizers": [o.state_dict() for o in both], "step": step, "used": used,
                 "rotation": rotation}
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").rename(checkpoint)

    last = time.monotonic()
    next_check = used + 600
    model.train()
    while (done := step / args.steps if args.steps else used / (args.minutes * 60)) < 1:
        for group in (group for optimizer in both for group in optimizer.param_groups):
            group["lr"] = schedule.learning_rate(done)
        if done < schedule.text_first:
            parts = text_losses(model, tokenizer, data)
        else:
            parts = losses(model, tokenizer, data, data.next(schedule.picture_size(done)), args.halves)
        model.zero_grad(set_to_none=True)
        parts["loss"].backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        for optimizer in both:
            optimizer.step()
        step += 1
        now = time.monotonic()
        used, last = used + now - last, now
        if step % 10 == 0:
            row = {"step": step, "minutes": round(used / 60, 2), "scale": round(model.scale().item(), 2)}
            log.write(json.dumps(row | {k: round(v.item(), 4) for k, v in parts.items()}) + "\n")
        if used >= next_check:
            next_check = used + 600
            save()
            log.write(json.dumps({"step": step, "minutes": round(used / 60, 2)} | quick(model, tokenizer, args.cache, schedule.picture_size(done))) + "\n")
    save()
    log.write(json.dumps({"step": step, "minutes": round(used / 60, 2)} | quick(model, tokenizer, args.cache, schedule.picture_size(done))) + "\n")


if __name__ == "__main__":
    main()
