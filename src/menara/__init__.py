"""Menara: a partnership between police services, from the handshake to officers in the field, and back."""

__version__ = "0.1.0"
