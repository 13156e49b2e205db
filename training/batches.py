"""Training batches: augmented pixels, texts, and which text is true of which picture."""

import json
import math
import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import object_classes
import prompts
from data import SIZE, load
from model import SEEN

MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)
KEYWORD_PHOTOS = 8
BROADER_TEXTS = 16
PLAIN_TEXTS = 24
LAST_SMALLEST = 0.78  # at full size, the last stage, crops come nearer to what the model will be given
SOFT = 0.5  # the share of pictures that lose detail, as if enlarged from a smaller file
BROADER_NAMES = 0.2  # how often a class goes by a broader word ("cat" for "tabby")
CONTRAST = 0.35  # the share of scenes that bring a false caption too
TEACHER_DIMENSIONS = 256
CLASSES, GROUPS = 64, 40  # of the image teacher, in a batch
COMMON = 500  # a broader word is drawn as often as 1 / (this + its rank among English words)
LABELLED = 2.0  # added to the teacher's logit of the class that a photo's label names


def normalise(pixels: torch.Tensor) -> torch.Tensor:
    """uint8 or float [n, 64, 64, 3] in 0-255 -> float [n, 3, 64, 64] as the image tower takes it."""
    mean, std = (torch.tensor(v) * 255 for v in (MEAN, STD))
    return ((pixels.float() - mean) / std).permute(0, 3, 1, 2)


@dataclass
class Source:
    """One photo set, how many of its photos a batch holds, and how they may be changed."""

    name: str
    share: int
    flip: bool
    smallest: float  # of the side, for random crops
    jitter: float  # of brightness and contrast
    pixels: np.ndarray = field(repr=False, default=None)
    rows: list = field(repr=False, default=None)
    order: list = field(repr=False, default_factory=list)

    def draw(self, rng: random.Random, count: int) -> list[int]:
        """The next photos of an endless shuffled stream."""
        while len(self.order) < count:
            fresh = list(range(len(self.rows)))
            rng.shuffle(fresh)
            self.order += fresh
        taken, self.order = self.order[:count], self.order[count:]
        return taken


def soften(x: torch.Tensor) -> torch.Tensor:
    """Reduces the first pictures of a batch by a random factor and enlarges them again."""
    count, side = round(SOFT * len(x)), x.shape[-1]
    smaller = int(torch.randint(round(0.4 * side), round(0.7 * side), ()))
    reduced = F.interpolate(x[:count], (smaller, smaller), mode="bilinear", antialias=True)
    return torch.cat([F.interpolate(reduced, (side, side), mode="bicubic"), x[count:]])


def augment(pixels: torch.Tensor, source: Source, size: int) -> torch.Tensor:
    """Random crop, aspect, mirror, brightness and contrast of a whole batch, at size x size."""
    n = len(pixels)
    smallest = max(source.smallest, LAST_SMALLEST) if size == SIZE else source.smallest
    scale = torch.empty(n, 2).uniform_(smallest, 1)
    scale = (scale + scale.flip(1) * 2) / 3  # keeps the aspect near 1
    shift = (torch.rand(n, 2) * 2 - 1) * (1 - scale)
    mirror = torch.where(torch.rand(n) < 0.5, -1.0, 1.0) if source.flip else torch.ones(n)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 1, 1] = scale[:, 0] * mirror, scale[:, 1]
    theta[:, :, 2] = shift
    x = F.grid_sample(normalise(pixels), F.affine_grid(theta, [n, 3, size, size], align_corners=False),
                      mode="bilinear", padding_mode="reflection", align_corners=False)
    contrast, light = (torch.empty(n, 1, 1, 1).uniform_(-source.jitter, source.jitter) for _ in range(2))
    x = x * (1 + contrast) + light
    return soften(x) if size >= 48 else x


@dataclass
class Batch:
    """Specific texts (a class's name, a caption, a false caption) come first, then broader words, then
    plain texts."""

    pixels: torch.Tensor
    texts: list[str]
    specific: int
    paired: int  # specific and broader texts; the rest has no pictures
    positive: torch.Tensor  # [paired, photos] the text is true of the picture
    unknown: torch.Tensor  # [paired, photos] nobody said whether it is
    text_teacher: torch.Tensor  # rows of the teacher's table, -1 for none
    photo_teacher: torch.Tensor  # the same for photos: rows of `Batches.photo_vectors`
    softness: torch.Tensor  # per photo, how much of its target comes from the teacher
    seen: torch.Tensor  # [photos with `seen`, 256] what the image teacher saw; these photos come first
    objects: list[str]  # texts of classes of the image teacher, and of groups of them; no class twice
    shares: torch.Tensor  # [photos with `seen`, objects] how the teacher's probability spreads over them
    usual: torch.Tensor  # [objects] the same, in the mean over all photos

    def to(self, device: torch.device) -> "Batch":
        return Batch(**{name: value.to(device) if torch.is_tensor(value) else value for name, value in vars(self).items()})


