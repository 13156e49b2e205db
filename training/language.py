"""How little a model minds how a word is written, and what it finds for words that no training class names.

- `forms`: precision@10 over words with at least 20 true photos among the part's Tiny-ImageNet photos, for the plain word
  and for each other way to write it.
- `gallery`: colour and number in two or three words on the sample gallery: how often the right picture comes first.
- `sides`: of scenes with "left of" or "right of" in their caption, how often it is nearer than the same with the sides swapped.
- `unnamed`: the first three photos for words of which no class has the name.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Callable

import numpy as np

import prompts
from data import CACHE, training_rows
from evaluate import Exported
from export import FILES
from measure import unit

GALLERY = Path(__file__).parent / "../packages/modules/gallery/files"
LEAST = 20
SYNONYMS = {"dog": "hound", "cat": "kitty", "car": "automobile", "bird": "fowl", "fish": "fishes", "boat": "vessel", "ship": "vessel",
            "building": "edifice", "clothing": "garments", "food": "meal", "tool": "implement", "insect": "bug", "weapon": "arms",
            "container": "receptacle", "ball": "sphere", "fruit": "fruits", "drink": "beverage", "truck": "lorry", "plant": "vegetation",
            "animal": "creature", "bag": "sack", "shoe": "footwear", "hat": "cap", "chair": "seat", "snake": "serpent",
            "frog": "toad", "bridge": "overpass", "furniture": "furnishings", "machine": "apparatus", "bottle": "flask"}
FORMS: dict[str, Callable[[str], str]] = {
    "plural": prompts.plural, "capitals": str.upper, "capital": str.capitalize, "exclamation mark": "{}!".format, "full stop": "{}.".format,
    "quotes": '"{}"'.format, "a": lambda word: f"{'an' if word[0] in 'aeiou' else 'a'} {word}", "the": "the {}".format,
    "photo of": "photo of a {}".format, "typing slip": lambda word: prompts.slip(word, random.Random(word)),
    "synonym": lambda word: SYNONYMS.get(word, "")}
UNNAMED = """dachshund taxi castle wedding snowboarder skateboard surfer concert market temple soldier firefighter policeman chef farmer
tractor ambulance helicopter motorcycle tram subway skyscraper waterfall volcano glacier desert island harbour canal windmill
playground swimming stadium classroom library hospital restaurant birthday picnic parade protest marathon boxing wrestling climbing
kayak sailing fishing hiking camping ballet guitarist drummer singer painter toddler grandmother twins crowd puppy""".split()


def precision(query: np.ndarray, photos: np.ndarray, true: np.ndarray, among: int = 10) -> float:
    return float(true[np.argsort(-(photos @ query))[:among]].mean())


def forms(model: Exported, photos: np.ndarray, rows: list[dict], cache: Path) -> None:
    names = prompts.class_names(cache)
    groups = prompts.broader_words(names)
    present = {row["label"] for row in rows}
    words = {}
    for word, keys in sorted(groups.items()):
        true = np.array([row["label"] in keys for row in rows])
        if len(word.split()) == 1 and word.islower() and keys & present and true.sum() >= LEAST and (len(keys) > 1 or word in SYNONYMS):
            words[word] = true
    print(f"{len(words)} words on {len(photos)} photos: {', '.join(words)}")
    plain = {word: precision(unit(model.texts([word]))[0], photos, true) for word, true in words.items()}
    print(f"  plain: precision@10 {np.mean(list(plain.values())):.3f}")
    for form, write in FORMS.items():
        some = {word: text for word in words if (text := write(word))}
        found = [precision(unit(model.texts([text]))[0], photos, words[word]) for word, text in some.items()]
        print(f"  {form}: {np.mean(found):.3f}, the same {len(some)} words plain {np.mean([plain[word] for word in some]):.3f}", flush=True)


def gallery(model: Exported) -> None:
    lines = [json.loads(line) for line in (GALLERY / "captions.jsonl").read_text().splitlines()]
    photos = unit(model.files(GALLERY, [{"file": f"{line['key']}.webp"} for line in lines]))
    numbers = ["", "", "two", "three", "four", "five", "six"]
    queries: dict[str, set[int]] = {}
    for i, line in enumerate(lines):
        things = line["payload"]["objects"]
        for thing in things:
            many = prompts.plural(thing["name"]) if thing["count"] > 1 else thing["name"]
            if thing.get("colour"):
                queries.setdefault(f"{numbers[thing['count']]} {thing['colour']} {many}".strip(), set()).add(i)
    vectors = unit(model.texts(list(queries)))
    first = (vectors @ photos.T).argmax(1)
    right = np.mean([int(one) in true for one, true in zip(first, queries.values())])
    print(f"gallery, colour and number, {len(queries)} queries: the right one first in {100 * right:.1f} %")


def sides(model: Exported, cache: Path, rows: list[dict]) -> None:
    pairs = []
    for row in rows:
        said = next((text for text in row["captions"] if " left of " in text or " right of " in text), None)
        if said:
            swapped = said.replace(" left of ", " # ").replace(" right of ", " left of ").replace(" # ", " right of ")
            pairs.append((row, said, swapped))
    if pairs:
        photos = unit(model.files(cache, [row for row, _, _ in pairs]))
        true, false = (unit(model.texts([pair[k] for pair in pairs])) for k in (1, 2))
        right = ((photos * true).sum(1) > (photos * false).sum(1)).mean()
        print(f"left of, right of: {len(pairs)} scenes, told apart in {100 * right:.1f} %")


def unnamed(model: Exported, photos: np.ndarray, rows: list[dict], cache: Path) -> None:
    names = prompts.class_names(cache)
    for word in UNNAMED:
        best = np.argsort(-(photos @ unit(model.texts([word]))[0]))[:3]
        said = [names[rows[i]["label"]][0] if "label" in rows[i] else rows[i]["captions"][0].strip(" .") for i in best]
        print(f"| {word} | {' | '.join(said)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--files", type=Path, default=FILES)
    parser.add_argument("--part", choices=["validation", "test"], default="validation")
    args = parser.parse_args()
    model = Exported(args.files)
    rows = [row for row in training_rows(args.cache) if row["part"] == args.part]
    seen = [row for row in rows if row["set"] != "scenes"]
    photos = unit(model.files(args.cache, seen))
    tiny = [i for i, row in enumerate(seen) if row["set"] == "tiny-imagenet"]
    forms(model, photos[tiny], [seen[i] for i in tiny], args.cache)
    gallery(model)
    sides(model, args.cache, [row for row in rows if row["set"] == "scenes"])
    unnamed(model, photos, seen, args.cache)


if __name__ == "__main__":
    main()
