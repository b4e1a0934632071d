/**
 * What is asked of whatever is measured: a {@link org.nseekfs.benchmarks.peer.Peer} opens a {@link
 * org.nseekfs.benchmarks.peer.Session}, which answers queries; an {@link
 * org.nseekfs.benchmarks.peer.IndexedPeer} does so with an index of Lucene.
 */
package org.nseekfs.benchmarks.peer;