class Batches:
    """Endless batches; drawn on the CPU, given on `device`."""

    def __init__(self, cache: Path, seed: int, device: torch.device = torch.device("cpu"), scenes: bool = True):
        self.device = device
        self.rng = random.Random(seed)
        self.names = prompts.class_names(cache)
        self.groups = prompts.broader_words(self.names)
        self.sources = [
            Source("tiny-imagenet", 448, True, 0.6, 0.25),
            Source("caltech-101", 80, True, 0.65, 0.25),
            Source("flickr8k", 28, True, 0.5, 0.3),
        ] + ([Source("scenes-train", 48, False, 0.9, 0.1)] if scenes else [])
        for source in self.sources:
            source.pixels, source.rows = load(cache, source.name, False)

        self.corpus = json.loads((cache / "teacher.json").read_text())
        self.row_of = {text: i for i, text in enumerate(self.corpus)}
        self.text_vectors = reduce(torch.from_numpy(np.load(cache / "teacher.npy")).float()).to(device)
        flickr = self.sources[2].rows
        said = {text for row in flickr for text in row["captions"]}
        self.plain = [text for text in self.corpus if text not in said]

        # Pictures' teacher vectors: the mean over their class's names, or over their captions.
        about = list(self.names.values()) + [row["captions"] for row in flickr]
        means = [self.text_vectors[[self.row_of[t] for t in texts]].mean(0) for texts in about]
        self.photo_vectors = F.normalize(torch.stack(means), dim=-1)
        self.class_row = {key: i for i, key in enumerate(self.names)}

        self.objects = Objects(cache, [source for source in self.sources if source.name != "scenes-train"])
        for row, words in zip(flickr, prompts.keywords([r["captions"] for r in flickr], KEYWORD_PHOTOS)):
            row["words"] = words
        self.class_words = {key: [w for w, keys in self.groups.items() if key in keys and w.lower() not in
                                  (n.lower() for n in names)] for key, names in self.names.items()}

    def turn(self, rotation: torch.Tensor) -> None:
        """Turns the text teacher's space, whose axes mean nothing, towards the model's."""
        self.text_vectors = self.text_vectors @ rotation.to(self.device)
        self.photo_vectors = self.photo_vectors @ rotation.to(self.device)

    def next(self, size: int) -> Batch:
        rng, rows, pixels, kinds = self.rng, [], [], []
        for source in self.sources:
            taken = source.draw(rng, source.share)
            views = [rng.randrange(len(source.pixels)) for _ in taken]
            chosen = torch.from_numpy(source.pixels[views, taken])
            pixels.append(augment(chosen, source, size))
            rows += [source.rows[i] for i in taken]
            kinds += [(source.name, i) for i in taken]
        n = len(rows)
        labels = [row.get("label") for row in rows]

        texts, truths, unknowns, teachers = [], [], [], []

        def add(text: str, truth: list[bool], unknown: list[bool] | None, teacher: str | None) -> None:
            texts.append(text)
            truths.append(truth)
            unknowns.append(unknown or [False] * n)
            teachers.append(self.row_of.get(teacher, -1))

        for label in sorted({label for label in labels if label}):
            broader = self.class_words[label] if rng.random() < BROADER_NAMES else None
            name = rng.choice(broader) if broader else prompts.pick_name(self.names[label], rng)
            keys = self.groups.get(name.lower(), set()) | {label}
            add(prompts.phrase(name, rng), [other in keys for other in labels], None, name)
        for i, row in enumerate(rows):
            if "words" in row:
                caption = rng.choice(row["captions"])
                add(drop_words(caption, rng), [j == i for j in range(n)], None, caption)
            elif "captions" in row:
                caption = rng.choice(row["captions"])
                add(caption, [caption in other.get("captions", ()) for other in rows], None, None)
                if row["contrast"] and rng.random() < CONTRAST:
                    add(rng.choice(row["contrast"]), [False] * n, [j != i for j in range(n)], None)
        specific = len(texts)

        flickr = [i for i, row in enumerate(rows) if "words" in row]
        for word in {self.broader(rows[rng.choice(flickr) if k % 2 else rng.randrange(n)]) for k in range(BROADER_TEXTS)} - {None}:
            keys = self.groups.get(word, set())
            truth = [label in keys if label else word in row.get("words", ()) for label, row in zip(labels, rows)]
            unknown = [not t and (not keys or not label) for t, label in zip(truth, labels)]
            unknown = [u and "words" not in row for u, row in zip(unknown, rows)]
            add(prompts.phrase(word, rng), truth, unknown, word)
        paired = len(texts)

        plain, plain_teachers = self.plain_texts(PLAIN_TEXTS)
        texts += plain
        teachers += plain_teachers.tolist()
        features, objects, shares, usual = self.objects.about(kinds, rng)
        photo_teacher = [self.class_row[label] if label else len(self.names) + i if name == "flickr8k" else -1
                         for label, (name, i) in zip(labels, kinds)]
        softness = [0.1 if label else 0.3 if name == "flickr8k" else 0.0 for label, (name, _) in zip(labels, kinds)]
        return Batch(torch.cat(pixels).contiguous(memory_format=torch.channels_last), texts, specific, paired,
                     torch.from_numpy(np.array(truths)), torch.from_numpy(np.array(unknowns)), torch.tensor(teachers),
                     torch.tensor(photo_teacher), torch.tensor(softness), features, objects, shares, usual).to(self.device)

    def plain_texts(self, count: int) -> tuple[list[str], torch.Tensor]:
        """Texts without pictures, short ones in a prompt, and their rows in the teacher's table."""
        drawn = self.rng.sample(self.plain, count)
        texts = [prompts.phrase(text, self.rng) if len(text) < 24 else text for text in drawn]
        return texts, torch.tensor([self.row_of[text] for text in drawn], device=self.device)

    def broader(self, row: dict) -> str | None:
        words = sorted(row["words"]) if "words" in row else self.class_words.get(row.get("label"))
        return self.rng.choice(words) if words else None


