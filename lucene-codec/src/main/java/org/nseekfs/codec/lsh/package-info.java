/**
 * Search of one field of one segment to a recall target, by estimates from sign codes in the order
 * of buckets.
 */
package org.nseekfs.codec.lsh;
