"""Báo cáo tổng kết: what the records of a year say in sentences, and what they do not tell.

``facts``/``sector_facts`` read the records; ``cluster_work`` with ``cluster_judging``, and ``sector_sentences`` are
registers of small functions, each of which answers its sentence only where it is true; ``content`` puts them together
with what people typed.
"""
