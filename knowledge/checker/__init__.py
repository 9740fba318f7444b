"""The static checker: what is wrong with a scene, said before anything runs.

``check`` parses a source and follows it with abstract values (``values``) over the reflected API,
in the order in which it would run; ``rules`` lists the kinds of mistakes. A false alarm is worse
than a miss: whatever isn't sure is unknown, and nothing is said about the unknown. No manim import,
no execution of the source.
"""

from knowledge.checker.check import check
from knowledge.checker.finding import Finding, Replacement, Severity
from knowledge.checker.report import to_sarif, to_text
from knowledge.checker.rules import RULES, Rule

__all__ = ["RULES", "Finding", "Replacement", "Rule", "Severity", "check", "to_sarif", "to_text"]
