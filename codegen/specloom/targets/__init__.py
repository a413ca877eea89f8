"""Targets: each turns a frozen Package into files. None reads specs, writes files or knows another target."""
