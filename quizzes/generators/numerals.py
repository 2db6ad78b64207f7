"""One octet in binary, decimal and hexadecimal."""

from quizzes.generators.base import Generator, Param, Possible, compose

WRITE = {"binary": "{:08b}", "decimal": "{}", "hex": "0x{:02X}"}
# High and low hexadecimal digit differ, one of them is a letter, and no row of bits is the same
# from both ends: otherwise some of the usual mistakes would be right.
OCTETS = [
    octet
    for octet in range(17, 239)
    if octet >> 4 != octet & 15
    and max(octet >> 4, octet & 15) > 9
    and f"{octet:08b}" != f"{octet:08b}"[::-1]
]
STEMS = {
    "decimal": "An administrator works out a subnet by hand. One octet of the address is {}.",
    "binary": "In the notes about a subnet mask and an address, one octet is written as {}.",
    "hex": "A packet capture shows an IPv4 header in hexadecimal. One octet of the source address"
    " is {}.",
}
QUESTIONS = {
    "decimal": "What is this octet in decimal?",
    "binary": "What is this octet in binary?",
    "hex": "What is this octet in hexadecimal?",
}


def _numerals(dice, *, asks):
    given, wanted = asks.split("-")
    octet = dice.one(OCTETS)
    mistakes = _binary_mistakes(octet) if "binary" in asks else []
    mistakes += _hex_mistakes(octet) if "hex" in asks else []
    return compose(
        dice,
        stem=f"{STEMS[given].format(WRITE[given].format(octet))} {QUESTIONS[wanted]}",
        key=Possible(octet, WRITE[wanted].format(octet), _sum(octet, asks)),
        wrong=[_mistaken(*mistake, wanted) for mistake in dice.shuffled(mistakes)],
        rationale=_principle(octet, asks),
        reference="RFC 791 section 2.3 (addresses are four octets) and appendix B (the leftmost"
        " bit is the most significant: 10101010 is 170)",
    )


def _mistaken(value, why, wanted):
    why = why[0].upper() + why[1:] if wanted == "decimal" else f"It is {value} in decimal: {why}"
    return Possible(value, WRITE[wanted].format(value), why)


def _places(octet):
    """The values of the one bits, the largest first."""
    return [2**bit for bit in range(7, -1, -1) if octet & 2**bit]


def _sum(octet, asks):
    high, low = octet >> 4, octet & 15
    if "hex" not in asks:
        return f"{' + '.join(map(str, _places(octet)))} = {octet}."
    if "binary" in asks:
        return f"{high:X} is {high:04b}, and {low:X} is {low:04b}."
    return f"{high} × 16 + {low} = {octet}."


def _principle(octet, asks):
    bits, high, low = f"{octet:08b}", octet >> 4, octet & 15
    if "hex" not in asks:
        return (
            "The places of an octet are worth 128, 64, 32, 16, 8, 4, 2 and 1, from the left."
            f" {bits} has ones in the places {', '.join(map(str, _places(octet)))}; they add up to"
            f" {octet}."
        )
    if "binary" in asks:
        return (
            f"Each hexadecimal digit is four bits. {high:X} is {high:04b} ({high}) and {low:X} is"
            f" {low:04b} ({low}), so 0x{octet:02X} is {bits}."
        )
    return (
        f"A hexadecimal digit is worth 0 to 15, A to F being 10 to 15; the left one counts"
        f" sixteens. 0x{octet:02X} is {high} × 16 + {low} = {octet}."
    )


def _binary_mistakes(octet):
    smallest, largest = _places(octet)[-1], _places(octet)[0]
    gap = next(2**bit for bit in range(8) if not octet & 2**bit)
    top = next(2**bit for bit in range(7, -1, -1) if not octet & 2**bit)
    return [
        (int(f"{octet:08b}"[::-1], 2), "the bits are read from right to left."),
        (255 - octet, "the places of the zeros are added, not those of the ones."),
        (octet >> 1, "the leftmost place is taken for 64, not for 128."),
        (octet - smallest, f"the place worth {smallest} is left out."),
        (octet - largest, f"the place worth {largest} is left out."),
        (octet + gap, f"the place worth {gap} is added, where the bit is 0."),
        (octet + top, f"the place worth {top} is added, where the bit is 0."),
    ]


def _hex_mistakes(octet):
    high, low = octet >> 4, octet & 15
    mistakes = [
        (low * 16 + high, f"the digits {high:X} and {low:X} are swapped."),
        (high * 10 + low, f"{high:X} counts tens, as in decimal, not sixteens."),
        (high + low, "the digits are added as if both counted ones."),
    ]
    if high < 15 and low < 15:
        mistakes.append((octet + 17, "both digits are counted from 1, not from 0."))
    for digit, weight in ((high, 16), (low, 1)):
        mistakes += [
            (octet + step * weight, f"{digit:X} is taken for {digit + step}, not for {digit}.")
            for step in (-1, 1)
            if digit > 9 and digit + step <= 15  # a letter, taken for its neighbour
        ]
    return mistakes


NUMERALS = Generator(
    "numerals",
    "Hexadecimal and binary",
    (
        Param(
            "asks",
            "what is asked",
            "One octet, from one way of writing it to another.",
            {
                "binary-decimal": "binary to decimal",
                "decimal-binary": "decimal to binary",
                "hex-decimal": "hexadecimal to decimal",
                "decimal-hex": "decimal to hexadecimal",
                "hex-binary": "hexadecimal to binary",
                "binary-hex": "binary to hexadecimal",
            },
        ),
    ),
    _numerals,
)
