"""What the image teacher saw in the views, and which of its classes and groups of them a batch asks for."""

import math
import random

import torch

import object_classes
import prompts

CLASSES, GROUPS = 56, 36  # in a batch
COMMON = 500  # a broader word is drawn as often as 1 / (this + its rank among English words)
LABELLED = 3.0  # added to the teacher's logit of the class that a photo's label names


class Objects:
    def __init__(self, logits: torch.Tensor, rows: list[dict]):
        self.names = object_classes.names()
        self.groups = list(object_classes.broader_words().items())
        ranks = {word: rank for rank, word in enumerate(object_classes.known_words())}
        # A word that a person had to add by hand counts as common.
        self.rarity = [COMMON + max(ranks.get(part, 0) for part in word.split()) for word, _ in self.groups]
        row_of_id = {key: i for i, key in enumerate(object_classes.class_ids())}
        # A view that lost detail is told what was seen in the better ones of the same picture.
        means: dict[str, list[int]] = {}
        for i, row in enumerate(rows):
            means.setdefault(row["file"], []).append(i)
        self.logits = logits.clone()
        for views in means.values():
            if len(views) > 1:
                self.logits[views] = logits[views].float().mean(0).half()
        for i, row in enumerate(rows):
            if (label := row_of_id.get(row.get("label"), -1)) >= 0:
                self.logits[i, label] += LABELLED
        photos = [i for i, row in enumerate(rows) if row["set"] != "scenes"]
        self.usual = torch.stack([self.logits[part].float().softmax(1).sum(0) for part in torch.tensor(photos).split(4096)]).sum(0) / len(photos)

    def about(self, views: list[int], rng: random.Random) -> tuple[list[str], torch.Tensor, torch.Tensor]:
        """Names, how the teacher's probability spreads over them for each view, and in the mean over all photos."""
        odds = self.logits[views].float().softmax(1)
        covered, columns, texts = set(), [], []
        # Efraimidis and Spirakis (2006): a weighted sample is the largest of random numbers, each to the power of 1 / weight.
        drawn = sorted(range(len(self.groups)), key=lambda i: self.rarity[i] * math.log(1 - rng.random()), reverse=True)
        for word, keys in (self.groups[i] for i in drawn[:GROUPS]):
            free = keys - covered
            if 2 * len(free) > len(keys):
                covered |= free
                columns.append(sorted(free))
                texts.append(word)
        # Half of the single classes are what the batch shows, half are drawn evenly.
        likely = torch.multinomial(odds.mean(0), CLASSES // 2).tolist()
        for key in dict.fromkeys(likely + rng.sample(range(len(self.names)), CLASSES // 2)):
            if key not in covered:
                columns.append([key])
                texts.append(rng.choice(self.names[key][:2]))
        shares = torch.stack([odds[:, keys].sum(1) for keys in columns], 1)
        return texts, shares, torch.stack([self.usual[keys].sum() for keys in columns])
