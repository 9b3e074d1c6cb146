"""Client and verifier for Vaguemestre, written from its specifications, sharing no code."""
