"""Light of neighbours in the field of a telescope: lit surfaces, lamps and beacons, scatter on the first mirror."""

import numpy as np

from qtspace_trade.constants import PLANCK, SPEED_OF_LIGHT
from qtspace_trade.physics._checks import _not_negative, _positive, _share


def irradiance_at_distance(power, distance, solid_angle=4.0 * np.pi):
    """Irradiance by a lamp that fills a solid angle evenly, P/(Ω r²).

    Parameters
    ----------
    power : array
        Emitted light. [W]
    distance : array
        Distance r. [m]
    solid_angle : array, optional
        Ω: 4 π in all directions, π for the axis of a diffuse emitter. [sr]

    Returns
    -------
    array
        Irradiance. [W/m²]

    Raises
    ------
    ValueError
        The power is negative, or distance or angle are not positive.

    References
    ----------
    .. [1] Inverse square law.

    Examples
    --------
    >>> round(float(irradiance_at_distance(1.0, 1.0)), 4)
    0.0796
    """
    spread = _positive(solid_angle, "solid angle", "sr") * _positive(distance, "distance", "m") ** 2
    return _not_negative(power, "power", "W") / spread


def diffuse_radiance(irradiance, reflectivity):
    """Radiance of a lit diffuse surface, E ρ/π.

    Parameters
    ----------
    irradiance : array
        Irradiance E on the surface. [W/m²]
    reflectivity : array
        Diffuse reflectivity ρ. [1]

    Returns
    -------
    array
        Radiance. [W m⁻² sr⁻¹]

    Raises
    ------
    ValueError
        The irradiance is negative or the reflectivity outside 0 to 1.

    References
    ----------
    .. [1] Lambertian reflector: Born and Wolf, Principles of optics, 7th ed., 1999, section 4.8.1.

    Examples
    --------
    >>> round(float(diffuse_radiance(0.1, 0.05)), 6)
    0.001592
    """
    return _not_negative(irradiance, "irradiance", "W/m²") * _share(reflectivity, "reflectivity") / np.pi


def field_solid_angle(field_of_view):
    """Solid angle of a narrow round field of view, π θ²/4.

    Parameters
    ----------
    field_of_view : array
        Full angle θ. [rad]

    Returns
    -------
    array
        Solid angle. [sr]

    Raises
    ------
    ValueError
        The angle is negative.

    References
    ----------
    .. [1] Small cone.

    Examples
    --------
    >>> f"{field_solid_angle(100e-6):.3e}"
    '7.854e-09'
    """
    return 0.25 * np.pi * np.square(_not_negative(field_of_view, "field of view", "rad"))


def collected_power(radiance, aperture, field_of_view):
    """Light of a surface that fills the field of a telescope, L (π D²/4) (π θ²/4).

    Parameters
    ----------
    radiance : array
        Radiance L of the surface. [W m⁻² sr⁻¹]
    aperture : array
        Diameter D of the aperture. [m]
    field_of_view : array
        Full angle θ of the round field. [rad]

    Returns
    -------
    array
        Power on the detector, before filters. [W]

    Raises
    ------
    ValueError
        An input is negative.

    References
    ----------
    .. [1] Conservation of étendue: Born and Wolf, Principles of optics, 7th ed., 1999, section 4.8.

    Examples
    --------
    >>> f"{collected_power(diffuse_radiance(0.1, 0.05), 0.2, 100e-6):.3e}"
    '3.927e-13'
    """
    area = 0.25 * np.pi * np.square(_not_negative(aperture, "aperture", "m"))
    return _not_negative(radiance, "radiance", "W/(m² sr)") * area * field_solid_angle(field_of_view)


def scattered_power(irradiance, aperture, scatter, field_of_view):
    """Light from outside the field that the first mirror scatters into it, E (π D²/4) BRDF (π θ²/4).

    Parameters
    ----------
    irradiance : array
        Irradiance E on the mirror. [W/m²]
    aperture : array
        Diameter D of the mirror. [m]
    scatter : array
        Bidirectional reflectance distribution function at the angle; clean mirrors beyond 10° about 1e-3, dusty ones
        1e-2, both assumed. [1/sr]
    field_of_view : array
        Full angle θ of the round field. [rad]

    Returns
    -------
    array
        Power on the detector, before filters. [W]

    Raises
    ------
    ValueError
        An input is negative.

    References
    ----------
    .. [1] Definition of the function: Stover, Optical scattering, 3rd ed., SPIE, 2012.

    Examples
    --------
    >>> f"{scattered_power(1e-3, 0.2, 1e-3, 100e-6):.2e}"
    '2.47e-16'
    """
    scattered = _not_negative(irradiance, "irradiance", "W/m²") * _not_negative(scatter, "scatter", "1/sr")
    return collected_power(scattered, aperture, field_of_view)


def photon_rate(power, wavelength, transmission=1.0):
    """Photons of a beam, or counts when given filter and detector, P λ/(h c).

    Parameters
    ----------
    power : array
        Power. [W]
    wavelength : array
        Wavelength. [m]
    transmission : array, optional
        Transmission of filters times efficiency of the detector. [1]

    Returns
    -------
    array
        Photons or counts per time. [s⁻¹]

    Raises
    ------
    ValueError
        The power is negative, the wavelength not positive or the transmission outside 0 to 1.

    References
    ----------
    .. [1] Energy of a photon, h c/λ.

    Examples
    --------
    >>> f"{photon_rate(1.0, 1550e-9):.2e}"
    '7.80e+18'
    """
    passed = _not_negative(power, "power", "W") * _share(transmission, "transmission")
    return passed * _positive(wavelength, "wavelength", "m") / (PLANCK * SPEED_OF_LIGHT)
