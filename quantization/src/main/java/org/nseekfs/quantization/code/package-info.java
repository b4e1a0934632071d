/**
 * Codes that bound raw values from above. A document's code is a fraction of its vector's bytes; a
 * target's code gives an upper bound of every document's raw value.
 *
 * <p>A {@link org.nseekfs.quantization.code.CodeFrame} is learned once from a sample. It turns
 * vectors onto their principal directions and gives each direction the bits that shrink the bound
 * most. A {@link org.nseekfs.quantization.code.BlockEncoder} makes the codes of 64 rows: coarse
 * codes, which lie word by word in a block, and a fine code for each row. A {@link
 * org.nseekfs.quantization.code.QueryCode} is a target in a frame, with the bounds of whole blocks
 * by coarse codes and the closer bound of one row by its fine code.
 *
 * <p>{@link org.nseekfs.quantization.code.ErrorBound} states the bound and proves it. Whoever
 * changes what a code holds begins there.
 */
package org.nseekfs.quantization.code;
