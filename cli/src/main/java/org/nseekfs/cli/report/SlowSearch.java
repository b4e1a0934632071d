package org.nseekfs.cli.report;

/**
 * An exact search that took long.
 *
 * @param document whose vector was searched for
 * @param scored documents that codes could not rule out
 */
record SlowSearch(int document, double millis, long scored) {}
