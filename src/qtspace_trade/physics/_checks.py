"""Input that cannot be is an error; what is not known (NaN) passes and stays unknown."""

import numpy as np


def _positive(value, name, unit):
    if np.less_equal(value, 0.0).any():
        raise ValueError(f"{name} {_shown(value)} {unit}: expected more than 0")
    return _number(value)


def _not_negative(value, name, unit):
    if np.less(value, 0.0).any():
        raise ValueError(f"{name} {_shown(value)} {unit}: expected 0 or more")
    return _number(value)


def _share(value, name):
    if np.less(value, 0.0).any() or np.greater(value, 1.0).any():
        raise ValueError(f"{name} {_shown(value)}: expected between 0 and 1")
    return _number(value)


def _choice(value, name, choices):
    if value not in choices:
        raise ValueError(f"{name} {value!r}: expected {' or '.join(map(repr, choices))}")
    return choices[value]


def _number(value):
    return value if isinstance(value, float) else np.asarray(value, dtype=float)


def _shown(value):
    return f"{value:g}" if np.ndim(value) == 0 else np.array2string(np.asarray(value), threshold=6)
