/**
 * Files of vectors and of truth, memory-mapped: {@link org.nseekfs.benchmarks.data.VectorFile}
 * reads vectors, {@link org.nseekfs.benchmarks.data.NpyMatrix} tables of numbers, {@link
 * org.nseekfs.benchmarks.data.NpyWriter} writes both. Errors name the file, the position and the
 * value.
 */
package org.nseekfs.benchmarks.data;
