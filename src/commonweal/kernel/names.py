"""Names as a reader looks for them: without accents, case or punctuation, on any server."""

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def fold(text: str) -> str:
    """Return the key a name is searched and sorted by: “Élise Łukasz” is “elise lukasz”."""
    folded = unicodedata.normalize("NFKD", text).casefold()  # a letter in disguise has a case too
    marks_apart = unicodedata.normalize("NFKD", folded)
    plain = "".join(char for char in marks_apart if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain.translate(WHOLE_LETTERS)))
