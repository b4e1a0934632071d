/**
 * What one leaf gives to a search of single documents: its vectors, in whatever format, and raw
 * values of them. Not API.
 */
package org.nseekfs.search.leaf;
