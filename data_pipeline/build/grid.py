"""Grid: points of the national grid of Great Britain as longitude and latitude."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Axes = tuple[Numbers, Numbers, Numbers]  # metres from the middle of the earth

WIDEST, HIGHEST = 700_000, 1_300_000  # metres: the grid's own frame
# Airy 1830 and the grid's projection: half axes, scale on the meridian, true and false origin.
A, B, SCALE = 6_377_563.396, 6_356_256.909, 0.9996012717
LAT_0, LON_0, NORTH_0, EAST_0 = np.radians(49.0), np.radians(-2.0), -100_000.0, 400_000.0
E2 = 1 - (B / A) ** 2
# WGS84, and the seven numbers that turn Airy's axes into its own: metres, parts, radians.
A_WGS, B_WGS = 6_378_137.0, 6_356_752.3142
SHIFT = (446.448, -125.157, 542.060)
GROWTH = -20.4894e-6
TURN = tuple(np.radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
ROUNDS = 12


def holds(east: Numbers, north: Numbers) -> bool:
    """Whether all points are in the frame of the grid, and some of them can be no degrees."""
    inside = (east >= 0) & (east <= WIDEST) & (north >= 0) & (north <= HIGHEST)
    return bool(inside.all()) and not is_degrees(east, north)


def is_degrees(first: Numbers, second: Numbers) -> bool:
    """Whether all points can be a longitude and a latitude."""
    return bool((np.abs(first) <= 180).all() and (np.abs(second) <= 90).all())


def to_degrees(east: Numbers, north: Numbers) -> tuple[Numbers, Numbers]:
    """Longitude and latitude on WGS84 of points of the grid, good to about five metres.

    Units    metres in, degrees out
    Source   Ordnance Survey, A guide to coordinate systems in Great Britain: annexes B, C and section 6.6
    """
    return _on_wgs(_turned(_axes(*_on_airy(east, north))))


def _on_airy(east: Numbers, north: Numbers) -> tuple[Numbers, Numbers]:
    lat = (north - NORTH_0) / (A * SCALE) + LAT_0
    for _ in range(ROUNDS):
        lat = lat + (north - NORTH_0 - _meridian(lat)) / (A * SCALE)
    sin, tan, cos = np.sin(lat), np.tan(lat), np.cos(lat)
    nu = A * SCALE / np.sqrt(1 - E2 * sin**2)
    rho = A * SCALE * (1 - E2) * (1 - E2 * sin**2) ** -1.5
    eta2 = nu / rho - 1
    d, t2 = east - EAST_0, tan**2
    down = (
        tan / (2 * rho * nu) * d**2
        - tan / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2) * d**4
        + tan / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2) * d**6
    )
    across = (
        d / nu
        - (nu / rho + 2 * t2) * d**3 / (6 * nu**3)
        + (5 + 28 * t2 + 24 * t2**2) * d**5 / (120 * nu**5)
        - (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3) * d**7 / (5040 * nu**7)
    ) / cos
    return lat - down, LON_0 + across


def _meridian(lat: Numbers) -> Numbers:
    """The length of the meridian from the true origin to a latitude."""
    n = (A - B) / (A + B)
    less, more = lat - LAT_0, lat + LAT_0
    parts: Numbers = (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(less) * np.cos(more)
        + 1.875 * (n**2 + n**3) * np.sin(2 * less) * np.cos(2 * more)
        - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    )
    return B * SCALE * parts


def _axes(lat: Numbers, lon: Numbers) -> Axes:
    nu = A / np.sqrt(1 - E2 * np.sin(lat) ** 2)
    return nu * np.cos(lat) * np.cos(lon), nu * np.cos(lat) * np.sin(lon), nu * (1 - E2) * np.sin(lat)


def _turned(axes: Axes) -> Axes:
    (x, y, z), grown, (rx, ry, rz) = axes, 1 + GROWTH, TURN
    return (
        SHIFT[0] + grown * x - rz * y + ry * z,
        SHIFT[1] + rz * x + grown * y - rx * z,
        SHIFT[2] - ry * x + rx * y + grown * z,
    )


def _on_wgs(axes: Axes) -> tuple[Numbers, Numbers]:
    x, y, z = axes
    e2, out = 1 - (B_WGS / A_WGS) ** 2, np.hypot(x, y)
    lat = np.arctan2(z, out * (1 - e2))
    for _ in range(ROUNDS):
        nu = A_WGS / np.sqrt(1 - e2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + e2 * nu * np.sin(lat), out)
    return np.degrees(np.arctan2(y, x)), np.degrees(lat)
