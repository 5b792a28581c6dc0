"""Kentongan: meja kerja media sosial resmi pemerintah daerah."""

__version__ = "0.1.0"