class Objects:
    """What the image teacher saw in the photos, and how its classes are called."""

    def __init__(self, cache: Path, sources: list[Source]):
        self.names = object_classes.names()
        self.groups = list(object_classes.broader_words().items())
        ranks = {word: rank for rank, word in enumerate(object_classes.known_words())}
        # A word that a person had to add by hand counts as common.
        self.rarity = [COMMON + max(ranks.get(part, 0) for part in word.split()) for word, _ in self.groups]
        row_of_id = {key: i for i, key in enumerate(object_classes.class_ids())}
        files = [np.load(cache / f"{source.name}.seen.npz") for source in sources]
        self.seen = reduce(torch.from_numpy(np.concatenate([file["features"] for file in files])).float(), SEEN)
        self.logits = torch.from_numpy(np.concatenate([file["logits"] for file in files]))
        labels = [row_of_id.get(row.get("label"), -1) for source in sources for row in source.rows]
        for i, label in enumerate(labels):
            if label >= 0:
                self.logits[i, label] += LABELLED
        self.usual = torch.stack([part.float().softmax(1).sum(0) for part in self.logits.split(4096)]).sum(0) / len(self.logits)
        self.start = dict(zip((s.name for s in sources), np.cumsum([0] + [len(s.rows) for s in sources[:-1]]).tolist()))

    def about(self, kinds: list[tuple[str, int]], rng: random.Random) -> tuple[torch.Tensor, list[str], torch.Tensor, torch.Tensor]:
        rows = [self.start[name] + i for name, i in kinds if name in self.start]
        odds = self.logits[rows].float().softmax(1)
        covered, columns, texts = set(), [], []
        # Efraimidis and Spirakis (2006): a weighted sample is the largest of random numbers, each to the power of 1 / weight.
        drawn = sorted(range(len(self.groups)), key=lambda i: self.rarity[i] * math.log(1 - rng.random()), reverse=True)
        for word, keys in (self.groups[i] for i in drawn[:GROUPS]):
            free = keys - covered
            if 2 * len(free) > len(keys):
                covered |= free
                columns.append(sorted(free))
                texts.append(prompts.phrase(word, rng))
        # Half of the single classes are what the batch shows, half are drawn evenly.
        likely = torch.multinomial(odds.mean(0), CLASSES // 2).tolist()
        for key in dict.fromkeys(likely + rng.sample(range(len(self.names)), CLASSES // 2)):
            if key not in covered:
                columns.append([key])
                texts.append(prompts.phrase(prompts.pick_name(self.names[key], rng), rng))
        shares = torch.stack([odds[:, keys].sum(1) for keys in columns], 1)
        return self.seen[rows], texts, shares, torch.stack([self.usual[keys].sum() for keys in columns])


def reduce(vectors: torch.Tensor, dimensions: int = TEACHER_DIMENSIONS) -> torch.Tensor:
    """Unit vectors in fewer dimensions, by principal components."""
    centred = vectors - vectors.mean(0)
    _, directions = torch.linalg.eigh(centred.T @ centred)
    return F.normalize(centred @ directions[:, -dimensions:], dim=-1)


def drop_words(caption: str, rng: random.Random) -> str:
    """A caption as it is, or with about a tenth of its words left out."""
    if rng.random() < 0.5:
        return caption
    return " ".join(word for word in caption.split() if rng.random() < 0.9) or caption
