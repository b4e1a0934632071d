/**
 * What the plugins of all engines have in common, and nothing of any engine. A {@link
 * org.nseekfs.adapter.VectorField} is what a mapping declares, {@link
 * org.nseekfs.adapter.VectorFormats} how it is stored, {@link org.nseekfs.adapter.VectorElements}
 * one value of it out of a document or a request. A {@link org.nseekfs.adapter.KnnRequest} is a
 * search, a {@link org.nseekfs.adapter.HybridRequest} one of several lists, whose hits over all
 * shards are {@link org.nseekfs.adapter.HybridHits}. The words that requests take are in the table
 * of the plugins' README.
 */
package org.nseekfs.adapter;
