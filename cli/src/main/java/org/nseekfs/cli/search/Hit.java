package org.nseekfs.cli.search;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.nseekfs.cli.index.DocumentLabel;

/**
 * A document found.
 *
 * @param rank from 1 on
 * @param raw the dot product, cosine or negated squared distance
 * @param score Lucene's
 */
record Hit(int rank, @JsonUnwrapped DocumentLabel label, double raw, float score) {}
