"""Compares spellings of names and numbers, written from the endpoint page's rules alone."""
import re
import unicodedata

DOTS = '.\u00b7\u0387\u05c3\u2022\u2024\u2027\u2219\u22c5\u2e31\u2e33\u3002\u30fb\uff61\u318d\u119e'
APOSTROPHES = "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u055a\u05f3\u2018\u2019\u201a\u201b\u2032\u2035\ua78b\ua78c\uff07\uff40"
FILLERS = '\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\u2800'


def invisible(letter):
    code = ord(letter)
    variation = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return letter in FILLERS or variation or letter.isspace() or unicodedata.category(letter) in ('Cf', 'Zs', 'Zl', 'Zp')


def separator(letter):
    return invisible(letter) or letter in DOTS + APOSTROPHES or letter in '\u2212\u301c' or unicodedata.category(letter) == 'Pd'


def same_name(text):
    """The form in which names are compared."""
    previous = None
    while previous != text:
        previous = text
        kept = ''.join(letter for letter in text if not separator(letter))
        text = unicodedata.normalize('NFKC', unicodedata.normalize('NFKC', kept).casefold())
    return text


def mobile_number(text):
    """The digits of a Korean mobile number in national form, or None."""
    text = unicodedata.normalize('NFKC', text).strip()
    text = re.sub(r'^(0?1\d{9})\.0$', r'\1', text)
    text = ''.join(letter for letter in text if not separator(letter) and letter not in '()[]/')
    found = re.fullmatch(r'(?:\+|00)82(\d+)|820?(?=1)(\d+)|([01]\d+)', text, re.ASCII)
    if found is None:
        return None
    digits = next(group for group in found.groups() if group is not None)
    number = digits if digits.startswith('0') else '0' + digits
    return number if re.fullmatch(r'010\d{8}|01[16-9]\d{7,8}', number, re.ASCII) else None
