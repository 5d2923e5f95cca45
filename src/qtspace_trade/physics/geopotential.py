"""Gravity field of the Earth in spherical harmonics to degree and order 8.

Imported only where it is used, because it loads the compiler.
"""

import math

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_J2, EARTH_RADIUS
from qtspace_trade.physics.secular_kernel import compiled

HIGHEST_DEGREE = 8
EGM2008_RADIUS = 6_378_136.3  # m

# Degree, order and the fully normalised coefficients of cosine and sine of EGM2008, tide-free: Pavlis, Holmes, Kenyon
# and Factor, J. Geophys. Res. 117, B04406 (2012), doi 10.1029/2011JB008916; file EGM2008.gfc of the ICGEM.
EGM2008 = (
    (2, 1, -2.06615509074176e-10, 1.38441389137979e-09), (2, 2, 2.43938357328313e-06, -1.40027370385934e-06),
    (3, 0, 9.57161207093473e-07, 0.0), (3, 1, 2.03046201047864e-06, 2.48200415856872e-07),
    (3, 2, 9.04787894809528e-07, -6.19005475177618e-07), (3, 3, 7.21321757121568e-07, 1.41434926192941e-06),
    (4, 0, 5.39965866638991e-07, 0.0), (4, 1, -5.36157389388867e-07, -4.73567346518086e-07),
    (4, 2, 3.50501623962649e-07, 6.62480026275829e-07), (4, 3, 9.90856766672321e-07, -2.00956723567452e-07),
    (4, 4, -1.88519633023033e-07, 3.08803882149194e-07), (5, 0, 6.86702913736681e-08, 0.0),
    (5, 1, -6.29211923042529e-08, -9.43698073395769e-08), (5, 2, 6.52078043176164e-07, -3.23353192540522e-07),
    (5, 3, -4.51847152328843e-07, -2.14955408306046e-07), (5, 4, -2.95328761175629e-07, 4.98070550102351e-08),
    (5, 5, 1.74811795496002e-07, -6.69379935180165e-07), (6, 0, -1.49953927978527e-07, 0.0),
    (6, 1, -7.59210081892527e-08, 2.65122593213647e-08), (6, 2, 4.8648892460469e-08, -3.73789324523752e-07),
    (6, 3, 5.72451611175653e-08, 8.9520113001073e-09), (6, 4, -8.60237937191611e-08, -4.71425573429095e-07),
    (6, 5, -2.67166423703038e-07, -5.36493151500206e-07), (6, 6, 9.47068749756882e-09, -2.37382353351005e-07),
    (7, 0, 9.05120844521618e-08, 0.0), (7, 1, 2.80887555776673e-07, 9.51259362869275e-08),
    (7, 2, 3.30407993702235e-07, 9.29969290624092e-08), (7, 3, 2.50458409225729e-07, -2.1711828772961e-07),
    (7, 4, -2.74993935591631e-07, -1.24058403514343e-07), (7, 5, 1.64773255934658e-09, 1.79281782751438e-08),
    (7, 6, -3.58798423464889e-07, 1.51798257443669e-07), (7, 7, 1.50746472872675e-09, 2.41068767286303e-08),
    (8, 0, 4.94756003005199e-08, 0.0), (8, 1, 2.31607991248329e-08, 5.88974540927606e-08),
    (8, 2, 8.00143604736599e-08, 6.52805043667369e-08), (8, 3, -1.9374538171529e-08, -8.59639339125694e-08),
    (8, 4, -2.44360480007096e-07, 6.98072508472777e-08), (8, 5, -2.57011477267991e-08, 8.92034891745881e-08),
    (8, 6, -6.59648680031408e-08, 3.08946730783065e-07), (8, 7, 6.72569751771483e-08, 7.48686063738231e-08),
    (8, 8, -1.24022771917136e-07, 1.20551889384997e-07),
)  # fmt: skip


