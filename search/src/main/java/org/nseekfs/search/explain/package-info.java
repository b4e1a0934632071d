/**
 * The parts of a raw value, and what explanations say of it: {@link
 * org.nseekfs.search.explain.Contributions} divides a raw value among blocks of elements, in
 * double, and makes Lucene's explanations of that.
 */
package org.nseekfs.search.explain;
