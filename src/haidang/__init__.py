"""Hải Đăng: a province's administrative procedures, end to end, with honest deadlines."""

__version__ = "0.1.0"
