"""Derives `profiles/brvt_2024/names.json`, the names of synthetic people, from the collected Vietnamese names.

Usage: python profiles_tools/derive_names.py DATA_FOLDER   (the folder that holds names/)

The source weighs surnames but not given names, and its list for men holds nearly all names of women. A name counts
as a man's if the list for women lacks it; a single syllable weighs as much as there are compounds that end in it.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PROFILE = Path(__file__).resolve().parent.parent / "src" / "haidang" / "profiles" / "brvt_2024"
REGION = "south"
LEAST_SURNAME_WEIGHT = 0.4
SINGLES = 70
LEAST_COMPOUNDS = 4


def compounds(names: Iterable[str]) -> list[str]:
    """The names of two syllables, in order."""
    return sorted({name for name in names if len(name.split()) == 2})


def endings(names: Iterable[str]) -> Counter[str]:
    """How many of the compounds end in each syllable."""
    return Counter(name.split()[-1] for name in names)


def given(all_names: list[str], *, lacking: Counter[str], middle: list[str]) -> dict[str, Any]:
    """Given names of one sex, without syllables that mostly stand in names of the other."""
    weights = {s: n for s, n in endings(all_names).most_common() if n >= LEAST_COMPOUNDS and n > lacking[s]}
    single = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:SINGLES]
    known = {syllable for syllable, _weight in single}
    return {"middle": middle, "single": single, "compound": [n for n in all_names if n.split()[-1] in known]}


def main() -> None:
    """Writes the file."""
    source = json.loads((Path(sys.argv[1]) / "names" / "vn_names.json").read_text())
    female = compounds(source["given"]["female"])
    male = compounds(set(source["given"]["male"]) - set(source["given"]["female"]))
    middle = {sex: source["middle"][sex][REGION]["traditional"] for sex in ("male", "female")}
    derived = {
        "source": source["source"],
        "licence": "MIT",
        "note": "Tên của người mô phỏng; mọi sự trùng hợp với người thật là ngẫu nhiên.",
        "surnames": [pair for pair in source["surnames"][REGION] if pair[1] >= LEAST_SURNAME_WEIGHT],
        "male": given(male, lacking=Counter(), middle=middle["male"]),
        "female": given(female, lacking=endings(male), middle=middle["female"]),
    }
    (PROFILE / "names.json").write_text(json.dumps(derived, ensure_ascii=False, separators=(", ", ": ")) + "\n")


if __name__ == "__main__":
    main()
