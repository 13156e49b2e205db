"""Muon: momentum whose update is made orthogonal (Jordan et al., 2024), scaled like AdamW's."""

import torch


def orthogonal(matrix: torch.Tensor, halves: bool, steps: int = 5) -> torch.Tensor:
    """A matrix with about the same row and column spaces and singular values near 1, by a
    quintic Newton-Schulz iteration."""
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + 1e-7)
    x = x.bfloat16() if halves else x
    for _ in range(steps):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return (x.T if tall else x).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    """For the weights of layers; a convolution counts as a matrix with a row per output channel."""

    def __init__(self, params, lr: float, momentum: float = 0.9, weight_decay: float = 0.0, size: float = 0.3,
                 halves: bool = False):
        self.halves = halves  # the iteration in bfloat16, which is exact enough for it
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay, "size": size})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                average = self.state[weight].setdefault("average", torch.zeros_like(weight))
                average.lerp_(weight.grad, 1 - group["momentum"])
                update = weight.grad.lerp(average, group["momentum"]).flatten(1)
                scale = group["size"] * max(update.shape) ** 0.5  # the update's root mean square is `size`
                update = (orthogonal(update, self.halves) * scale).view_as(weight)
                weight.mul_(1 - group["lr"] * group["weight_decay"]).add_(update, alpha=-group["lr"])
