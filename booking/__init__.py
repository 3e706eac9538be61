"""Parc commun: small communes share equipment, from the free dates to the signed convention.

Floors outside, rooms inside: doors (pages, api, feeds, cli) call use-cases, use-cases ask rules
and queries and write models; imports only run downward. See the README, "La maison".
"""
