"""Loss of a free-space optical link between a satellite and a ground terminal.

Transmissions are power ratios between 0 and 1; losses in decibels are positive numbers. Beam sizes are 1/e² intensity
radii, divergences the far-field 1/e² half-angles, pointing jitter the rms per axis. The Fraunhofer and closed forms
are relative to the power that leaves the transmitting aperture. The turbulence formulas are for weak fluctuations:
do not use them below 10 to 15 degrees of elevation.
"""

import functools
from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import EARTH_MEAN_RADIUS

TURBULENCE_LAYERS = (0.0, 50.0, 200.0, 500.0, 2e3, 5e3, 10e3, 20e3, 30e3, 60e3)  # m, integration panels


def decibel(transmission):
    """Loss in decibels of a transmission.

    Parameters
    ----------
    transmission : array
        Power ratio. [1]

    Returns
    -------
    array
        Loss, infinite where nothing is transmitted. [dB]

    Examples
    --------
    >>> float(decibel(0.01))
    20.0
    """
    with np.errstate(divide="ignore"):
        return 0.0 - 10.0 * np.log10(transmission)


def from_decibel(loss):
    """Transmission of a loss in decibels.

    Parameters
    ----------
    loss : array
        Positive for a loss. [dB]

    Returns
    -------
    array
        Power ratio. [1]

    Examples
    --------
    >>> float(from_decibel(20.0))
    0.01
    """
    return 10.0 ** (-np.asarray(loss, dtype=float) / 10.0)


def slant_range(elevation, altitude, radius=EARTH_MEAN_RADIUS):
    """Distance from a station on a spherical body to a satellite seen at a given elevation.

    Parameters
    ----------
    elevation : array
        Elevation above the horizon. [rad]
    altitude : array
        Height of the satellite above the sphere. [m]
    radius : float
        Radius of the body. [m]

    Returns
    -------
    array
        Range. [m]

    References
    ----------
    .. [1] Law of cosines in the triangle station, satellite, centre of the body.

    Examples
    --------
    >>> float(slant_range(np.pi / 2, 500e3))
    500000.0
    """
    vertical = radius * np.sin(elevation)
    return np.sqrt(vertical**2 + 2.0 * radius * altitude + np.square(altitude)) - vertical


def divergence_half_angle(wavelength, waist_radius, aperture_radius, beam_quality=1.0):
    """Far-field 1/e² half-angle of a Gaussian beam clipped by its transmitting aperture.

    The unclipped λ / (π w0) is divided by sqrt(tanh(a² / 2 w0²)), which gives the on-axis intensity of the clipped
    beam per unit of power that leaves the aperture. A far-field receiver then sees the Fraunhofer result.

    Parameters
    ----------
    wavelength : array
        Wavelength. [m]
    waist_radius : array
        1/e² intensity radius of the beam at the aperture. [m]
    aperture_radius : array
        Radius of the unobscured aperture; infinite for an unclipped beam. [m]
    beam_quality : array
        M². [1]

    Returns
    -------
    array
        Half-angle. [rad]

    References
    ----------
    .. [1] B. J. Klein and J. J. Degnan, Optical antenna gain. 1: Transmitting antennas, Appl. Opt. 13, 2134 (1974):
       on-axis gain g = (2 / α²) (1 - exp(-α²))², α = a / w0, divided by the transmitted share 1 - exp(-2 α²).

    Examples
    --------
    >>> round(float(divergence_half_angle(np.pi * 1e-6, 0.1, np.inf)) * 1e6, 9)   # λ / (π w0), in µrad
    10.0
    """
    clipping = np.sqrt(np.tanh(np.square(aperture_radius) / (2.0 * np.square(waist_radius))))
    return beam_quality * wavelength / (np.pi * waist_radius * clipping)


