package org.nseekfs.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.nseekfs.cli.measure.SearchMeans;

/**
 * What searches of one kind gave.
 *
 * @param setting what tells the kind from others of its curve: a recall target, a number of
 *     candidates
 * @param recall the share of the true neighbours that was found, on average
 * @param means null if Lucene's own query was asked, which does not tell them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MeasuredSearch(
    String setting,
    double recall,
    @JsonProperty("p50_ms") double p50,
    @JsonProperty("p90_ms") double p90,
    SearchMeans means) {}
