/** {@code nseek bench}: engines on the same data, queries and truth, on one thread, interleaved. */
package org.nseekfs.benchmarks.harness;