def geometric_transmission(
    distance,
    divergence,
    waist_radius,
    receiver_radius,
    obstruction_radius=0.0,
    pointing_jitter=0.0,
    turbulence_spread=0.0,
):
    """Share of a Gaussian beam caught by a centred annular aperture, averaged over jitter and turbulence.

    The long-term beam is Gaussian with w² = w0² + (θ_d² + θ_t² + 4 σ²) L².

    Parameters
    ----------
    distance : array
        Range L. [m]
    divergence : array
        1/e² half-angle θ_d. [rad]
    waist_radius : array
        1/e² intensity radius w0 at the transmitter. [m]
    receiver_radius, obstruction_radius : array
        Outer radius of the receiving aperture, and radius of its central obstruction. [m]
    pointing_jitter : array
        rms σ per axis. [rad]
    turbulence_spread : array
        Half-angle θ_t added by turbulence, see `uplink_spread`. [rad]

    Returns
    -------
    array
        Mean transmission. [1]

    References
    ----------
    .. [1] A. E. Siegman, Lasers, University Science Books, 1986, section 17.1: power of a Gaussian beam in a circle.
    .. [2] R. Esposito, Power scintillations due to the wandering of the laser beam, Proc. IEEE 55, 1533 (1967).

    Examples
    --------
    >>> round(float(geometric_transmission(0.0, 1e-5, 1.0, 1.0)), 6)   # 1 - exp(-2)
    0.864665
    """
    spread = np.square(divergence) + np.square(turbulence_spread) + 4.0 * np.square(pointing_jitter)
    beam_squared = np.square(waist_radius) + spread * np.square(distance)
    obstructed = -np.expm1(-2.0 * np.square(obstruction_radius) / beam_squared)
    return -np.expm1(-2.0 * np.square(receiver_radius) / beam_squared) - obstructed


def fraunhofer_transmission(
    distance,
    wavelength,
    waist_radius,
    transmitter_radius,
    receiver_radius,
    transmitter_obstruction=0.0,
    receiver_obstruction=0.0,
    nodes=64,
):
    """Share of a truncated Gaussian beam caught by a centred annular aperture in the Fraunhofer far field.

    Relative to the power that leaves the transmitter. Slower than `geometric_transmission`, for which it is the check.

    Parameters
    ----------
    distance : array
        Range; broadcasts, the other arguments are scalars. [m]
    wavelength : float
        Wavelength. [m]
    waist_radius : float
        1/e² intensity radius of the beam at the transmitter. [m]
    transmitter_radius, receiver_radius : float
        Outer radii of the apertures. [m]
    transmitter_obstruction, receiver_obstruction : float
        Radii of their central obstructions. [m]
    nodes : int
        Gauss-Legendre nodes over each aperture; 64 hold the integral to 1e-6 while π d_T d_R / (2 λ L), with d the
        aperture diameters, is below about 50.

    Returns
    -------
    array
        Transmission. [1]

    References
    ----------
    .. [1] J. S. Sidhu et al., Finite key effects in satellite quantum key distribution, npj Quantum Inf. 8, 18 (2022),
       doi 10.1038/s41534-022-00525-3, with its program SatQuMA, arXiv 2109.01686.

    Examples
    --------
    >>> round(float(fraunhofer_transmission(500e3, 810e-9, 0.15, 0.15, 0.6)), 4)
    0.3687
    """
    from scipy.special import j0

    abscissae, weights = np.polynomial.legendre.leggauss(nodes)
    half_transmitter = 0.5 * (transmitter_radius - transmitter_obstruction)
    half_receiver = 0.5 * (receiver_radius - receiver_obstruction)
    source = transmitter_obstruction + half_transmitter * (abscissae + 1.0)
    target = receiver_obstruction + half_receiver * (abscissae + 1.0)
    source_weights = half_transmitter * weights * source
    field = np.exp(-np.square(source / waist_radius))
    emitted = np.sum(source_weights * field**2)
    spatial_frequency = 2.0 * np.pi / (wavelength * np.asarray(distance, dtype=float))[..., None]  # k / L
    amplitude = j0(spatial_frequency[..., None] * target[:, None] * source) @ (source_weights * field)
    intensity = np.square(spatial_frequency * amplitude)
    return np.sum(half_receiver * weights * target * intensity, axis=-1) / emitted