def coefficients(degree, order):
    """Coefficients of the field without normalisation, for the Earth's GM and equatorial radius of the library.

    J2 is the library's own at any degree, 7e-7 of itself above that of EGM2008; all other coefficients are those of
    EGM2008.

    Parameters
    ----------
    degree : int
        Highest degree: 0 for a point mass, at most 8. [1]
    order : int
        Highest order, at most the degree: 0 for zonal terms alone. [1]

    Returns
    -------
    cosine, sine : (degree + 1, degree + 1) array
        Coefficients by degree and order. [1]

    Raises
    ------
    ValueError
        Degree or order out of range.

    References
    ----------
    .. [1] Pavlis et al., J. Geophys. Res. 117, B04406 (2012), doi 10.1029/2011JB008916.
    .. [2] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.2.1, for the normalisation.

    Examples
    --------
    >>> cosine, _ = coefficients(3, 0)
    >>> float(-cosine[2, 0]), f"{-cosine[3, 0]:.3e}"   # J2 and J3
    (0.00108262668, '-2.532e-06')
    """
    if not 0 <= degree <= HIGHEST_DEGREE:
        raise ValueError(f"degree {degree} of the gravity field: expected 0 to {HIGHEST_DEGREE}")
    if not 0 <= order <= degree:
        raise ValueError(f"order {order} of the gravity field: expected 0 to the degree, {degree}")
    cosine, sine = np.zeros((degree + 1, degree + 1)), np.zeros((degree + 1, degree + 1))
    cosine[0, 0] = 1.0
    if degree >= 2:
        cosine[2, 0] = -EARTH_J2
    for n, m, normalised_cosine, normalised_sine in EGM2008:
        if n <= degree and m <= order:
            norm = (2 - (m == 0)) * (2 * n + 1) * math.factorial(n - m) / math.factorial(n + m)
            scale = math.sqrt(norm) * (EGM2008_RADIUS / EARTH_RADIUS) ** n
            cosine[n, m], sine[n, m] = scale * normalised_cosine, scale * normalised_sine
    return cosine, sine


def acceleration(position, degree, order):
    """Acceleration by the gravity of the Earth.

    Parameters
    ----------
    position : (..., 3) array
        Position in axes that turn with the Earth; for zonal terms alone any axes with z along the pole. [m]
    degree : int
        Highest degree, 0 to 8. [1]
    order : int
        Highest order, 0 to the degree. [1]

    Returns
    -------
    (..., 3) array
        Acceleration in the same axes. [m/s²]

    References
    ----------
    .. [1] Cunningham, Celest. Mech. 2, 207 (1970), doi 10.1007/BF01229495.
    .. [2] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.2.5.

    Examples
    --------
    >>> above_equator = acceleration([6_378_137.0, 0.0, 0.0], 2, 0)
    >>> round(float(above_equator[0]), 4)   # -GM/R² (1 + 3/2 J2)
    -9.8142
    """
    position = np.asarray(position, dtype=float)
    found = _accelerations(position.reshape(-1, 3), *coefficients(degree, order))
    return found.reshape(position.shape)


def potential(position, degree, order):
    """Potential of the gravity of the Earth.

    Parameters
    ----------
    position : (..., 3) array
        Position, axes as for :func:`acceleration`. [m]
    degree : int
        Highest degree, 0 to 8. [1]
    order : int
        Highest order, 0 to the degree. [1]

    Returns
    -------
    (...) array
        Potential, negative. [m²/s²]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.2.4.

    Examples
    --------
    >>> round(float(potential([6_378_137.0, 0.0, 0.0], 8, 8)) / 1e6, 2)   # in MJ/kg
    -62.53
    """
    position = np.asarray(position, dtype=float)
    found = _potentials(position.reshape(-1, 3), *coefficients(degree, order))
    return found.reshape(position.shape[:-1])


