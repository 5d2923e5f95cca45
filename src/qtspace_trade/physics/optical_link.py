"""Loss of a free-space optical link between a satellite and a ground terminal.

Transmissions are power ratios between 0 and 1; losses in decibels are positive numbers. Beam sizes are 1/e² intensity
radii, divergences the far-field 1/e² half-angles, pointing jitter the rms per axis. The Fraunhofer and closed forms
are relative to the power that leaves the transmitting aperture. The turbulence formulas are for weak fluctuations:
do not use them below 10 to 15 degrees of elevation.
"""

import functools
import warnings
from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import SPEED_OF_LIGHT

WATER_BAND = (805e-9, 835e-9)  # m, where lines of water vapour saturate and no air-mass law holds
TABLE_REACH = 2.5e-9  # m, how far from its wavelength a tabulated transmission is used
TABLE_ELEVATIONS = (90.0, 60.0, 45.0, 30.0, 20.0, 10.0, 5.0)  # deg
# Clear-sky transmission from 500 km to sea level at these elevations, MODTRAN as shipped with SatQuMA, arXiv 2109.01686,
# git f2b9229, MIT licence.
MODTRAN = {
    785e-9: (0.87604, 0.858516, 0.830019, 0.769584, 0.684172, 0.482591, 0.253819),
    790e-9: (0.865418, 0.84676, 0.816588, 0.75323, 0.664968, 0.461514, 0.237527),
    795e-9: (0.860783, 0.841607, 0.810653, 0.74588, 0.656158, 0.451494, 0.229601),
    800e-9: (0.859997, 0.84067, 0.809456, 0.744116, 0.653633, 0.447774, 0.226106),
    805e-9: (0.856202, 0.836547, 0.804859, 0.738721, 0.647503, 0.441354, 0.221422),
    810e-9: (0.813639, 0.791551, 0.756654, 0.686023, 0.592194, 0.390693, 0.188229),
    815e-9: (0.741585, 0.715873, 0.676282, 0.599337, 0.502376, 0.309855, 0.135879),
    820e-9: (0.717792, 0.691265, 0.650669, 0.572535, 0.475329, 0.286187, 0.120541),
    825e-9: (0.741359, 0.716182, 0.677348, 0.601609, 0.505601, 0.313113, 0.137125),
    830e-9: (0.775114, 0.751554, 0.714844, 0.642056, 0.547708, 0.351669, 0.162671),
    835e-9: (0.82053, 0.799377, 0.765925, 0.698043, 0.607363, 0.409708, 0.204794),
    840e-9: (0.863268, 0.845023, 0.815651, 0.754359, 0.669448, 0.473734, 0.254283),
    845e-9: (0.886683, 0.870598, 0.844391, 0.788599, 0.709186, 0.5182, 0.291353),
    850e-9: (0.895181, 0.880076, 0.855366, 0.802365, 0.726081, 0.539028, 0.310483),
}
PHASE_OF_NODES = 50.0 / 64.0  # rad, over both apertures, that one node of the Fraunhofer integral resolves
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


def divergence_half_angle(wavelength, waist_radius, aperture_radius, beam_quality=1.0, obstruction_radius=0.0):
    """Far-field 1/e² half-angle of a Gaussian beam clipped by its transmitting aperture.

    The unclipped λ / (π w0) is divided by sqrt(tanh((a² - b²) / 2 w0²)), which gives the on-axis intensity of the
    clipped beam per unit of power that leaves the aperture. A small far-field receiver then sees the Fraunhofer result.

    Parameters
    ----------
    wavelength : array
        Wavelength. [m]
    waist_radius : array
        1/e² intensity radius of the beam at the aperture. [m]
    aperture_radius : array
        Radius a of the aperture; infinite for an unclipped beam. [m]
    beam_quality : array
        M². [1]
    obstruction_radius : array
        Radius b of the central obstruction. [m]

    Returns
    -------
    array
        Half-angle. [rad]

    References
    ----------
    .. [1] B. J. Klein and J. J. Degnan, Optical antenna gain. 1: Transmitting antennas, Appl. Opt. 13, 2134 (1974):
       on-axis gain g = (2 / α²) (exp(-γ² α²) - exp(-α²))², α = a / w0, γ = b / a, divided by the transmitted share
       exp(-2 γ² α²) - exp(-2 α²).

    Examples
    --------
    >>> round(float(divergence_half_angle(np.pi * 1e-6, 0.1, np.inf)) * 1e6, 9)   # λ / (π w0), in µrad
    10.0
    """
    open_area = np.square(aperture_radius) - np.square(obstruction_radius)
    clipping = np.sqrt(np.tanh(open_area / (2.0 * np.square(waist_radius))))
    return beam_quality * wavelength / (np.pi * waist_radius * clipping)