def mean_pointing_loss(divergence, pointing_jitter):
    """Loss of the mean power on a small receiver, for a Gaussian beam with Rayleigh-distributed pointing error.

    Already contained in `geometric_transmission` when that is given the jitter.

    Parameters
    ----------
    divergence : array
        1/e² half-angle θ_d. [rad]
    pointing_jitter : array
        rms σ per axis. [rad]

    Returns
    -------
    array
        -10 log10(β / (β + 1)), β = θ_d² / 4 σ². [dB]

    References
    ----------
    .. [1] D. K. Borah and D. G. Voelz, Pointing error effects on free-space optical communication links in the
       presence of atmospheric turbulence, J. Lightwave Technol. 27, 3965 (2009).

    Examples
    --------
    >>> round(float(mean_pointing_loss(2e-6, 1e-6)), 4)   # β = 1, half of the power
    3.0103
    """
    return 10.0 * np.log10(1.0 + 4.0 * np.square(pointing_jitter / divergence))


def pointing_loss_exceeded(divergence, pointing_jitter, probability):
    """Pointing loss that is exceeded for a given share of the time.

    Parameters
    ----------
    divergence : array
        1/e² half-angle θ_d. [rad]
    pointing_jitter : array
        rms σ per axis. [rad]
    probability : array
        Share of the time with more loss than the result. [1]

    Returns
    -------
    array
        -10 log10(probability^(1/β)), β = θ_d² / 4 σ². [dB]

    References
    ----------
    .. [1] K. Kiasaleh, On the probability density function of signal intensity in free-space optical communications
       systems impaired by pointing jitter and turbulence, Opt. Eng. 33, 3748 (1994): density β x^(β-1).

    Examples
    --------
    >>> round(float(pointing_loss_exceeded(2e-6, 1e-6, 0.1)), 9)   # β = 1
    10.0
    """
    return -40.0 * np.square(pointing_jitter / divergence) * np.log10(probability)


def pointing_bias_transmission(divergence, pointing_bias):
    """Relative power on a small receiver that a constant angle off the centre of a Gaussian beam.

    Parameters
    ----------
    divergence : array
        1/e² half-angle. [rad]
    pointing_bias : array
        Constant angle between the beam and the receiver. [rad]

    Returns
    -------
    array
        Transmission. [1]

    Examples
    --------
    >>> round(float(pointing_bias_transmission(1e-5, 1e-5)), 6)   # exp(-2)
    0.135335
    """
    return np.exp(-2.0 * np.square(pointing_bias / divergence))


def maximum_jitter_for_loss(divergence, loss):
    """Largest pointing jitter whose mean pointing loss stays within an allowance.

    Parameters
    ----------
    divergence : array
        1/e² half-angle. [rad]
    loss : array
        Allowed mean pointing loss. [dB]

    Returns
    -------
    array
        rms jitter per axis. [rad]

    References
    ----------
    .. [1] Inverse of `mean_pointing_loss`.

    Examples
    --------
    >>> round(float(maximum_jitter_for_loss(5e-6, 1.0)) * 1e6, 2)
    1.27
    """
    return 0.5 * divergence * np.sqrt(np.expm1(np.log(10.0) / 10.0 * np.asarray(loss, dtype=float)))