@compiled()
def _accelerations(position, cosine, sine):
    size = len(cosine) + 1
    v, w = np.zeros((size, size)), np.zeros((size, size))
    found = np.empty_like(position)
    for i in range(len(position)):
        x, y, z = position[i]
        fill_harmonics(x, y, z, v, w)
        found[i, 0], found[i, 1], found[i, 2] = sum_acceleration(v, w, cosine, sine)
    return found


@compiled()
def _potentials(position, cosine, sine):
    size = len(cosine)
    v, w = np.zeros((size, size)), np.zeros((size, size))
    found = np.empty(len(position))
    for i in range(len(position)):
        x, y, z = position[i]
        fill_harmonics(x, y, z, v, w)
        found[i] = -EARTH_GM / EARTH_RADIUS * np.sum(cosine * v + sine * w)
    return found


@compiled()
def fill_harmonics(x, y, z, v, w):
    """Fill in the solid harmonics V and W of a place by the recursions over degree and order.

    Parameters
    ----------
    x, y, z : float
        Place, axes as for :func:`acceleration`. [m]
    v, w : (n, n) array
        Filled where order is at most degree. [1]

    Returns
    -------
    None
        Nothing.

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, eqs. 3.29 to 3.31.
    """
    square = x * x + y * y + z * z
    scale = EARTH_RADIUS / square
    along_x, along_y, along_z, step = x * scale, y * scale, z * scale, EARTH_RADIUS * scale
    v[0, 0] = EARTH_RADIUS / square**0.5
    w[0, 0] = 0.0 * x
    for m in range(len(v)):
        if m > 0:
            v[m, m] = (2 * m - 1) * (along_x * v[m - 1, m - 1] - along_y * w[m - 1, m - 1])
            w[m, m] = (2 * m - 1) * (along_x * w[m - 1, m - 1] + along_y * v[m - 1, m - 1])
        if m + 1 < len(v):
            v[m + 1, m] = (2 * m + 1) * along_z * v[m, m]
            w[m + 1, m] = (2 * m + 1) * along_z * w[m, m]
        for n in range(m + 2, len(v)):
            v[n, m] = ((2 * n - 1) * along_z * v[n - 1, m] - (n + m - 1) * step * v[n - 2, m]) / (n - m)
            w[n, m] = ((2 * n - 1) * along_z * w[n - 1, m] - (n + m - 1) * step * w[n - 2, m]) / (n - m)


@compiled()
def sum_acceleration(v, w, cosine, sine):
    """Acceleration from the solid harmonics of a place, one degree more of them than coefficients.

    Parameters
    ----------
    v, w : (n + 1, n + 1) array
        Solid harmonics by :func:`fill_harmonics`. [1]
    cosine, sine : (n, n) array
        Coefficients without normalisation. [1]

    Returns
    -------
    x, y, z : float
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, eqs. 3.32 and 3.33.
    """
    x, y, z = 0.0 * v[0, 0], 0.0 * v[0, 0], 0.0 * v[0, 0]
    for n in range(len(cosine)):
        c = cosine[n, 0]
        if c != 0.0:
            x -= c * v[n + 1, 1]
            y -= c * w[n + 1, 1]
            z -= (n + 1) * c * v[n + 1, 0]
        for m in range(1, n + 1):
            c, s = cosine[n, m], sine[n, m]
            if c != 0.0 or s != 0.0:
                inner = (n - m + 2) * (n - m + 1)
                x += 0.5 * (inner * (c * v[n + 1, m - 1] + s * w[n + 1, m - 1]) - c * v[n + 1, m + 1] - s * w[n + 1, m + 1])
                y += 0.5 * (inner * (s * v[n + 1, m - 1] - c * w[n + 1, m - 1]) - c * w[n + 1, m + 1] + s * v[n + 1, m + 1])
                z -= (n - m + 1) * (c * v[n + 1, m] + s * w[n + 1, m])
    scale = EARTH_GM / EARTH_RADIUS**2
    return scale * x, scale * y, scale * z