def transmitted_share(waist_radius, aperture_radius, obstruction_radius=0.0):
    """Share of the power of a Gaussian beam that leaves its transmitting aperture.

    The other functions are relative to the power that leaves; a source whose power is stated before its telescope
    loses this share too.

    Parameters
    ----------
    waist_radius : array
        1/e² intensity radius of the beam at the aperture. [m]
    aperture_radius, obstruction_radius : array
        Radius of the aperture, and of its central obstruction. [m]

    Returns
    -------
    array
        exp(-2 b² / w0²) - exp(-2 a² / w0²). [1]

    References
    ----------
    .. [1] A. E. Siegman, Lasers, University Science Books, 1986, section 17.1: power of a Gaussian beam in a circle.

    Examples
    --------
    >>> round(float(transmitted_share(1.0, 1.0)), 6)   # 1 - exp(-2)
    0.864665
    """
    outer, inner = (-2.0 * np.square(radius / waist_radius) for radius in (aperture_radius, obstruction_radius))
    return np.exp(inner) - np.exp(outer)


def antenna_transmission(
    distance,
    wavelength,
    waist_radius,
    transmitter_radius,
    receiver_radius,
    transmitter_obstruction=0.0,
    receiver_obstruction=0.0,
):
    """Transmission of a far-field link from the gains of its two telescopes, clipped power at the transmitter included.

    Holds while the beam is much wider than the receiver: a cross-check of the other forms.

    Parameters
    ----------
    distance : array
        Range L. [m]
    wavelength : array
        Wavelength. [m]
    waist_radius : array
        1/e² intensity radius of the beam at the transmitter. [m]
    transmitter_radius, receiver_radius : array
        Outer radii of the apertures. [m]
    transmitter_obstruction, receiver_obstruction : array
        Radii of their central obstructions. [m]

    Returns
    -------
    array
        G_T G_R (λ / 4 π L)². [1]

    References
    ----------
    .. [1] B. J. Klein and J. J. Degnan, Optical antenna gain. 1: Transmitting antennas, Appl. Opt. 13, 2134 (1974).
    .. [2] J. J. Degnan and B. J. Klein, Optical antenna gain. 2: Receiving antennas, Appl. Opt. 13, 2397 (1974).

    Examples
    --------
    >>> eta = antenna_transmission(36e6, 810e-9, 0.1, 0.1, 0.4)
    >>> bool(abs(eta / (fraunhofer_transmission(36e6, 810e-9, 0.1, 0.1, 0.4) * transmitted_share(0.1, 0.1)) - 1) < 0.01)
    True
    """
    wavenumber = 2.0 * np.pi / wavelength
    filling = np.square(transmitter_radius / waist_radius)
    hidden = np.square(transmitter_obstruction / waist_radius)
    efficiency = 2.0 / filling * np.square(np.exp(-hidden) - np.exp(-filling))
    transmitter_gain = np.square(wavenumber * transmitter_radius) * efficiency
    receiver_gain = np.square(wavenumber) * (np.square(receiver_radius) - np.square(receiver_obstruction))
    return transmitter_gain * receiver_gain * np.square(wavelength / (4.0 * np.pi * distance))


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
        Gauss-Legendre nodes over each aperture; 64 hold the integral to 1e-6 while 2 π a_T a_R / (λ L), with a the
        aperture radii, is below about 50. [1]

    Returns
    -------
    array
        Transmission. [1]

    Raises
    ------
    ValueError
        More turns of the phase over the apertures than the nodes resolve.

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
    phase = transmitter_radius * receiver_radius * float(spatial_frequency.max(initial=0.0))
    if phase > PHASE_OF_NODES * nodes:
        needed = int(np.ceil(phase / PHASE_OF_NODES))
        raise ValueError(f"nodes = {nodes}: expected {needed} at least for a phase of {phase:.0f} rad over the apertures")
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


