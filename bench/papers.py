"""A convention of four pages, warm: our render, its checks included, and Typst alone beside it."""

import json
import time
from datetime import date
from io import BytesIO
from statistics import median

import typst
from pypdf import PdfReader

from bench.figures import Figure, at_most, ratio
from booking.documents import paper
from booking.documents.fonts import FOLDER

PAGES = 4
ROUNDS = 40
TIMES_BARE = 3
SENTENCE = (
    "L’emprunteur garde le matériel avec le soin d’un gestionnaire raisonnable et ne l’emploie "
    "qu’à l’usage prévu ; il respecte les notices et cesse l’usage dès qu’un danger apparaît. "
)


def measure() -> list[Figure]:
    """Time both in turn, round after round; no database takes part."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER]
    )
    pages = len(PdfReader(BytesIO(paper.render(convention(0)))).pages)
    if pages != PAGES:
        raise RuntimeError(f"the convention measured has {pages} pages, not {PAGES}")
    # a number of its own for each: Typst remembers what it has just laid out
    times = [(_ours(2 * turn + 1), _bare(2 * turn + 2, fonts)) for turn in range(ROUNDS + 1)][1:]
    ours, bare = [each for each, _ in times], [each for _, each in times]
    figure = Figure(
        what=f"convention of {PAGES} pages, warm",
        database="none",
        past=0,
        value=round(median(ours) * 1000, 1),
        unit="ms",
        beside="Typst alone",
        reference=round(median(bare) * 1000, 1),
        ratio=round(ratio(ours, bare), 2),
    )
    return [at_most(figure, TIMES_BARE)]


def convention(rank: int) -> paper.Paper:
    """Return a convention of four pages: articles, a table, two who sign; `rank` is its number."""
    rows = tuple(
        (f"MES-{line:03d}", f"Matériel {line}", "2", "Dépôt de Maing", "24,50 €")
        for line in range(20)
    )
    lent = paper.Table(
        "Matériel prêté",
        ("Référence", "Désignation", "Quantité", "Dépôt", "Valeur unitaire"),
        rows,
        foot=("Total", "", "40", "", "980,00 €"),
        figures=(2, 4),
        widths=(26, 62, 20, 34, 30),
    )
    said = paper.Paragraph((paper.Run(SENTENCE * 3),))
    listed = paper.Bullets(((paper.Run("montage par un agent formé"),),) * 2)
    articles = [paper.Article("Article de mesure", (said, listed))] * 14
    names = ("Communauté d’agglomération du Hainaut", "Commune de Quérénaing")
    return paper.Paper(
        kind="loan",
        title="Convention de prêt de matériel",
        subtitle="« Fête de la Saint-Jean », du vendredi 4 au lundi 7 décembre 2026",
        number=f"2026-{rank:04d}",
        issued_on=date(2026, 11, 23),
        parties=tuple(paper.Party("Partie", name, siren="215904806") for name in names),
        articles=(paper.Article("Désignation", (lent,)), *articles),
        boxes=tuple(paper.SignBox("emprunteur", name) for name in names),
    )


def _as_the_model_reads(drawn: paper.Paper) -> dict[str, object]:
    return drawn.as_dict() | {"evidence": [], "original": "", "logos": {}}


def _ours(rank: int) -> float:
    drawn = convention(rank)
    began = time.perf_counter()
    paper.render(drawn)
    return time.perf_counter() - began


def _bare(rank: int, fonts: typst.Fonts) -> float:
    data = json.dumps(_as_the_model_reads(convention(rank)))
    began = time.perf_counter()
    typst.compile(
        paper.MODEL,
        root=paper.MODEL.parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["a-2a", "ua-1"],
    )
    return time.perf_counter() - began
