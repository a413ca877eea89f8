"""specloom: typed code, decoders and delta-merge helpers from one hand-maintained JSON Schema spec."""

__version__ = "0.1.0"
