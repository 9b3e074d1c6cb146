"""Client and verifier for Vaguemestre, written from its specifications and sharing no code with it."""
