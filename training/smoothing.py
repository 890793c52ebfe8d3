"""Evens out what goes into a layer's two wide products, before graph and weights are rounded to int8.

At run time one scale serves all channels of what goes into a product, so a few large channels cost the others
their precision. Each channel is divided by its usual size and its weights are multiplied by it: the same
product, better rounded (SmoothQuant, Xiao et al. 2023). Sizes are taken on the training reports we wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import torch
from torch import Tensor, nn

import model as m

SHARE = 0.85  # how much of the unevenness goes to the weights; best of 0.3 … 1 by the error of all outputs
Batch = tuple[Tensor, Tensor, list]  # pieces (B, L), first pieces (B, N), the windows themselves


class Even(nn.Module):
    """A product whose input is divided by channel, and whose weights make up for it."""

    def __init__(self, product: nn.Linear, sizes: Tensor):
        super().__init__()
        with torch.no_grad():
            heaviest = product.weight.abs().amax(0).clamp(min=1e-5)
            scale = sizes.clamp(min=1e-5) ** SHARE / heaviest ** (1 - SHARE)
            scale /= scale.log().mean().exp()
            product.weight *= scale
        self.product = product
        self.register_buffer("inverse", 1 / scale)

    def forward(self, x: Tensor) -> Tensor:
        return self.product(x * self.inverse)


@torch.no_grad()
def smooth(model: m.Reader, batches: Iterable[Batch]) -> None:
    """Changes the model in place; what it computes stays the same but for rounding."""
    sizes: dict[nn.Module, Tensor] = {}

    def measure(product: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen = inputs[0].abs().flatten(0, -2).amax(0)
        sizes[product] = torch.maximum(seen, sizes.get(product, seen))

    layers = [cast(m.Layer, layer) for layer in model.encoder.layers]
    hooks = [product.register_forward_pre_hook(measure) for layer in layers for product in (layer.up, layer.down)]
    model.eval()
    for pieces, first, _ in batches:
        model(pieces, first)
    for hook in hooks:
        hook.remove()
    for layer in layers:
        layer.up, layer.down = Even(layer.up, sizes[layer.up]), Even(layer.down, sizes[layer.down])
