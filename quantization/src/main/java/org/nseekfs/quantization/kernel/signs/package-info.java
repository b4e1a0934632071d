/**
 * Estimates of raw values from blocks of sign codes: of the target all is known, of documents the
 * signs.
 */
package org.nseekfs.quantization.kernel.signs;
