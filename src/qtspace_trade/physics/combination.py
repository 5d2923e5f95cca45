"""How contributions of several emitters become one number. Unknown parts (NaN) make the sum unknown, never smaller."""

import numpy as np

from qtspace_trade.physics._checks import _share


def linear_sum(contributions):
    """Sum of the magnitudes: static fields of unknown orientation, heat, gas, light, self-gravity.

    Parameters
    ----------
    contributions : (..., n) array
        Contributions in one unit. [any unit]

    Returns
    -------
    (...) array
        Sum, 0 of nothing. [unit of the contributions]

    References
    ----------
    .. [1] Triangle inequality: the worst case of a sum of vectors.

    Examples
    --------
    >>> float(linear_sum([80.0, 160.0, 100.0]))
    340.0
    """
    return np.sum(_magnitudes(contributions), axis=-1)


def root_sum_square(contributions):
    """Root of the sum of squares: spectral densities and other parts that are independent.

    Parameters
    ----------
    contributions : (..., n) array
        Contributions in one unit. [any unit]

    Returns
    -------
    (...) array
        Sum, 0 of nothing. [unit of the contributions]

    References
    ----------
    .. [1] Variances of independent quantities add.

    Examples
    --------
    >>> round(float(root_sum_square([80.0, 160.0, 100.0])), 1)
    204.9
    """
    scale, values = _scaled(contributions)
    return scale * np.sqrt(np.sum(values**2, axis=-1))


def largest(contributions):
    """Largest magnitude: sources of which never more than one is on.

    Parameters
    ----------
    contributions : (..., n) array
        Contributions in one unit. [any unit]

    Returns
    -------
    (...) array
        Largest, 0 of nothing. [unit of the contributions]

    References
    ----------
    .. [1] Interlocked sources do not add.

    Examples
    --------
    >>> float(largest([80.0, 160.0, 100.0]))
    160.0
    """
    return np.max(_magnitudes(contributions), axis=-1, initial=0.0)


def partly_coherent(contributions, coherences):
    """Sum of noises with a common part, sqrt[Σ S² + (Σ c S)² - Σ (c S)²]; between the root sum square and the sum.

    Parameters
    ----------
    contributions : (..., n) array
        Contributions in one unit. [any unit]
    coherences : (..., n) array
        Part cᵢ of each amplitude that comes from the common cause: 0 independent, 1 fully common. [1]

    Returns
    -------
    (...) array
        Sum. [unit of the contributions]

    Raises
    ------
    ValueError
        A coherence is outside 0 to 1.

    References
    ----------
    .. [1] Variance of a sum with covariances cᵢ cⱼ Sᵢ Sⱼ.

    Examples
    --------
    >>> float(partly_coherent([3.0, 4.0], [0.0, 0.0])), float(partly_coherent([3.0, 4.0], [1.0, 1.0]))
    (5.0, 7.0)
    """
    scale, values = _scaled(contributions)
    common = values * _share(np.asarray(coherences, dtype=float), "coherence")
    cross = np.sum(common, axis=-1) ** 2 - np.sum(common**2, axis=-1)
    return scale * np.sqrt(np.sum(values**2, axis=-1) + np.maximum(cross, 0.0))


def _scaled(contributions):
    """Largest magnitude and the magnitudes over it: their squares neither vanish nor overflow."""
    values = _magnitudes(contributions)
    top = np.max(values, axis=-1, keepdims=True, initial=0.0)
    scale = np.where((top > 0.0) & (top < np.inf), top, 1.0)
    return np.squeeze(scale, axis=-1), values / scale


def _magnitudes(contributions):
    return np.abs(np.asarray(contributions, dtype=float))
