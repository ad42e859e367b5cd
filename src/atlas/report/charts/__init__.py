"""Figures of the report as Vega-Lite specifications, for a wide and for a narrow page (decision 0011)."""
