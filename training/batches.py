"""Training batches: what the trunk saw in views of pictures, texts, and which text is true of which picture."""

import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import object_classes
import prompts
from data import training_rows
from objects import Objects
from texts import plain_texts, scene_texts

SHARES = {"tiny-imagenet": 0.4, "caltech-101": 0.14, "flickr8k": 0.24, "scenes": 0.22}  # of a batch
BROADER_NAMES = 0.2  # how often a class goes by a broader word ("cat" for "tabby")
BROADER_TEXTS, PLAIN_TEXTS, KEYWORD_PHOTOS = 14, 24, 8
CONTRAST = 0.5  # the share of scenes that bring a false caption too


class Views:
    """The shards of views that exist."""

    def __init__(self, folder: Path, part: str):
        self.files = sorted(folder.glob(f"{part}-*.npz"))
        self.files = [file for file in self.files if not file.name.endswith(".part.npz")]
        loaded = [np.load(file) for file in self.files]
        self.rows, self.kinds = (np.concatenate([one[key] for one in loaded]) for key in ("rows", "kinds"))
        self.pooled, self.logits = (torch.from_numpy(np.concatenate([one[key] for one in loaded])) for key in ("pooled", "logits"))
        self.parts = [np.load(file.with_suffix(".maps.npy"), mmap_mode="r") for file in self.files]
        self.starts = np.cumsum([0] + [len(part) for part in self.parts])

    def maps(self, chosen: np.ndarray) -> torch.Tensor:
        shards = np.searchsorted(self.starts, chosen, "right") - 1
        found = np.stack([self.parts[s][i - self.starts[s]] for s, i in zip(shards, chosen)]).astype(np.float32)
        return torch.from_numpy(found).contiguous(memory_format=torch.channels_last)


