package org.nseekfs.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.nseekfs.cli.inspect.SegmentFacts;

/**
 * What a report tells.
 *
 * @param index where it is, as the user wrote it
 * @param processor bits of the vectors of numbers that this machine computes with
 * @param exact null if no segment is in our format
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Report(
    String index,
    String field,
    String type,
    int dimension,
    String similarity,
    int documents,
    int deleted,
    String version,
    String java,
    int processor,
    int k,
    int queries,
    SampleSearches.Exact exact,
    List<Curve> curves,
    List<SegmentFacts> segments) {}
