"""Benchmarks of the gateway's proxy: throughput, a soak, and requests that nobody would write by hand."""
