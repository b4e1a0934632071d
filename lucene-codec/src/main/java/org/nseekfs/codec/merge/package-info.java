/**
 * What a merge knows of its sources, and their rows and codes in the order of the merged documents.
 */
package org.nseekfs.codec.merge;