def field_of_view_transmission(field_of_view, receiver_jitter):
    """Mean share of the light that stays inside the flat field of a receiver whose pointing jitters.

    Parameters
    ----------
    field_of_view : array
        Full angle F of the circular field. [rad]
    receiver_jitter : array
        rms σ per axis of the receiver's pointing. [rad]

    Returns
    -------
    array
        1 - exp(-F² / 8 σ²). [1]

    References
    ----------
    .. [1] Rayleigh distribution of the pointing error of two equal Gaussian axes, up to the radius F / 2.

    Examples
    --------
    >>> round(float(field_of_view_transmission(np.sqrt(8.0) * 1e-5, 1e-5)), 6)   # 1 - 1/e
    0.632121
    """
    with np.errstate(divide="ignore"):
        return -np.expm1(-np.square(np.divide(field_of_view, receiver_jitter)) / 8.0)


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


def tilt_corrected_spread(wavelength, fried_parameter, transmitter_diameter, corrected_share=1.0):
    """Half-angle that turbulence adds to an uplink beam whose wander is taken out by a steering mirror.

    The mirror sees the tilt of a beacon from the satellite's apparent place, while the beam goes ahead of it by the
    point-ahead angle (about 50 µrad from low orbit), which is more than the isoplanatic angle: only a share of the wander
    is then taken out, and nobody has measured it for these links. State it; 0 is the long-term beam.

    Parameters
    ----------
    wavelength : array
        Wavelength. [m]
    fried_parameter : array
        r0 of the path. [m]
    transmitter_diameter : array
        Diameter D_T of the transmitting telescope, larger than 0.238 ρ0. [m]
    corrected_share : array
        Share of the variance of the wander that is taken out. [1]

    Returns
    -------
    array
        sqrt(θ_t² - share (θ_t² - θ_s²)) with θ_s² = θ_t² (1 - 0.62 (ρ0 / D_T)^(1/3))^(6/5). [rad]

    Raises
    ------
    ValueError
        The telescope is so small that the short-term form does not hold.

    References
    ----------
    .. [1] H. T. Yura, Short-term average optical-beam spread in a turbulent medium, J. Opt. Soc. Am. 63, 567 (1973), for
       ρ0 << D_T.

    Examples
    --------
    >>> long = uplink_spread(800e-9, 0.1)
    >>> short = tilt_corrected_spread(800e-9, 0.1, 0.3)
    >>> round(float(short / long), 3)   # (1 - 0.62 (0.0476 / 0.3)^(1/3))^(3/5)
    0.782
    """
    coherence = np.asarray(fried_parameter) / 2.1
    bracket = 1.0 - 0.62 * np.cbrt(coherence / transmitter_diameter)
    if np.any(bracket <= 0.0):
        smallest = 0.62**3 * float(np.max(coherence))
        raise ValueError(f"transmitter_diameter = {transmitter_diameter} m: expected more than {smallest:.3g} m")
    return uplink_spread(wavelength, fried_parameter) * np.sqrt(1.0 - corrected_share * (1.0 - bracket**1.2))


def point_ahead_angle(transverse_speed):
    """Angle by which a beam must lead a satellite that moves across it, there and back.

    Parameters
    ----------
    transverse_speed : array
        Speed across the line of sight. [m s⁻¹]

    Returns
    -------
    array
        2 v / c. [rad]

    References
    ----------
    .. [1] Aberration of light to first order, once for each way.

    Examples
    --------
    >>> round(float(point_ahead_angle(7.6e3)) * 1e6, 1)
    50.7
    """
    return 2.0 * np.asarray(transverse_speed) / SPEED_OF_LIGHT


