/**
 * Which vector width is in force, and how the code for it is loaded.
 *
 * <p>The packages below hold the loops: {@code sum} over rows, {@code bounds} and {@code signs}
 * over blocks of codes, {@code matrix} over vectors in memory. Each loop is an interface, made by
 * its method {@code of}, with a scalar class, {@code Scalar...}, and a vectorised twin, {@code
 * Panama...}, which is a {@link org.nseekfs.quantization.kernel.Template}. All widths and the
 * scalar class give the same bits.
 */
package org.nseekfs.quantization.kernel;
