/** Queries over vector fields, exact whatever the format of a segment is. */
package org.nseekfs.search;
