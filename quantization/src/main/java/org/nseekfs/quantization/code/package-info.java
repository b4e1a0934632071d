/**
 * Codes with error bounds. A frame, learned once, turns vectors onto their principal directions and
 * gives each direction the bits that shrink the bound most; a document's code is then a fraction of
 * its vector, and a target's code gives an upper bound of every document's raw value. {@link
 * org.nseekfs.quantization.code.ErrorBound} states the bound and proves it.
 */
package org.nseekfs.quantization.code;
