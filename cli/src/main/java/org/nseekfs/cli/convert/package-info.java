/** Copies of indexes, in other formats or with new codes, compared with their originals. */
package org.nseekfs.cli.convert;
