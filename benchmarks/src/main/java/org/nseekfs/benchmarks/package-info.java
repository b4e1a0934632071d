/**
 * Everything that measures, and everything that starts a rival or an engine, as commands beside
 * those of {@link org.nseekfs.cli.NSeekCommand}.
 */
package org.nseekfs.benchmarks;