def seeing_angle(wavelength, fried_parameter):
    """Full width at half maximum of the long-exposure image of a star, which a downlink receiver must take in.

    A field of view of 2.5 times this loses little.

    Parameters
    ----------
    wavelength : array
        Wavelength. [m]
    fried_parameter : array
        r0 of a plane wave along the path. [m]

    Returns
    -------
    array
        0.98 λ / r0. [rad]

    References
    ----------
    .. [1] F. Roddier, The effects of atmospheric turbulence in optical astronomy, Progress in Optics 19, 281 (1981).

    Examples
    --------
    >>> round(float(seeing_angle(1e-6, 0.098)) * 1e6, 6)
    10.0
    """
    return 0.98 * wavelength / np.asarray(fried_parameter)


def scintillation_index(wavelength, zenith_angle=0.0, wind_speed=21.0, ground_strength=1.7e-14):
    """Variance of the intensity of a downlink on a point, over its squared mean, in weak turbulence.

    It spreads the key of single seconds but does not change the mean transmission; a telescope averages much of it out.

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
        2.25 k^(7/6) sec(ζ)^(11/6) ∫ Cn² z^(5/6) dz; beyond about 0.5 the formula no longer holds. [1]

    References
    ----------
    .. [1] L. C. Andrews and R. L. Phillips, Laser Beam Propagation through Random Media, 2nd ed., SPIE, 2005, section 12.4.

    Examples
    --------
    >>> round(float(scintillation_index(850e-9, np.radians(60.0)) / scintillation_index(850e-9)), 3)   # 2^(11/6)
    3.564
    """
    wavenumber = 2.0 * np.pi / np.asarray(wavelength)
    moment = turbulence_moment(5 / 6, wind_speed, ground_strength)
    return 2.25 * wavenumber ** (7 / 6) * moment / np.cos(zenith_angle) ** (11 / 6)


def air_mass(elevation):
    """Air along a line of sight over that to the zenith.

    Parameters
    ----------
    elevation : array
        Elevation above the horizon. [rad]

    Returns
    -------
    array
        1 / (sin e + 0.50572 (e + 6.07995 deg)^-1.6364); infinite below the horizon. [1]

    References
    ----------
    .. [1] F. Kasten and A. T. Young, Revised optical air mass tables and approximation formula, Appl. Opt. 28, 4735 (1989).

    Examples
    --------
    >>> round(float(air_mass(0.0)), 1), round(float(air_mass(np.radians(30.0))), 3)   # 1 / sin 30 deg is 2
    (37.9, 1.994)
    """
    degrees = np.degrees(np.asarray(elevation, dtype=float))
    above = degrees >= 0.0
    safe = np.where(above, degrees, 90.0)
    return np.where(above, 1.0 / (np.sin(np.radians(safe)) + 0.50572 * (safe + 6.07995) ** -1.6364), np.inf)


def in_water_band(wavelength):
    """Does a wavelength lie in the water-vapour band, where the air-mass law is wrong.

    Parameters
    ----------
    wavelength : array
        Wavelength. [m]

    Returns
    -------
    array of bool
        True from 805 to 835 nm.

    References
    ----------
    .. [1] MODTRAN transmissions shipped with SatQuMA, arXiv 2109.01686: 0.39 at 810 nm and 10 deg, the air-mass law gives
       0.31.

    Examples
    --------
    >>> in_water_band(np.array([785e-9, 810e-9])).tolist()
    [False, True]
    """
    return (np.asarray(wavelength) >= WATER_BAND[0]) & (np.asarray(wavelength) <= WATER_BAND[1])


