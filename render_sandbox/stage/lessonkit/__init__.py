"""The lesson kit: what a lesson's blocks are drawn with, and what hand-written scenes may import.

::

    from lessonkit import Bullets, Formula, LessonScene

    class Balance(LessonScene):
        def construct(self):
            self.title("One square equals two")
            points = Bullets("Two **legs** $a$ and $b$", "One **hypotenuse** $c$")
            formula = Formula("a^2 + b^2 = c^2")
            self.arrange(points, formula)
            with self.say("The squares on the legs are as large as the square on the hypotenuse.") as line:
                self.reveal_all([points, formula], line)

``theme`` and ``fonts`` say what things look like, ``motion`` how they move, ``frame`` where there is room.
``outlines``, ``prose`` and ``formulas`` set text by measured size. ``block`` is what all ``blocks`` are,
``arranging`` puts them into the picture, ``scene`` plays them, ``speech`` keeps the time.
"""

from __future__ import annotations

from . import fonts
from .block import Block, Page, Part
from .blocks.bullets import Bullets, Summary
from .blocks.card import Card, Words
from .blocks.comparison import Comparison
from .blocks.datatable import DataTable
from .blocks.drawing import Drawing
from .blocks.formula import Formula, Steps
from .blocks.listing import Listing
from .blocks.network import Link, Network
from .blocks.plot import Curve, Plot
from .blocks.quiz import Quiz
from .blocks.quotation import Picture, Quotation
from .blocks.ruler import NumberRuler
from .blocks.timeline import Timeline
from .frame import Area, body_size, safe_area
from .prose import Prose
from .scene import LessonScene
from .speech import Narrated, SpokenLine
from .theme import THEMES, Theme, current_theme, use_theme

__all__ = [
    "THEMES",
    "Area",
    "Block",
    "Bullets",
    "Card",
    "Comparison",
    "Curve",
    "DataTable",
    "Drawing",
    "Formula",
    "LessonScene",
    "Link",
    "Listing",
    "Narrated",
    "Network",
    "NumberRuler",
    "Page",
    "Part",
    "Picture",
    "Plot",
    "Prose",
    "Quiz",
    "Quotation",
    "SpokenLine",
    "Steps",
    "Summary",
    "Theme",
    "Timeline",
    "Words",
    "body_size",
    "current_theme",
    "safe_area",
    "use_theme",
]

# Now, since Pango doesn't see typefaces that are added after its first text.
fonts.register()
