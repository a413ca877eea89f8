"""The digest that keys of caches are: blake2b, without what hashlib loads.

hashlib brings in OpenSSL, which takes a twentieth of a short run and has nothing for this digest.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # an interpreter that was built without it
    from hashlib import blake2b

__all__ = ["blake2b"]
