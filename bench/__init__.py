"""Benchmark suite: synthetic packages, rivals written by hand, a runner. Nothing here is imported by the product."""
