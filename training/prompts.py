"""What is written about the photos: names of classes, broader words, templates, keywords."""

import json
import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

TEMPLATES = [
    "{}", "{}.", "a {}", "the {}", "a photo of a {}.", "A photo of a {}.", "a photo of {}",
    "a photo of the {}.", "a picture of a {}", "an image of a {}.", "a small photo of a {}.",
    "a blurry photo of the {}", "a close-up photo of a {}.", "a good photo of a {}.",
    "a cropped photo of the {}.", "a low resolution photo of a {}.", "a photo of my {}.",
    "this is a {}", "there is a {} in the picture", "a snapshot with a {}", "{} in a photo",
    "a bright photo of a {}.", "a photo of one {}.", "a photo of some {}", "pictures of {}",
]

# Folder names of Caltech-101 that do not say what is in the picture, and further names.
CALTECH_NAMES = {
    "BACKGROUND_Google": ["background google", "background", "random background picture", "clutter"],
    "Faces": ["faces", "person's face in a room", "face of a person, off-centre", "head and shoulders of a person"],
    "Faces_easy": ["faces easy", "close-up face of a person", "cropped face", "portrait of a face"],
    "Leopards": ["leopard", "leopards"],
    "Motorbikes": ["motorbike", "motorbikes", "motorcycle"],
    "airplanes": ["airplane", "airplanes", "aeroplane", "plane"],
    "bass": ["bass", "bass fish"],
    "brain": ["brain", "human brain"],
    "car_side": ["car side", "car seen from the side", "side of a car"],
    "cellphone": ["cellphone", "cell phone", "mobile phone"],
    "cougar_face": ["cougar face", "face of a cougar"],
    "cougar_body": ["cougar body", "body of a cougar"],
    "crocodile_head": ["crocodile head", "head of a crocodile"],
    "flamingo_head": ["flamingo head", "head of a flamingo"],
    "hawksbill": ["hawksbill turtle", "hawksbill", "sea turtle"],
    "headphone": ["headphone", "headphones", "pair of headphones"],
    "inline_skate": ["inline skate", "roller skate", "rollerblade"],
    "joshua_tree": ["joshua tree", "yucca"],
    "rhino": ["rhino", "rhinoceros"],
    "sea_horse": ["sea horse", "seahorse"],
    "snoopy": ["snoopy", "snoopy the cartoon dog"],
    "garfield": ["garfield", "garfield the cartoon cat"],
    "water_lilly": ["water lily", "water lilly"],
    "watch": ["watch", "wristwatch"],
    "yin_yang": ["yin yang", "yin yang symbol"],
}
# Words of captions that say nothing about what is seen.
STOP = set("""a an the and or of in on at to with by for from as is are be being been it its his her
their him he she they them that this there who which while out up down off over into onto through
around behind near next front side other another another's some something one two three four several
very has have having s t so all each both about against along across toward towards not no""".split())


def class_names(folder: Path) -> dict[str, list[str]]:
    """Every class's names; the first is the usual one."""
    names = {}
    for line in (folder / "tiny-imagenet-train/words.tsv").read_text().splitlines():
        key, words = line.split("\t")
        names[key] = [word.strip() for word in words.split(",")]
    for folder in sorted(path.name for path in (folder / "caltech101-train").iterdir() if path.is_dir()):
        names.setdefault(folder, CALTECH_NAMES.get(folder, [folder.replace("_", " ")]))
    return names


def broader_words(names: dict[str, list[str]]) -> dict[str, set[str]]:
    """concepts.txt as: a broader word -> the classes it is true of."""
    by_name: dict[str, set[str]] = {}
    for key, (first, *others) in names.items():
        for name in {first, *others[:1], first if re.match(r"n\d{8}$", key) else key.replace("_", " ")}:
            by_name.setdefault(name.lower(), set()).add(key)
    groups: dict[str, set[str]] = {}
    pending = []
    for line in (Path(__file__).parent / "concepts.txt").read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        word, others, members = (part.strip() for part in line.split("|"))
        pending.append((word, [o.strip() for o in others.split(";") if o.strip()], members.split(",")))

    def resolve(member: str) -> set[str]:
        member = member.strip()
        if member.startswith("+"):
            return groups[member[1:]]
        return by_name[member.lower()]

    for word, others, members in pending:
        keys = set().union(*(resolve(m) for m in members))
        for name in [word, *others]:
            groups[name] = groups.get(name, set()) | keys
    for name, keys in by_name.items():
        groups[name] = groups.get(name, set()) | keys
    return groups


def stem(word: str) -> str:
    """A crude singular, so that "dogs" and "dog" are one keyword."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def keywords(captions: list[list[str]], at_least: int) -> list[set[str]]:
    """For each photo the words of its captions that are said of at least so many photos."""
    words = [{stem(w) for text in texts for w in re.findall(r"[a-z]+", text.lower()) if w not in STOP}
             for texts in captions]
    common = {w for w, n in Counter(w for ws in words for w in ws).items() if n >= at_least}
    return [ws & common for ws in words]


def phrase(name: str, rng: random.Random) -> str:
    """A name in a template picked at random; half of the time a plain photo prompt."""
    template = rng.choice(TEMPLATES[:7] if rng.random() < 0.6 else TEMPLATES)
    if template.endswith(("a {}", "a {}.")) and name[0].lower() in "aeiou" and rng.random() < 0.7:
        template = template.replace("a {}", "an {}")
    return template.format(name)


def pick_name(names: list[str], rng: random.Random) -> str:
    """Mostly the usual name, otherwise a synonym or all names in one string."""
    roll = rng.random()
    return names[0] if roll < 0.6 else ", ".join(names) if roll > 0.95 else rng.choice(names[:3])


def plural(name: str) -> str:
    """The usual English plural of a name's last word."""
    if name.endswith(("s", "x", "ch", "sh")):
        return name if name.endswith("s") and not name.endswith("ss") else name + "es"
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name[:-3] + "men" if name.endswith("man") else name + "s"


def slip(name: str, rng: random.Random) -> str:
    """A name with one common typing slip: a letter left out, doubled, or swapped with the next."""
    if len(name) < 4:
        return name
    i = rng.randrange(1, len(name) - 1)
    return rng.choice([name[:i] + name[i + 1 :], name[:i] + name[i] + name[i:], name[:i] + name[i + 1] + name[i] + name[i + 2 :]])


@cache
def variants(name: str) -> list[str]:
    """The ways in which training writes a name; the first two are plain and the usual prompt."""
    rng = random.Random(name)
    many = plural(name)
    return list(dict.fromkeys([name, f"a photo of a {name}.", *(phrase(name, rng) for _ in range(3)),
                               many, rng.choice(["photos of {}", "some {}", "two {}", "many {}"]).format(many), slip(name, rng)]))
