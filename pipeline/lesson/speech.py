"""How a formula is said aloud: plain English words for the LaTeX that narration holds inline."""

# ruff: noqa: E501 - the table of words
from __future__ import annotations

import re

__all__ = ["speak"]

_WORDS = {
    "alpha": "alpha", "beta": "beta", "gamma": "gamma", "delta": "delta", "epsilon": "epsilon", "theta": "theta",
    "lambda": "lambda", "mu": "mu", "pi": "pi", "rho": "rho", "sigma": "sigma", "tau": "tau", "phi": "phi",
    "omega": "omega", "Delta": "delta", "Sigma": "sigma", "Omega": "omega", "infty": "infinity", "cdot": "times",
    "times": "times", "div": "divided by", "pm": "plus or minus", "leq": "is at most", "le": "is at most",
    "geq": "is at least", "ge": "is at least", "neq": "is not", "ne": "is not", "approx": "is about", "to": "to",
    "rightarrow": "to", "Rightarrow": "implies", "in": "in", "sum": "the sum of", "int": "the integral of",
    "lim": "the limit of", "partial": "partial", "nabla": "nabla", "forall": "for all", "exists": "there is",
    "ldots": "and so on", "dots": "and so on", "cdots": "and so on", "sin": "sine", "cos": "cosine",
    "tan": "tangent", "log": "log", "ln": "natural log", "exp": "exp", "angle": "angle", "circ": "degrees",
    "subset": "within", "cup": "union", "cap": "intersection", "equiv": "is equivalent to", "propto": "is proportional to",
}  # fmt: skip
_SIGNS = {"=": "equals", "+": "plus", "-": "minus", "−": "minus", "<": "is less than", ">": "is more than",
          "*": "times", "/": "over", "!": "factorial", "%": "percent"}  # fmt: skip
_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"


def speak(tex: str) -> str:
    """Words for a formula: ``a^2 + b^2`` is "a squared plus b squared"."""
    text = tex
    text = re.sub(
        r"\\(?:text|mathrm|mathbf|mathit|operatorname|mathbb|mathcal|vec|hat|bar|overline)\s*" + _GROUP,
        r" \1 ",
        text,
    )
    for _ in range(4):  # Nested groups, from within.
        text = re.sub(r"\\[dt]?frac\s*" + _GROUP + r"\s*" + _GROUP, r" \1 over \2 ", text)
        text = re.sub(r"\\sqrt\s*\[3\]\s*" + _GROUP, r" the cube root of \1 ", text)
        text = re.sub(r"\\sqrt\s*" + _GROUP, r" the square root of \1 ", text)
        text = re.sub(r"\\binom\s*" + _GROUP + r"\s*" + _GROUP, r" \1 choose \2 ", text)
        text = re.sub(r"\^\s*\{?\s*\\circ\s*\}?", " degrees ", text)
        text = re.sub(r"\^\s*(?:2|\{2\})(?!\d)", " squared ", text)
        text = re.sub(r"\^\s*(?:3|\{3\})(?!\d)", " cubed ", text)
        text = re.sub(
            r"\^\s*(?:" + _GROUP + r"|(\\[A-Za-z]+|\w))", lambda m: f" to the {m[1] or m[2]} ", text
        )
        text = re.sub(r"_\s*(?:" + _GROUP + r"|(\\[A-Za-z]+|\w))", lambda m: f" {m[1] or m[2]} ", text)
    text = re.sub(
        r"\\(left|right|big|Big|bigl|bigr|quad|qquad|displaystyle|limits|,|;|:|!)(?![A-Za-z])", " ", text
    )
    text = re.sub(r"\\([A-Za-z]+)", lambda m: f" {_WORDS.get(m[1], m[1])} ", text)
    text = re.sub(r"[{}\\|&~]", " ", text)
    text = re.sub(r"'", " prime ", text)
    text = re.sub(r"[=+\-−<>*/!%]", lambda m: f" {_SIGNS[m[0]]} ", text)
    text = re.sub(r"(?<=[A-Za-z0-9])\(", " of (", text)
    text = re.sub(r"[()\[\]]", " ", text)
    return re.sub(r"\s+", " ", text).strip()
