package org.nseekfs.benchmarks.peer;

import org.nseekfs.benchmarks.data.DataSet;

/**
 * What every engine of a run works with.
 *
 * @param data the vectors, queries and truth
 * @param conditions what searches have to cope with
 * @param directory where engines put their files, one subdirectory an index
 * @param k hits per query
 * @param python the command that starts Python 3
 * @param progress where to tell how far things are
 */
public record Workbench(
    DataSet data,
    Conditions conditions,
    WorkDirectory directory,
    int k,
    String python,
    ProgressListener progress) {}
