"""The scaled estimate of an exam: explained to students on /how-scoring-works/."""

LOWEST, HIGHEST = 100, 900


def scaled_estimate(domains):
    """A straight-line estimate on CompTIA's scale, whose own conversion is not published.

    `domains` are `(weight, points, max_points)` of each domain that was asked. The estimate is
    100 + 800 · f, rounded, where f is the mean of the domains' shares of points, weighted.
    """
    domains = [domain for domain in domains if domain[2]]
    if not domains:
        return LOWEST
    total = sum(weight for weight, _, _ in domains)
    share = sum(weight * points / most for weight, points, most in domains) / total
    return min(HIGHEST, max(LOWEST, round(LOWEST + (HIGHEST - LOWEST) * share)))
