"""Signs tokens as JWS with ES256 (RFC 7515, RFC 7518 section 3.4, FIPS 186-4); not hardened against side channels."""
import base64
import hashlib
import json
import secrets

# the curve P-256: y^2 = x^3 - 3x + b over the field of P, with the base point G of order N
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def add(a, b):
    """The sum of two points; None is the point at infinity."""
    if a is None or b is None:
        return a or b
    (ax, ay), (bx, by) = a, b
    if ax == bx and ay != by:
        return None
    slope = (3 * ax * ax - 3) * pow(2 * ay, -1, P) if a == b else (by - ay) * pow(bx - ax, -1, P)
    x = (slope * slope - ax - bx) % P
    return x, (slope * (ax - x) - ay) % P


# G, 2 G, 4 G …: every multiple of G is a sum of these
DOUBLES = [G]
while len(DOUBLES) < 256:
    DOUBLES.append(add(DOUBLES[-1], DOUBLES[-1]))


def times_g(k):
    total = None
    for i, double in enumerate(DOUBLES):
        if k >> i & 1:
            total = add(total, double)
    return total


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def part(value):
    return base64url(json.dumps(value).encode())


class Key:
    def __init__(self):
        self.secret = secrets.randbelow(N - 1) + 1
        x, y = (base64url(n.to_bytes(32, 'big')) for n in times_g(self.secret))
        self.public = {'kty': 'EC', 'crv': 'P-256', 'x': x, 'y': y, 'kid': x[:16], 'alg': 'ES256', 'use': 'sig'}

    def token(self, claims, kid):
        signed = part({'alg': 'ES256', 'kid': kid}) + '.' + part(claims)
        digest = int.from_bytes(hashlib.sha256(signed.encode()).digest(), 'big')
        nonce = secrets.randbelow(N - 1) + 1
        r = times_g(nonce)[0] % N
        s = (digest + r * self.secret) * pow(nonce, -1, N) % N
        return signed + '.' + base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))
