"""Whether a PDF that somebody sent opens, and does nothing: read in its structure alone.

No page is drawn, and what is packed is not unfolded: names are looked for in clear. Whoever opens
it does so in a reader that guards itself.
"""

import re

TAIL = 2_048
"""The end of the file is written in its last bytes (ISO 32000-1, annex H)."""
END = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
PAGES = re.compile(rb"/Type\s*/(?:Page(?![A-Za-z])|ObjStm)")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
ACTING = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?)(?![A-Za-z])")

BROKEN = "Ce PDF ne s’ouvre pas : il est incomplet ou abîmé. Numérisez à nouveau le document."
SECRET = "Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection."  # noqa: S105
ACTS = "Ce PDF contient un programme ou un fichier joint. Imprimez-le en PDF, puis déposez-le."


def flaw(content: bytes) -> str:
    """Return why a PDF is not taken, in French; "" when nothing is wrong."""
    end = END.search(content[-TAIL:])
    if not content.startswith(b"%PDF-") or end is None or int(end[1]) >= len(content):
        return BROKEN
    if not PAGES.search(content):
        return BROKEN
    if LOCKED.search(content):
        return SECRET
    return ACTS if ACTING.search(content) else ""