def atmosphere_transmission(zenith_transmission, elevation, wavelength=None, air_mass_law=False):
    """Clear-sky transmission of the atmosphere.

    From 785 to 850 nm the extinction grows towards the horizon as in a MODTRAN table of every 5 nm, scaled to the zenith
    transmission given. Without a wavelength, elsewhere, or when asked for, the air is plane-parallel, which is within 0.015
    of that table at 785 and 850 nm above 10 degrees but badly wrong in the water band, 0.31 for 0.39 at 810 nm and 10
    degrees, and gives a warning there.

    Parameters
    ----------
    zenith_transmission : array
        Transmission at the zenith. [1]
    elevation : array
        Elevation above the horizon. [rad]
    wavelength : float, optional
        Wavelength; plane-parallel air without one. [m]
    air_mass_law : bool
        Plane-parallel air also where there is a table.

    Returns
    -------
    array
        zenith_transmission^m, m = 1 / sin e or the extinction of the table over that at the zenith; 0 at and below the
        horizon. [1]

    Raises
    ------
    ValueError
        More than one wavelength.

    References
    ----------
    .. [1] Beer's law; MODTRAN values bundled with SatQuMA, arXiv 2109.01686.

    Examples
    --------
    >>> round(float(atmosphere_transmission(0.8, np.radians(30))), 9)
    0.64
    >>> round(float(atmosphere_transmission(0.813639, np.radians(10), 810e-9)), 6)
    0.390693
    """
    sine = np.sin(elevation)
    above = sine > 0
    mass = 1.0 / np.where(above, sine, 1.0)
    table = None if air_mass_law else _nearest_table(wavelength)
    if table is not None:
        mass = _table_mass(table, mass)
    elif wavelength is not None and in_water_band(wavelength):
        warnings.warn(
            f"air-mass law at {float(wavelength) * 1e9:.0f} nm, in the water-vapour band of 805 to 835 nm: too much "
            "loss at low elevation; expected a tabulated transmission",
            stacklevel=2,
        )
    return np.where(above, np.power(zenith_transmission, mass), 0.0)


def _nearest_table(wavelength):
    """Wavelength of the table that holds for another wavelength, or None."""
    if wavelength is None:
        return None
    if np.ndim(wavelength):
        raise ValueError(f"wavelength has {np.size(wavelength)} values: expected one, tables go by wavelength")
    nearest = min(MODTRAN, key=lambda tabulated: abs(tabulated - wavelength))
    return nearest if abs(nearest - wavelength) <= TABLE_REACH * (1.0 + 1e-9) else None


@functools.cache
def _mass_curve(table):
    """Extinction over that at the zenith against 1 / sin e: curve, last air mass, and value and slope there."""
    from scipy.interpolate import PchipInterpolator

    abscissae = 1.0 / np.sin(np.radians(TABLE_ELEVATIONS))
    extinction = np.log(MODTRAN[table])
    curve = PchipInterpolator(abscissae, extinction / extinction[0])
    return curve, abscissae[-1], float(curve(abscissae[-1])), float(curve(abscissae[-1], 1))


def _table_mass(table, mass):
    curve, last, value, slope = _mass_curve(table)
    return np.where(mass <= last, curve(np.minimum(mass, last)), value + slope * (mass - last))


class LinkLoss(NamedTuple):
    """Loss of each part of an optical link, in the order in which they add up. [dB]"""

    diffraction: np.ndarray  # of the whole Gaussian beam, onto the full receiving aperture
    truncation: np.ndarray  # clipping at the transmitting aperture, obstructions of both telescopes
    turbulence: np.ndarray
    pointing: np.ndarray  # jitter and constant error
    atmosphere: np.ndarray
    optics: np.ndarray
    detector: np.ndarray
    total: np.ndarray


