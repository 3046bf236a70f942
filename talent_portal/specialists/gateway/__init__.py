"""Secrets in letters: links that look after one registration, and codes."""
