/**
 * What a segment holds of a field, where it lies: rows, codes, and Lucene's vector values over
 * them.
 */
package org.nseekfs.codec.values;
