/**
 * The vectors of one leaf, in whatever format, and raw values of single documents. Not API.
 *
 * <p>{@link org.nseekfs.search.leaf.VectorLeaves} finds the leaves in which a field has vectors; a
 * {@link org.nseekfs.search.leaf.VectorLeaf} knows their type and whether they are in our format.
 *
 * <p>Whoever needs the raw value of a single document asks {@link
 * org.nseekfs.search.leaf.RawValues}: scores, rescoring, sorting, explanations. Rows of our format
 * are scored where they lie, by the {@link org.nseekfs.codec.spi.RawVectorScorer} of their vector
 * values, which comes through any reader that passes scorers on. The vectors of other formats come
 * as {@link org.nseekfs.search.leaf.StoredVectors} and are written as rows first. The bits are
 * those of a search.
 */
package org.nseekfs.search.leaf;
