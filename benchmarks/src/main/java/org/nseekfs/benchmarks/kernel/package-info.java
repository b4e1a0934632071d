/** JMH benchmarks of the scoring kernels, ours and Lucene's. */
package org.nseekfs.benchmarks.kernel;