def hufnagel_valley(height, wind_speed=21.0, ground_strength=1.7e-14):
    """Refractive-index structure parameter of the Hufnagel-Valley night model; the defaults are HV 5/7.

    Parameters
    ----------
    height : array
        Height above the ground. [m]
    wind_speed : array
        rms wind speed between 5 and 20 km. [m s⁻¹]
    ground_strength : array
        Cn² of the surface term at the ground. [m^(-2/3)]

    Returns
    -------
    array
        Cn². [m^(-2/3)]

    References
    ----------
    .. [1] R. J. Sasiela, Electromagnetic Wave Propagation in Turbulence, Springer, 1994, section 2.2.
    .. [2] L. C. Andrews and R. L. Phillips, Laser Beam Propagation through Random Media, 2nd ed., SPIE, 2005, eq. 12.1.

    Examples
    --------
    >>> print(f"{hufnagel_valley(0.0):.3e}")   # 1.7e-14 + 2.7e-16
    1.727e-14
    """
    height = np.asarray(height, dtype=float)
    tropopause = 0.00594 * np.square(np.asarray(wind_speed) / 27.0) * (1e-5 * height) ** 10 * np.exp(-height / 1000.0)
    return tropopause + 2.7e-16 * np.exp(-height / 1500.0) + ground_strength * np.exp(-height / 100.0)


@functools.cache
def _height_quadrature():
    """Heights and weights of a composite Gauss-Legendre rule over the turbulent atmosphere."""
    abscissae, weights = np.polynomial.legendre.leggauss(24)
    edges = np.array(TURBULENCE_LAYERS)
    halves = 0.5 * np.diff(edges)
    heights = edges[:-1, None] + halves[:, None] * (abscissae + 1.0)
    return heights.ravel(), (halves[:, None] * weights).ravel()


def _profile_integral(weighting, wind_speed, ground_strength):
    """∫ Cn²(z) weighting(z) dz, with the profile parameters and the weighting broadcast against each other."""
    heights, weights = _height_quadrature()
    strength = hufnagel_valley(heights, np.asarray(wind_speed)[..., None], np.asarray(ground_strength)[..., None])
    return np.sum(weights * strength * weighting(heights), axis=-1)


def turbulence_moment(order, wind_speed=21.0, ground_strength=1.7e-14):
    """Vertical moment ∫ Cn² z^order dz of the Hufnagel-Valley profile.

    Parameters
    ----------
    order : float
        Power of the height. [1]
    wind_speed : array
        rms wind speed between 5 and 20 km. [m s⁻¹]
    ground_strength : array
        Cn² of the surface term at the ground. [m^(-2/3)]

    Returns
    -------
    array
        Moment. [m^(order + 1/3)]

    References
    ----------
    .. [1] R. J. Sasiela, Electromagnetic Wave Propagation in Turbulence, Springer, 1994, section 2.2.

    Examples
    --------
    >>> print(f"{turbulence_moment(0):.4e}")
    2.2354e-12
    """
    return _profile_integral(lambda height: height**order, wind_speed, ground_strength)


