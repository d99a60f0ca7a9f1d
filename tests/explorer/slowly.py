"""Slowly: what the tests of statistics find the long way, and how limits are printed in worked examples."""


def limits(interval, decimals=6):
    return f"{interval.low:.{decimals}f} {interval.high:.{decimals}f}"


def bisected(starts, near, far):
    """The number from which on, on the way from near to far, it is so."""
    for _ in range(200):
        middle = (near + far) / 2
        near, far = (near, middle) if starts(middle) else (middle, far)
    return near
