"""Readies the encoder's products for weights of eight bits, before the graph is made.

Two things that cost nothing at run time. What goes into the two wide products of a layer is evened out: one
scale serves all its channels, so a few large ones cost the others their precision; each channel is divided by
its usual size and its weights are multiplied by it (SmoothQuant, Xiao et al. 2023). And what rounding the
weights shifts a product by, on the mean, is taken off its bias (Nagel et al. 2019). Sizes and means are those
of the training reports that we wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

import model as m

SHARE = 0.85  # how much of the unevenness goes to the weights; best of 0.3 … 1 by the error of all outputs
STEPS = 64  # of a weight's range, on each side of 0: what export.py asks of the rounding
Batch = tuple[Tensor, Tensor, list]  # pieces (B, L), first pieces (B, N), the windows themselves


@dataclass
class Seen:
    """What has gone into a product, by channel: the largest size, the sum, and of how many pieces."""

    largest: Tensor
    total: Tensor
    count: int = 0

    def add(self, x: Tensor) -> None:
        """Takes in the inputs of some pieces (n, channels)."""
        self.largest = torch.maximum(self.largest, x.abs().amax(0))
        self.total += x.sum(0)
        self.count += len(x)


class Even(nn.Module):
    """A product whose input is divided by channel, and whose weights make up for it."""

    def __init__(self, product: nn.Linear, largest: Tensor):
        super().__init__()
        heaviest = product.weight.abs().amax(0).clamp(min=1e-5)
        scale = largest.clamp(min=1e-5) ** SHARE / heaviest ** (1 - SHARE)
        scale /= scale.log().mean().exp()
        product.weight *= scale
        self.product = product
        self.register_buffer("inverse", 1 / scale)

    def forward(self, x: Tensor) -> Tensor:
        return self.product(x * self.inverse)


@torch.no_grad()
def smooth(model: m.Reader, batches: Iterable[Batch]) -> None:
    """Changes the model in place; what it computes stays the same but for what rounding would shift."""
    seen = _measured(model, batches)
    for layer in model.encoder.layers:
        for product in (layer.query, layer.key, layer.value, layer.output):
            _corrected(product, seen[product].total / seen[product].count)
        for name in ("up", "down"):
            product = getattr(layer, name)
            even = Even(product, seen[product].largest)
            _corrected(product, seen[product].total / seen[product].count * even.inverse)
            setattr(layer, name, even)


def _measured(model: m.Reader, batches: Iterable[Batch]) -> dict[nn.Module, Seen]:
    """What goes into every product of the encoder's layers, where there is text."""
    products = [p for p in model.encoder.layers.modules() if isinstance(p, nn.Linear)]
    seen = {p: Seen(torch.zeros(p.in_features), torch.zeros(p.in_features)) for p in products}
    model.eval()
    for pieces, first, _ in batches:
        text = pieces != 0
        look = partial(_look, seen, text)
        hooks = [product.register_forward_pre_hook(look) for product in products]
        model(pieces, first)
        for hook in hooks:
            hook.remove()
    return seen


def _look(seen: dict[nn.Module, Seen], text: Tensor, product: nn.Module, inputs: tuple[Tensor, ...]) -> None:
    seen[product].add(inputs[0][text])


def _corrected(product: nn.Linear, mean: Tensor) -> None:
    """Adds to the bias what the rounded weights lack for the mean input."""
    step = product.weight.abs().amax(1, keepdim=True) / STEPS
    product.bias += (product.weight - (product.weight / step).round() * step) @ mean
