.PHONY: bench
# Cases beside DuckDB, Polars, ClickHouse and SQLite. BENCH passes options on: make bench BENCH='--sizes 10,1,30'
bench:
	scripts/build
	benchmarks/cases/bench.py $(BENCH)
