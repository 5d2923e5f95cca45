"""Heat that neighbours bring to a cold radiating stage, and what it does to its temperature."""

from qtspace_trade.constants import STEFAN_BOLTZMANN
from qtspace_trade.physics._checks import _not_negative, _number, _positive, _share


def cold_node_temperature(base_temperature, heat, area, emissivity):
    """Temperature of a radiator that receives extra heat, [T₀⁴ + Q/(ε A σ)]^(1/4), exact.

    Parameters
    ----------
    base_temperature : array
        Temperature without the extra heat. [K]
    heat : array
        Extra heat. [W]
    area : array
        Radiating area. [m²]
    emissivity : array
        Emissivity. [1]

    Returns
    -------
    array
        Temperature. [K]

    Raises
    ------
    ValueError
        Temperature or heat are negative, or area or emissivity not positive.

    References
    ----------
    .. [1] Stefan-Boltzmann law.

    Examples
    --------
    >>> round(float(cold_node_temperature(20.0, 0.010, 1.0, 0.9)), 2)
    24.43
    """
    base_temperature = _not_negative(base_temperature, "temperature", "K")
    return (base_temperature**4 + _not_negative(heat, "heat", "W") / _radiating(area, emissivity)) ** 0.25


def cold_node_slope(temperature, area, emissivity):
    """Kelvin per watt of a radiator, 1/(4 ε A σ T³), for changes below 1 K.

    Parameters
    ----------
    temperature : array
        Temperature. [K]
    area : array
        Radiating area. [m²]
    emissivity : array
        Emissivity. [1]

    Returns
    -------
    array
        Slope. [K/W]

    Raises
    ------
    ValueError
        An input is not positive.

    References
    ----------
    .. [1] Derivative of :func:`cold_node_temperature`, which it overstates for larger heat.

    Examples
    --------
    >>> round(cold_node_slope(30.0, 0.25, 0.9) * 1e-3, 2)   # K per mW
    0.73
    """
    return 0.25 / (_radiating(area, emissivity) * _positive(temperature, "temperature", "K") ** 3)


def radiated_heat(area, emissivity, view_factor, source_emissivity, source_temperature):
    """Heat that a warm surface in view radiates onto a cold one, A ε F ε' σ T'⁴ (grey, small view factor).

    Parameters
    ----------
    area : array
        Area of the cold surface. [m²]
    emissivity : array
        Its emissivity. [1]
    view_factor : array
        View factor from the cold to the warm surface. [1]
    source_emissivity : array
        Emissivity of the warm surface. [1]
    source_temperature : array
        Temperature of the warm surface. [K]

    Returns
    -------
    array
        Heat. [W]

    Raises
    ------
    ValueError
        Area or temperature are negative, or a part is outside 0 to 1.

    References
    ----------
    .. [1] Stefan-Boltzmann law without multiple reflection.

    Examples
    --------
    >>> round(float(radiated_heat(1.0, 0.9, 0.01, 0.8, 290.0)), 2)
    2.89
    """
    seen = _not_negative(area, "area", "m²") * _share(view_factor, "view factor")
    grey = _share(emissivity, "emissivity") * _share(source_emissivity, "emissivity")
    return seen * grey * STEFAN_BOLTZMANN * _not_negative(source_temperature, "temperature", "K") ** 4


def conducted_heat(conductivity_integral, area, length):
    """Heat that a wire, fibre or strut conducts, (A/L) ∫ k dT.

    Parameters
    ----------
    conductivity_integral : array
        Integral of the conductivity from the cold to the warm end. From 300 K to about 20 K, all recalled: copper
        1.6e5, stainless steel 3.1e3, silica glass 200, nylon 90. [W/m]
    area : array
        Cross-section. [m²]
    length : array
        Length. [m]

    Returns
    -------
    array
        Heat. [W]

    Raises
    ------
    ValueError
        The integral or the area are negative or the length is not positive.

    References
    ----------
    .. [1] Fourier's law in one dimension: Ekin, Experimental techniques for low-temperature measurements, 2006, chapter 2.

    Examples
    --------
    >>> import math
    >>> round(conducted_heat(1.62e5, math.pi * 0.05e-3**2, 1.0) * 1e3, 2)   # 1 m of 0.1 mm copper wire, in mW
    1.27
    """
    integral = _not_negative(conductivity_integral, "conductivity integral", "W/m")
    return integral * _not_negative(area, "area", "m²") / _positive(length, "length", "m")


def _radiating(area, emissivity):
    _share(emissivity, "emissivity")
    return _positive(area, "area", "m²") * _positive(_number(emissivity), "emissivity", "") * STEFAN_BOLTZMANN
