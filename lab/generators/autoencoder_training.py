"""Trains the autoencoder whose code becomes a key, in torch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from lab.generators.autoencoder import Start
from lab.generators.one_thread import one_thread

LEARNING_RATE = 1e-3


def trained_code(start: Start, epochs: int) -> npt.NDArray[np.float32]:
    """The code of the first sample after a training.

    Sigmoids in both layers, mean squared error, Adam, all samples in one batch, on one thread: sums of more
    would be added in another order.

    Args:
        start: first weights and samples.
        epochs: steps of Adam.

    Returns:
        float32 [code].
    """
    with one_thread():
        return _train(start, epochs)


def _train(start: Start, epochs: int) -> npt.NDArray[np.float32]:
    code, width = start.encoder.shape
    encoder, decoder = torch.nn.Linear(width, code), torch.nn.Linear(code, width)
    with torch.no_grad():
        for layer, weights in ((encoder, start.encoder), (decoder, start.decoder)):
            layer.weight.copy_(torch.from_numpy(weights))
            layer.bias.zero_()
    samples = torch.from_numpy(start.samples)
    adam = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=LEARNING_RATE)
    for _ in range(epochs):
        adam.zero_grad()
        restored = torch.sigmoid(decoder(torch.sigmoid(encoder(samples))))
        torch.nn.functional.mse_loss(restored, samples).backward()  # type: ignore[no-untyped-call]
        adam.step()
    with torch.no_grad():
        found: npt.NDArray[np.float32] = torch.sigmoid(encoder(samples[:1]))[0].numpy()
    return found