def fried_parameter(
    wavelength, zenith_angle=0.0, path="plane", terminal_altitude=None, wind_speed=21.0, ground_strength=1.7e-14
):
    """Fried's coherence diameter r0 through the Hufnagel-Valley atmosphere.

    Parameters
    ----------
    wavelength : array
        Wavelength. [m]
    zenith_angle : array
        Zenith angle ζ of the line of sight; weak fluctuations only, keep it below about 75 degrees. [rad]
    path : {'plane', 'uplink', 'downlink'}
        Plane wave at the ground, or weights (1 - z/H)^(5/3) and (z/H)^(5/3) of a beam that starts at the ground or
        at the terminal.
    terminal_altitude : array
        Height H of the terminal, above the turbulence; for 'uplink' and 'downlink' only. [m]
    wind_speed : array
        rms wind speed between 5 and 20 km. [m s⁻¹]
    ground_strength : array
        Cn² of the surface term at the ground. [m^(-2/3)]

    Returns
    -------
    array
        r0 = (0.423 k² sec ζ ∫ Cn² weight dz)^(-3/5). [m]

    References
    ----------
    .. [1] D. L. Fried, Optical resolution through a randomly inhomogeneous medium, J. Opt. Soc. Am. 56, 1372 (1966).
    .. [2] L. C. Andrews and R. L. Phillips, Laser Beam Propagation through Random Media, 2nd ed., SPIE, 2005, ch. 12.

    Examples
    --------
    >>> round(float(fried_parameter(850e-9)), 5)
    0.09377
    """
    if path == "plane":
        integral = turbulence_moment(0.0, wind_speed, ground_strength)
    elif path in ("uplink", "downlink"):
        if terminal_altitude is None:
            raise ValueError(f"path {path!r} needs terminal_altitude, the height of the upper terminal in metres")
        top = np.asarray(terminal_altitude, dtype=float)[..., None]
        if np.any(top < TURBULENCE_LAYERS[-1]):
            raise ValueError(f"terminal_altitude must be at least {TURBULENCE_LAYERS[-1]:.0f} m, above the turbulence")
        weights = {"uplink": lambda z: (1.0 - z / top) ** (5 / 3), "downlink": lambda z: (z / top) ** (5 / 3)}
        integral = _profile_integral(weights[path], wind_speed, ground_strength)
    else:
        raise ValueError(f"unknown path {path!r}: expected 'plane', 'uplink' or 'downlink'")
    wavenumber = 2.0 * np.pi / np.asarray(wavelength)
    return (0.423 * wavenumber**2 * integral / np.cos(zenith_angle)) ** (-3 / 5)


def isoplanatic_angle(wavelength, zenith_angle=0.0, wind_speed=21.0, ground_strength=1.7e-14):
    """Angle over which the wavefront error of the Hufnagel-Valley atmosphere stays correlated.

    Parameters
    ----------
    wavelength : array
        Wavelength. [m]
    zenith_angle : array
        Zenith angle ζ of the line of sight. [rad]
    wind_speed : array
        rms wind speed between 5 and 20 km. [m s⁻¹]
    ground_strength : array
        Cn² of the surface term at the ground. [m^(-2/3)]

    Returns
    -------
    array
        θ0 = (2.914 k² sec(ζ)^(8/3) ∫ Cn² z^(5/3) dz)^(-3/5). [rad]

    References
    ----------
    .. [1] D. L. Fried, Anisoplanatism in adaptive optics, J. Opt. Soc. Am. 72, 52 (1982).

    Examples
    --------
    >>> round(float(isoplanatic_angle(850e-9)) * 1e6, 2)
    13.03
    """
    wavenumber = 2.0 * np.pi / np.asarray(wavelength)
    moment = turbulence_moment(5 / 3, wind_speed, ground_strength)
    return (2.914 * wavenumber**2 * moment / np.cos(zenith_angle) ** (8 / 3)) ** (-3 / 5)


def uplink_spread(wavelength, fried_parameter):
    """Long-term half-angle that turbulence adds to an uplink beam; negligible for a downlink.

    Parameters
    ----------
    wavelength : array
        Wavelength. [m]
    fried_parameter : array
        r0 of the path. [m]

    Returns
    -------
    array
        θ_t = sqrt(2) λ / (π ρ0), ρ0 = r0 / 2.1; to be added in quadrature to the divergence. [rad]

    References
    ----------
    .. [1] R. L. Fante, Electromagnetic beam propagation in turbulent media, Proc. IEEE 63, 1669 (1975).
    .. [2] L. C. Andrews and R. L. Phillips, Laser Beam Propagation through Random Media, 2nd ed., SPIE, 2005, ch. 12.

    Examples
    --------
    >>> round(float(uplink_spread(1e-6, 0.1)) * 1e6, 3)   # 0.9453 λ / r0
    9.453
    """
    return np.sqrt(2.0) * 2.1 * wavelength / (np.pi * fried_parameter)


