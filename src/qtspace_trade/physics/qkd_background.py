"""Background light and dark counts in the detectors of a quantum link."""

import numpy as np

from qtspace_trade.constants import PLANCK, SPEED_OF_LIGHT

# W m⁻² sr⁻¹ m⁻¹; orders of magnitude, recalled from Miao et al., New J. Phys. 7, 215 (2005), not re-read.
SKY_RADIANCE = {
    "moonless clear night": 1.5,
    "new moon night": 1.5e1,
    "full moon night": 1.5e3,
    "clear day": 1.5e6,
    "hazy day": 1.5e7,
    "bright cloud": 1.5e8,
}
SOLAR_IRRADIANCE = 1e9  # W m⁻² m⁻¹ near 800 nm at 1 au, rounded from the 1.0 W m⁻² nm⁻¹ of ASTM E490
GROUND_ALBEDO = 0.3
MOON_ALBEDO = 0.12
MOON_SHARE = MOON_ALBEDO * (1737.4e3 / 384_400e3) ** 2  # full moonlight over sunlight, a Lambert disk
GROUND_RADIANCE = {
    "full moon night": SOLAR_IRRADIANCE * GROUND_ALBEDO / np.pi * MOON_SHARE,
    "clear day": SOLAR_IRRADIANCE * GROUND_ALBEDO / np.pi,
}
TWILIGHT_END = np.radians(-18.0)  # Sun elevation at the end of astronomical twilight


def night_sky_radiance(
    sun_elevation,
    night_radiance=SKY_RADIANCE["moonless clear night"],
    day_radiance=SKY_RADIANCE["clear day"],
):
    """Spectral radiance of the sky against the elevation of the Sun.

    The day level holds with the Sun above the horizon and the night level with the Sun below -18 degrees. In twilight
    the logarithm of the radiance is interpolated linearly in the Sun's elevation: that is an assumption, not a
    measured law. The day and night levels come from Miao et al. as recalled, and are orders of magnitude.

    Parameters
    ----------
    sun_elevation : array
        Elevation of the Sun's centre at the ground station. [rad]
    night_radiance, day_radiance : array
        Levels of night and day, see `SKY_RADIANCE`. [W m⁻² sr⁻¹ m⁻¹]

    Returns
    -------
    array
        Spectral radiance. [W m⁻² sr⁻¹ m⁻¹]

    References
    ----------
    .. [1] E.-L. Miao et al., Background noise of satellite-to-ground quantum key distribution, New J. Phys. 7, 215
       (2005), doi 10.1088/1367-2630/7/1/215.

    Examples
    --------
    >>> round(float(night_sky_radiance(np.radians(-9.0))))   # half-way: sqrt(1.5 * 1.5e6)
    1500
    """
    share_of_day = 1.0 - np.clip(np.asarray(sun_elevation) / TWILIGHT_END, 0.0, 1.0)
    return night_radiance ** (1.0 - share_of_day) * day_radiance**share_of_day


def ground_radiance(
    sun_elevation,
    night_radiance=GROUND_RADIANCE["full moon night"],
    day_radiance=GROUND_RADIANCE["clear day"],
):
    """Spectral radiance of the ground seen from space against the elevation of the Sun there.

    A Lambert surface of albedo 0.3 under the Sun by day and under the full Moon by night; city lights are left out.
    Twilight as in `night_sky_radiance`.

    Parameters
    ----------
    sun_elevation : array
        Elevation of the Sun's centre at the place on the ground. [rad]
    night_radiance, day_radiance : array
        Levels of night and day, see `GROUND_RADIANCE`. [W m⁻² sr⁻¹ m⁻¹]

    Returns
    -------
    array
        Spectral radiance. [W m⁻² sr⁻¹ m⁻¹]

    References
    ----------
    .. [1] C. Bonato et al., Feasibility of satellite quantum key distribution, New J. Phys. 11, 045017 (2009),
       doi 10.1088/1367-2630/11/4/045017, the scaling with the albedos of Earth and Moon.

    Examples
    --------
    >>> round(float(ground_radiance(0.5) / ground_radiance(-0.5)), -3)   # sunlight over full moonlight
    408000.0
    """
    return night_sky_radiance(sun_elevation, night_radiance, day_radiance)


def sky_photon_rate(radiance, field_of_view, receiver_radius, bandwidth, wavelength, transmission=1.0):
    """Rate of sky photons that a receiver collects, or counts when given its efficiency.

    Parameters
    ----------
    radiance : array
        Spectral radiance of the sky. [W m⁻² sr⁻¹ m⁻¹]
    field_of_view : array
        Full angle of the circular field. [rad]
    receiver_radius : array
        Radius of the telescope. [m]
    bandwidth : array
        Width of the spectral filter. [m]
    wavelength : array
        Wavelength. [m]
    transmission : array
        Optics transmission times detector efficiency. [1]

    Returns
    -------
    array
        Rate, over all detectors. [s⁻¹]

    References
    ----------
    .. [1] E.-L. Miao et al., Background noise of satellite-to-ground quantum key distribution, New J. Phys. 7, 215
       (2005), doi 10.1088/1367-2630/7/1/215.

    Examples
    --------
    >>> round(float(sky_photon_rate(1.5e3, 100e-6, 0.5, 1e-9, 850e-9)))
    39593
    """
    solid_angle = 0.25 * np.pi * np.square(field_of_view)
    power = radiance * solid_angle * np.pi * np.square(receiver_radius) * bandwidth * transmission
    return power * wavelength / (PLANCK * SPEED_OF_LIGHT)


def extraneous_count_probability(dark_count_rate, sky_rate, detectors, gate):
    """Probability that one detector fires in a gate for a reason other than the signal.

    Parameters
    ----------
    dark_count_rate : array
        Dark counts of one detector. [s⁻¹]
    sky_rate : array
        Sky counts over all detectors, shared equally. [s⁻¹]
    detectors : array
        Number of detectors. [1]
    gate : array
        Duration of the gate. [s]

    Returns
    -------
    array
        1 - exp(-rate * gate), which is rate * gate when small. [1]

    References
    ----------
    .. [1] Poisson statistics of independent counts.

    Examples
    --------
    >>> print(f"{extraneous_count_probability(100.0, 400.0, 4, 1e-9):.1e}")   # (100 + 400/4) * 1 ns
    2.0e-07
    """
    return -np.expm1(-(dark_count_rate + sky_rate / detectors) * gate)


def dark_count_rate(reference_rate, temperature, reference_temperature, doubling_temperature):
    """Dark count rate of an avalanche photodiode that doubles with every given step of temperature.

    Parameters
    ----------
    reference_rate : array
        Rate at the reference temperature. [s⁻¹]
    temperature, reference_temperature : array
        Temperatures of the detector. [K]
    doubling_temperature : array
        Step that doubles the rate, typically 7 to 10 K for silicon. [K]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Empirical law; see E. Anisimova et al., Mitigating radiation damage of single photon detectors for space
       applications, EPJ Quantum Technol. 4, 10 (2017), arXiv 1702.01186.

    Examples
    --------
    >>> dark_count_rate(100.0, 260.0, 250.0, 5.0)
    400.0
    """
    return reference_rate * 2.0 ** ((temperature - reference_temperature) / doubling_temperature)
