"""Published networks in plain torch, under the names that torchvision gives their tensors."""
