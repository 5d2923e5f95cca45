"""Mechanical loads of a launch: random vibration given by its spectral density."""

import numpy as np

FLAT = 1e-9  # a slope this close to -1 gives an integral that is a logarithm


def random_vibration_rms(frequency, density):
    """Root mean square of a random vibration whose density runs in straight lines between points, both axes logarithmic.

    Between two points W = W1 (f/f1)^n, whose integral is W1 f1 [(f2/f1)^(n+1) - 1]/(n+1), or W1 f1 ln(f2/f1) for n = -1.

    Parameters
    ----------
    frequency : array
        Frequencies of the points, rising. [Hz]
    density : array
        Spectral density of the acceleration there, one-sided, such as g²/Hz. [unit²/Hz]

    Returns
    -------
    float
        Root mean square in the unit of the density, such as g. [unit]

    Raises
    ------
    ValueError
        Fewer than two points, frequencies that do not rise, or a value that is not positive.

    References
    ----------
    .. [1] NASA GSFC-STD-7000, General environmental verification standard, table 2.4-3: 20 to 2000 Hz, 14.1 g
       (levels recalled). The integral is elementary.

    Examples
    --------
    >>> round(random_vibration_rms([20.0, 50.0, 800.0, 2000.0], [0.026, 0.16, 0.16, 0.026]), 2)
    14.14
    """
    frequency, density = np.asarray(frequency, dtype=float), np.asarray(density, dtype=float)
    if frequency.ndim != 1 or frequency.shape != density.shape or len(frequency) < 2:
        raise ValueError(f"{frequency.shape} frequencies and {density.shape} densities: expected two rows, two points or more")
    if not (np.all(frequency > 0.0) and np.all(density > 0.0) and np.all(np.diff(frequency) > 0.0)):
        raise ValueError("frequencies and densities: expected positive values with frequencies that rise")
    ratio = frequency[1:] / frequency[:-1]
    power = np.log(density[1:] / density[:-1]) / np.log(ratio) + 1.0
    level = np.abs(power) < FLAT
    share = np.where(level, np.log(ratio), np.expm1(power * np.log(ratio)) / np.where(level, 1.0, power))
    return float(np.sqrt(np.sum(density[:-1] * frequency[:-1] * share)))
