/**
 * What the plugins of all engines have in common, and nothing of any engine.
 *
 * <p>A {@link org.nseekfs.adapter.VectorField} is what a mapping declares, {@link
 * org.nseekfs.adapter.VectorFormats} how it is stored: the engine's codec under its own name, with
 * our format for such fields. {@link org.nseekfs.adapter.VectorElements} is one value of it out of
 * a document or a request; it refuses what cannot be stored before a writer sees it, a 400 with
 * field, expected and got.
 *
 * <p>A {@link org.nseekfs.adapter.KnnRequest} is a search and becomes a query of the library.
 * Engines rewrite queries before they begin to watch timeouts, so {@link
 * org.nseekfs.adapter.DeferredQuery} puts off the search until a weight is made. {@link
 * org.nseekfs.adapter.CancellableQuery} ends it by a timeout that is asked of the reader which the
 * engine wraps. A filter inside a query for nested objects goes through {@link
 * org.nseekfs.adapter.NestedScope}, which asks its clauses for their fields: a clause about what
 * the objects lie in is joined to them by itself, so that negation is right.
 *
 * <p>A {@link org.nseekfs.adapter.HybridRequest} is a search of several lists. The node that
 * coordinates searches each list over all shards and makes one list of them, {@link
 * org.nseekfs.adapter.HybridHits}; each shard then matches those of its ids ({@link
 * org.nseekfs.adapter.IdScoresQuery}). Fusing in every shard would take ranks in a shard for ranks
 * in all.
 *
 * <p>A {@link org.nseekfs.adapter.FieldWarmUp} has a node search before its users do.
 *
 * <p>The words that requests take are in the table of the plugins' README.
 */
package org.nseekfs.adapter;
