"""Tests of the roof: environment, health, content, deployment."""