def link_loss_terms(
    *,
    distance,
    wavelength,
    waist_radius,
    receiver_radius,
    transmitter_radius=None,
    divergence=None,
    optics_transmission=1.0,
    detector_efficiency=1.0,
    elevation=None,
    zenith_transmission=1.0,
    transmitter_obstruction=0.0,
    receiver_obstruction=0.0,
    beam_quality=1.0,
    pointing_jitter=0.0,
    pointing_bias=0.0,
    turbulence_spread=0.0,
    clipped_power=False,
    reference_path=False,
):
    """Loss budget of an optical link, term by term: downlink, uplink, or between satellites.

    Relative to the power that leaves the transmitting aperture, as the mean photon number of a QKD source is, unless the
    clipped power is asked for.

    Parameters
    ----------
    distance : array
        Range. [m]
    wavelength : float
        Wavelength. [m]
    waist_radius : array
        1/e² intensity radius of the beam at the transmitter. [m]
    receiver_radius : array
        Outer radius of the receiving aperture. [m]
    transmitter_radius : array, optional
        Radius of the transmitting aperture; unclipped without one. [m]
    divergence : array, optional
        Measured far-field half-angle in place of that of the clipped beam; its truncation is then within diffraction.
        [rad]
    optics_transmission, detector_efficiency : array
        Transmission of all optics, and efficiency of the detector. [1]
    elevation : array, optional
        Elevation of the satellite; without it there is no air. [rad]
    zenith_transmission : array
        Transmission of the atmosphere at the zenith. [1]
    transmitter_obstruction, receiver_obstruction : array
        Radii of the central obstructions. [m]
    beam_quality : array
        M². [1]
    pointing_jitter, pointing_bias : array
        rms jitter per axis, and constant error; the bias acts on the beam widened by jitter and turbulence. [rad]
    turbulence_spread : array
        Half-angle added by turbulence, see `uplink_spread`. [rad]
    clipped_power : bool
        Count the power that the transmitting telescope clips as truncation.
    reference_path : bool
        Diffraction and truncation together from the Fraunhofer integral, in the term of the truncation what it adds to
        the whole Gaussian beam; needs scalar radii.

    Returns
    -------
    LinkLoss
        Terms and their sum. [dB]

    Raises
    ------
    ValueError
        The Fraunhofer path without the radius of the transmitter, or with a divergence or beam quality, which it cannot
        take.

    References
    ----------
    .. [1] The functions of this module; air as in `atmosphere_transmission`.

    Examples
    --------
    >>> budget = link_loss_terms(distance=500e3, elevation=np.pi / 2, wavelength=850e-9, waist_radius=0.15,
    ...                          transmitter_radius=0.15, receiver_radius=0.5, zenith_transmission=0.9,
    ...                          optics_transmission=0.5, detector_efficiency=0.5)
    >>> [round(float(term), 2) for term in budget]
    [3.47, 2.65, 0.0, 0.0, 0.46, 3.01, 3.01, 12.59]
    """
    aperture = np.inf if transmitter_radius is None else transmitter_radius
    whole = beam_quality * wavelength / (np.pi * waist_radius) if divergence is None else divergence
    clipped = whole
    if divergence is None:
        clipped = divergence_half_angle(wavelength, waist_radius, aperture, beam_quality, transmitter_obstruction)

    def caught(angle, obstruction=receiver_obstruction, jitter=0.0, spread=0.0):
        return geometric_transmission(distance, angle, waist_radius, receiver_radius, obstruction, jitter, spread)

    diffraction, steady = caught(whole, 0.0), caught(clipped)
    with_turbulence = caught(clipped, spread=turbulence_spread)
    with_jitter = caught(clipped, jitter=pointing_jitter, spread=turbulence_spread)
    widened = np.sqrt(np.square(clipped) + np.square(turbulence_spread) + 4.0 * np.square(pointing_jitter))
    truncated = steady
    if reference_path:
        if transmitter_radius is None:
            raise ValueError("reference_path needs transmitter_radius, the radius of the transmitting aperture in metres")
        if divergence is not None or beam_quality != 1.0:
            raise ValueError("reference_path takes a Gaussian beam of its waist: expected no divergence and beam_quality = 1")
        truncated = fraunhofer_transmission(
            distance, wavelength, waist_radius, transmitter_radius, receiver_radius, transmitter_obstruction,
            receiver_obstruction,
        )  # fmt: skip
    leaving = transmitted_share(waist_radius, aperture, transmitter_obstruction) if clipped_power else 1.0
    air = 1.0 if elevation is None else atmosphere_transmission(zenith_transmission, elevation, wavelength)
    terms = (
        decibel(diffraction),
        decibel(truncated) - decibel(diffraction) + decibel(leaving),
        decibel(with_turbulence) - decibel(steady),
        decibel(with_jitter) - decibel(with_turbulence) + decibel(pointing_bias_transmission(widened, pointing_bias)),
        decibel(air),
        decibel(optics_transmission),
        decibel(detector_efficiency),
    )
    return LinkLoss(*terms, sum(terms))
