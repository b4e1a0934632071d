/** {@code nseek bench-retrieval}: entries of a dictionary, found by examples of their use. */
package org.nseekfs.benchmarks.retrieval;
