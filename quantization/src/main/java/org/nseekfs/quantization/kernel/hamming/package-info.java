/**
 * Estimates of raw values from blocks of sign codes, by how many bits differ from those of a
 * target.
 */
package org.nseekfs.quantization.kernel.hamming;
