/**
 * Exact search of one field of one segment: scores of rows in place, and bounds from codes that
 * spare most of them.
 */
package org.nseekfs.codec.scan;