def atmosphere_transmission(zenith_transmission, elevation):
    """Clear-sky transmission of a plane-parallel atmosphere.

    Within 0.015 of MODTRAN at 785 and 850 nm above 10 degrees. Do not use it at 805 to 835 nm, where water-vapour
    lines saturate: at 810 nm and 10 degrees it gives 0.31 for 0.39.

    Parameters
    ----------
    zenith_transmission : array
        Transmission at the zenith. [1]
    elevation : array
        Elevation above the horizon. [rad]

    Returns
    -------
    array
        zenith_transmission^(1 / sin elevation), 0 at and below the horizon. [1]

    References
    ----------
    .. [1] Beer's law; MODTRAN values bundled with SatQuMA, arXiv 2109.01686.

    Examples
    --------
    >>> round(float(atmosphere_transmission(0.8, np.radians(30))), 9)
    0.64
    """
    sine = np.sin(elevation)
    above = sine > 0
    return np.where(above, np.power(zenith_transmission, 1.0 / np.where(above, sine, 1.0)), 0.0)


class LinkLoss(NamedTuple):
    """Loss of each part of an optical link. [dB]"""

    geometric: np.ndarray  # diffraction, pointing jitter and turbulence spread, onto the receiving aperture
    pointing_bias: np.ndarray
    atmosphere: np.ndarray
    optics: np.ndarray
    detector: np.ndarray
    total: np.ndarray


def link_loss_terms(
    *,
    distance,
    elevation,
    wavelength,
    waist_radius,
    transmitter_radius,
    receiver_radius,
    zenith_transmission,
    optics_transmission,
    detector_efficiency,
    obstruction_radius=0.0,
    beam_quality=1.0,
    pointing_jitter=0.0,
    pointing_bias=0.0,
    turbulence_spread=0.0,
):
    """Loss budget of a link between a satellite and the ground, term by term.

    Relative to the power that leaves the transmitting aperture, as the mean photon number of a QKD source is.

    Parameters
    ----------
    distance : array
        Range. [m]
    elevation : array
        Elevation of the satellite. [rad]
    wavelength : array
        Wavelength. [m]
    waist_radius, transmitter_radius : array
        1/e² intensity radius of the beam at the transmitter, and radius of the transmitting aperture. [m]
    receiver_radius, obstruction_radius : array
        Outer radius of the receiving aperture, and radius of its central obstruction. [m]
    zenith_transmission : array
        Transmission of the atmosphere at the zenith. [1]
    optics_transmission, detector_efficiency : array
        Transmission of all optics, and efficiency of the detector. [1]
    beam_quality : array
        M². [1]
    pointing_jitter, pointing_bias : array
        rms jitter per axis, and constant error; the bias acts on the beam widened by jitter and turbulence. [rad]
    turbulence_spread : array
        Half-angle added by turbulence, see `uplink_spread`. [rad]

    Returns
    -------
    LinkLoss
        Terms and their sum. [dB]

    References
    ----------
    .. [1] The functions of this module.

    Examples
    --------
    >>> budget = link_loss_terms(distance=500e3, elevation=np.pi / 2, wavelength=850e-9, waist_radius=0.15,
    ...                          transmitter_radius=0.15, receiver_radius=0.5, zenith_transmission=0.9,
    ...                          optics_transmission=0.5, detector_efficiency=0.5)
    >>> round(float(budget.optics), 2), round(float(budget.total - budget.geometric), 2)
    (3.01, 6.48)
    """
    divergence = divergence_half_angle(wavelength, waist_radius, transmitter_radius, beam_quality)
    geometric = geometric_transmission(
        distance, divergence, waist_radius, receiver_radius, obstruction_radius, pointing_jitter, turbulence_spread
    )
    widened = np.sqrt(np.square(divergence) + np.square(turbulence_spread) + 4.0 * np.square(pointing_jitter))
    terms = tuple(
        decibel(transmission)
        for transmission in (
            geometric,
            pointing_bias_transmission(widened, pointing_bias),
            atmosphere_transmission(zenith_transmission, elevation),
            optics_transmission,
            detector_efficiency,
        )
    )
    return LinkLoss(*terms, sum(terms))
