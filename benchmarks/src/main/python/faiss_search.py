"""Answers queries with an exact FAISS index on one thread; driven by Faiss.java.

Arguments: base.npy query.npy k similarity index, where similarity is dot_product, maximum_inner_product, cosine or
euclidean, and index is flat or panorama.
First line out: "ready <version, index, compile options>", or what is missing.
Then for every line in, rows of queries, one line out: nanoseconds of the call, then the rows found, k a query, best
first.
"""

import sys
import time

LEVELS = 8
CHUNK = 65536


def main(base_path, query_path, k, similarity, kind):
    try:
        import faiss
        import numpy
    except ImportError as error:
        print(f"Python lacks a module: {error}", flush=True)
        return
    name = ("IndexFlatL2" if similarity == "euclidean" else "IndexFlatIP") + ("Panorama" if kind == "panorama" else "")
    if not hasattr(faiss, name):
        print(f"FAISS {faiss.__version__} has no {name}", flush=True)
        return
    faiss.omp_set_num_threads(1)
    base = vectors(numpy, base_path, similarity)
    queries = vectors(numpy, query_path, similarity)
    if kind == "panorama":
        index = panorama(faiss, numpy, name, base)
        name = f"rotation to principal directions, {name}, {min(LEVELS, base.shape[1])} levels"
    else:
        index = getattr(faiss, name)(base.shape[1])
    index.add(base)
    del base
    print(f"ready FAISS {faiss.__version__}, {name}, {faiss.get_compile_options().strip()}", flush=True)
    for line in sys.stdin:
        targets = numpy.ascontiguousarray(queries[[int(row) for row in line.split()]])
        start = time.perf_counter_ns()
        _, found = index.search(targets, k)
        nanos = time.perf_counter_ns() - start
        print(nanos, *found.ravel(), flush=True)


def vectors(numpy, path, similarity):
    """The vectors of a file as floats; of unit length for cosine, which then is the inner product."""
    mapped = numpy.ascontiguousarray(numpy.load(path, mmap_mode="r"), dtype=numpy.float32)
    if similarity != "cosine":
        return mapped
    return mapped / numpy.linalg.norm(mapped, axis=1, keepdims=True)


def panorama(faiss, numpy, name, base):
    """An index whose search rotates the query first: a rotation keeps inner products and distances."""
    dimension = base.shape[1]
    rotation = faiss.LinearTransform(dimension, dimension, False)
    directions = principal_directions(numpy, base, centred=name.startswith("IndexFlatL2"))
    faiss.copy_array_to_vector(directions.ravel(), rotation.A)
    rotation.is_trained = True
    index = getattr(faiss, name)(dimension, min(LEVELS, dimension))
    return faiss.IndexPreTransform(rotation, index)


def principal_directions(numpy, base, centred):
    """The right singular vectors of the base, strongest first; of the base less its mean where only distances count."""
    count, dimension = base.shape
    moments = numpy.zeros((dimension, dimension))
    total = numpy.zeros(dimension)
    for start in range(0, count, CHUNK):
        chunk = base[start : start + CHUNK].astype(numpy.float64)
        moments += chunk.T @ chunk
        total += chunk.sum(axis=0)
    if centred:
        moments -= numpy.outer(total, total) / count
    _, directions = numpy.linalg.eigh(moments)
    return numpy.ascontiguousarray(directions[:, ::-1].T, dtype=numpy.float32)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5])
