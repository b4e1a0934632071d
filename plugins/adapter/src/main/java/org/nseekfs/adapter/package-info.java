/**
 * What the plugins of all engines have in common, and nothing of any engine: a {@link
 * org.nseekfs.adapter.VectorField} is what a mapping declares, {@link
 * org.nseekfs.adapter.VectorFormats} how it is stored, {@link org.nseekfs.adapter.VectorElements}
 * one value of it out of a document or a request, {@link org.nseekfs.adapter.KnnRequest} a search.
 */
package org.nseekfs.adapter;
