/**
 * The end-to-end harness: engines on the same data, queries and truth, on one thread, interleaved;
 * {@link org.nseekfs.benchmarks.BenchCommand} is its command line.
 */
package org.nseekfs.benchmarks;
