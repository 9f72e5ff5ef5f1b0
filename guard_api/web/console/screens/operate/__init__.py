"""Screens of the installation: how it is, and who may ask it."""
