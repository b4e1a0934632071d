/**
 * Queries of several clauses: their ranked lists, how scores or ranks are made comparable, and what
 * they add up to.
 */
package org.nseekfs.search.hybrid;
