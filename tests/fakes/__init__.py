"""Strict stand-ins for networks that nobody can run at home: one module a network.

Each holds every request against the vendor's own contract, and answers as the vendor would.
"""
