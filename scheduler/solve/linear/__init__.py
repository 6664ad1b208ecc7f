"""The linear kernel: what every search asks of linear and mixed-integer programs, whichever solver answers."""
