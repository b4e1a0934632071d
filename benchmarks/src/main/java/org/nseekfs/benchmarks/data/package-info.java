/** Data sets on disk, and the true neighbours that they hold. */
package org.nseekfs.benchmarks.data;
