"""Answers queries with FAISS IndexFlatIP on one thread; driven by FaissFlat.java.

Arguments: base.npy query.npy k
First line out: "ready <version>", or what is missing.
Then for every line in, the row of a query, one line out: nanoseconds, then the rows found, best first.
"""

import sys
import time


def main(base_path, query_path, k):
    try:
        import faiss
        import numpy
    except ImportError as error:
        print(f"Python lacks a module: {error}", flush=True)
        return
    faiss.omp_set_num_threads(1)
    base = numpy.ascontiguousarray(numpy.load(base_path), dtype=numpy.float32)
    queries = numpy.ascontiguousarray(numpy.load(query_path), dtype=numpy.float32)
    index = faiss.IndexFlatIP(base.shape[1])
    index.add(base)
    del base
    print(f"ready FAISS {faiss.__version__}, {faiss.get_compile_options().strip()}", flush=True)
    for line in sys.stdin:
        row = int(line)
        query = queries[row : row + 1]
        start = time.perf_counter_ns()
        _, found = index.search(query, k)
        nanos = time.perf_counter_ns() - start
        print(nanos, *found[0], flush=True)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
