"""Spheres that are not small against the wavelength: cross-sections and the grating of light, by Mie theory.

Needs the package miepython (extra `mie`); where k R is well below 1 the functions of `photons` and `talbot` are enough.
"""

from typing import NamedTuple

import numpy as np

LOSSLESS = 1e-14  # absorption below this is rounding


class GratingResponse(NamedTuple):
    """Phase shift over that of a small sphere, β, and part of the absorbed light that follows the standing wave [1]."""

    phase_ratio: float
    absorption_ratio: float
    modulation: float


def cross_sections(wavenumber, radius, permittivity):
    """Absorption and scattering cross-section of a homogeneous sphere of any size.

    Parameters
    ----------
    wavenumber : array
        2 π over the vacuum wavelength. [rad/m]
    radius : float
        Radius of the sphere. [m]
    permittivity : complex array
        Relative permittivity. [1]

    Returns
    -------
    absorption, scattering : array
        Cross-sections. [m²]

    Raises
    ------
    ImportError
        The package miepython is not installed.

    References
    ----------
    .. [1] Bohren and Huffman, Absorption and scattering of light by small particles, Wiley, 1983, chapter 4.
    .. [2] Prahl, miepython, doi 10.5281/zenodo.7949263.

    Examples
    --------
    >>> absorption, scattering = cross_sections(1e7, 5e-9, 2.13)   # doctest: +SKIP
    """
    from miepython import efficiencies_mx

    wavenumber, permittivity = np.broadcast_arrays(np.asarray(wavenumber, dtype=float), np.asarray(permittivity, dtype=complex))
    index = np.conj(np.sqrt(permittivity))
    size = (wavenumber * radius).ravel()
    extinction, scattering, _, _ = efficiencies_mx(index.ravel(), size)
    area = np.pi * radius**2
    shape = wavenumber.shape
    scattering = np.reshape(scattering, shape)
    return area * (np.reshape(extinction, shape) - scattering), area * scattering


def coefficients(size_parameter, permittivity):
    """Electric and magnetic coefficients a_n, b_n of a sphere, for waves that go as exp(-i ω t).

    Parameters
    ----------
    size_parameter : float
        Wavenumber times radius. [1]
    permittivity : complex
        Relative permittivity. [1]

    Returns
    -------
    electric, magnetic : (n,) complex array
        a_n and b_n from n = 1. [1]

    Raises
    ------
    ImportError
        The package miepython is not installed.

    References
    ----------
    .. [1] Bohren and Huffman, Absorption and scattering of light by small particles, Wiley, 1983, eq. 4.88.

    Examples
    --------
    >>> electric, magnetic = coefficients(0.1, 2.13)   # doctest: +SKIP
    """
    from miepython import an_bn

    electric, magnetic = an_bn(np.conj(np.sqrt(complex(permittivity))), float(size_parameter))
    return electric, magnetic


def grating_response(wavenumber, radius, permittivity):
    """Phase shift and absorption of a sphere of any size in a standing wave.

    The standing wave is expanded in multipoles about the sphere, to which its two halves bring amplitudes in turn as
    the sine and the cosine of the position. The force of neighbouring multipoles remains a sine of the position, so the
    grating keeps its form; its strength changes sign where the sphere spans a period. The light taken up follows
    1 + μ cos 2 k z with the modulation μ, 1 for a small sphere.

    Parameters
    ----------
    wavenumber : float
        2 π over the vacuum wavelength of the grating light. [rad/m]
    radius : float
        Radius of the sphere. [m]
    permittivity : complex
        Relative permittivity at that wavelength. [1]

    Returns
    -------
    GratingResponse
        Phase ratio, β (absorbed light over phase shift) and μ, for
        :func:`qtspace_trade.physics.talbot.grating_coefficient`. [1]

    Raises
    ------
    ImportError
        The package miepython is not installed.

    References
    ----------
    .. [1] Gouesbet, Maheu and Gréhan, J. Opt. Soc. Am. A 5, 1427 (1988), doi 10.1364/JOSAA.5.001427: axial force of a
       beam on axis, here with the amplitudes of two counter-propagating waves.
    .. [2] Belenchia et al., Phys. Rev. A 100, 033813 (2019), doi 10.1103/PhysRevA.100.033813: gratings of large spheres.

    Examples
    --------
    >>> phase, absorption, modulation = grating_response(2e7, 50e-9, 2.2)   # doctest: +SKIP
    """
    size = wavenumber * radius
    electric, magnetic = coefficients(size, permittivity)
    order = np.arange(1, len(electric) + 1)
    sign = -((-1.0) ** order)

    def neighbours(one, two):
        return one + np.conj(two) - 2.0 * one * np.conj(two)

    beside = neighbours(electric, np.append(electric[1:], 0.0)) - neighbours(magnetic, np.append(magnetic[1:], 0.0))
    across = neighbours(electric, magnetic)
    terms = order * (order + 2) / (order + 1) * beside + (2 * order + 1) / (order * (order + 1)) * across
    force = float(np.sum(2.0 * sign * np.imag(terms)))
    small = -4.0 * size**3 * float(np.real((permittivity - 1.0) / (permittivity + 2.0)))
    taken = (2 * order + 1) * np.array([np.real(one) - np.abs(one) ** 2 for one in (electric, magnetic)])
    total = float(np.sum(taken))
    follows = float(np.sum(sign * (taken[0] - taken[1])))
    modulation = follows / total if total > LOSSLESS else 1.0
    return GratingResponse(force / small, -2.0 * total / force if total > LOSSLESS else 0.0, modulation)
