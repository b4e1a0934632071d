/** Which elements make a raw value, and why a document is a hit or none. */
package org.nseekfs.search.explain;
