/**
 * Whether searches to a recall target keep it: a matrix of data, lengths, similarities, filters,
 * deletes and segments, each the hardest of its kind that we know.
 */
package org.nseekfs.benchmarks.recall;
