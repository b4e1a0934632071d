/** Upper bounds of raw values from blocks of coarse codes, and the search through such bounds. */
package org.nseekfs.quantization.kernel.bounds;
