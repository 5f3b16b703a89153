"""Figures: numbers that lead to the rows they count."""
