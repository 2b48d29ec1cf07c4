"""Motebot: meetings by e-mail for Norwegian inter-municipal bodies."""
