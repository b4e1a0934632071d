/** Codes of rows, and upper bounds of raw similarities that are computed from codes alone. */
package org.nseekfs.quantization.code;
