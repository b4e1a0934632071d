/**
 * What is measured: an {@link org.nseekfs.benchmarks.engine.Engine} is one constant and one small
 * class, ours or a peer's.
 */
package org.nseekfs.benchmarks.engine;