class Texts:
    """What MiniLM makes of the texts whose shards exist."""

    def __init__(self, cache: Path, device: torch.device):
        texts, self.row_of, shards = json.loads((cache / "texts.json").read_text()), {}, []
        for file in sorted((cache / "texts").glob("??????.npz")):
            shard = np.load(file)
            shards.append((shard["states"], shard["lengths"], shard["vectors"]))
            for text in texts[int(file.stem) : int(file.stem) + len(shards[-1][1])]:
                self.row_of[text] = len(self.row_of)
        self.states = np.concatenate([states for states, _, _ in shards])
        self.lengths = np.concatenate([lengths for _, lengths, _ in shards])
        self.vectors = torch.from_numpy(np.concatenate([vectors for _, _, vectors in shards])).float().to(device)
        self.starts, self.device = np.concatenate([[0], np.cumsum(self.lengths)]), device

    def padded(self, rows: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """Token states [n, longest, 384], and the bias that hides padding."""
        lengths = [int(self.lengths[i]) for i in rows]
        states = torch.zeros(len(rows), max(lengths), self.states.shape[1])
        for k, i in enumerate(rows):
            states[k, : lengths[k]] = torch.from_numpy(self.states[self.starts[i] : self.starts[i + 1]].astype(np.float32))
        bias = (torch.arange(max(lengths))[None] >= torch.tensor(lengths)[:, None]).float()[:, None, None, :] * -1e9
        return states.to(self.device), bias.to(self.device)


@dataclass
class Batch:
    """Specific texts (a class's name, a caption, a false caption) come first, then broader words, then objects
    of the image teacher, then plain texts. Texts are rows of `Texts`."""

    views: np.ndarray
    texts: list[int]
    specific: int
    paired: int  # specific and broader texts
    objects: int  # texts of the teacher's classes and of groups of them
    anchored: list[int]  # positions of texts that are held near MiniLM's own vector of them
    positive: torch.Tensor  # [paired, photos] the text is true of the picture
    unknown: torch.Tensor  # [paired, photos] nobody said whether it is
    photos: list[int]  # positions of what is a photo and no drawing
    shares: torch.Tensor  # [photos, objects] how the teacher's probability spreads over them
    usual: torch.Tensor  # [objects] the same, in the mean over all photos
    teacher: torch.Tensor  # [all, 1000] the teacher's logits


class Batches:
    """Endless batches, drawn on the CPU."""

    def __init__(self, cache: Path, views: Views, texts: Texts, seed: int):
        self.rng, self.views, self.texts = random.Random(seed), views, texts
        self.rows = [dict(row) for row in training_rows(cache)]
        self.names = prompts.class_names(cache)
        self.groups = prompts.broader_words(self.names)
        flickr = [row for row in self.rows if row["set"] == "flickr8k" and row["part"] == "train"]
        for row, words in zip(flickr, prompts.keywords([r["captions"] for r in flickr], KEYWORD_PHOTOS)):
            row["words"] = {word for word in words if word in texts.row_of}
        self.class_words = {key: [w for w, keys in self.groups.items() if key in keys and w.lower() not in
                                  (n.lower() for n in names)] for key, names in self.names.items()}
        self.plain = [text for text in dict.fromkeys(plain_texts()) if text in texts.row_of]
        kinds = [self.rows[i]["set"] for i in views.rows]
        self.streams = {name: [] for name in SHARES}
        self.members = {name: [i for i, kind in enumerate(kinds) if kind == name] for name in SHARES}
        self.objects = Objects(views.logits, [self.rows[i] for i in views.rows])

    def draw(self, name: str, count: int) -> list[int]:
        """The next views of an endless shuffled stream."""
        stream = self.streams[name]
        while len(stream) < count:
            fresh = list(self.members[name])
            self.rng.shuffle(fresh)
            stream += fresh
        taken, self.streams[name] = stream[:count], stream[count:]
        return taken

    def written(self, name: str) -> str:
        """One of the ways to write a name."""
        ways = prompts.variants(name)
        return ways[1] if self.rng.random() < 0.2 else self.rng.choice(ways)

    def next(self, size: int) -> Batch:
        rng = self.rng
        chosen = [i for name, part in SHARES.items() for i in self.draw(name, round(size * part))]
        rows = [self.rows[self.views.rows[i]] for i in chosen]
        labels, n = [row.get("label") for row in rows], len(rows)
        unlabelled = [label is None for label in labels]
        texts, truths, unknowns, anchored = [], [], [], []

        def add(text: str, truth: list[bool], unknown: list[bool]) -> None:
            if text in self.texts.row_of:
                texts.append(self.texts.row_of[text])
                truths.append(truth)
                unknowns.append(unknown)

        for label in sorted({label for label in labels if label}):
            broader = self.class_words[label] if rng.random() < BROADER_NAMES else None
            name = rng.choice(broader) if broader else prompts.pick_name(self.names[label], rng)
            keys = self.groups.get(name.lower(), set()) | {label}
            add(self.written(name), [other in keys for other in labels], unlabelled)
        for i, row in enumerate(rows):
            if row["set"] == "flickr8k":
                add(rng.choice(row["captions"]), [j == i for j in range(n)], [False] * n)
        anchored += range(len(texts))
        for i, row in enumerate(rows):
            if row["set"] == "scenes":
                captions, contrast = scene_texts(row)
                caption = rng.choice(captions)
                add(caption, [caption in other.get("captions", ()) for other in rows], [False] * n)
                if contrast and rng.random() < CONTRAST:
                    add(contrast[0], [False] * n, [j != i for j in range(n)])
        specific = len(texts)

        words = [self.broader(rng.choice(rows)) for _ in range(BROADER_TEXTS)]
        for word in dict.fromkeys(word for word in words if word):
            keys = self.groups.get(word, set())
            truth = [label in keys if label else word in row.get("words", ()) for label, row in zip(labels, rows)]
            unknown = [not t and ((not keys or not label) and "words" not in row) for t, label, row in zip(truth, labels, rows)]
            anchored.append(len(texts))
            add(self.written(word), truth, unknown)
        paired = len(texts)
        photos = [k for k, row in enumerate(rows) if row["set"] != "scenes"]
        names, shares, usual = self.objects.about([chosen[k] for k in photos], rng)
        texts += [self.texts.row_of.get(self.written(name), self.texts.row_of.get(name)) for name in names]
        anchored += range(len(texts), len(texts) + PLAIN_TEXTS)
        texts += [self.texts.row_of[text] for text in rng.sample(self.plain, PLAIN_TEXTS)]
        return Batch(np.array(chosen), texts, specific, paired, len(names), anchored, torch.from_numpy(np.array(truths)),
                     torch.from_numpy(np.array(unknowns)), photos, shares, usual, self.objects.logits[chosen].float())

    def broader(self, row: dict) -> str | None:
        words = sorted(row["words"]) if "words" in row else self.class_words.get(row.get("label"))
        return self.rng.choice(words) if words else None
