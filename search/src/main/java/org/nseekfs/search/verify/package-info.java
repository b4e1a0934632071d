/**
 * Checks certificates by plain loops that share no code with the search, and sums the files it
 * reads.
 */
package org.nseekfs.search.verify;
